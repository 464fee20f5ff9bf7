/* heng policy check: finds gaps, overlaps and unknown names before a policy is adopted. */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "visit/policy.h"
#include "visit/visit_commands.h"

const struct option_entry policy_check_options[] = {
    {"--json", NULL, "结果输出为 JSON", "say it as JSON"},
    {0},
};

struct finding_document {
  struct text file, place, finding, zh, en;
  bool wrong;
};

static const struct field finding_fields[] = {
    FIELD(TEXT, struct finding_document, file, .flags = FIELD_NULLABLE),
    FIELD(TEXT, struct finding_document, place),
    FIELD(TEXT, struct finding_document, finding),
    FIELD(BOOLEAN, struct finding_document, wrong),
    FIELD(TEXT, struct finding_document, zh),
    FIELD(TEXT, struct finding_document, en),
    FIELDS_END,
};

/* `file` NULL: found between files. */
static void say_finding(const struct command_call *call, const char *file,
                        const struct finding *finding) {
  if (command_has(call, "--json")) {
    struct buffer line = BUFFER(call->arena);
    const struct finding_document document = {text_of(file),          text_of(finding->place),
                                              text_of(finding->name), text_of(finding->zh),
                                              text_of(finding->en),   finding->wrong};
    json_write(&line, finding_fields, &document);
    printf("%.*s\n", (int)line.length, line.at);
    return;
  }
  const char *weight = finding->wrong ? command_word(call, "必须改正", "wrong")
                                      : command_word(call, "请留意", "look at");
  printf("%s: %s: %s: %s\n", file ? file : command_word(call, "各版本之间", "between versions"),
         weight, finding->place, command_word(call, finding->zh, finding->en));
}

static bool say_findings(const struct command_call *call, const char *file,
                         const struct findings *findings) {
  bool wrong = false;
  for (size_t i = 0; i < findings->count; i++) {
    say_finding(call, file, &findings->at[i]);
    wrong |= findings->at[i].wrong;
  }
  return wrong;
}

static void say_date(char *ret_text, int64_t day) {
  ret_text[date_format(date_of_day((int32_t)day), ret_text)] = 0;
}

/* From when to when each version holds, so that a reader sees the gap before the first. */
static void say_span(const struct command_call *call, const struct policy *policy,
                     const struct policy *next) {
  char from[DATE_TEXT_SIZE + 1], to[DATE_TEXT_SIZE + 1] = "";
  say_date(from, policy->effective_day);
  if (next && text_equal(next->name, policy->name) && next->effective_day > policy->effective_day)
    say_date(to, next->effective_day - 1);
  printf(command_word(call, "%.*s 第 %lld 版：%s 起%s%s；%u 个种类，%u 个豁免\n",
                      "%.*s version %lld: from %s%s%s; %u kinds, %u exemptions\n"),
         TEXT_ARGS(policy->name), (long long)policy->version, from,
         *to ? command_word(call, "至 ", " to ") : "", to, policy->kind_count,
         policy->exemption_count);
}

int policy_check_command(const struct command_call *call) {
  struct error error;
  bool wrong = false;
  size_t count = call->argument_count;
  struct policy *policies = ARENA_ARRAY(call->arena, count, struct policy);
  if (count == 0) {
    fail(&error, ERROR_bad_usage, "FILE", "name at least one policy file");
    return command_say(call, NULL, &error);
  }
  for (size_t i = 0; i < count; i++) {
    struct text json;
    struct findings findings = {.arena = call->arena};
    if (!file_read(call->arguments[i], POLICY_BYTES_MOST, call->arena, &json, &error) ||
        !policy_read(json, call->arena, &policies[i], &findings, &error))
      return command_say(call, call->arguments[i], &error);
    wrong |= say_findings(call, call->arguments[i], &findings);
  }
  struct findings between = {.arena = call->arena};
  policy_compare(policies, count, &between);
  wrong |= say_findings(call, NULL, &between);
  if (!command_has(call, "--json"))
    for (size_t i = 0; i < count; i++)
      say_span(call, &policies[i], i + 1 < count ? &policies[i + 1] : NULL);
  return wrong ? EXIT_NO : EXIT_FINE;
}
