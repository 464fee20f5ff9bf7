/* Facts and verdicts as JSON: what is refused and where, and what comes back. */
#include "visit/facts.h"

#include "check.h"
#include "visit/policy.h"
#include "weigh_policy.h"

#define VISIT                                                                                      \
  "{\"id\":\"v1\",\"unit\":\"U1\",\"kind\":\"inspection\",\"items\":[\"A01\",\"衡\"],"            \
  "\"start\":\"2026-05-07T01:00:00Z\",\"end\":\"2026-05-07T03:00:00Z\","                           \
  "\"booked\":\"2026-05-01T02:00:00.5Z\",\"certified\":2,\"approval\":\"approved\","               \
  "\"consent\":\"none\",\"seq\":7,\"joint\":\"g\",\"exemption\":{\"code\":\"emergency\","          \
  "\"evidence\":\"report\"},\"life\":\"booked\",\"frozen\":false}"
#define BARE                                                                                       \
  "{\"id\":\"v2\",\"unit\":\"U2\",\"kind\":\"invited\",\"items\":[],"                              \
  "\"start\":\"2026-05-07T01:00:00Z\",\"end\":\"2026-05-07T03:00:00Z\","                           \
  "\"booked\":\"2026-05-01T02:00:00Z\",\"certified\":0,\"approval\":\"pending\","                  \
  "\"consent\":\"agreed\",\"seq\":null,\"joint\":null,\"exemption\":null,\"life\":\"missed\","     \
  "\"frozen\":true}"
#define FACTS                                                                                      \
  "{\"now\":\"2026-05-06T01:00:00Z\",\"enterprise\":\"91430400MA4L00001X\",\"filings\":[{"         \
  "\"unit\":\"U1\",\"year\":2026,\"visits\":4}],\"visits\":[" VISIT "," BARE "]}"

/* Good facts with `from` turned into `to` the first time it stands there. NULL place: accepted. */
static const struct {
  const char *from, *to, *place;
} cases[] = {
    {"", "", NULL},
    {",\"evidence\":\"report\"", "", NULL},
    {"\"report\"", "null", NULL},
    {"01:00:00Z\",\"end", "09:00:00+08:00\",\"end", NULL},
    {"\"visits\":[{", "\"visits\":[ {", NULL},
    {"\"kind\":\"inspection\"", "\"kind\":\"raid\"", "visits[0].kind"},
    {"\"emergency\"", "\"excuse\"", "visits[0].exemption.code"},
    {"\"approved\"", "\"maybe\"", "visits[0].approval"},
    {"\"consent\":\"none\"", "\"consent\":\"\"", "visits[0].consent"},
    {"\"life\":\"booked\"", "\"life\":\"Booked\"", "visits[0].life"},
    {"\"frozen\":false", "\"frozen\":0", "visits[0].frozen"},
    {"\"frozen\":false", "\"frozen\":false,\"colour\":1", "visits[0].colour"},
    {"\"frozen\":false", "\"frozen\":false,\"frozen\":false", "visits[0].frozen"},
    {",\"frozen\":false", "", "visits[0].frozen"},
    {"\"seq\":7,", "", "visits[0].seq"},
    {"\"seq\":7", "\"seq\":7.0", "visits[0].seq"},
    {"\"seq\":7", "\"seq\":\"7\"", "visits[0].seq"},
    {"\"seq\":7", "\"seq\":-1", "visits[0].seq"},
    {"\"seq\":null", "\"seq\":7", "visits[1].seq"},
    {"\"id\":\"v2\"", "\"id\":\"v1\"", "visits[1].id"},
    {"\"missed\"", "\"done\"", "visits[1].seq"},
    {"\"missed\"", "\"arrived\"", "visits[1].seq"},
    {"03:00:00Z", "01:00:00Z", "visits[0].start"},
    {"03:00:00Z", "00:59:59.999999Z", "visits[0].start"},
    {"03:00:00Z", "03:00:00", "visits[0].end"},
    {"2026-05-01T02:00:00.5Z", "2026-05-01 02:00:00Z", "visits[0].booked"},
    {"2026-05-01T02:00:00.5Z", "2026-05-01T02:00:00.1234567Z", "visits[0].booked"},
    {"2026-05-06T01:00:00Z", "1969-12-31T23:59:59Z", "now"},
    {"\"now\":\"2026-05-06T01:00:00Z\",", "", "now"},
    {"\"enterprise\"", "\"firm\"", "firm"},
    {"\"year\":2026", "\"year\":\"2026\"", "filings[0].year"},
    {"\"visits\":4}", "\"visits\":-4}", "filings[0].visits"},
    {"\"visits\":4}", "\"visits\":4,\"by\":\"x\"}", "filings[0].by"},
    {"\"certified\":2", "\"certified\":-1", "visits[0].certified"},
    {"\"items\":[]", "\"items\":[1]", "visits[1].items[0]"},
    {"\"joint\":null", "\"joint\":7", "visits[1].joint"},
    {"\"exemption\":null", "\"exemption\":\"emergency\"", "visits[1].exemption"},
    {"\"filings\":[", "\"filings\":{", "filings"},
};

static struct text replace(struct arena *arena, const char *from, const char *to) {
  struct text whole = TEXT(FACTS), part = text_of(from);
  size_t at = text_find(whole, part);
  if (!CHECK(at != SIZE_MAX)) return whole;
  return arena_format(arena, "%.*s%s%s", (int)at, whole.at, to, whole.at + at + part.length);
}

static void bad_facts_are_refused_by_name(void) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct error error;
  CHECK(policy_read(text_of(weigh_policy), arena, &policy, NULL, &error));
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct facts facts;
    struct facts_names names;
    CHECK_ROW("%s -> %s", cases[i].from, cases[i].to);
    error = (struct error){0};
    struct text line = replace(arena, cases[i].from, cases[i].to);
    CHECK_INTEGER(facts_read(line, &policy, arena, &facts, &names, &error), !cases[i].place);
    CHECK_TEXT(text_of(error.place), cases[i].place ? cases[i].place : "");
  }
  arena_free(arena);
}

static void what_was_read_is_written_again(void) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct facts facts;
  struct facts_names names;
  struct error error;
  struct buffer out = BUFFER(arena);
  CHECK(policy_read(text_of(weigh_policy), arena, &policy, NULL, &error));
  CHECK(facts_read(TEXT(FACTS), &policy, arena, &facts, &names, &error));
  facts_write(&out, &policy, &facts, &names);
  CHECK_TEXT(buffer_text(&out), FACTS "\n");
  arena_free(arena);
}

static void verdicts_are_written_as_designed(void) {
  struct arena *arena = arena_make();
  const struct visit_facts visits[] = {{.id = TEXT("v1")}, {.id = TEXT("\"衡\"")}};
  const struct facts facts = {.enterprise = TEXT("E\n1"), .visits = visits, .visit_count = 2};
  const struct verdict verdicts[] = {
      {0}, {.reasons = REASON_BIT(frozen) | REASON_BIT(not_approved) | REASON_BIT(repeated)}};
  struct buffer out = BUFFER(arena);
  verdicts_write(&out, &facts, verdicts, NULL);
  CHECK_TEXT(buffer_text(&out),
             "{\"enterprise\":\"E\\n1\",\"verdicts\":[{\"visit\":\"v1\",\"code\":\"green\","
             "\"reasons\":[]},{\"visit\":\"\\\"衡\\\"\",\"code\":\"red\",\"reasons\":"
             "[\"not_approved\",\"repeated\",\"frozen\"]}]}\n");
  arena_free(arena);
}

TESTS(bad_facts_are_refused_by_name, what_was_read_is_written_again,
      verdicts_are_written_as_designed)
