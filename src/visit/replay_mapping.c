/* Mappings of past visits. What is read lies in the caller's arena. */
#include "visit/replay_mapping.h"

#include <stdio.h>

#include "base/time.h"
#include "visit/facts.h"
#include "visit/policy.h"

/* ---- the shape on paper ---- */

static const char *const match_names[] = {"exact", "prefix", "contains", NULL};
static const char *const date_order_names[] = {"ymd", "mdy", "dmy", NULL};

#define NAME(owner, member, ...)                                                                   \
  FIELD(TEXT, owner, member, .least = 1, .most = MAPPING_NAME_MOST, ##__VA_ARGS__)
#define OPTIONAL_NAME(owner, member) NAME(owner, member, .flags = FIELD_OPTIONAL | FIELD_NULLABLE)

static const struct field column_fields[] = {
    NAME(struct mapping_columns, date),          OPTIONAL_NAME(struct mapping_columns, time),
    NAME(struct mapping_columns, enterprise),    OPTIONAL_NAME(struct mapping_columns, name),
    OPTIONAL_NAME(struct mapping_columns, unit), NAME(struct mapping_columns, purpose),
    OPTIONAL_NAME(struct mapping_columns, item), FIELDS_END,
};

static const struct field assumption_fields[] = {
    OPTIONAL_NAME(struct mapping_assumptions, unit),
    OPTIONAL_NAME(struct mapping_assumptions, item),
    NAME(struct mapping_assumptions, time),
    NAME(struct mapping_assumptions, evidence),
    FIELD(INTEGER, struct mapping_assumptions, minutes, .least = 1, .most = 366 * 24 * 60),
    FIELD(INTEGER, struct mapping_assumptions, booked_hours, .least = 0, .most = 366 * 24),
    FIELD(INTEGER, struct mapping_assumptions, certified, .least = 0, .most = POLICY_COUNT_MOST),
    FIELD(INTEGER, struct mapping_assumptions, filed, .least = 0, .most = POLICY_COUNT_MOST),
    FIELD(ENUM, struct mapping_assumptions, approval, .names = approval_names),
    FIELD(ENUM, struct mapping_assumptions, consent, .names = consent_names),
    FIELD(ENUM, struct mapping_assumptions, life, .names = life_names),
    FIELDS_END,
};

static const struct field rule_fields[] = {
    NAME(struct mapping_rule, purpose),
    FIELD(ENUM, struct mapping_rule, match, .names = match_names),
    NAME(struct mapping_rule, kind, .flags = FIELD_NULLABLE),
    OPTIONAL_NAME(struct mapping_rule, exemption),
    FIELDS_END,
};

static const struct field otherwise_fields[] = {
    NAME(struct mapping_rule, kind, .flags = FIELD_NULLABLE),
    OPTIONAL_NAME(struct mapping_rule, exemption),
    FIELDS_END,
};

static const struct field mapping_fields[] = {
    FIELD_STRUCT(struct mapping, columns, .fields = column_fields),
    FIELD(TEXTS, struct mapping, no_enterprise, .flags = FIELD_OPTIONAL, .most = 100,
          .size = MAPPING_NAME_MOST),
    FIELD(ENUM, struct mapping, date_order, .names = date_order_names),
    FIELD_NAMED("purposes", LIST, struct mapping, rules, .most = MAPPING_RULES_MOST,
                .size = sizeof(struct mapping_rule), .fields = rule_fields),
    FIELD_STRUCT(struct mapping, otherwise, .fields = otherwise_fields),
    FIELD_STRUCT(struct mapping, assume, .fields = assumption_fields),
    FIELDS_END,
};

bool mapping_read(struct text json, struct arena *arena, struct mapping *ret_mapping,
                  struct error *ret_error) {
  if (!json_read(json, mapping_fields, ret_mapping, arena, ret_error)) return false;
  const struct mapping_assumptions *assume = &ret_mapping->assume;
  if (!mapping_time(assume->time, &ret_mapping->start_minute))
    return fail(ret_error, ERROR_bad_field, "assume.time", "a time looks like 09:00");
  if (!ret_mapping->columns.unit.at && !assume->unit.at)
    return fail(ret_error, ERROR_bad_field, "columns.unit",
                "name a column, or one unit for all under assume.unit");
  return true;
}

/* ---- purposes ---- */

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_at(struct text whole, size_t at, struct text part) {
  if (whole.length - at < part.length) return false;
  for (size_t i = 0; i < part.length; i++)
    if (lower(whole.at[at + i]) != lower(part.at[i])) return false;
  return true;
}

static bool fits(const struct mapping_rule *rule, struct text purpose) {
  switch ((enum mapping_match)rule->match) {
  case MATCH_EXACT:
    return purpose.length == rule->purpose.length && same_at(purpose, 0, rule->purpose);
  case MATCH_PREFIX:
    return same_at(purpose, 0, rule->purpose);
  case MATCH_CONTAINS:
    break;
  }
  for (size_t at = 0; at + rule->purpose.length <= purpose.length; at++)
    if (same_at(purpose, at, rule->purpose)) return true;
  return false;
}

const struct mapping_rule *mapping_rule_at(const struct mapping *mapping, size_t index) {
  const struct mapping_rule *rules = mapping->rules.at;
  return index < mapping->rules.count ? &rules[index] : &mapping->otherwise;
}

size_t mapping_rule_for(const struct mapping *mapping, struct text purpose) {
  size_t index = 0;
  while (index < mapping->rules.count && !fits(mapping_rule_at(mapping, index), purpose)) index++;
  return index;
}

static bool unknown(const struct mapping *mapping, size_t index, const char *member,
                    struct text name, const struct policy *policy, struct error *ret_error) {
  char place[64];
  if (index < mapping->rules.count)
    snprintf(place, sizeof place, "purposes[%zu].%s", index, member);
  else
    snprintf(place, sizeof place, "otherwise.%s", member);
  return fail(ret_error, ERROR_bad_field, place, "policy %.*s has no %s %.*s",
              TEXT_ARGS(policy->name), member, TEXT_ARGS(name));
}

bool mapping_bind(const struct mapping *mapping, const struct policy *policy, struct arena *arena,
                  struct mapping_binding *ret_binding, struct error *ret_error) {
  size_t count = mapping->rules.count + 1;
  *ret_binding =
      (struct mapping_binding){ARENA_ARRAY(arena, count, int), ARENA_ARRAY(arena, count, int)};
  for (size_t i = 0; i < count; i++) {
    const struct mapping_rule *rule = mapping_rule_at(mapping, i);
    ret_binding->kinds[i] = rule->kind.at ? policy_kind(policy, rule->kind) : -1;
    ret_binding->exemptions[i] =
        rule->exemption.at ? policy_exemption(policy, rule->exemption) : NO_EXEMPTION;
    if (rule->kind.at && ret_binding->kinds[i] < 0)
      return unknown(mapping, i, "kind", rule->kind, policy, ret_error);
    if (rule->exemption.at && ret_binding->exemptions[i] < 0)
      return unknown(mapping, i, "exemption", rule->exemption, policy, ret_error);
  }
  return true;
}

/* ---- dates and times ---- */

/* Passes over anything but digits, then reads up to `most` of them. */
static bool take_number(struct text text, size_t *at, size_t most, int32_t *ret_number) {
  while (*at < text.length && (text.at[*at] < '0' || text.at[*at] > '9')) (*at)++;
  size_t start = *at;
  int32_t number = 0;
  for (; *at < text.length && text.at[*at] >= '0' && text.at[*at] <= '9'; (*at)++) {
    if (*at - start == most) return false;
    number = number * 10 + (text.at[*at] - '0');
  }
  *ret_number = number;
  return *at > start;
}

bool mapping_time(struct text text, int64_t *ret_minute) {
  size_t at = 0;
  int32_t hour, minute;
  if (!take_number(text, &at, 2, &hour) || !take_number(text, &at, 2, &minute)) return false;
  *ret_minute = hour * 60 + minute;
  return hour < 24 && minute < 60;
}

bool mapping_date(struct text text, enum mapping_date_order order, int32_t *ret_day,
                  int64_t *ret_minute) {
  static const int places[][3] = {
      [DATE_YMD] = {0, 1, 2}, [DATE_MDY] = {2, 0, 1}, [DATE_DMY] = {2, 1, 0}};
  int32_t numbers[3];
  size_t at = 0;
  for (int i = 0; i < 3; i++)
    if (!take_number(text, &at, places[order][0] == i ? 4 : 2, &numbers[i])) return false;
  const struct date date = {numbers[places[order][0]], numbers[places[order][1]],
                            numbers[places[order][2]]};
  if (date.year < 1970 || !date_exists(date)) return false;
  *ret_day = day_of_date(date);
  struct text rest = text_trim((struct text){text.at + at, text.length - at});
  if (text_starts(rest, TEXT("日"))) rest = (struct text){rest.at + 3, rest.length - 3};
  return text_trim(rest).length == 0 || mapping_time(rest, ret_minute);
}
