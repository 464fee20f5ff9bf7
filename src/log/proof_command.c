/* heng log prove, heng log check: an inclusion proof made from a published log, and checked where
 * there is no network. */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "log/log_commands.h"
#include "log/proof.h"
#include "log/source.h"

const struct option_entry log_prove_options[] = {
    {"--json", NULL, "以 JSON 输出", "write JSON"},
    {0},
};

const struct option_entry log_check_options[] = {
    {"--key", "VKEY", "日志的公钥（名称+编号+base64），必填",
     "the log's verifier key, name+id+base64; required"},
    {"--origin", "ORIGIN", "检查点首行；默认与公钥名称相同",
     "the first line of the checkpoint; the key's name if not given"},
    {"--entry", "FILE", "以此文件为记录，不用证明中所附的记录",
     "the entry to look for, instead of the one in the proof"},
    {"--json", NULL, "以 JSON 输出", "write JSON"},
    {0},
};

struct proof_row {
  int64_t index;
  struct text entry; /* base64 */
  struct texts hashes;
  struct text checkpoint;
};

static const struct field proof_fields[] = {
    FIELD(INTEGER, struct proof_row, index),
    FIELD(TEXT, struct proof_row, entry),
    FIELD(TEXTS, struct proof_row, hashes),
    FIELD(TEXT, struct proof_row, checkpoint),
    FIELDS_END,
};

struct check_row {
  bool valid;
  struct text why;
  int64_t index;
  struct text origin;
  int64_t size;
};

static const struct field check_fields[] = {
    FIELD(BOOLEAN, struct check_row, valid),
    FIELD(TEXT, struct check_row, why, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct check_row, index),
    FIELD(TEXT, struct check_row, origin, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct check_row, size, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};

static struct text encode(struct arena *arena, const void *bytes, size_t length) {
  char *encoded = arena_take(arena, BASE64_SIZE(length));
  return (struct text){encoded, base64_encode(bytes, length, false, encoded)};
}

static void print_json(const struct command_call *call, const struct field *fields,
                       const void *row) {
  struct buffer out = BUFFER(call->arena);
  json_write(&out, fields, row);
  printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
}

static void print_proof(const struct command_call *call, const struct log_proof *proof) {
  struct arena *arena = call->arena;
  if (!command_has(call, "--json")) {
    struct text text = log_proof_format(proof, arena);
    fwrite(text.at, 1, text.length, stdout);
    return;
  }
  struct text *hashes = ARENA_ARRAY(arena, proof->hash_count, struct text);
  for (size_t at = 0; at < proof->hash_count; at++)
    hashes[at] = encode(arena, proof->hashes[at].bytes, MERKLE_HASH_SIZE);
  struct proof_row row = {
      .index = (int64_t)proof->index,
      .entry = encode(arena, proof->entry.at, proof->entry.length),
      .hashes = {hashes, proof->hash_count},
      .checkpoint = proof->message,
  };
  print_json(call, proof_fields, &row);
}

static bool prove(const struct command_call *call, struct log_source *source, uint64_t index,
                  struct error *ret_error) {
  struct text message;
  struct checkpoint checkpoint;
  struct log_proof proof;
  if (!log_source_checkpoint(source, call->arena, &message, ret_error) ||
      !checkpoint_read(message, &checkpoint, ret_error))
    return false;
  struct log_reader reader = log_source_reader(source, checkpoint.size);
  if (!log_proof_build(&reader, message, index, call->arena, &proof, ret_error)) return false;
  print_proof(call, &proof);
  return true;
}

int log_prove_command(const struct command_call *call) {
  struct error error;
  uint64_t index;
  if (call->argument_count < 2 || !checkpoint_parse_size(text_of(call->arguments[1]), &index)) {
    fail(&error, ERROR_bad_usage, NULL,
         "a URL or a folder is wanted, then which entry, counted from 0");
    return command_say(call, NULL, &error);
  }
  struct log_source *source = log_source_open(call->arguments[0], call->arena, &error);
  bool is_done = source && prove(call, source, index, &error);
  log_source_close(source);
  if (is_done) return EXIT_FINE;
  int status = command_say(call, call->arguments[0], &error);
  return error.code == ERROR_bad_log ? EXIT_NO : status;
}

/* What the command line and the file say; false is bad input. */
static bool read_check(const struct command_call *call, struct note_verifier *ret_verifier,
                       struct log_proof *ret_proof, struct text *ret_entry,
                       struct error *ret_error) {
  const char *key = command_option(call, "--key"), *entry = command_option(call, "--entry");
  struct text text;
  if (call->argument_count == 0)
    return fail(ret_error, ERROR_bad_usage, NULL, "the file with the proof is wanted");
  if (!key) return fail(ret_error, ERROR_bad_usage, "--key", "the log's verifier key is wanted");
  if (!note_verifier_parse(text_of(key), ret_verifier, ret_error) ||
      !file_read(call->arguments[0], PROOF_SIZE_MAX, call->arena, &text, ret_error) ||
      !log_proof_parse(text, call->arena, ret_proof, ret_error))
    return false;
  *ret_entry = ret_proof->entry;
  if (entry && !file_read(entry, TILE_ENTRY_SIZE_MAX, call->arena, ret_entry, ret_error))
    return false;
  return ret_entry->at || entry ||
         fail(ret_error, ERROR_bad_usage, "--entry", "the proof holds no entry, so name its file");
}

static void say_check(const struct command_call *call, const struct check_row *row) {
  if (command_has(call, "--json")) {
    print_json(call, check_fields, row);
  } else if (row->valid) {
    printf(
        command_word(call, "证明有效：该记录是日志 %.*s 第 %lld 条（日志共 %lld 条）。\n",
                     "The proof is valid: the entry is in the log %.*s at index %lld, of %lld.\n"),
        TEXT_ARGS(row->origin), (long long)row->index, (long long)row->size);
  } else {
    const struct error_entry *bad_log = error_find(ERROR_bad_log);
    printf(command_word(call, "证明无效：%.*s\n下一步：%s\n",
                        "The proof is not valid: %.*s\nnext: %s\n"),
           TEXT_ARGS(row->why), command_word(call, bad_log->zh_next, bad_log->en_next));
  }
}

int log_check_command(const struct command_call *call) {
  const char *origin = command_option(call, "--origin");
  struct note_verifier verifier;
  struct log_proof proof;
  struct checkpoint checkpoint;
  struct text entry;
  struct error error;
  if (!read_check(call, &verifier, &proof, &entry, &error))
    return command_say(call, call->argument_count ? call->arguments[0] : NULL, &error);
  struct check_row row = {.index = (int64_t)proof.index, .size = NO_INTEGER};
  row.valid = log_proof_check(&proof, entry, &verifier, origin ? text_of(origin) : verifier.name,
                              &checkpoint, &error);
  if (row.valid) {
    row.origin = checkpoint.origin;
    row.size = (int64_t)checkpoint.size;
  } else {
    row.why = text_of(error.detail);
  }
  say_check(call, &row);
  return row.valid ? EXIT_FINE : EXIT_NO;
}
