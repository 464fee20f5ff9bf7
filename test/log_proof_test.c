/* Inclusion proofs as files, and the three subcommands by what they print and how they exit. */
#include "log/proof.h"

#include "command_fixture.h"
#include "log/log_commands.h"
#include "log_fixture.h"

static void build(struct memory_log *log, uint64_t index, struct log_proof *ret_proof) {
  struct log_reader reader = memory_reader(log);
  struct error error = {0};
  CHECK(log_proof_build(&reader, fixture_message(log), index, log->arena, ret_proof, &error));
}

static void proofs_go_there_and_back(void) {
  static const uint64_t sizes[] = {1, 2, 7, 256, 257, 700};
  struct memory_log log;
  struct note_signer signer;
  memory_log_make(&log, 700);
  fixture_signer(&signer);
  for (size_t at = 0; at < sizeof sizes / sizeof *sizes; at++) {
    memory_log_grow(&log, sizes[at]);
    for (uint64_t index = 0; index < sizes[at]; index += 1 + sizes[at] / 9) {
      CHECK_ROW("entry %llu of %llu", (unsigned long long)index, (unsigned long long)sizes[at]);
      struct log_proof proof, read;
      struct checkpoint checkpoint;
      struct error error = {0};
      build(&log, index, &proof);
      struct text text = log_proof_format(&proof, log.arena);
      if (!CHECK(log_proof_parse(text, log.arena, &read, &error))) continue;
      CHECK(text_equal(read.entry, log.leaves[index]));
      CHECK(text_equal(log_proof_format(&read, log.arena), text));
      CHECK(log_proof_check(&read, read.entry, &signer.verifier, TEXT(FIXTURE_ORIGIN), &checkpoint,
                            &error));
      CHECK_INTEGER(checkpoint.size, sizes[at]);

      CHECK(!log_proof_check(&read, TEXT("another"), &signer.verifier, TEXT(FIXTURE_ORIGIN),
                             &checkpoint, &error));
      CHECK_INTEGER(error.code, ERROR_bad_log);
      CHECK(!log_proof_check(&read, read.entry, &signer.verifier, TEXT("another.example"),
                             &checkpoint, &error));
      read.index++;
      CHECK(!log_proof_check(&read, read.entry, &signer.verifier, TEXT(FIXTURE_ORIGIN), &checkpoint,
                             &error));
    }
  }
  memory_log_free(&log);
}

static void a_log_that_does_not_fit_is_not_proven(void) {
  struct memory_log log;
  struct log_proof proof;
  struct error error = {0};
  memory_log_make(&log, 300);
  memory_log_grow(&log, 300);
  struct log_reader reader = memory_reader(&log);
  struct text message = fixture_message(&log);
  CHECK(!log_proof_build(&reader, message, 300, log.arena, &proof, &error));
  CHECK_INTEGER(error.code, ERROR_not_found);
  CHECK_TEXT(text_of(error.detail), "the log has 300 entries, counted from 0");
  log.leaves[5] = TEXT("another");
  CHECK(!log_proof_build(&reader, message, 5, log.arena, &proof, &error));
  CHECK_INTEGER(error.code, ERROR_bad_log);
  memory_log_free(&log);
}

#define FIRST "c2sp.org/tlog-proof@v1\n"
#define HASH  "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
static const struct {
  const char *text;
  const char *detail; /* NULL: it is a proof */
} texts[] = {
    {FIRST "index 0\n\ncheckpoint", NULL},
    {FIRST "extra YQ==\nindex 12\n" HASH HASH "\ncheckpoint", NULL},
    {FIRST "extra \nindex 12\n\ncheckpoint", NULL},
    {"", "its first line"},
    {"c2sp.org/tlog-proof@v2\nindex 0\n\n", "its first line"},
    {"c2sp.org/tlog-proof@v1\r\nindex 0\n\n", "its first line"},
    {FIRST, "the line \"index\""},
    {FIRST "\n", "the line \"index\""},
    {FIRST "extra YQ\nindex 0\n\nc", "the line \"extra\""},
    {FIRST "extra YR==\nindex 0\n\nc", "the line \"extra\""},
    {FIRST "extra YQ==\nextra YQ==\nindex 0\n\nc", "the line \"index\""},
    {FIRST "index\n\nc", "the line \"index\""},
    {FIRST "index \n\nc", "the line \"index\""},
    {FIRST "index 01\n\nc", "the line \"index\""},
    {FIRST "index -1\n\nc", "the line \"index\""},
    {FIRST "index 9223372036854775808\n\nc", "the line \"index\""},
    {FIRST "index 0\nextra YQ==\n\nc", "a line before the empty one"},
    {FIRST "index 0\nYQ==\n\nc", "a line before the empty one"},
    {FIRST "index 0\n" HASH "c\n\n", "a line before the empty one"},
    {FIRST "index 0\n", "no checkpoint"},
    {FIRST "index 0\n" HASH, "no checkpoint"},
    {FIRST "index 0\n" HASH "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "no checkpoint"},
};

static void proofs_are_read_strictly(void) {
  struct arena *arena = arena_make();
  for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
    CHECK_ROW("%s", texts[at].text);
    struct log_proof proof;
    struct error error = {0};
    CHECK(log_proof_parse(text_of(texts[at].text), arena, &proof, &error) == !texts[at].detail);
    if (!texts[at].detail) continue;
    CHECK_INTEGER(error.code, ERROR_bad_field);
    CHECK(text_starts(text_of(error.detail), text_of(texts[at].detail)));
  }
  struct buffer many = BUFFER(arena);
  buffer_add(&many, TEXT(FIRST "index 0\n"));
  for (int count = 0; count <= MERKLE_PROOF_COUNT_MAX; count++) buffer_add(&many, TEXT(HASH));
  buffer_add(&many, TEXT("\ncheckpoint"));
  struct log_proof proof;
  struct error error = {0};
  CHECK(!log_proof_parse(buffer_text(&many), arena, &proof, &error));
  CHECK_TEXT(text_of(error.detail), "there are more hashes than a proof can have");
  arena_free(arena);
}

/* --- the subcommands ------------------------------------------------------------------------- */

static const struct command commands[] = {
    {.name = "log verify",
     .arguments_most = 1,
     .options = log_verify_options,
     .run = log_verify_command},
    {.name = "log prove",
     .arguments_most = 2,
     .options = log_prove_options,
     .run = log_prove_command},
    {.name = "log check",
     .arguments_most = 1,
     .options = log_check_options,
     .run = log_check_command},
    {0},
};

/* Runs one with its standard error thrown away. */
static int run(struct arena *arena, struct text *ret_out, const char *const *words) {
  int before = command_redirect(STDERR_FILENO, "/dev/null", O_WRONLY);
  int status = command_fixture_run(commands, words, arena, ret_out);
  command_restore(STDERR_FILENO, before);
  return status;
}

/* A log of 300 entries in a folder, a checkpoint of its first 200, and a proof of its last one. */
struct scene {
  struct memory_log log;
  char folder[64], proof[128], since[128], bundle[128];
  const char *key;
};

static const char *below(const char *folder, const char *name, char path[static 128]) {
  snprintf(path, 128, "%s/%s", folder, name);
  return path;
}

#define RUN(...)    run(scene.log.arena, &out, (const char *const[]){__VA_ARGS__, NULL})
#define HOLDS(part) CHECK(text_find(out, TEXT(part)) != SIZE_MAX)

static void set_scene(struct scene *ret_scene) {
  struct scene scene = {0};
  struct note_signer signer;
  struct text out;
  struct error error;
  setenv("LC_ALL", "C", 1);
  memory_log_make(&scene.log, 300);
  fixture_signer(&signer);
  fixture_folder(scene.folder);
  below(scene.folder, "tile/entries/001.p/44", scene.bundle);
  scene.key =
      arena_string(scene.log.arena, note_verifier_format(&signer.verifier, scene.log.arena));
  memory_log_grow(&scene.log, 200);
  CHECK(file_replace(below(scene.folder, "since", scene.since), fixture_message(&scene.log), 0600,
                     &error));
  fixture_export(&scene.log, 300, scene.folder);
  CHECK_INTEGER(RUN("log", "prove", scene.folder, "299"), EXIT_FINE);
  CHECK(file_replace(below(scene.folder, "proof", scene.proof), out, 0600, &error));
  *ret_scene = scene;
}

static void clear_scene(struct scene *scene) {
  fixture_remove(scene->folder);
  memory_log_free(&scene->log);
}

static void a_whole_log_and_its_proof(void) {
  struct scene scene;
  struct text out;
  set_scene(&scene);
  CHECK_INTEGER(RUN("log", "verify", scene.folder, "--key", scene.key), EXIT_FINE);
  HOLDS("read    300 entries, 3 hash tiles\nThe log is whole");
  CHECK_INTEGER(
      RUN("log", "verify", scene.folder, "--key", scene.key, "--since", scene.since, "--json"),
      EXIT_FINE);
  HOLDS("{\"valid\":true,\"origin\":\"" FIXTURE_ORIGIN "\",\"size\":300,");
  setenv("LC_ALL", "zh_CN.UTF-8", 1);
  CHECK_INTEGER(RUN("log", "verify", scene.folder, "--key", scene.key), EXIT_FINE);
  HOLDS("日志完整");
  CHECK_INTEGER(RUN("log", "check", scene.proof, "--key", scene.key), EXIT_FINE);
  HOLDS("第 299 条（日志共 300 条）");
  setenv("LC_ALL", "C", 1);
  CHECK_INTEGER(RUN("log", "check", scene.proof, "--key", scene.key), EXIT_FINE);
  HOLDS("at index 299, of 300");
  CHECK_INTEGER(RUN("log", "check", scene.proof, "--key", scene.key, "--json"), EXIT_FINE);
  HOLDS("{\"valid\":true,\"index\":299,\"origin\":\"" FIXTURE_ORIGIN "\",\"size\":300}");
  CHECK_INTEGER(RUN("log", "prove", scene.folder, "0", "--json"), EXIT_FINE);
  HOLDS("{\"index\":0,\"entry\":\"");
  clear_scene(&scene);
}

static void the_answer_is_no(void) {
  struct scene scene;
  struct text out;
  struct error error;
  set_scene(&scene);
  CHECK_INTEGER(RUN("log", "check", scene.proof, "--key", scene.key, "--entry", scene.proof),
                EXIT_NO);
  HOLDS("The proof is not valid: the entry is not at index 299");
  CHECK_INTEGER(RUN("log", "check", scene.proof, "--key", scene.key, "--origin", "other"), EXIT_NO);
  CHECK_INTEGER(RUN("log", "verify", scene.folder, "--key", scene.key, "--origin", "other"),
                EXIT_NO);
  HOLDS("bad_checkpoint  checkpoint: the checkpoint cannot be believed (it comes from another log");

  CHECK(file_read(scene.bundle, 1 << 20, scene.log.arena, &out, &error));
  struct text altered = arena_copy(scene.log.arena, out);
  ((char *)(uintptr_t)altered.at)[altered.length - 1] ^= 1;
  CHECK(file_replace(scene.bundle, altered, 0600, &error));
  CHECK_INTEGER(RUN("log", "verify", scene.folder, "--key", scene.key), EXIT_NO);
  HOLDS("wrong_entry  tile/entries/001.p/44, entry 299: an entry differs from the signed tree\n");
  CHECK_INTEGER(RUN("log", "verify", scene.folder, "--key", scene.key, "--json"), EXIT_NO);
  HOLDS("\"finding_count\":1,\"findings\":[{\"finding\":\"wrong_entry\",\"place\":"
        "\"tile/entries/001.p/44\",\"entry\":299}]");
  CHECK_INTEGER(RUN("log", "prove", scene.folder, "299"), EXIT_NO);
  clear_scene(&scene);
}

static void bad_input_and_trouble(void) {
  struct scene scene;
  struct text out;
  set_scene(&scene);
  const char *key = scene.key, *folder = scene.folder;
  CHECK_INTEGER(RUN("log", "verify"), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "verify", folder), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "verify", folder, "--key", "x"), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "verify", folder, "--key", key, "--since", scene.proof), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "verify", "/nowhere/at/all", "--key", key), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "verify", "http://127.0.0.1:1", "--key", key), EXIT_TROUBLE);
  CHECK_INTEGER(RUN("log", "prove", folder), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "prove", folder, "300"), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "prove", folder, "01"), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "check", scene.proof), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "check", scene.since, "--key", key), EXIT_BAD);
  CHECK_INTEGER(RUN("log", "check", "/nowhere/at/all", "--key", key), EXIT_TROUBLE);
  clear_scene(&scene);
}

TESTS(proofs_go_there_and_back, a_log_that_does_not_fit_is_not_proven, proofs_are_read_strictly,
      a_whole_log_and_its_proof, the_answer_is_no, bad_input_and_trouble)
