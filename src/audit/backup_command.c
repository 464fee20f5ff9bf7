/* heng backup, heng restore */
#include <sodium.h>
#include <stdio.h>

#include "audit/audit_commands.h"
#include "audit/backup.h"
#include "base/clock.h"
#include "base/file.h"

enum { PASSPHRASE_MOST = 1024 };

const struct option_entry backup_options[] = {
    COMMAND_DATA_OPTION,
    {"--with-keys", "FILE", "连同密钥，用 FILE 首行的口令加密",
     "the keys too, encrypted with the passphrase on the first line of FILE"},
    {0},
};

const struct option_entry restore_options[] = {
    COMMAND_DATA_OPTION,
    {"--passphrase", "FILE", "备份中密钥的口令，在 FILE 首行",
     "the passphrase of the keys in the backup, on the first line of FILE"},
    {"--keys", "FOLDER", "密钥目录，备份中没有密钥时用",
     "the folder of keys, when the backup has none"},
    {"--force", NULL, "放弃目录中备份所没有的记录（原目录改名保留）",
     "give up what the folder holds beyond the backup (it is kept under another name)"},
    {0},
};

static bool usage(const struct command_call *call, struct error *ret_error) {
  return call->argument_count == 1 ||
         fail(ret_error, ERROR_bad_usage, NULL, "one file is wanted: the backup");
}

/* NO_TEXT when the option is not given. */
static bool read_passphrase(const struct command_call *call, const char *option,
                            struct text *ret_passphrase, struct error *ret_error) {
  const char *path = command_option(call, option);
  struct text file;
  *ret_passphrase = NO_TEXT;
  if (!path) return true;
  if (!file_read(path, PASSPHRASE_MOST, call->arena, &file, ret_error)) return false;
  *ret_passphrase = text_trim(text_cut(&file, '\n'));
  return true;
}

static void wipe(struct text passphrase) {
  if (passphrase.at) sodium_memzero((void *)(uintptr_t)passphrase.at, passphrase.length);
}

static bool back_up(const struct command_call *call, struct text passphrase,
                    struct backup_report *ret_report, struct error *ret_error) {
  struct city city;
  if (!city_open(command_data_folder(call), false, &city, ret_error)) return false;
  bool done = backup_make(&city, call->arguments[0], passphrase, ret_report, ret_error);
  city_close(&city);
  return done;
}

int backup_command(const struct command_call *call) {
  struct error error;
  struct text passphrase = NO_TEXT;
  struct backup_report report;
  bool done = usage(call, &error) && read_passphrase(call, "--with-keys", &passphrase, &error) &&
              back_up(call, passphrase, &report, &error);
  wipe(passphrase);
  if (!done) return command_say(call, NULL, &error);
  printf(command_word(call, "已备份 %lld 个事件。\n", "Backed up %lld events.\n"),
         (long long)report.event_count);
  if (passphrase.at)
    printf(command_word(call, "含 %lld 个密钥文件，已加密；口令请另行保管。\n",
                        "With %lld files of keys, encrypted; keep the passphrase elsewhere.\n"),
           (long long)report.key_count);
  else
    puts(command_word(call, "不含密钥：请另行保管 keys 目录，没有它备份无法恢复。",
                      "Without the keys: keep the folder keys elsewhere, for the backup is of no "
                      "use without it."));
  return EXIT_FINE;
}

static void say_restored(const struct command_call *call, const struct restore_report *report) {
  printf(command_word(call, "已恢复 %lld 个事件。\n", "Restored %lld events.\n"),
         (long long)report->event_count);
  if (report->replaced.at)
    printf(command_word(call, "原目录保留在 %.*s，确认无误后请删除。\n",
                        "The folder that was there is now %.*s; remove it when all is well.\n"),
           TEXT_ARGS(report->replaced));
  puts(command_word(call, "建议随即运行 heng audit。", "Run heng audit next."));
}

int restore_command(const struct command_call *call) {
  struct error error;
  struct restore_report report;
  struct restore_input input = {.folder = command_data_folder(call),
                                .keys_folder = command_option(call, "--keys"),
                                .force = command_has(call, "--force"),
                                .now_us = clock_now_us()};
  bool read =
      usage(call, &error) && read_passphrase(call, "--passphrase", &input.passphrase, &error);
  if (read) input.path = call->arguments[0];
  bool done = read && restore_city(&input, call->arena, &report, &error);
  wipe(input.passphrase);
  if (!done) return command_say(call, input.path, &error);
  say_restored(call, &report);
  return EXIT_FINE;
}
