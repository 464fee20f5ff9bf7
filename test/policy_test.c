/* Policies: what is refused and where, what a check finds, and what it finds between versions. */
#include "visit/policy.h"

#include "base/file.h"
#include "base/time.h"
#include "check.h"
#include "weigh_policy.h"

/* The tests' policy with `from` turned into `to`. `place`: refused there. `found`: "name@place" of
 * each finding, separated by spaces. */
static const struct {
  const char *from, *to, *place, *found;
} cases[] = {
    {"", "", NULL, "ratify_at_once@exemptions.late.ratify_hours"},
    {"\"policy\":\"test\",", "", "policy", NULL},
    {"\"version\":1", "\"version\":\"1\"", "version", NULL},
    {"\"version\":1", "\"version\":1,\"note\":1", "note", NULL},
    {"2026-01-01", "2026-02-30", "effective", NULL},
    {"+08:00", "08:000", "utc_offset", NULL},
    {"+08:00", "+24:00", "utc_offset", NULL},
    {"[[1,3]]", "[[0,3]]", "quiet[0][0]", NULL},
    {"[[1,3]]", "[[1,32]]", "quiet[0][1]", NULL},
    {"[[1,3]]", "[[5,6],[28,3]]", "quiet[1]", NULL},
    {"[[1,3]]", "[[1,2,3]]", "quiet[0]", NULL},
    {"\"lead_hours\":24", "\"lead_hours\":-1", "kinds.inspection.lead_hours", NULL},
    {"\"consent\":false,", "", "kinds.inspection.consent", NULL},
    {"\"research\":", "\"inspection\":", "kinds.inspection", NULL},
    {"\"research\":", "\"\":", "kinds", NULL},
    {"\"repeat_item_days\":30", "\"repeat_item_days\":36526", "crowding.repeat_item_days", NULL},
    {"\"repeated\",\"over_filed\"", "\"repeatedly\"", "exemptions.recheck.lifts[0]", NULL},
    {"[[1,3]]", "[]", NULL, "ratify_at_once@exemptions.late.ratify_hours"},
    {"[[1,3]]", "[[1,3],[3,5],[6,6]]", NULL,
     "quiet_overlap@quiet[1] ratify_at_once@exemptions.late.ratify_hours"},
    {"[[1,3]]", "[[1,15],[16,31]]", NULL,
     "always_quiet@quiet ratify_at_once@exemptions.late.ratify_hours"},
    {"\"week\":2", "\"week\":4", NULL,
     "month_below_week@crowding.month ratify_at_once@exemptions.late.ratify_hours"},
    {"\"day\":1", "\"day\":3", NULL,
     "week_below_day@crowding.week ratify_at_once@exemptions.late.ratify_hours"},
    {"\"day\":1,\"week\":2,\"month\":3,\"repeat_item_days\":30",
     "\"day\":0,\"week\":0,\"month\":0,\"repeat_item_days\":0", NULL,
     "no_crowding_limit@crowding ratify_at_once@exemptions.late.ratify_hours"},
    {"\"late\":{\"evidence\":false,\"counts\":true,\"ratify_hours\":0,\"lifts\":[\"not_approved\"]",
     "\"late\":{\"evidence\":false,\"counts\":true,\"ratify_hours\":5,\"lifts\":[]", NULL,
     "lifts_nothing@exemptions.late ratify_unused@exemptions.late.ratify_hours"},
    {"\"lifts\":[\"not_approved\"]", "\"lifts\":[\"frozen\",\"frozen\"]", NULL,
     "cannot_lift@exemptions.late.lifts[0] lifts_twice@exemptions.late.lifts[1] "
     "cannot_lift@exemptions.late.lifts[1]"},
    {"\"invited\":", "\"受邀\":", NULL,
     "name_form@kinds.受邀 ratify_at_once@exemptions.late.ratify_hours"},
    {"+08:00", "+14:01", NULL,
     "ratify_at_once@exemptions.late.ratify_hours offset_range@utc_offset"},
};

static struct text replace(struct arena *arena, const char *from, const char *to) {
  struct text whole = text_of(weigh_policy), part = text_of(from);
  size_t at = text_find(whole, part);
  if (!CHECK(at != SIZE_MAX)) return whole;
  return arena_format(arena, "%.*s%s%s", (int)at, whole.at, to, whole.at + at + part.length);
}

static struct text say(const struct findings *findings) {
  struct buffer out = BUFFER(findings->arena);
  for (size_t i = 0; i < findings->count; i++)
    buffer_format(&out, "%s%s@%s", i ? " " : "", findings->at[i].name, findings->at[i].place);
  return buffer_text(&out);
}

static void policies_are_checked(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct policy policy;
    struct error error = {0};
    struct findings findings = {.arena = arena};
    CHECK_ROW("%s -> %s", cases[i].from, cases[i].to);
    struct text json = replace(arena, cases[i].from, cases[i].to);
    CHECK_INTEGER(policy_read(json, arena, &policy, &findings, &error), !cases[i].place);
    CHECK_TEXT(text_of(error.place), cases[i].place ? cases[i].place : "");
    if (!cases[i].place) CHECK_TEXT(say(&findings), cases[i].found);
  }
  arena_free(arena);
}

static void a_policy_is_read_as_written(void) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct error error;
  CHECK(policy_read(text_of(weigh_policy), arena, &policy, NULL, &error));
  CHECK_TEXT(policy.name, "test");
  CHECK_INTEGER(policy.effective_day, day_of_date((struct date){2026, 1, 1}));
  CHECK_INTEGER(policy.offset_minutes, 480);
  CHECK_INTEGER(policy.quiet_days, 1 << 1 | 1 << 2 | 1 << 3);
  CHECK_INTEGER(policy.crowding.repeat_item_days, 30);
  const struct kind *research = &policy.kinds[policy_kind(&policy, TEXT("research"))];
  CHECK(research->consent && research->filing && !research->crowding && research->quiet);
  CHECK_INTEGER(research->lead_hours, 24);
  int recheck = policy_exemption(&policy, TEXT("recheck"));
  CHECK_INTEGER(policy.exemptions[recheck].lifts, REASON_BIT(repeated) | REASON_BIT(over_filed));
  CHECK_INTEGER(policy_kind(&policy, TEXT("emergency")), -1);
  CHECK_INTEGER(policy_exemption(&policy, TEXT("research")), -1);
  arena_free(arena);
}

/* The rule packs that ship: readable, and nothing in them to ask about. */
static void the_rule_packs_are_sound(void) {
  struct arena *arena = arena_make();
  const char *slash = strrchr(__FILE__, '/');
  const char *path = arena_string(arena, arena_format(arena, "%.*s/../policy/hengyang-2021.json",
                                                      (int)(slash - __FILE__), __FILE__));
  struct text json;
  struct policy policy;
  struct error error;
  struct findings findings = {.arena = arena};
  CHECK(file_read(path, POLICY_BYTES_MOST, arena, &json, &error) &&
        policy_read(json, arena, &policy, &findings, &error));
  CHECK_TEXT(say(&findings), "");
  arena_free(arena);
}

/* Versions of one policy, and what is found between them. */
struct version {
  const char *name;
  int64_t version;
  const char *effective;
  int offset_minutes;
  const char *kind, *exemption; /* one each */
};

static const struct {
  struct version versions[3];
  const char *found;
} lines[] = {
    {{{"p", 1, "2026-01-01", 480, "k", "e"}}, ""},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 2, "2027-01-01", 480, "k", "e"}}, ""},
    {{{"p", 2, "2027-01-01", 480, "k", "e"}, {"p", 1, "2026-01-01", 480, "k", "e"}}, ""},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"q", 1, "2026-01-01", 0, "x", "y"}}, ""},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 1, "2027-01-01", 480, "k", "e"}},
     "version_twice@p/1"},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 3, "2027-01-01", 480, "k", "e"}},
     "version_gap@p/3"},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 2, "2026-01-01", 480, "k", "e"}},
     "effective_overlap@p/2"},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 2, "2025-01-01", 480, "k", "e"}},
     "effective_overlap@p/2"},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 2, "2027-01-01", 0, "k", "e"}},
     "offset_changed@p/2"},
    {{{"p", 1, "2026-01-01", 480, "k", "e"}, {"p", 2, "2027-01-01", 480, "l", "f"}},
     "kind_dropped@p/2.kinds.k exemption_dropped@p/2.exemptions.e"},
    {{{"p", 3, "2028-01-01", 480, "k", "e"},
      {"p", 1, "2026-01-01", 480, "k", "e"},
      {"p", 2, "2029-01-01", 480, "k", "e"}},
     "effective_overlap@p/3"},
};

static void versions_are_compared(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    struct policy *policies = ARENA_ARRAY(arena, 3, struct policy);
    struct findings findings = {.arena = arena};
    size_t count = 0;
    CHECK_ROW("versions %zu", i);
    for (; count < 3 && lines[i].versions[count].name; count++) {
      const struct version *version = &lines[i].versions[count];
      struct date date = {0};
      CHECK(date_parse(text_of(version->effective), &date));
      policies[count] = (struct policy){.name = text_of(version->name),
                                        .version = version->version,
                                        .effective_day = day_of_date(date),
                                        .offset_minutes = version->offset_minutes,
                                        .kind_count = 1,
                                        .kinds = {{.name = text_of(version->kind)}},
                                        .exemption_count = 1,
                                        .exemptions = {{.name = text_of(version->exemption)}}};
    }
    policy_compare(policies, count, &findings);
    CHECK_TEXT(say(&findings), lines[i].found);
  }
  arena_free(arena);
}

TESTS(policies_are_checked, a_policy_is_read_as_written, the_rule_packs_are_sound,
      versions_are_compared)
