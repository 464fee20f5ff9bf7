/* heng uscc: says of each unified social credit code whether it is valid and why not. */
#include <stdio.h>

#include "base/json.h"
#include "people/people_commands.h"
#include "people/uscc.h"

const struct option_entry uscc_options[] = {
    {"--json", NULL, "结果输出为 JSON，每行一个", "say it as JSON, one line each"},
    {0},
};

struct uscc_document {
  struct text code, fault, wanted;
  bool valid;
  int64_t position;
  struct texts doubts;
};

static const struct field uscc_fields[] = {
    FIELD(TEXT, struct uscc_document, code),
    FIELD(BOOLEAN, struct uscc_document, valid),
    FIELD(TEXT, struct uscc_document, fault, .flags = FIELD_NULLABLE),
    FIELD(INTEGER, struct uscc_document, position, .flags = FIELD_NULLABLE),
    FIELD(TEXT, struct uscc_document, wanted, .flags = FIELD_NULLABLE),
    FIELD(TEXTS, struct uscc_document, doubts),
    FIELDS_END,
};

static void say_json(const struct command_call *call, struct text code,
                     const struct uscc_result *result) {
  struct text doubts[USCC_DOUBT_COUNT];
  size_t doubt_count = 0;
  for (size_t i = 0; i < USCC_DOUBT_COUNT; i++)
    if (result->doubts[i]) doubts[doubt_count++] = text_of(uscc_doubts[i].name);
  bool valid = result->fault == USCC_FAULT_none;
  const struct uscc_document document = {
      .code = text_is_utf8(code) ? code : TEXT(""),
      .valid = valid,
      .fault = valid ? NO_TEXT : text_of(uscc_faults[result->fault].name),
      .position = result->position ? (int64_t)result->position : NO_INTEGER,
      .wanted =
          result->fault == USCC_FAULT_check_digit ? (struct text){&result->wanted, 1} : NO_TEXT,
      .doubts = {doubts, doubt_count},
  };
  struct buffer line = BUFFER(call->arena);
  json_write(&line, uscc_fields, &document);
  printf("%.*s\n", (int)line.length, line.at);
}

static const char *in_words(const struct command_call *call, const struct uscc_words *words) {
  return command_word(call, words->zh, words->en);
}

/* All characters before a wrong one are single bytes. */
static void say_character(const struct command_call *call, struct text code, size_t position) {
  size_t start = position - 1, end = start;
  if (text_next_code_point(code, &end) < 0) return;
  printf(command_word(call, "，第 %zu 位是 %.*s", ": position %zu is %.*s"), position,
         (int)(end - start), code.at + start);
}

static void say_words(const struct command_call *call, struct text code,
                      const struct uscc_result *result) {
  if (result->fault == USCC_FAULT_none) {
    printf("%.*s  %s\n", TEXT_ARGS(code), in_words(call, &uscc_faults[USCC_FAULT_none]));
    for (size_t i = 0; i < USCC_DOUBT_COUNT; i++)
      if (result->doubts[i])
        printf(command_word(call, "  请核对营业执照：%s\n", "  compare with the licence: %s\n"),
               in_words(call, &uscc_doubts[i]));
    return;
  }
  printf(command_word(call, "%.*s  无效：%s", "%.*s  not valid: %s"), TEXT_ARGS(code),
         in_words(call, &uscc_faults[result->fault]));
  if (result->fault == USCC_FAULT_length)
    printf(command_word(call, "，此码 %zu 位", ", this one %zu"), text_count_code_points(code));
  else if (result->fault == USCC_FAULT_check_digit)
    printf(command_word(call, "，按前 17 位应为 %c", ": %c would fit the rest"), result->wanted);
  else
    say_character(call, code, result->position);
  putchar('\n');
}

int uscc_command(const struct command_call *call) {
  struct error error;
  bool valid = true;
  if (call->argument_count == 0) {
    fail(&error, ERROR_bad_usage, "CODE", "give at least one code");
    return command_say(call, NULL, &error);
  }
  for (size_t i = 0; i < call->argument_count; i++) {
    struct text code = text_of(call->arguments[i]);
    struct uscc_result result;
    valid &= uscc_check(code, &result);
    if (command_has(call, "--json"))
      say_json(call, code, &result);
    else
      say_words(call, code, &result);
  }
  return valid ? EXIT_FINE : EXIT_NO;
}
