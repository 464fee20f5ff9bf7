/* heng audit, doctor, log key and log export as they are called: exit status and what they say. */
#include <arpa/inet.h>
#include <sqlite3.h>
#include <sys/socket.h>

#include "audit/audit_commands.h"
#include "audit_fixture.h"
#include "command_fixture.h"
#include "local_fixture.h"
#include "log/log_commands.h"

static const struct command commands[] = {
    {"audit", NULL, 0, "", "", NULL, NULL, audit_options, audit_command},
    {"doctor", NULL, 0, "", "", NULL, NULL, doctor_options, doctor_command},
    {"log export", "", 1, "", "", NULL, NULL, log_export_options, log_export_command},
    {"log key", NULL, 0, "", "", NULL, NULL, log_key_options, log_key_command},
    {0},
};

/* Runs a command line, words separated by one space; "%" stands for the city's folder. */
static int run(struct local_fixture *city, const char *line, struct text *ret_output) {
  const char *words[16] = {NULL};
  int count = 0;
  for (struct text rest = text_of(line); rest.at;) {
    struct text word = text_cut(&rest, ' ');
    words[count++] =
        text_starts(word, TEXT("%"))
            ? arena_format(city->arena, "%s%.*s", city->folder, (int)word.length - 1, word.at + 1)
                  .at
            : arena_string(city->arena, word);
  }
  return command_fixture_run(commands, words, city->arena, ret_output);
}

static int lines_in(struct text text) {
  int count = 0;
  while (text.at && text.length) {
    text_cut(&text, '\n');
    count++;
  }
  return count;
}

static void sql(const struct local_fixture *city, const char *text) {
  char path[100];
  sqlite3 *database;
  snprintf(path, sizeof path, "%s/heng.db", city->folder);
  CHECK(sqlite3_open(path, &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, text, NULL, NULL, NULL) == SQLITE_OK);
  sqlite3_close(database);
}

/* A city with a policy and some items, that nobody has open. */
static struct local_fixture make_city(void) {
  struct local_fixture city = local_fixture_make();
  struct text policy = NO_TEXT;
  char input[100];
  CHECK(file_read("policy/hengyang-2021.json", 1 << 20, city.arena, &policy, &city.error));
  CHECK(local_fixture_act(&city, NULL, "policy_adopt",
                          arena_format(city.arena, "{\"policy\":%.*s}", TEXT_ARGS(policy)).at));
  for (int i = 0; i < 10; i++) {
    snprintf(input, sizeof input, "{\"id\":\"A%d\",\"name\":\"事项%d\"}", i, i);
    CHECK(local_fixture_act(&city, NULL, "item_add", input));
  }
  CHECK(local_commit(city.local, &city.error));
  local_close(city.local);
  city.local = NULL;
  return city;
}

static void free_city(struct local_fixture *city) {
  local_close(city->local);
  arena_free(city->arena);
  audit_remove_folder(city->folder);
}

static void audits_as_it_is_called(void) {
  static const struct {
    const char *sql, *line;
    int status, lines;
    const char *part; /* of what it says */
  } rows[] = {
      {NULL, "audit --data %", EXIT_FINE, 1, "all as the signed log says"},
      {NULL, "audit --data % --json", EXIT_FINE, 1, "{\"clean\":true,\"events\":11,"},
      {NULL, "audit --data % --since %/kept", EXIT_FINE, 1, "all as the signed log says"},
      {NULL, "audit --data % --since %/city.json", EXIT_BAD, 0, ""},
      {NULL, "audit --data % --key nonsense", EXIT_BAD, 0, ""},
      {NULL, "audit --data %/none", EXIT_TROUBLE, 0, ""},
      {NULL, "audit --data % --unknown", EXIT_BAD, 0, ""},
      {"UPDATE item SET name = 'x' WHERE id = 'A3'", "audit --data %", EXIT_NO, 3,
       "value_altered  item id=A3 . name: a value in a table differs from what the events say "
       "(x, not 事项3)\n"},
      {NULL, "audit --data % --json", EXIT_NO, 1,
       "\"finding_count\":1,\"findings\":[{\"finding\":\"value_altered\",\"table\":\"item\","
       "\"key\":\"id=A3\",\"column\":\"name\",\"detail\":\"x, not 事项3\"}],"},
      {"UPDATE item SET name = '事项3' WHERE id = 'A3'", "audit --data %", EXIT_FINE, 1, ""},
      {NULL, "log key --data %", EXIT_FINE, 1, "heng.hengyang.example/log+"},
      {NULL, "log export %/log --data %", EXIT_FINE, 1, "11"},
      {NULL, "log export --data %", EXIT_BAD, 0, ""},
      {"DELETE FROM checkpoint; DELETE FROM event; DELETE FROM item; DELETE FROM policy",
       "log export %/log2 --data %", EXIT_BAD, 0, ""},
      {NULL, "audit --data %", EXIT_FINE, 1, "0 events"},
      {NULL, "audit --data % --since %/kept", EXIT_NO, 3, "older_checkpoint_broken"},
      {"DELETE FROM migration WHERE domain = 'visit'", "audit --data %", EXIT_BAD, 0, ""},
      {"DROP TABLE event", "audit --data %", EXIT_BAD, 0, ""},
  };
  struct local_fixture city = make_city();
  struct text output, note;
  CHECK_INTEGER(run(&city, "log export %/first --data %", &output), EXIT_FINE);
  const char *kept = arena_format(city.arena, "%s/kept", city.folder).at;
  const char *first = arena_format(city.arena, "%s/first/checkpoint", city.folder).at;
  CHECK(file_read(first, 10000, city.arena, &note, &city.error));
  CHECK(file_replace(kept, note, 0600, &city.error));
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("row %zu: %s", i, rows[i].line);
    if (rows[i].sql) sql(&city, rows[i].sql);
    CHECK_INTEGER(run(&city, rows[i].line, &output), rows[i].status);
    CHECK_INTEGER(lines_in(output), rows[i].lines);
    if (!CHECK(text_find(output, text_of(rows[i].part)) != SIZE_MAX))
      fprintf(stderr, "  %.*s\n", TEXT_ARGS(output));
  }
  check_row[0] = 0;
  free_city(&city);
}

/* Somebody who kept the log's key elsewhere sees that this log is signed by another. */
static void another_logs_key_is_not_believed(void) {
  struct local_fixture city = make_city();
  struct note_signer signer;
  const uint8_t seed[NOTE_SEED_SIZE] = {7};
  struct text output;
  CHECK(note_signer_make(TEXT("heng.hengyang.example/log"), seed, &signer, &city.error));
  struct text key = note_verifier_format(&signer.verifier, city.arena);
  CHECK_INTEGER(run(&city,
                    arena_format(city.arena, "audit --data %% --key %.*s", TEXT_ARGS(key)).at,
                    &output),
                EXIT_NO);
  CHECK(text_find(output, TEXT("checkpoint_untrusted")) != SIZE_MAX);
  free_city(&city);
}

static void speaks_chinese(void) {
  struct local_fixture city = make_city();
  struct text output;
  setenv("LC_ALL", "zh_CN.UTF-8", 1);
  CHECK_INTEGER(run(&city, "audit --data %", &output), EXIT_FINE);
  CHECK(text_find(output, TEXT("与签名的日志一致。")) != SIZE_MAX);
  CHECK_INTEGER(run(&city, "doctor --data %", &output), EXIT_FINE);
  CHECK(text_find(output, TEXT("正常  数据库")) != SIZE_MAX);
  unsetenv("LC_ALL");
  free_city(&city);
}

/* ---- doctor ---- */

static void nothing(const struct local_fixture *city) {
  (void)city;
}
static void open_folder(const struct local_fixture *city) {
  CHECK(chmod(city->folder, 0755) == 0);
}
static void open_key(const struct local_fixture *city) {
  CHECK(chmod(arena_format(city->arena, "%s/keys/log.key", city->folder).at, 0644) == 0);
}
static void lose_key(const struct local_fixture *city) {
  CHECK(unlink(arena_format(city->arena, "%s/keys/log.key", city->folder).at) == 0);
}
static void lose_settings(const struct local_fixture *city) {
  CHECK(unlink(arena_format(city->arena, "%s/city.json", city->folder).at) == 0);
}
static void garble_settings(const struct local_fixture *city) {
  struct error error;
  CHECK(file_replace(arena_format(city->arena, "%s/city.json", city->folder).at, TEXT("{}"), 0600,
                     &error));
}
static void damage_database(const struct local_fixture *city) {
  int file = open(arena_format(city->arena, "%s/heng.db", city->folder).at, O_WRONLY);
  char garbage[4096];
  memset(garbage, 0xA5, sizeof garbage);
  for (int page = 5; page < 60; page++)
    CHECK(pwrite(file, garbage, sizeof garbage, page * 4096) == sizeof garbage);
  close(file);
}
static void fall_behind(const struct local_fixture *city) {
  sql(city, "DELETE FROM migration WHERE domain = 'visit'");
}
static void run_ahead(const struct local_fixture *city) {
  sql(city, "UPDATE migration SET number = 99 WHERE domain = 'visit'");
}
static void break_log(const struct local_fixture *city) {
  sql(city, "DELETE FROM event WHERE seq = 10");
}
static void lose_policy(const struct local_fixture *city) {
  sql(city, "DELETE FROM policy");
}
static void come_from_tomorrow(const struct local_fixture *city) {
  sql(city, "UPDATE event SET at_us = at_us + 86400000000 WHERE seq = 10");
}

static void doctor_says_what_is_wrong(void) {
  static const struct {
    void (*harm)(const struct local_fixture *city);
    int status;
    const char *part;
  } rows[] = {
      {nothing, EXIT_FINE, "\"fit\":true"},
      {open_folder, EXIT_NO, "{\"check\":\"folder_mode\",\"health\":\"wrong\""},
      {open_key, EXIT_NO, "{\"check\":\"keys\",\"health\":\"wrong\""},
      {lose_key, EXIT_NO, "{\"check\":\"keys\",\"health\":\"wrong\""},
      {lose_settings, EXIT_NO, "{\"check\":\"settings\",\"health\":\"wrong\""},
      {garble_settings, EXIT_NO, "{\"check\":\"settings\",\"health\":\"wrong\",\"detail\":\"city"},
      {damage_database, EXIT_NO, "{\"check\":\"database\",\"health\":\"wrong\""},
      {fall_behind, EXIT_NO, "{\"check\":\"schema\",\"health\":\"wrong\",\"detail\":\"1 steps"},
      {run_ahead, EXIT_NO, "{\"check\":\"schema\",\"health\":\"wrong\",\"detail\":\"a newer"},
      {break_log, EXIT_NO, "{\"check\":\"log\",\"health\":\"wrong\""},
      {lose_policy, EXIT_NO, "{\"check\":\"policy\",\"health\":\"wrong\""},
      {come_from_tomorrow, EXIT_NO, "{\"check\":\"clock\",\"health\":\"wrong\""},
  };
  struct text output;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct local_fixture city = make_city();
    CHECK_ROW("row %zu", i);
    rows[i].harm(&city);
    CHECK_INTEGER(run(&city, "doctor --data % --json --port 65123", &output), rows[i].status);
    if (!CHECK(text_find(output, text_of(rows[i].part)) != SIZE_MAX))
      fprintf(stderr, "  %.*s\n", TEXT_ARGS(output));
    free_city(&city);
  }
  check_row[0] = 0;
}

static void doctor_knows_a_taken_port_and_a_running_server(void) {
  struct local_fixture city = make_city();
  struct text output;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int taken = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(bind(taken, (struct sockaddr *)&address, sizeof address) == 0 && listen(taken, 1) == 0 &&
        getsockname(taken, (struct sockaddr *)&address, &size) == 0);
  const char *line =
      arena_format(city.arena, "doctor --data %% --port %d", (int)ntohs(address.sin_port)).at;
  CHECK_INTEGER(run(&city, line, &output), EXIT_NO);
  CHECK(text_find(output, TEXT("wrong  port")) != SIZE_MAX);
  local_fixture_reopen(&city);
  CHECK_INTEGER(run(&city, line, &output), EXIT_FINE);
  CHECK(text_find(output, TEXT("server: running")) != SIZE_MAX);
  close(taken);
  free_city(&city);
}

/* Looking changes nothing: no key is made, no file. */
static void doctor_changes_nothing(void) {
  struct local_fixture city = make_city();
  struct text output;
  lose_key(&city);
  CHECK_INTEGER(run(&city, "doctor --data %", &output), EXIT_NO);
  CHECK(access(arena_format(city.arena, "%s/keys/log.key", city.folder).at, F_OK) != 0);
  CHECK_INTEGER(run(&city, "doctor --data %/none", &output), EXIT_NO);
  CHECK(access(arena_format(city.arena, "%s/none", city.folder).at, F_OK) != 0);
  free_city(&city);
}

TESTS(audits_as_it_is_called, another_logs_key_is_not_believed, speaks_chinese,
      doctor_says_what_is_wrong, doctor_knows_a_taken_port_and_a_running_server,
      doctor_changes_nothing)
