/* heng code inspect and heng code qr as they are called: what they print and exit with. */
#include "command_fixture.h"
#include "seal/code_commands.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

static const struct command commands[] = {
    {"code inspect", "TEXT", 1, "", "", NULL, NULL, code_inspect_options, code_inspect_command},
    {"code qr", "TEXT", 1, "", "", NULL, NULL, code_qr_options, code_qr_command},
    {0},
};

static struct arena *arena;
static char folder[] = "/tmp/heng-code-XXXXXX";
static char jwks[64];
static struct text code; /* green, and signed by the one key in the JWKS */

static void make_code(void) {
  struct code visit = {.issuer = "hengyang",
                       .visit = "4k9m2x7q0abc",
                       .site = "vwxyz0123456",
                       .enterprise = "91430400MA4L00001X",
                       .from_us = INT64_C(1778115600000000),
                       .until_us = INT64_C(1778122800000000),
                       .issued_us = INT64_C(1777600800000000),
                       .people = 3,
                       .serial = 2,
                       .unit = "衡阳市市场监督管理局"};
  struct key *key;
  struct error error;
  arena = arena_make();
  CHECK(mkdtemp(folder) != NULL);
  snprintf(jwks, sizeof jwks, "%s/keys.json", folder);
  CHECK(key_make(COSE_ES256, &key, &error));
  CHECK(seal_code(key, &visit, arena, &code, &error));
  struct key_set *keys = key_set_make();
  struct text kid = key_kid(key);
  key_set_add(keys, key, &kid, 1, KEY_WITHOUT_END);
  CHECK(file_replace(jwks, key_set_jwks(keys, 0, arena), 0644, &error));
  key_set_free(keys);
}

/* `%` stands for the code, `@` for the file of its key. */
static const struct {
  const char *words[8];
  int status;
  const char *prints; /* a part of what is printed */
} rows[] = {
    {{"code", "inspect", "--keys", "@", "%"}, EXIT_FINE, "signature: valid\ncolour: green\n"},
    {{"code", "inspect", "%"}, EXIT_NO, "signature: unknown_key\nNothing below is proven.\n"},
    {{"code", "inspect", "hello"}, EXIT_BAD, "problem: base45: not RFC 9285 text\n"},
    {{"code", "inspect"}, EXIT_BAD, ""},
    {{"code", "inspect", "--keys", "/nowhere", "%"}, EXIT_TROUBLE, ""},
    {{"code", "inspect", "--json", "--keys", "@", "%"},
     EXIT_FINE,
     "\"signature\":\"valid\",\"claims"},
    {{"code", "inspect", "--json", "%"}, EXIT_NO, "\"unknown_key\",\"unverified_claims\""},
    {{"code", "inspect", "--json", "hello"}, EXIT_BAD, "\"signature\":null,\"problems\":[\"base45"},
    {{"code", "qr", "%"}, EXIT_FINE, "█"},
    {{"code", "qr", "--format", "svg", "%"}, EXIT_FINE, "viewBox=\"0 0 65 65\""},
    {{"code", "qr", "--format=svg", "--correction", "M", "%"}, EXIT_FINE, "viewBox=\"0 0 57 57\""},
    {{"code", "qr", "--format", "png", "%"}, EXIT_FINE, "PNG"},
    {{"code", "qr", "--format", "gif", "%"}, EXIT_BAD, ""},
    {{"code", "qr", "--correction", "H", "%"}, EXIT_BAD, ""},
    {{"code", "qr", "--pixels", "0", "%"}, EXIT_BAD, ""},
    {{"code", "qr", ""}, EXIT_BAD, ""},
};

static void prints_and_exits(void) {
  CHECK(setenv("LC_ALL", "C.UTF-8", 1) == 0);
  make_code();
  const char *text = arena_string(arena, code);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *words[8] = {NULL};
    struct text out;
    for (size_t at = 0; at < 8 && rows[i].words[at]; at++) {
      const char *word = rows[i].words[at];
      words[at] = *word == '%' ? text : *word == '@' ? jwks : word;
    }
    CHECK_ROW("row %zu: %s %s", i, rows[i].words[1], rows[i].words[2] ? rows[i].words[2] : "");
    CHECK_INTEGER(command_fixture_run(commands, words, arena, &out), rows[i].status);
    CHECK(text_find(out, text_of(rows[i].prints)) != SIZE_MAX);
  }
  CHECK(unlink(jwks) == 0 && rmdir(folder) == 0);
  arena_free(arena);
}

TESTS(prints_and_exits)
