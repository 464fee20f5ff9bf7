/* heng log export, heng log key: the city's own log, from its data folder. */
#include <stdio.h>

#include "act/ledger.h"
#include "log/export.h"
#include "log/log_commands.h"
#include "log/note.h"

const struct option_entry log_export_options[] = {COMMAND_DATA_OPTION, {0}};
const struct option_entry log_key_options[] = {COMMAND_DATA_OPTION, {0}};

static bool export_from(struct store *store, struct arena *arena, const char *folder,
                        struct checkpoint *ret_checkpoint, struct error *ret_error) {
  struct log_reader reader = ledger_reader(store);
  struct text note = ledger_checkpoint(store, arena);
  if (store_failed(store, ret_error)) return false;
  if (!note.at) return fail(ret_error, ERROR_not_found, NULL, "nothing is recorded yet");
  return checkpoint_read(note, ret_checkpoint, ret_error) &&
         log_export(&reader, note, folder, ret_error);
}

static bool export(const struct command_call *call, const struct city *city,
                   struct checkpoint *ret_checkpoint, struct error *ret_error) {
  struct store *store;
  if (!store_open(city_store_place(city), true, &store, ret_error)) return false;
  store_begin(store);
  bool done = export_from(store, call->arena, call->arguments[0], ret_checkpoint, ret_error);
  store_rollback(store);
  store_close(store);
  return done;
}

int log_export_command(const struct command_call *call) {
  struct error error;
  struct city city;
  struct checkpoint checkpoint;
  if (call->argument_count == 0) {
    fail(&error, ERROR_bad_usage, NULL, "the folder to write to is wanted");
    return command_say(call, NULL, &error);
  }
  const char *folder = command_data_folder(call);
  if (!city_open(folder, false, &city, &error)) return command_say(call, folder, &error);
  bool done = export(call, &city, &checkpoint, &error);
  city_close(&city);
  if (!done) return command_say(call, call->arguments[0], &error);
  printf(command_word(call, "已导出 %lld 条记录。\n", "Exported %lld entries.\n"),
         (long long)checkpoint.size);
  return EXIT_FINE;
}

int log_key_command(const struct command_call *call) {
  struct error error;
  struct city city;
  const char *folder = command_data_folder(call);
  if (!city_open(folder, false, &city, &error)) return command_say(call, folder, &error);
  struct text key = note_verifier_format(&city.log_signer->verifier, call->arena);
  printf("%.*s\n", TEXT_ARGS(key));
  city_close(&city);
  return EXIT_FINE;
}
