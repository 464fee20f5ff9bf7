/* Signed notes: keys, signing, opening. Ed25519 and SHA-256 by libsodium. */
#include "log/note.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define ED25519_TYPE 0x01
#define EM_DASH      "\xe2\x80\x94"

/* The spaces of Unicode outside ASCII (White_Space=yes). */
static bool is_unicode_space(int32_t code_point) {
  switch (code_point) {
  case 0x85:
  case 0xa0:
  case 0x1680:
  case 0x2028:
  case 0x2029:
  case 0x202f:
  case 0x205f:
  case 0x3000:
    return true;
  default:
    return code_point >= 0x2000 && code_point <= 0x200a;
  }
}

static bool is_name(struct text name) {
  if (name.length == 0) return false;
  for (size_t at = 0; at < name.length;) {
    int32_t code_point = text_next_code_point(name, &at);
    if (code_point <= ' ' || code_point == '+' || is_unicode_space(code_point)) return false;
  }
  return true;
}

/* SHA-256 (name || 0x0A || type || key), the first four bytes. */
static void find_key_id(struct note_verifier *verifier) {
  static const uint8_t separator[] = {'\n', ED25519_TYPE};
  crypto_hash_sha256_state state;
  uint8_t hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, (const uint8_t *)verifier->name.at, verifier->name.length);
  crypto_hash_sha256_update(&state, separator, sizeof separator);
  crypto_hash_sha256_update(&state, verifier->public_key, sizeof verifier->public_key);
  crypto_hash_sha256_final(&state, hash);
  memcpy(verifier->key_id, hash, sizeof verifier->key_id);
}

bool note_verifier_parse(struct text key, struct note_verifier *ret_verifier,
                         struct error *ret_error) {
  struct text encoded = key;
  struct note_verifier verifier = {.name = text_cut(&encoded, '+')};
  struct text key_id_hex = text_cut(&encoded, '+');
  if (!is_name(verifier.name) || !encoded.at)
    return fail(ret_error, ERROR_bad_key, "key",
                "a verifier key is written name+key id+base64, with a name free of spaces");
  uint8_t key_id[sizeof verifier.key_id];
  if (!hex_decode(key_id_hex, key_id, sizeof key_id))
    return fail(ret_error, ERROR_bad_key, "key", "the key id is not 8 hexadecimal digits");

  uint8_t bytes[BASE64_SIZE(1 + sizeof verifier.public_key) / 4 * 3 + 3];
  size_t length;
  if (encoded.length != BASE64_SIZE(1 + sizeof verifier.public_key) ||
      !base64_decode(encoded, false, bytes, &length) || length != 1 + sizeof verifier.public_key ||
      bytes[0] != ED25519_TYPE)
    return fail(ret_error, ERROR_bad_key, "key",
                "the part after the key id is not base64 of an Ed25519 key (type 1)");
  memcpy(verifier.public_key, bytes + 1, sizeof verifier.public_key);
  find_key_id(&verifier);
  if (memcmp(verifier.key_id, key_id, sizeof key_id) != 0)
    return fail(ret_error, ERROR_bad_key, "key", "the key id does not belong to this name and key");
  *ret_verifier = verifier;
  return true;
}

struct text note_verifier_format(const struct note_verifier *verifier, struct arena *arena) {
  uint8_t bytes[1 + sizeof verifier->public_key] = {ED25519_TYPE};
  memcpy(bytes + 1, verifier->public_key, sizeof verifier->public_key);
  char key_id_hex[2 * sizeof verifier->key_id];
  hex_encode(verifier->key_id, sizeof verifier->key_id, key_id_hex);

  struct buffer key = BUFFER(arena);
  buffer_add(&key, verifier->name);
  buffer_add_byte(&key, '+');
  buffer_add(&key, (struct text){key_id_hex, sizeof key_id_hex});
  buffer_add_byte(&key, '+');
  base64_encode(bytes, sizeof bytes, false, buffer_take(&key, BASE64_SIZE(sizeof bytes)));
  return buffer_text(&key);
}

bool note_signer_make(struct text name, const uint8_t seed[NOTE_SEED_SIZE],
                      struct note_signer *ret_signer, struct error *ret_error) {
  if (!is_name(name))
    return fail(ret_error, ERROR_bad_key, "name", "a key name has no space and no plus");
  ret_signer->verifier.name = name;
  crypto_sign_seed_keypair(ret_signer->verifier.public_key, ret_signer->secret_key, seed);
  find_key_id(&ret_signer->verifier);
  return true;
}

void note_signer_wipe(struct note_signer *signer) {
  if (signer) sodium_memzero(signer, sizeof *signer);
}

static bool is_note_text(struct text text) {
  if (text.length == 0 || text.at[text.length - 1] != '\n' || !text_is_utf8(text)) return false;
  for (size_t at = 0; at < text.length; at++)
    if ((uint8_t)text.at[at] < ' ' && text.at[at] != '\n') return false;
  return true;
}

struct text note_sign(struct text text, const struct note_signer *signer, struct arena *arena) {
  assert(is_note_text(text));
  const struct note_verifier *verifier = &signer->verifier;
  uint8_t signature[sizeof verifier->key_id + crypto_sign_BYTES];
  memcpy(signature, verifier->key_id, sizeof verifier->key_id);
  crypto_sign_detached(signature + sizeof verifier->key_id, NULL, (const uint8_t *)text.at,
                       text.length, signer->secret_key);

  struct buffer note = BUFFER(arena);
  buffer_add(&note, text);
  buffer_add(&note, TEXT("\n" EM_DASH " "));
  buffer_add(&note, verifier->name);
  buffer_add_byte(&note, ' ');
  base64_encode(signature, sizeof signature, false,
                buffer_take(&note, BASE64_SIZE(sizeof signature)));
  buffer_add_byte(&note, '\n');
  return buffer_text(&note);
}

bool note_split(struct text message, struct text *ret_text, struct text *ret_signatures,
                struct error *ret_error) {
  if (message.length > NOTE_SIZE_MAX)
    return fail(ret_error, ERROR_bad_log, "note", "the note has more than %d bytes", NOTE_SIZE_MAX);
  if (!is_note_text(message))
    return fail(ret_error, ERROR_bad_log, "note",
                "a note is UTF-8 without control characters and ends in a newline");
  /* Signatures hold no empty line, while the text may. */
  for (size_t at = message.length - 1; at > 0; at--) {
    if (message.at[at - 1] != '\n' || message.at[at] != '\n') continue;
    if (at + 1 == message.length) break;
    *ret_text = (struct text){message.at, at};
    *ret_signatures = (struct text){message.at + at + 1, message.length - at - 1};
    return true;
  }
  return fail(ret_error, ERROR_bad_log, "note", "no signatures stand after a blank line");
}

struct signature {
  struct text name;
  uint8_t bytes[NOTE_SIGNATURE_SIZE_MAX + 3]; /* key id, then what that key's algorithm gives */
  size_t length;
};

static bool parse_signature(struct text line, struct signature *ret_signature) {
  if (!text_starts(line, TEXT(EM_DASH " "))) return false;
  struct text encoded = {line.at + 4, line.length - 4};
  ret_signature->name = text_cut(&encoded, ' ');
  if (!is_name(ret_signature->name) || !encoded.at) return false;
  if (encoded.length / 4 * 3 > NOTE_SIGNATURE_SIZE_MAX) return false;
  return base64_decode(encoded, false, ret_signature->bytes, &ret_signature->length) &&
         ret_signature->length > sizeof((struct note_verifier *)0)->key_id;
}

static bool is_signer(const struct note_verifier *verifier, const struct signature *signature) {
  return text_equal(verifier->name, signature->name) &&
         memcmp(verifier->key_id, signature->bytes, sizeof verifier->key_id) == 0;
}

static bool is_signed(struct text text, const struct note_verifier *verifier,
                      const struct signature *signature) {
  return signature->length == sizeof verifier->key_id + crypto_sign_BYTES &&
         crypto_sign_verify_detached(signature->bytes + sizeof verifier->key_id,
                                     (const uint8_t *)text.at, text.length,
                                     verifier->public_key) == 0;
}

bool note_open(struct text message, const struct note_verifier *verifiers, size_t verifier_count,
               struct text *ret_text, struct error *ret_error) {
  struct text text, lines;
  if (!note_split(message, &text, &lines, ret_error)) return false;
  lines.length--; /* the last newline ends a line and begins none */

  bool is_known = false;
  for (unsigned number = 1; lines.at; number++) {
    struct signature signature;
    struct text line = text_cut(&lines, '\n');
    if (number > NOTE_SIGNATURES_MAX)
      return fail(ret_error, ERROR_bad_log, "note", "there are more than %d signatures",
                  NOTE_SIGNATURES_MAX);
    if (!parse_signature(line, &signature))
      return fail(ret_error, ERROR_bad_log, "note", "signature line %u is malformed", number);
    for (size_t at = 0; at < verifier_count; at++) {
      if (!is_signer(&verifiers[at], &signature)) continue;
      if (!is_signed(text, &verifiers[at], &signature))
        return fail(ret_error, ERROR_bad_log, "note", "the signature on line %u is not valid",
                    number);
      is_known = true;
    }
  }
  if (!is_known)
    return fail(ret_error, ERROR_bad_log, "note", "none of the keys given has signed it");
  *ret_text = text;
  return true;
}
