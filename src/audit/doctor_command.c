/* heng doctor */
#include <stdio.h>

#include "audit/audit_commands.h"
#include "audit/doctor.h"
#include "base/json.h"

enum { PORT_USUAL = 8080 };

const struct option_entry doctor_options[] = {
    COMMAND_DATA_OPTION,
    {"--port", "N", "服务要用的端口，默认 8080", "the port that the server shall have; 8080"},
    {"--json", NULL, "以 JSON 输出", "write JSON"},
    {0},
};

static const char *const health_names[] = {"fine", "look", "wrong", NULL};
static const char *const health_names_zh[] = {"正常", "留意", "有误", NULL};

struct check_row {
  struct text check;
  int health;
  struct text detail, next;
};

struct result {
  bool fit;
  struct list checks;
};

static const struct field check_fields[] = {
    FIELD(TEXT, struct check_row, check),
    FIELD(ENUM, struct check_row, health, .names = health_names),
    FIELD(TEXT, struct check_row, detail, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct check_row, next, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};
static const struct field result_fields[] = {
    FIELD(BOOLEAN, struct result, fit),
    FIELD(LIST, struct result, checks, .size = sizeof(struct check_row), .fields = check_fields),
    FIELDS_END,
};

static void say_json(const struct command_call *call, const struct doctor *doctor, bool fit) {
  struct check_row *rows = ARENA_ARRAY(call->arena, doctor->count, struct check_row);
  for (size_t i = 0; i < doctor->count; i++) {
    const struct doctor_entry *entry = &doctor_entries[doctor->done[i]];
    const struct diagnosis *diagnosis = &doctor->diagnoses[doctor->done[i]];
    rows[i] =
        (struct check_row){text_of(entry->name), (int)diagnosis->health,
                           *diagnosis->detail ? text_of(diagnosis->detail) : NO_TEXT, NO_TEXT};
    if (diagnosis->health != HEALTH_FINE)
      rows[i].next = text_of(command_word(call, entry->zh_next, entry->en_next));
  }
  const struct result result = {fit, {rows, doctor->count}};
  struct buffer out = BUFFER(call->arena);
  json_write(&out, result_fields, &result);
  printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
}

static void say_plain(const struct command_call *call, const struct doctor *doctor) {
  for (size_t i = 0; i < doctor->count; i++) {
    const struct doctor_entry *entry = &doctor_entries[doctor->done[i]];
    const struct diagnosis *diagnosis = &doctor->diagnoses[doctor->done[i]];
    printf("%-5s  %s", (call->chinese ? health_names_zh : health_names)[diagnosis->health],
           command_word(call, entry->zh, entry->en));
    if (*diagnosis->detail) printf(": %s", diagnosis->detail);
    putchar('\n');
    if (diagnosis->health != HEALTH_FINE)
      printf("       %s%s\n", command_word(call, "下一步：", "next: "),
             command_word(call, entry->zh_next, entry->en_next));
  }
}

int doctor_command(const struct command_call *call) {
  struct doctor doctor = {.folder = command_data_folder(call)};
  bool fit = true;
  if (!command_integer(call, "--port", 1, 65535, PORT_USUAL, &doctor.port)) return EXIT_BAD;
  doctor_look(&doctor, call->arena);
  for (size_t i = 0; i < doctor.count; i++)
    if (doctor.diagnoses[doctor.done[i]].health == HEALTH_WRONG) fit = false;
  if (command_has(call, "--json"))
    say_json(call, &doctor, fit);
  else
    say_plain(call, &doctor);
  return fit ? EXIT_FINE : EXIT_NO;
}
