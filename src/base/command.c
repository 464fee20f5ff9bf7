/* Reading the command line and saying what went wrong with it. */
#include "base/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool command_wants_chinese(void) {
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < 3; i++) {
    const char *value = getenv(variables[i]);
    if (value && *value) return strncmp(value, "zh", 2) == 0;
  }
  return false;
}

const char *command_word(const struct command_call *call, const char *zh, const char *en) {
  return call->chinese ? zh : en;
}

const char *command_option_at(const struct command_call *call, const char *name, size_t index) {
  for (size_t i = 0; i < call->option_count; i++)
    if (strcmp(call->options[i].name, name) == 0 && index-- == 0) return call->options[i].value;
  return NULL;
}

const char *command_option(const struct command_call *call, const char *name) {
  const char *last = NULL;
  for (size_t i = 0; i < call->option_count; i++)
    if (strcmp(call->options[i].name, name) == 0) last = call->options[i].value;
  return last;
}

bool command_has(const struct command_call *call, const char *name) {
  return command_option(call, name) != NULL;
}

const char *command_data_folder(const struct command_call *call) {
  const char *folder = command_option(call, "--data");
  if (!folder) folder = getenv("HENG_DATA");
  return folder && *folder ? folder : "heng-data";
}

int command_say(const struct command_call *call, const char *file, const struct error *error) {
  const struct error_entry *entry = error_find(error->code);
  fprintf(stderr, "heng %s: %s%s%s%s%s", call->command->name, file ? file : "", file ? ": " : "",
          error->place, *error->place ? ": " : "", call->chinese ? entry->zh : entry->en);
  if (*error->detail) fprintf(stderr, " (%s)", error->detail);
  fprintf(stderr, "\n%s%s\n",
          call->chinese ? "下一步：" : "next: ", call->chinese ? entry->zh_next : entry->en_next);
  return entry->kind == ERROR_REFUSAL ? EXIT_BAD : EXIT_TROUBLE;
}

bool command_integer(const struct command_call *call, const char *name, int64_t least, int64_t most,
                     int64_t otherwise, int64_t *ret_value) {
  const char *value = command_option(call, name);
  *ret_value = otherwise;
  if (!value) return true;
  if (text_to_integer(text_of(value), ret_value) && *ret_value >= least && *ret_value <= most)
    return true;
  struct error error;
  fail(&error, ERROR_bad_usage, name, "a whole number from %lld to %lld is wanted",
       (long long)least, (long long)most);
  command_say(call, NULL, &error);
  return false;
}

static const struct option_entry *find_option(const struct command *command, const char *word,
                                              size_t length) {
  const struct option_entry *option = command->options;
  for (; option && option->name; option++)
    if (strlen(option->name) == length && memcmp(option->name, word, length) == 0) return option;
  return NULL;
}

static bool usage(struct error *ret_error, const char *word, const char *what) {
  return fail(ret_error, ERROR_bad_usage, word, "%s", what);
}

/* Reads the option at words[*at], and its value, which may follow "=" or be the next word. */
static bool read_option(struct command_call *call, int count, char *const *words, int *at,
                        struct error *ret_error) {
  const char *word = words[*at], *equals = strchr(word, '=');
  size_t length = equals ? (size_t)(equals - word) : strlen(word);
  const struct option_entry *option = find_option(call->command, word, length);
  if (!option) return usage(ret_error, word, "there is no such option");
  if (call->option_count == OPTIONS_MOST) return usage(ret_error, word, "too many options");
  const char *value = equals ? equals + 1 : "";
  if (!option->argument && equals) return usage(ret_error, word, "it takes no value");
  if (option->argument && !equals) {
    if (*at + 1 >= count) return usage(ret_error, word, "a value is missing");
    value = words[++*at];
  }
  call->options[call->option_count].name = option->name;
  call->options[call->option_count++].value = value;
  return true;
}

static bool read_words(struct command_call *call, int count, char *const *words,
                       struct error *ret_error) {
  const char **arguments = ARENA_ARRAY(call->arena, (size_t)count + 1, const char *);
  bool only_arguments = false;
  call->arguments = arguments;
  for (int at = 0; at < count; at++) {
    if (!only_arguments && strcmp(words[at], "--") == 0) {
      only_arguments = true;
    } else if (!only_arguments && words[at][0] == '-' && words[at][1]) {
      if (!read_option(call, count, words, &at, ret_error)) return false;
    } else {
      if (call->command->arguments_most >= 0 &&
          call->argument_count == (size_t)call->command->arguments_most)
        return usage(ret_error, words[at], "one argument too many");
      arguments[call->argument_count++] = words[at];
    }
  }
  return true;
}

/* The entry whose name is the first word, or the first two; the longer name wins. */
static const struct command *find_command(const struct command *commands, int count,
                                          char *const *words, int *ret_used) {
  const struct command *found = NULL;
  *ret_used = 0;
  for (const struct command *command = commands; command->name; command++) {
    const char *space = strchr(command->name, ' ');
    size_t length = space ? (size_t)(space - command->name) : strlen(command->name);
    int used = space ? 2 : 1;
    if (count < used || used <= *ret_used) continue;
    if (strlen(words[0]) != length || memcmp(words[0], command->name, length) != 0) continue;
    if (space && strcmp(words[1], space + 1) != 0) continue;
    found = command;
    *ret_used = used;
  }
  return found;
}

static void say_command_help(const struct command *command, bool chinese) {
  printf("heng %s%s%s%s\n\n  %s\n", command->name, command->options ? " [OPTION…]" : "",
         command->arguments ? " " : "", command->arguments ? command->arguments : "",
         chinese ? command->zh : command->en);
  const char *more = chinese ? command->zh_more : command->en_more;
  if (more) printf("\n%s\n", more);
  for (const struct option_entry *option = command->options; option && option->name; option++) {
    if (option == command->options) putchar('\n');
    int used = printf("  %s%s%s", option->name, option->argument ? " " : "",
                      option->argument ? option->argument : "");
    printf("%*s%s\n", used < 24 ? 26 - used : 2, "", chinese ? option->zh : option->en);
  }
}

static bool asks_help(int count, char *const *words) {
  for (int i = 0; i < count; i++) {
    if (strcmp(words[i], "--") == 0) return false;
    if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) return true;
  }
  return false;
}

static bool say_verbs(const struct command *commands, const char *word, bool chinese) {
  bool any = false;
  size_t length = strlen(word);
  for (const struct command *command = commands; command->name; command++) {
    if (strncmp(command->name, word, length) != 0 || command->name[length] != ' ') continue;
    printf("heng %-22s %s\n", command->name, chinese ? command->zh : command->en);
    any = true;
  }
  return any;
}

int command_run(const struct command *commands, int count, char *const *words) {
  bool chinese = command_wants_chinese();
  if (count == 0 || strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0) {
    command_help(commands, chinese);
    return count ? EXIT_FINE : EXIT_BAD;
  }
  int used;
  const struct command *command = find_command(commands, count, words, &used);
  if (!command) {
    if (say_verbs(commands, words[0], chinese))
      return asks_help(count, words) ? EXIT_FINE : EXIT_BAD;
    fprintf(stderr,
            chinese ? "heng：没有命令“%s”。运行 heng help 查看全部命令。\n"
                    : "heng: there is no command \"%s\". Run heng help to see them all.\n",
            words[0]);
    return EXIT_BAD;
  }
  if (asks_help(count - used, words + used)) {
    say_command_help(command, chinese);
    return EXIT_FINE;
  }
  struct command_call call = {.command = command, .arena = arena_make(), .chinese = chinese};
  struct error error;
  int status = read_words(&call, count - used, words + used, &error)
                   ? command->run(&call)
                   : command_say(&call, NULL, &error);
  if (fflush(stdout) != 0 && status == EXIT_FINE) status = EXIT_TROUBLE;
  arena_free(call.arena);
  return status;
}

void command_help(const struct command *commands, bool chinese) {
  puts(chinese ? "heng（衡）：访企先称一称。用法：heng 命令 [选项] [参数]\n"
               : "heng weighs every official visit before it happens.\n"
                 "Usage: heng COMMAND [OPTION…] [ARGUMENT…]\n");
  for (const struct command *command = commands; command->name; command++)
    printf("  %-16s %s\n", command->name, chinese ? command->zh : command->en);
  puts(chinese ? "\nheng 命令 --help 显示该命令的用法。退出码：0 成功；1 结论为否；2 输入有误；"
                 "3 磁盘、网络或数据库故障。"
               : "\nheng COMMAND --help tells more. Exit status: 0 fine; 1 the answer is no; 2 bad "
                 "input; 3 the disk, the network or the database failed.");
}
