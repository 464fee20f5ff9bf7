/* Notes and checkpoints: keys, signatures, what is refused and by which words. */
#include "log/note.h"

#include "check.h"
#include "log/checkpoint.h"

/* The example of Go's package golang.org/x/mod/sumdb/note. */
#define NEUMANN_KEY  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define NEUMANN_SEED "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define NEUMANN_TEXT                                                                               \
  "If you think cryptography is the answer to your problem,\n"                                     \
  "then you don't know what your problem is.\n"
#define NEUMANN_LINE                                                                               \
  "— PeterNeumann "                                                                              \
  "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static struct note_signer signer_of(const char *name, uint8_t seed_byte) {
  uint8_t seed[NOTE_SEED_SIZE];
  struct note_signer signer;
  struct error error;
  memset(seed, seed_byte, sizeof seed);
  CHECK(note_signer_make(text_of(name), seed, &signer, &error));
  return signer;
}

static void signs_as_others_do(void) {
  struct arena *arena = arena_make();
  struct error error = {0};
  uint8_t bytes[64];
  size_t length;
  CHECK(base64_decode(TEXT(NEUMANN_SEED), false, bytes, &length) && length == 33);
  struct note_signer signer;
  CHECK(note_signer_make(TEXT("PeterNeumann"), bytes + 1, &signer, &error));
  CHECK_TEXT(note_verifier_format(&signer.verifier, arena), NEUMANN_KEY);
  CHECK_TEXT(note_sign(TEXT(NEUMANN_TEXT), &signer, arena), NEUMANN_TEXT "\n" NEUMANN_LINE);

  struct note_verifier verifier;
  struct text text;
  CHECK(note_verifier_parse(TEXT(NEUMANN_KEY), &verifier, &error));
  CHECK(note_open(TEXT(NEUMANN_TEXT "\n" NEUMANN_LINE), &verifier, 1, &text, &error));
  CHECK_TEXT(text, NEUMANN_TEXT);

  note_signer_wipe(&signer);
  CHECK(signer.secret_key[0] == 0 && memcmp(signer.secret_key, signer.secret_key + 1, 63) == 0);
  note_signer_wipe(NULL);
  arena_free(arena);
}

static const struct {
  const char *key, *detail;
} refused_keys[] = {
    {"", "a verifier key is written name+key id+base64"},
    {"PeterNeumann", "a verifier key is written"},
    {"PeterNeumann+c74f20a3", "a verifier key is written"},
    {"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a verifier key is written"},
    {"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "a verifier key is written"},
    {"Peter\u3000Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "a verifier key is written"},
    {"Peter\xffNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "a verifier key is written"},
    {"PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the key id is not 8"},
    {"PeterNeumann+c74f20a3a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the key id is not 8"},
    {"PeterNeumann+c74f20ag+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the key id is not 8"},
    {"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "the key id does not belong"},
    {"PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "the key id does not belong"},
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
     "the key id does not belong"},
    {"PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "the part after the key id"},
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
     "the part after the key id"},
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA",
     "the part after the key id"},
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
     "the part after the key id"},
    {"PeterNeumann+c74f20a3+", "the part after the key id"},
};

static void other_keys_are_refused(void) {
  for (size_t at = 0; at < sizeof refused_keys / sizeof *refused_keys; at++) {
    CHECK_ROW("%s", refused_keys[at].key);
    struct note_verifier verifier;
    struct error error = {0};
    CHECK(!note_verifier_parse(text_of(refused_keys[at].key), &verifier, &error));
    CHECK_INTEGER(error.code, ERROR_bad_key);
    CHECK(text_starts(text_of(error.detail), text_of(refused_keys[at].detail)));
  }
  static const char *const names[] = {"", "a b", "a+b", "a\tb", "a\u2003b", "\xc3"};
  uint8_t seed[NOTE_SEED_SIZE] = {0};
  for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
    CHECK_ROW("name \"%s\"", names[at]);
    struct note_signer signer;
    struct error error = {0};
    CHECK(!note_signer_make(text_of(names[at]), seed, &signer, &error));
    CHECK_INTEGER(error.code, ERROR_bad_key);
  }
}

#define NOTE         NEUMANN_TEXT "\n"
#define UNKNOWN_LINE "— unknown.example/witness AAAAAAECAwQ=\n"
static const struct {
  const char *what, *message;
  const char *detail; /* NULL: opened, and the text is NEUMANN_TEXT */
} notes[] = {
    {"one signature", NOTE NEUMANN_LINE, NULL},
    {"an unknown one before", NOTE UNKNOWN_LINE NEUMANN_LINE, NULL},
    {"an unknown one after", NOTE NEUMANN_LINE UNKNOWN_LINE, NULL},
    {"the same twice", NOTE NEUMANN_LINE NEUMANN_LINE, NULL},
    {"same name, other id", NOTE "— PeterNeumann AAAAAAECAwQ=\n" NEUMANN_LINE, NULL},
    {"same id, other name", NOTE "— PaulNeumann x08go/ECAwQ=\n" NEUMANN_LINE, NULL},
    {"only an unknown one", NOTE UNKNOWN_LINE, "none of the keys given"},
    {"only the same name", NOTE "— PeterNeumann AAAAAAECAwQ=\n", "none of the keys given"},
    {"another text", "another\n\n" NEUMANN_LINE, "the signature on line 1"},
    {"a wrong one beside a right one", NOTE NEUMANN_LINE "— PeterNeumann x08go/ECAwQ=\n",
     "the signature on line 2"},
    {"a wrong one before a right one", NOTE "— PeterNeumann x08go/ECAwQ=\n" NEUMANN_LINE,
     "the signature on line 1"},
    {"a longer text", NEUMANN_TEXT "\n" NOTE NEUMANN_LINE, "the signature on line 1"},
    {"empty", "", "a note is UTF-8"},
    {"a newline", "\n", "no signatures"},
    {"two newlines", "\n\n", "no signatures"},
    {"no signature", NEUMANN_TEXT, "no signatures"},
    {"no signature line", NOTE, "no signatures"},
    {"no last newline", NOTE "— PeterNeumann x08go/ECAwQ=", "a note is UTF-8"},
    {"no blank line", NEUMANN_TEXT NEUMANN_LINE, "no signatures"},
    {"CRLF", "text\r\n\r\n" NEUMANN_LINE, "a note is UTF-8"},
    {"a tab", "te\txt\n\n" NEUMANN_LINE, "a note is UTF-8"},
    {"not UTF-8", "te\xffxt\n\n" NEUMANN_LINE, "a note is UTF-8"},
    {"a hyphen for the dash", NOTE "- PeterNeumann x08go/ECAwQ=\n", "signature line 1"},
    {"no space after the dash", NOTE "—PeterNeumann x08go/ECAwQ=\n", "signature line 1"},
    {"no name", NOTE "—  x08go/ECAwQ=\n", "signature line 1"},
    {"a plus in the name", NOTE "— Peter+Neumann x08go/ECAwQ=\n", "signature line 1"},
    {"no signature behind the name", NOTE "— PeterNeumann\n", "signature line 1"},
    {"an empty one behind the name", NOTE "— PeterNeumann \n", "signature line 1"},
    {"a space behind", NOTE "— PeterNeumann x08go/ECAwQ= \n", "signature line 1"},
    {"only a key id", NOTE "— PeterNeumann x08gow==\n", "signature line 1"},
    {"no padding", NOTE "— PeterNeumann x08go/ECAwQ\n", "signature line 1"},
    {"unused bits set", NOTE "— PeterNeumann x08go/ECAwR=\n", "signature line 1"},
    {"base64 for URLs", NOTE "— PeterNeumann x08go_ECAwQ=\n", "signature line 1"},
    {"a malformed unknown one", NOTE NEUMANN_LINE "— unknown %\n", "signature line 2"},
    {"text after the signatures", NOTE NEUMANN_LINE "text\n", "signature line 2"},
};

static void notes_are_opened_strictly(void) {
  struct note_verifier verifier;
  struct error error = {0};
  CHECK(note_verifier_parse(TEXT(NEUMANN_KEY), &verifier, &error));
  for (size_t at = 0; at < sizeof notes / sizeof *notes; at++) {
    CHECK_ROW("%s", notes[at].what);
    struct text text = NO_TEXT;
    error = (struct error){0};
    bool is_open = note_open(text_of(notes[at].message), &verifier, 1, &text, &error);
    if (!notes[at].detail) {
      CHECK(is_open);
      CHECK_TEXT(text, NEUMANN_TEXT);
      continue;
    }
    CHECK(!is_open && !text.at);
    CHECK_INTEGER(error.code, ERROR_bad_log);
    if (!text_starts(text_of(error.detail), text_of(notes[at].detail)))
      CHECK_TEXT(text_of(error.detail), notes[at].detail);
  }
}

static void several_keys_sign(void) {
  struct arena *arena = arena_make();
  struct note_signer a = signer_of("log.example", 1), b = signer_of("log.example", 2);
  struct text text, message_a = note_sign(TEXT("text\n\nmore\n"), &a, arena);
  struct text message_b = note_sign(TEXT("text\n\nmore\n"), &b, arena);
  struct buffer both = BUFFER(arena);
  buffer_add(&both, message_a);
  buffer_add(&both, (struct text){message_b.at + 12, message_b.length - 12});
  struct error error = {0};
  const struct note_verifier keys[] = {a.verifier, b.verifier};
  CHECK(note_open(buffer_text(&both), keys, 2, &text, &error));
  CHECK_TEXT(text, "text\n\nmore\n");
  CHECK(note_open(buffer_text(&both), keys, 1, &text, &error));
  CHECK(note_open(buffer_text(&both), keys + 1, 1, &text, &error));
  CHECK(!note_open(message_b, keys, 1, &text, &error));
  arena_free(arena);
}

/* A message of `line_count` unknown signatures, each `base64_length` long, and one known. */
static bool opens_among(int line_count, size_t base64_length, size_t text_length) {
  struct arena *arena = arena_make();
  struct note_signer signer = signer_of("log.example", 1);
  struct buffer text_buffer = BUFFER(arena), message = BUFFER(arena);
  memset(buffer_take(&text_buffer, text_length), 'x', text_length);
  buffer_add_byte(&text_buffer, '\n');
  buffer_add(&message, note_sign(buffer_text(&text_buffer), &signer, arena));
  for (int line = 0; line < line_count; line++) {
    buffer_add(&message, TEXT("— witness.example "));
    memset(buffer_take(&message, base64_length), 'A', base64_length);
    buffer_add_byte(&message, '\n');
  }
  struct text text;
  struct error error = {0};
  bool is_open = note_open(buffer_text(&message), &signer.verifier, 1, &text, &error);
  CHECK(is_open || error.code == ERROR_bad_log);
  arena_free(arena);
  return is_open;
}

static void notes_have_limits(void) {
  CHECK(opens_among(NOTE_SIGNATURES_MAX - 1, 8, 10));
  CHECK(!opens_among(NOTE_SIGNATURES_MAX, 8, 10));
  CHECK(opens_among(16, 6800, 10));
  CHECK(opens_among(1, NOTE_SIGNATURE_SIZE_MAX / 3 * 4, 10));
  CHECK(!opens_among(1, NOTE_SIGNATURE_SIZE_MAX / 3 * 4 + 4, 10));
  CHECK(opens_among(0, 0, NOTE_SIZE_MAX - 200));
  CHECK(!opens_among(0, 0, NOTE_SIZE_MAX));
}

/* --- checkpoints ---------------------------------------------------------------------------- */

#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static const struct {
  const char *text;
  const char *detail; /* NULL: it is a checkpoint */
} checkpoints[] = {
    {"example.com/behind-the-sofa\n20852163\n" ROOT "\n", NULL},
    {"o\n0\n" ROOT "\n", NULL},
    {"a name with spaces 衡阳\n9223372036854775807\n" ROOT "\n", NULL},
    {"o\n1\n" ROOT "\nextension\nanother one\n", NULL},
    {"\n1\n" ROOT "\n", "line 1"},
    {"o\n", "line 2"},
    {"o\n\n" ROOT "\n", "line 2"},
    {"o\n01\n" ROOT "\n", "line 2"},
    {"o\n00\n" ROOT "\n", "line 2"},
    {"o\n-1\n" ROOT "\n", "line 2"},
    {"o\n-0\n" ROOT "\n", "line 2"},
    {"o\n+1\n" ROOT "\n", "line 2"},
    {"o\n 1\n" ROOT "\n", "line 2"},
    {"o\n1 \n" ROOT "\n", "line 2"},
    {"o\n0x1\n" ROOT "\n", "line 2"},
    {"o\n9223372036854775808\n" ROOT "\n", "line 2"},
    {"o\n1\n", "line 3"},
    {"o\n1\n\n", "line 3"},
    {"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n", "line 3"},
    {"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", "line 3"},
    {"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I1\n", "line 3"},
    {"o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", "line 3"},
    {"o\n1\n" ROOT, "every line ends"},
    {"o\n1\n" ROOT "\n\n", "every line ends"},
    {"o\n1\n" ROOT "\n\nextension\n", "every line ends"},
    {"o\n1\n" ROOT "\nextension", "every line ends"},
};

static void checkpoints_are_read_strictly(void) {
  for (size_t at = 0; at < sizeof checkpoints / sizeof *checkpoints; at++) {
    CHECK_ROW("%s", checkpoints[at].text);
    struct checkpoint checkpoint;
    struct error error = {0};
    bool is_read = checkpoint_parse(text_of(checkpoints[at].text), &checkpoint, &error);
    CHECK(is_read == !checkpoints[at].detail);
    if (is_read) continue;
    CHECK_INTEGER(error.code, ERROR_bad_log);
    CHECK(text_starts(text_of(error.detail), text_of(checkpoints[at].detail)));
  }
}

static void checkpoints_are_signed_and_opened(void) {
  struct arena *arena = arena_make();
  struct note_signer signer = signer_of("log.example/衡阳", 7), other = signer_of("o", 8);
  struct checkpoint written = {TEXT("log.example/衡阳"), 1234, {{1, 2, 3}}, TEXT("one\ntwo\n")};
  struct checkpoint read;
  struct error error = {0};
  struct text message = checkpoint_sign(&written, &signer, arena);
  CHECK(text_starts(message, TEXT("log.example/衡阳\n1234\nAQIDAAAA")));
  CHECK(checkpoint_open(message, &signer.verifier, written.origin, &read, &error));
  CHECK_TEXT(read.origin, "log.example/衡阳");
  CHECK_INTEGER(read.size, 1234);
  CHECK(merkle_hash_equal(&read.root, &written.root));
  CHECK_TEXT(read.extensions, "one\ntwo\n");

  CHECK(!checkpoint_open(message, &other.verifier, written.origin, &read, &error));
  CHECK(!checkpoint_open(message, &signer.verifier, TEXT("log.example"), &read, &error));
  CHECK(text_starts(text_of(error.detail), TEXT("it comes from another log")));
  CHECK(!checkpoint_open(note_sign(TEXT("not a checkpoint\n"), &signer, arena), &signer.verifier,
                         written.origin, &read, &error));
  arena_free(arena);
}

TESTS(signs_as_others_do, other_keys_are_refused, notes_are_opened_strictly, several_keys_sign,
      notes_have_limits, checkpoints_are_read_strictly, checkpoints_are_signed_and_opened)
