/* Policies from JSON. Everything that is read lives in the caller's arena. */
#include "visit/policy.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"

/* ---- the shape on paper ---- */

struct exemption_document {
  struct text name;
  bool evidence, counts;
  int64_t ratify_hours;
  struct texts lifts;
};

struct quiet_document {
  int64_t first, last;
};

struct policy_document {
  struct text policy, utc_offset;
  int64_t version, effective;
  struct crowding crowding;
  struct list kinds, quiet, exemptions;
};

#define COUNT(owner, member) FIELD(INTEGER, owner, member, .least = 0, .most = POLICY_COUNT_MOST)

static const struct field kind_fields[] = {
    FIELD(BOOLEAN, struct kind, consent),
    FIELD(BOOLEAN, struct kind, filing),
    FIELD(BOOLEAN, struct kind, crowding),
    FIELD(BOOLEAN, struct kind, quiet),
    COUNT(struct kind, lead_hours),
    COUNT(struct kind, min_certified),
    FIELDS_END,
};

static const struct field crowding_fields[] = {
    COUNT(struct crowding, day),
    COUNT(struct crowding, week),
    COUNT(struct crowding, month),
    FIELD(INTEGER, struct crowding, repeat_item_days, .least = 0, .most = 36525),
    FIELDS_END,
};

static const struct field quiet_fields[] = {
    FIELD(INTEGER, struct quiet_document, first, .least = 1, .most = 31),
    FIELD(INTEGER, struct quiet_document, last, .least = 1, .most = 31),
    FIELDS_END,
};

static const struct field exemption_fields[] = {
    FIELD(BOOLEAN, struct exemption_document, evidence),
    FIELD(BOOLEAN, struct exemption_document, counts),
    COUNT(struct exemption_document, ratify_hours),
    FIELD(TEXTS, struct exemption_document, lifts, .most = REASON_COUNT, .size = POLICY_NAME_MOST),
    FIELDS_END,
};

static const struct field policy_fields[] = {
    FIELD(TEXT, struct policy_document, policy, .least = 1, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct policy_document, version, .least = 0, .most = INT32_MAX),
    FIELD(DATE, struct policy_document, effective),
    FIELD(TEXT, struct policy_document, utc_offset, .least = 6, .most = 6),
    FIELD(MAP, struct policy_document, kinds, .most = POLICY_KINDS_MOST,
          .size = sizeof(struct kind), .fields = kind_fields,
          .key_offset = offsetof(struct kind, name)),
    FIELD_STRUCT(struct policy_document, crowding, .fields = crowding_fields),
    FIELD(ROWS, struct policy_document, quiet, .most = POLICY_QUIET_RANGES_MOST,
          .size = sizeof(struct quiet_document), .fields = quiet_fields),
    FIELD(MAP, struct policy_document, exemptions, .most = POLICY_EXEMPTIONS_MOST,
          .size = sizeof(struct exemption_document), .fields = exemption_fields,
          .key_offset = offsetof(struct exemption_document, name)),
    FIELDS_END,
};

/* ---- findings ---- */

struct finding_entry {
  bool wrong;
  const char *name, *zh, *en;
};

#define FINDINGS                                                                                   \
  X(no_kinds, true, "没有任何访企种类", "there is no kind of visit")                               \
  X(name_form, false, "名称宜只用小写字母、数字和下划线",                                          \
    "names are best kept to lower-case letters, digits and underscores")                           \
  X(quiet_overlap, true, "安静期有重叠", "quiet ranges overlap")                                   \
  X(always_quiet, true, "安静期覆盖全月，守安静期的种类永远不能访企",                              \
    "every day is quiet: kinds that keep quiet days can never be green")                           \
  X(no_quiet_kind, false, "没有种类遵守安静期，安静期不起作用",                                    \
    "no kind keeps quiet days, so they have no effect")                                            \
  X(week_below_day, false, "每周限额小于每日限额，每日限额不起作用",                               \
    "the limit for a week is below that for a day, which has no effect then")                      \
  X(month_below_week, false, "每月限额小于每周限额，每周限额不起作用",                             \
    "the limit for a month is below that for a week, which has no effect then")                    \
  X(no_crowding_limit, false, "有种类计入密度，但没有设任何限额",                                  \
    "a kind counts as crowding, but no limit on crowding is set")                                  \
  X(lifts_nothing, false, "此豁免不豁免任何原因", "this exemption lifts nothing")                  \
  X(lifts_twice, false, "同一原因写了两次", "a reason is named twice")                             \
  X(cannot_lift, true, "此原因不能豁免", "no exemption can lift this reason")                      \
  X(ratify_unused, false, "未豁免“未批准”，补批时限不起作用",                                      \
    "ratify_hours has no effect unless not_approved is lifted")                                    \
  X(ratify_at_once, false, "补批时限为 0：访企一开始即须已批准",                                   \
    "ratify_hours is 0: the approval must be there when the visit begins")                         \
  X(offset_range, false, "时差超出 -12:00 至 +14:00", "the offset is beyond -12:00 to +14:00")     \
  X(version_twice, true, "同一版本号出现两次", "this version is there twice")                      \
  X(effective_overlap, true, "生效日期不晚于上一版本，两版同日有效",                               \
    "it takes effect no later than the version before: two versions for one day")                  \
  X(version_gap, true, "缺少中间版本", "a version is left out before this one")                    \
  X(kind_dropped, true, "新版本缺少上一版本的种类，已有访企将无法称量",                            \
    "the version before has this kind, which booked visits still bear")                            \
  X(exemption_dropped, true, "新版本缺少上一版本的豁免，已有访企将无法称量",                       \
    "the version before has this exemption, which booked visits still bear")                       \
  X(effective_past, true, "生效日期已过", "it would take effect on a day that is over")            \
  X(offset_of_city, true, "时差与本市不同", "the offset differs from the city's")                  \
  X(offset_changed, false, "时差与上一版本不同，日期界线会移动",                                   \
    "the offset differs from the version before: days begin at another moment")

enum finding_kind {
#define X(name, wrong, zh, en) FINDING_##name,
  FINDINGS
#undef X
};

static const struct finding_entry finding_entries[] = {
#define X(name, wrong, zh, en) {wrong, #name, zh, en},
    FINDINGS
#undef X
};

static void find(struct findings *findings, enum finding_kind kind, struct text place) {
  findings->at = arena_room(findings->arena, findings->at, findings->count, sizeof *findings->at);
  const struct finding_entry *entry = &finding_entries[kind];
  findings->at[findings->count++] = (struct finding){
      entry->wrong, entry->name, arena_string(findings->arena, place), entry->zh, entry->en};
}

#define PLACE(...) arena_format(findings->arena, __VA_ARGS__)

/* ---- one policy by itself ---- */

static void check_name(struct findings *findings, struct text name, struct text place) {
  for (size_t i = 0; i < name.length; i++) {
    char c = name.at[i];
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') continue;
    find(findings, FINDING_name_form, place);
    return;
  }
}

static void check_kinds(struct findings *findings, const struct policy *policy) {
  bool crowding = false, quiet = false;
  for (size_t i = 0; i < policy->kind_count; i++) {
    const struct kind *kind = &policy->kinds[i];
    check_name(findings, kind->name, PLACE("kinds.%.*s", TEXT_ARGS(kind->name)));
    crowding |= kind->crowding;
    quiet |= kind->quiet;
  }
  const struct crowding *limits = &policy->crowding;
  bool any_limit = limits->day || limits->week || limits->month || limits->repeat_item_days;
  if (policy->kind_count == 0) find(findings, FINDING_no_kinds, TEXT("kinds"));
  if (crowding && !any_limit) find(findings, FINDING_no_crowding_limit, TEXT("crowding"));
  if (!quiet && policy->quiet_days) find(findings, FINDING_no_quiet_kind, TEXT("quiet"));
  if (limits->week && limits->week < limits->day)
    find(findings, FINDING_week_below_day, TEXT("crowding.week"));
  if (limits->month && limits->month < limits->week)
    find(findings, FINDING_month_below_week, TEXT("crowding.month"));
}

static uint32_t days_between(int64_t first, int64_t last) {
  uint32_t days = 0;
  for (int64_t day = first; day <= last; day++) days |= (uint32_t)1 << day;
  return days;
}

static void check_quiet(struct findings *findings, const struct policy_document *document) {
  const struct quiet_document *ranges = document->quiet.at;
  uint32_t before = 0;
  for (size_t i = 0; i < document->quiet.count; i++) {
    uint32_t days = days_between(ranges[i].first, ranges[i].last);
    if (days & before) find(findings, FINDING_quiet_overlap, PLACE("quiet[%zu]", i));
    before |= days;
  }
  if (before == days_between(1, 31)) find(findings, FINDING_always_quiet, TEXT("quiet"));
}

static const reason_set liftable =
    REASON_BIT(not_approved) | REASON_BIT(over_filed) | REASON_BIT(many_heads) |
    REASON_BIT(too_often) | REASON_BIT(repeated) | REASON_BIT(quiet_day) | REASON_BIT(short_notice);

static void check_exemption(struct findings *findings, const struct exemption_document *document) {
  struct text place = PLACE("exemptions.%.*s", TEXT_ARGS(document->name));
  check_name(findings, document->name, place);
  reason_set lifts = 0;
  for (size_t i = 0; i < document->lifts.count; i++) {
    struct text lift_place = PLACE("%.*s.lifts[%zu]", TEXT_ARGS(place), i);
    reason_set bit = (reason_set)1 << reason_by_name(document->lifts.at[i]);
    if (lifts & bit) find(findings, FINDING_lifts_twice, lift_place);
    if (!(bit & liftable)) find(findings, FINDING_cannot_lift, lift_place);
    lifts |= bit;
  }
  bool lifts_approval = lifts & REASON_BIT(not_approved);
  struct text ratify = PLACE("%.*s.ratify_hours", TEXT_ARGS(place));
  if (lifts == 0) find(findings, FINDING_lifts_nothing, place);
  if (!lifts_approval && document->ratify_hours) find(findings, FINDING_ratify_unused, ratify);
  if (lifts_approval && !document->ratify_hours) find(findings, FINDING_ratify_at_once, ratify);
}

static void check_policy(struct findings *findings, const struct policy_document *document,
                         const struct policy *policy) {
  check_kinds(findings, policy);
  check_quiet(findings, document);
  const struct exemption_document *exemptions = document->exemptions.at;
  for (size_t i = 0; i < document->exemptions.count; i++) check_exemption(findings, &exemptions[i]);
  if (policy->offset_minutes < -12 * 60 || policy->offset_minutes > 14 * 60)
    find(findings, FINDING_offset_range, TEXT("utc_offset"));
}

/* ---- reading ---- */

static bool bad_name(struct text name) {
  return name.length == 0 || text_count_code_points(name) > POLICY_NAME_MOST;
}

static bool read_kinds(const struct policy_document *document, struct policy *ret_policy,
                       struct error *ret_error) {
  const struct kind *kinds = document->kinds.at;
  for (size_t i = 0; i < document->kinds.count; i++) {
    if (bad_name(kinds[i].name))
      return fail(ret_error, ERROR_bad_policy, "kinds", "a name has 1 to 64 characters");
    ret_policy->kinds[ret_policy->kind_count++] = kinds[i];
  }
  return true;
}

static bool read_lifts(const struct exemption_document *document, reason_set *ret_lifts,
                       struct error *ret_error) {
  for (size_t i = 0; i < document->lifts.count; i++) {
    int reason = reason_by_name(document->lifts.at[i]);
    if (reason >= 0) {
      *ret_lifts |= (reason_set)1 << reason;
      continue;
    }
    char place[sizeof ret_error->place];
    snprintf(place, sizeof place, "exemptions.%.*s.lifts[%zu]", TEXT_ARGS(document->name), i);
    return fail(ret_error, ERROR_bad_policy, place, "there is no reason \"%.*s\"",
                TEXT_ARGS(document->lifts.at[i]));
  }
  return true;
}

static bool read_exemptions(const struct policy_document *document, struct policy *ret_policy,
                            struct error *ret_error) {
  const struct exemption_document *exemptions = document->exemptions.at;
  for (size_t i = 0; i < document->exemptions.count; i++) {
    if (bad_name(exemptions[i].name))
      return fail(ret_error, ERROR_bad_policy, "exemptions", "a name has 1 to 64 characters");
    struct exemption exemption = {.name = exemptions[i].name,
                                  .evidence = exemptions[i].evidence,
                                  .counts = exemptions[i].counts,
                                  .ratify_hours = exemptions[i].ratify_hours};
    if (!read_lifts(&exemptions[i], &exemption.lifts, ret_error)) return false;
    ret_policy->exemptions[ret_policy->exemption_count++] = exemption;
  }
  return true;
}

static bool read_quiet(const struct policy_document *document, struct policy *ret_policy,
                       struct error *ret_error) {
  const struct quiet_document *ranges = document->quiet.at;
  for (size_t i = 0; i < document->quiet.count; i++) {
    char place[32];
    snprintf(place, sizeof place, "quiet[%zu]", i);
    if (ranges[i].first > ranges[i].last)
      return fail(ret_error, ERROR_bad_policy, place,
                  "a range of days of the month runs forward; write two ranges");
    ret_policy->quiet_days |= days_between(ranges[i].first, ranges[i].last);
  }
  return true;
}

bool policy_read(struct text json, struct arena *arena, struct policy *ret_policy,
                 struct findings *findings, struct error *ret_error) {
  struct policy_document document;
  if (!json_read(json, policy_fields, &document, arena, ret_error)) return false;
  *ret_policy = (struct policy){.name = document.policy,
                                .version = document.version,
                                .effective_day = document.effective,
                                .crowding = document.crowding};
  if (!offset_parse(document.utc_offset, &ret_policy->offset_minutes))
    return fail(ret_error, ERROR_bad_policy, "utc_offset", "an offset looks like +08:00");
  if (!read_kinds(&document, ret_policy, ret_error) ||
      !read_exemptions(&document, ret_policy, ret_error) ||
      !read_quiet(&document, ret_policy, ret_error))
    return false;
  if (findings) check_policy(findings, &document, ret_policy);
  return true;
}

int policy_kind(const struct policy *policy, struct text name) {
  for (uint32_t i = 0; i < policy->kind_count; i++)
    if (text_equal(policy->kinds[i].name, name)) return (int)i;
  return -1;
}

int policy_exemption(const struct policy *policy, struct text name) {
  for (uint32_t i = 0; i < policy->exemption_count; i++)
    if (text_equal(policy->exemptions[i].name, name)) return (int)i;
  return -1;
}

/* ---- versions of one policy ---- */

static int compare_versions(const void *a, const void *b) {
  const struct policy *left = a, *right = b;
  int names = text_compare(left->name, right->name);
  return names ? names : (left->version > right->version) - (left->version < right->version);
}

static void compare_names(struct findings *findings, const struct policy *before,
                          const struct policy *after, const char *version) {
  for (uint32_t i = 0; i < before->kind_count; i++) {
    struct text name = before->kinds[i].name;
    if (policy_kind(after, name) < 0)
      find(findings, FINDING_kind_dropped, PLACE("%s.kinds.%.*s", version, TEXT_ARGS(name)));
  }
  for (uint32_t i = 0; i < before->exemption_count; i++) {
    struct text name = before->exemptions[i].name;
    if (policy_exemption(after, name) < 0)
      find(findings, FINDING_exemption_dropped,
           PLACE("%s.exemptions.%.*s", version, TEXT_ARGS(name)));
  }
}

void policy_follow(const struct policy *before, const struct policy *after,
                   struct findings *findings) {
  struct text version = PLACE("%.*s/%lld", TEXT_ARGS(after->name), (long long)after->version);
  if (text_equal(after->name, before->name)) {
    if (after->version <= before->version) {
      find(findings, FINDING_version_twice, version);
      return;
    }
    if (after->version > before->version + 1) find(findings, FINDING_version_gap, version);
  }
  if (after->effective_day <= before->effective_day)
    find(findings, FINDING_effective_overlap, version);
  if (after->offset_minutes != before->offset_minutes)
    find(findings, FINDING_offset_changed, version);
  compare_names(findings, before, after, version.at);
}

void policy_compare(struct policy *policies, size_t count, struct findings *findings) {
  if (count < 2) return;
  qsort(policies, count, sizeof *policies, compare_versions);
  for (size_t i = 1; i < count; i++)
    if (text_equal(policies[i - 1].name, policies[i].name))
      policy_follow(&policies[i - 1], &policies[i], findings);
}

void policy_fit(const struct policy *policy, int offset_minutes, int32_t today,
                struct findings *findings) {
  if (policy->offset_minutes != offset_minutes)
    find(findings, FINDING_offset_of_city, TEXT("utc_offset"));
  if (policy->effective_day < today) find(findings, FINDING_effective_past, TEXT("effective"));
}
