/* The command line: one table entry a subcommand says what it is called, what it takes, what it
 * does and who runs it; `heng help`, the man page and bash completion are made from the same table.
 *
 * A subcommand that has its own verbs ("code inspect") is an entry each, named with the space. */
#ifndef HENG_BASE_COMMAND_H
#define HENG_BASE_COMMAND_H

#include "base/arena.h"
#include "base/error.h"

/* What a command exits with. */
enum exit_status {
  EXIT_FINE = 0,    /* done, and the answer is yes */
  EXIT_NO = 1,      /* done, and the answer is no: invalid, red, differs */
  EXIT_BAD = 2,     /* the command line or the input is not right */
  EXIT_TROUBLE = 3, /* the disk, the network or the database failed */
};

struct option_entry {
  const char *name;     /* "--policy"; NULL ends the table */
  const char *argument; /* what follows it, "FILE"; NULL for a switch */
  const char *zh, *en;
};

struct command_call;

struct command {
  const char *name;              /* "weigh", "code inspect" */
  const char *arguments;         /* "[FACTS.jsonl]"; NULL when there are none */
  int arguments_most;            /* -1: as many as one likes */
  const char *zh, *en;           /* one line each */
  const char *zh_more, *en_more; /* a paragraph for --help and the man page; NULL when none */
  const struct option_entry *options;
  int (*run)(const struct command_call *call);
};

enum { OPTIONS_MOST = 32 };

struct command_call {
  const struct command *command;
  struct arena *arena;
  bool chinese; /* by LANG, LC_ALL, LC_MESSAGES */
  const char *const *arguments;
  size_t argument_count;
  struct {
    const char *name, *value; /* value "" for a switch; an option may be given several times */
  } options[OPTIONS_MOST];
  size_t option_count;
};

/* The value of the last such option, or NULL. */
const char *command_option(const struct command_call *call, const char *name);
/* The value of the `index`th such option, or NULL. */
const char *command_option_at(const struct command_call *call, const char *name, size_t index);
bool command_has(const struct command_call *call, const char *name);
/* A whole number option within bounds; `otherwise` when it is not given. False after saying what is
 * wrong with it on standard error: return EXIT_BAD then. */
bool command_integer(const struct command_call *call, const char *name, int64_t least, int64_t most,
                     int64_t otherwise, int64_t *ret_value);

/* The city's folder: --data, else $HENG_DATA, else heng-data. */
const char *command_data_folder(const struct command_call *call);
/* For the options of every command that works on a city. */
#define COMMAND_DATA_OPTION                                                                        \
  {                                                                                                \
    "--data", "DIR", "数据目录；缺省为 $HENG_DATA 或 heng-data",                                   \
        "the data folder; $HENG_DATA or heng-data when not given"                                  \
  }

/* Says an error on standard error in the caller's language, with what to do next; returns
 * EXIT_BAD for a refusal and EXIT_TROUBLE for a failure. `file` may be NULL. */
int command_say(const struct command_call *call, const char *file, const struct error *error);
/* "chinese" or "english", by the caller's language. */
const char *command_word(const struct command_call *call, const char *zh, const char *en)
    __attribute__((format_arg(2), format_arg(3)));

/* Finds the entry, reads the options, answers --help, and runs it. `commands` ends with a NULL
 * name. */
int command_run(const struct command *commands, int count, char *const *words);
/* Whether the environment asks for Chinese. */
bool command_wants_chinese(void);
/* The same table as text: `heng help`, man page (roff) and completion (bash). */
void command_help(const struct command *commands, bool chinese);
void command_man(const struct command *commands, struct buffer *out);
void command_completion(const struct command *commands, struct buffer *out);

#endif
