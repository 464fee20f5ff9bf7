/* The command table as a man page and as bash completion. */
#include "base/command.h"

#include <string.h>

/* A hyphen that starts an option must not become a dash, a dot at a line's start is a request. */
static void add_roff(struct buffer *out, const char *text) {
  if (*text == '.' || *text == '\'') buffer_add(out, TEXT("\\&"));
  for (; *text; text++) {
    if (*text == '\\')
      buffer_add(out, TEXT("\\e"));
    else if (*text == '-')
      buffer_add(out, TEXT("\\-"));
    else
      buffer_add_byte(out, *text);
  }
}

static void add_option(struct buffer *out, const struct option_entry *option) {
  buffer_add(out, TEXT(".TP\n.B "));
  add_roff(out, option->name);
  if (option->argument) {
    buffer_add(out, TEXT(" \\fI"));
    add_roff(out, option->argument);
    buffer_add(out, TEXT("\\fR"));
  }
  buffer_add_byte(out, '\n');
  add_roff(out, option->en);
  buffer_add_byte(out, '\n');
}

static void add_command(struct buffer *out, const struct command *command) {
  buffer_add(out, TEXT(".SS heng "));
  add_roff(out, command->name);
  if (command->arguments) {
    buffer_add_byte(out, ' ');
    add_roff(out, command->arguments);
  }
  buffer_add_byte(out, '\n');
  add_roff(out, command->en);
  buffer_add_byte(out, '\n');
  if (command->en_more) {
    buffer_add(out, TEXT(".PP\n"));
    add_roff(out, command->en_more);
    buffer_add_byte(out, '\n');
  }
  for (const struct option_entry *option = command->options; option && option->name; option++)
    add_option(out, option);
}

void command_man(const struct command *commands, struct buffer *out) {
  buffer_add(out, TEXT(".TH HENG 1\n.SH NAME\nheng \\- weighs every official visit before it "
                       "happens\n.SH SYNOPSIS\n.B heng\n.I command\n[option ...] [argument ...]\n"
                       ".SH COMMANDS\n"));
  for (const struct command *command = commands; command->name; command++)
    add_command(out, command);
  buffer_add(out, TEXT(".SH EXIT STATUS\n.TP\n0\nDone, and the answer is yes.\n.TP\n1\nDone, and "
                       "the answer is no: invalid, red, or differing.\n.TP\n2\nThe command line or "
                       "the input is not right.\n.TP\n3\nThe disk, the network or the database "
                       "failed.\n.SH ENVIRONMENT\n.TP\n.B LANG\nMessages are in Chinese when it "
                       "starts with zh.\n.TP\n.B HENG_DATA\nThe data folder, heng\\-data when "
                       "unset.\n"));
}

void command_completion(const struct command *commands, struct buffer *out) {
  buffer_add(out, TEXT("_heng() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                       "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n"));
  for (int verbs = 1; verbs >= 0; verbs--) {
    for (const struct command *command = commands; command->name; command++) {
      if ((strchr(command->name, ' ') != NULL) != verbs) continue;
      buffer_format(out, "  \"%s%s\"*) words=\"", command->name, verbs ? "" : " ");
      for (const struct option_entry *option = command->options; option && option->name; option++)
        buffer_format(out, "%s ", option->name);
      buffer_add(out, TEXT("--help\" ;;\n"));
    }
  }
  buffer_add(out, TEXT("  esac\n  [ \"$COMP_CWORD\" = 1 ] && words=\""));
  for (const struct command *command = commands; command->name; command++)
    buffer_format(out, "%.*s ", (int)strcspn(command->name, " "), command->name);
  buffer_add(out, TEXT("\"\n  COMPREPLY=($(compgen -W \"$words\" -o default -- \"$word\"))\n}\n"
                       "complete -F _heng heng\n"));
}
