/* heng weigh, policy check, replay and uscc as they are called: what they say and exit with. */
#include "command_fixture.h"
#include "people/people_commands.h"
#include "visit/visit_commands.h"
#include "weigh_policy.h"

static const struct command commands[] = {
    {"weigh", "[FACTS]", 1, "", "", NULL, NULL, weigh_options, weigh_command},
    {"policy check", "FILE...", -1, "", "", NULL, NULL, policy_check_options, policy_check_command},
    {"replay", "FILE", 1, "", "", NULL, NULL, replay_options, replay_command},
    {"uscc", "CODE...", -1, "", "", NULL, NULL, uscc_options, uscc_command},
    {0},
};

#define VISIT(id, kind)                                                                            \
  "{\"id\":\"" id "\",\"unit\":\"U1\",\"kind\":\"" kind                                            \
  "\",\"items\":[],\"start\":\"2026-05-07T09:00:00+08:00\","                                       \
  "\"end\":\"2026-05-07T11:00:00+08:00\",\"booked\":\"2026-05-01T10:00:00+08:00\","                \
  "\"certified\":2,\"approval\":\"approved\",\"consent\":\"none\",\"seq\":7,\"joint\":null,"       \
  "\"exemption\":null,\"life\":\"booked\",\"frozen\":false}"
#define FACTS(enterprise, visit)                                                                   \
  "{\"now\":\"2026-05-06T09:00:00Z\",\"enterprise\":\"" enterprise                                 \
  "\",\"filings\":[],\"visits\":[" visit "]}"
#define GREEN(enterprise)                                                                          \
  "{\"enterprise\":\"" enterprise                                                                  \
  "\",\"verdicts\":[{\"visit\":\"v1\",\"code\":\"green\",\"reasons\":[]}]}\n"
#define GOOD(enterprise) FACTS(enterprise, VISIT("v1", "sampling"))

static struct {
  char folder[64];
  struct arena *arena;
  struct text out, err; /* what the last run said */
} scene;

static const char *path_of(const char *name) {
  return arena_format(scene.arena, "%s/%s", scene.folder, name).at;
}

static const char *write_text(const char *name, struct text bytes) {
  struct error error;
  const char *path = path_of(name);
  CHECK(file_replace(path, bytes, 0600, &error));
  return path;
}

static struct text said(const char *name) {
  struct text bytes = TEXT("");
  struct error error;
  CHECK(file_read(path_of(name), 1 << 20, scene.arena, &bytes, &error));
  return bytes;
}

/* Runs with `input` as standard input; the words end with NULL. */
static int run(struct text input, const char *const *words) {
  int count = 0, flags = O_WRONLY | O_CREAT | O_TRUNC;
  while (words[count]) count++;
  write_text("in", input);
  fflush(NULL);
  int in = command_redirect(STDIN_FILENO, path_of("in"), O_RDONLY);
  int out = command_redirect(STDOUT_FILENO, path_of("out"), flags);
  int err = command_redirect(STDERR_FILENO, path_of("err"), flags);
  int status = command_run(commands, count, (char *const *)(uintptr_t)words);
  fflush(NULL);
  command_restore(STDIN_FILENO, in);
  command_restore(STDOUT_FILENO, out);
  command_restore(STDERR_FILENO, err);
  scene.out = said("out");
  scene.err = said("err");
  return status;
}

#define RUN(input, ...) run((input), (const char *const[]){__VA_ARGS__, NULL})

static void open_scene(void) {
  snprintf(scene.folder, sizeof scene.folder, "/tmp/heng-weigh-XXXXXX");
  CHECK(mkdtemp(scene.folder) != NULL);
  scene.arena = arena_make();
  write_text("policy.json", text_of(weigh_policy));
}

static void close_scene(void) {
  static const char *const names[] = {"policy.json", "in", "out", "err", "other.json", "facts"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
  CHECK(rmdir(scene.folder) == 0);
  arena_free(scene.arena);
}

/* Lines in, lines out, and the place that the message names. */
static const struct {
  const char *facts, *verdicts, *place;
} weighed[] = {
    {"", "", NULL},
    {GOOD("E1") "\n", GREEN("E1"), NULL},
    {GOOD("E1"), GREEN("E1"), NULL},
    {GOOD("E1") "\r\n" GOOD("E2") "\r\n", GREEN("E1") GREEN("E2"), NULL},
    {GOOD("E1") "\n\n  \n" GOOD("E2") "\n\n", GREEN("E1") GREEN("E2"), NULL},
    {FACTS("E1", "") "\n", "{\"enterprise\":\"E1\",\"verdicts\":[]}\n", NULL},
    {GOOD("E1") "\n" FACTS("E2", VISIT("v1", "sampling") "," VISIT("v2", "raid")) "\n" GOOD("E3"),
     GREEN("E1"), "line 2, visits[1].kind: "},
    {"\n" GOOD("E1") "\n" FACTS("E2", VISIT("v1", "sampling") "," VISIT("v1", "sampling")) "\n",
     GREEN("E1"), "line 3, visits[1].id: "},
    {GOOD("E1") "\n{\"now\":\n", GREEN("E1"), "line 2, now: "},
    {GOOD("E1") "{}", "", "line 1, byte "},
    {"[]", "", "line 1: "},
};

static void lines_are_weighed_one_by_one(void) {
  open_scene();
  for (size_t i = 0; i < sizeof weighed / sizeof *weighed; i++) {
    struct text facts = text_of(weighed[i].facts);
    int wanted = weighed[i].place ? EXIT_BAD : EXIT_FINE;
    CHECK_ROW("%s", weighed[i].facts);
    CHECK_INTEGER(RUN(facts, "weigh", "--policy", path_of("policy.json")), wanted);
    CHECK_TEXT(scene.out, weighed[i].verdicts);
    CHECK(text_find(scene.err, text_of(weighed[i].place ? weighed[i].place : "")) != SIZE_MAX);
    CHECK_INTEGER(scene.err.length > 0, weighed[i].place != NULL);
    const char *file = write_text("facts", facts);
    CHECK_INTEGER(RUN(TEXT(""), "weigh", "--policy", path_of("policy.json"), file), wanted);
    CHECK_TEXT(scene.out, weighed[i].verdicts);
  }
  close_scene();
}

static void what_stands_against_is_explained(void) {
  open_scene();
  struct text facts = TEXT(
      "{\"now\":\"2026-05-06T09:00:00Z\",\"enterprise\":\"E\",\"filings\":[],"
      "\"visits\":[" VISIT(
          "v1", "sampling") ","
                            "{\"id\":\"v2\",\"unit\":\"U2\",\"kind\":\"sampling\",\"items\":[],"
                            "\"start\":\"2026-05-07T15:00:00+08:00\","
                            "\"end\":\"2026-05-07T16:00:00+08:00\","
                            "\"booked\":\"2026-05-01T10:00:00+08:00\",\"certified\":2,"
                            "\"approval\":\"pending\",\"consent\":\"none\",\"seq\":null,"
                            "\"joint\":null,\"exemption\":null,\"life\":\"booked\","
                            "\"frozen\":false}]}");
  CHECK_INTEGER(RUN(facts, "weigh", "--explain", "--policy", path_of("policy.json")), EXIT_FINE);
  CHECK_TEXT(scene.out,
             "{\"enterprise\":\"E\",\"verdicts\":[{\"visit\":\"v1\",\"code\":\"green\","
             "\"reasons\":[]},{\"visit\":\"v2\",\"code\":\"red\",\"reasons\":[\"not_approved\","
             "\"many_heads\"],\"against\":{\"many_heads\":[\"v1\"]}}]}\n");
  close_scene();
}

static void wrong_calls_are_told(void) {
  open_scene();
  const char *policy = path_of("policy.json"), *missing = path_of("missing");
  CHECK_INTEGER(RUN(TEXT(""), "weigh"), EXIT_BAD);
  CHECK_INTEGER(RUN(TEXT(""), "weigh", "--policy", missing), EXIT_TROUBLE);
  CHECK_INTEGER(RUN(TEXT(""), "weigh", "--policy", policy, missing), EXIT_TROUBLE);
  CHECK_INTEGER(RUN(TEXT(""), "weigh", "--policy", write_text("other.json", TEXT("{}"))), EXIT_BAD);
  CHECK_INTEGER(RUN(TEXT(""), "policy", "check"), EXIT_BAD);
  CHECK_INTEGER(RUN(TEXT(""), "policy", "check", path_of("other.json")), EXIT_BAD);
  CHECK_INTEGER(RUN(TEXT(""), "replay", path_of("facts")), EXIT_BAD);
  CHECK_INTEGER(RUN(TEXT(""), "uscc"), EXIT_BAD);
  close_scene();
}

static void policies_are_checked(void) {
  open_scene();
  const char *policy = path_of("policy.json");
  CHECK_INTEGER(RUN(TEXT(""), "policy", "check", "--json", policy), EXIT_FINE);
  CHECK(text_find(scene.out, TEXT("\"finding\":\"ratify_at_once\",\"wrong\":false")) != SIZE_MAX);
  CHECK_INTEGER(RUN(TEXT(""), "policy", "check", "--json", policy, policy), EXIT_NO);
  CHECK(text_find(scene.out, TEXT("{\"file\":null,\"place\":\"test/1\",\"finding\":"
                                  "\"version_twice\",\"wrong\":true")) != SIZE_MAX);
  close_scene();
}

static void codes_are_judged(void) {
  open_scene();
  CHECK_INTEGER(RUN(TEXT(""), "uscc", "--json", "91350100M000100Y43"), EXIT_FINE);
  CHECK_TEXT(scene.out, "{\"code\":\"91350100M000100Y43\",\"valid\":true,\"fault\":null,"
                        "\"position\":null,\"wanted\":null,\"doubts\":[]}\n");
  CHECK_INTEGER(RUN(TEXT(""), "uscc", "--json", "91350100M000100Y43", "91350100M000100Y44"),
                EXIT_NO);
  CHECK(text_find(scene.out, TEXT("\"fault\":\"check_digit\",\"position\":18,\"wanted\":\"3\"")) !=
        SIZE_MAX);
  close_scene();
}

TESTS(lines_are_weighed_one_by_one, what_stands_against_is_explained, wrong_calls_are_told,
      policies_are_checked, codes_are_judged)
