/* The log's files as replies. What is served never exceeds the newest signed checkpoint. */
#include "act/log_routes.h"

#include "act/act.h"
#include "act/ledger.h"
#include "log/note.h"
#include "log/proof.h"

struct tile_in {
  struct text tile;
};

static const struct field tile_in_fields[] = {
    FIELD(TEXT, struct tile_in, tile, .least = 1, .most = 256,
          .help = "the rest of the path, \"0/x001/234\" or \"entries/000.p/17\""),
    FIELDS_END,
};

struct entry_in {
  int64_t seq;
};

static const struct field entry_in_fields[] = {
    FIELD(INTEGER, struct entry_in, seq, .most = INT64_MAX, .help = "which event, from 0"),
    FIELDS_END,
};

static bool answer(struct act *act, struct text bytes, struct text type, struct text control) {
  act->bytes = bytes;
  act->content_type = type;
  act->cache_control = control;
  return true;
}

static bool find_checkpoint(struct act *act, struct text *ret_note) {
  *ret_note = ledger_checkpoint(act->store, act->arena);
  return ret_note->at || act_refuse(act, ERROR_not_found, NULL, "nothing is recorded yet");
}

static bool log_checkpoint(struct act *act) {
  struct text note;
  return find_checkpoint(act, &note) &&
         answer(act, note, TEXT(LOG_CHECKPOINT_CONTENT_TYPE), TEXT(LOG_CHECKPOINT_CACHE_CONTROL));
}

/* A log that does not hold together is the server's failure, not the reader's. */
static bool failed(struct act *act) {
  if (act->error.code == ERROR_bad_log) act->error.code = ERROR_store;
  return false;
}

static bool log_tile(struct act *act) {
  const struct tile_in *in = act->in;
  struct text note, path = arena_format(act->arena, "tile/%.*s", TEXT_ARGS(in->tile));
  struct checkpoint published;
  struct log_reader reader = ledger_reader(act->store);
  struct buffer body = BUFFER(act->arena);
  if (!find_checkpoint(act, &note)) return false;
  if (!checkpoint_read(note, &published, &act->error) ||
      !log_serve(&reader, published.size, path, &body, &act->error))
    return failed(act);
  return answer(act, buffer_text(&body), TEXT(LOG_TILE_CONTENT_TYPE), TEXT(LOG_TILE_CACHE_CONTROL));
}

static bool log_key(struct act *act) {
  struct text key = note_verifier_format(&act->city->log_signer->verifier, act->arena);
  return answer(act, arena_format(act->arena, "%.*s\n", TEXT_ARGS(key)),
                TEXT(LOG_CHECKPOINT_CONTENT_TYPE), NO_TEXT);
}

static bool prove(struct act *act, struct log_proof *ret_proof) {
  const struct entry_in *in = act->in;
  struct text note;
  struct log_reader reader = ledger_reader(act->store);
  return find_checkpoint(act, &note) &&
         (log_proof_build(&reader, note, (uint64_t)in->seq, act->arena, ret_proof, &act->error) ||
          failed(act));
}

static bool log_proof(struct act *act) {
  struct log_proof proof;
  return prove(act, &proof) && answer(act, log_proof_format(&proof, act->arena),
                                      TEXT(LOG_CHECKPOINT_CONTENT_TYPE), NO_TEXT);
}

static bool log_leaf(struct act *act) {
  struct log_proof proof;
  return prove(act, &proof) &&
         answer(act, proof.entry, TEXT("application/json"), TEXT(LOG_TILE_CACHE_CONTROL));
}

const struct route log_routes[] = {
    ROUTE(GET, "/log/checkpoint", log_checkpoint, ROLE_ANYONE, .flags = ROUTE_BYTES,
          ROUTE_ERRORS(ERROR_not_found),
          .zh = "日志最新的签名检查点（C2SP tlog-checkpoint）。保存一份，日后可核对日志未被改动。",
          .en = "The log's newest signed checkpoint (C2SP tlog-checkpoint). Keep one, and the log "
                "can be held against it later."),
    ROUTE(GET, "/log/tile/{tile...}", log_tile, ROLE_ANYONE, .flags = ROUTE_BYTES,
          ROUTE_IN(struct tile_in, tile_in_fields), ROUTE_ERRORS(ERROR_not_found),
          .zh = "日志的哈希块和记录块（C2SP tlog-tiles）；heng log verify 据此校验整部日志。",
          .en = "Hash tiles and entry bundles (C2SP tlog-tiles); heng log verify checks the whole "
                "log by them."),
    ROUTE(GET, "/log/key", log_key, ROLE_ANYONE, .flags = ROUTE_BYTES,
          .zh = "日志的公钥，一行文本。应从另一渠道核对。",
          .en = "The log's verifier key, one line. Compare it with what another channel says."),
    ROUTE(GET, "/log/proof/{seq}", log_proof, ROLE_ANYONE, .flags = ROUTE_BYTES,
          ROUTE_IN(struct entry_in, entry_in_fields), ROUTE_ERRORS(ERROR_not_found),
          .zh = "证明一条记录在日志中（C2SP tlog-proof），内含记录；heng log check 离线即可核对。",
          .en = "Proves that an entry is in the log (C2SP tlog-proof) and holds the entry; heng "
                "log check needs no network to check it."),
    ROUTE(GET, "/log/leaf/{seq}", log_leaf, ROLE_ANYONE, .flags = ROUTE_BYTES,
          ROUTE_IN(struct entry_in, entry_in_fields), ROUTE_ERRORS(ERROR_not_found),
          .zh = "一条记录本身（JSON）；私密内容只以加盐承诺出现。",
          .en = "One entry itself (JSON); what is private stands there as a salted commitment."),
    {0},
};
