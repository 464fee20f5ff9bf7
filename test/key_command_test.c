/* heng key as it is called, and what it prints held against heng code inspect. */
#include "command_fixture.h"
#include "gate/gate_commands.h"
#include "local_fixture.h"
#include "seal/code_commands.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

static const struct command commands[] = {
    {"code inspect", "TEXT", 1, "", "", NULL, NULL, code_inspect_options, code_inspect_command},
    {"key list", NULL, 0, "", "", NULL, NULL, key_list_options, key_list_command},
    {"key show", NULL, 0, "", "", NULL, NULL, key_show_options, key_show_command},
    {"key rotate", NULL, 0, "", "", NULL, NULL, key_rotate_options, key_rotate_command},
    {0},
};

static struct local_fixture fixture;
static char kept[80];
static struct text output; /* of the last command */

static int run(const char *const *words) {
  const char *copies[10] = {NULL};
  for (int i = 0; words[i]; i++)
    copies[i] = strcmp(words[i], "@") == 0   ? kept
                : strcmp(words[i], "/") == 0 ? fixture.folder
                                             : words[i];
  return command_fixture_run(commands, copies, fixture.arena, &output);
}

#define RUN_WORDS(...) run((const char *const[]){__VA_ARGS__, NULL})

static bool says(const char *part) {
  return text_find(output, text_of(part)) != SIZE_MAX;
}

/* What the city would sign now. */
static const char *sign(void) {
  static const struct code visit = {.issuer = "hengyang",
                                    .visit = "4k9m2x7q0abc",
                                    .site = "vwxyz0123456",
                                    .enterprise = "91430400MA4L000012",
                                    .from_us = INT64_C(1778115600000000),
                                    .until_us = INT64_C(1778122800000000),
                                    .issued_us = INT64_C(1777600800000000),
                                    .people = 3,
                                    .serial = 2,
                                    .unit = "衡阳市市场监督管理局"};
  struct city city;
  struct error error;
  struct text text;
  if (!CHECK(city_open(fixture.folder, false, &city, &error))) exit(1);
  CHECK(seal_code(key_ring_signing(city.keys), &visit, fixture.arena, &text, &error));
  city_close(&city);
  return arena_string(fixture.arena, text);
}

static void keep_output(void) {
  struct error error;
  CHECK(file_replace(kept, output, 0600, &error));
}

static void make_city(void) {
  CHECK(setenv("LC_ALL", "C.UTF-8", 1) == 0);
  fixture = local_fixture_make();
  CHECK(local_commit(fixture.local, &fixture.error));
  local_close(fixture.local);
  fixture.local = NULL;
  snprintf(kept, sizeof kept, "%s/kept.keys", fixture.folder);
}

static void a_code_is_checked_by_what_key_show_prints(void) {
  static const char *const forms[] = {"--data", "--cose"};
  const char *code = sign();
  for (int cose = 0; cose < 2; cose++) {
    CHECK_ROW("%s", forms[cose]);
    if (cose)
      CHECK_INTEGER(RUN_WORDS("key", "show", "--data", "/", "--cose"), EXIT_FINE);
    else
      CHECK_INTEGER(RUN_WORDS("key", "show", "--data", "/"), EXIT_FINE);
    keep_output();
    CHECK_INTEGER(RUN_WORDS("code", "inspect", "--keys", "@", code), EXIT_FINE);
    CHECK(says("signature: valid"));
  }
}

static void a_rotation_keeps_the_older_key(void) {
  const char *code = sign();
  CHECK_INTEGER(RUN_WORDS("key", "list", "--data", "/"), EXIT_FINE);
  CHECK(says("ES256  ") && says("  signs\n") && !says("counts until"));
  CHECK_INTEGER(RUN_WORDS("key", "rotate", "--data", "/", "--algorithm", "EdDSA"), EXIT_FINE);
  CHECK(says("EdDSA  ") && says("  counts until 20"));
  CHECK_INTEGER(RUN_WORDS("key", "list", "--data", "/", "--json"), EXIT_FINE);
  CHECK(says("\"algorithm\":\"EdDSA\",\"signing\":true,\"ends\":null"));
  CHECK_INTEGER(RUN_WORDS("key", "show", "--data", "/"), EXIT_FINE);
  keep_output();
  const char *codes[] = {code, sign()};
  for (int i = 0; i < 2; i++) {
    CHECK_ROW("code %d", i);
    CHECK_INTEGER(RUN_WORDS("code", "inspect", "--keys", "@", codes[i]), EXIT_FINE);
  }
}

static void what_cannot_be_done_is_said(void) {
  CHECK_INTEGER(RUN_WORDS("key", "rotate", "--data", "/", "--algorithm", "PS256"), EXIT_BAD);
  CHECK_INTEGER(RUN_WORDS("key", "list", "--data", "/nowhere"), EXIT_TROUBLE);
  CHECK_INTEGER(RUN_WORDS("key", "show", "--data", "/nowhere"), EXIT_TROUBLE);
  CHECK_INTEGER(RUN_WORDS("key", "rotate", "--data", "/nowhere"), EXIT_TROUBLE);
  local_fixture_reopen(&fixture); /* as a server would */
  CHECK_INTEGER(RUN_WORDS("key", "rotate", "--data", "/"), EXIT_BAD);
  local_fixture_free(&fixture);
}

TESTS(make_city, a_code_is_checked_by_what_key_show_prints, a_rotation_keeps_the_older_key,
      what_cannot_be_done_is_said)
