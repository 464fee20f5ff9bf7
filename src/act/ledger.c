/* The log as the database keeps it. */
#include "act/ledger.h"

#include <string.h>

#include "act/sql.h"
#include "log/hash.h"
#include "log/note.h"

static bool gap(struct error *ret_error, const char *what) {
  return fail(ret_error, ERROR_bad_log, what, "fewer are stored than the log has");
}

static bool read_hashes(void *context, unsigned level, uint64_t begin, unsigned count,
                        struct merkle_hash *ret_hashes, struct error *ret_error) {
  struct store *store = context;
  struct cursor cursor = level == 0
                             ? QUERY(store, sql_event_hashes, V((int64_t)begin), V((int64_t)count))
                             : QUERY(store, sql_log_node_hashes, V((int64_t)level),
                                     V((int64_t)begin), V((int64_t)count));
  unsigned got = 0;
  while (store_next(&cursor)) {
    struct text hash = store_value(&cursor, 0).text;
    if (hash.length == MERKLE_HASH_SIZE) memcpy(ret_hashes[got++].bytes, hash.at, MERKLE_HASH_SIZE);
  }
  if (store_failed(store, ret_error)) return false;
  return got == count || gap(ret_error, "hashes");
}

static bool read_entries(void *context, uint64_t begin, unsigned count, struct buffer *ret_bundle,
                         struct error *ret_error) {
  struct store *store = context;
  unsigned got = 0;
  struct cursor cursor = QUERY(store, sql_event_leaves, V((int64_t)begin), V((int64_t)count));
  for (; store_next(&cursor); got++) {
    struct text leaf = store_value(&cursor, 0).text;
    if (leaf.length > TILE_ENTRY_SIZE_MAX) break; /* nobody recorded that */
    log_add_entry(ret_bundle, leaf);
  }
  store_done(&cursor);
  if (store_failed(store, ret_error)) return false;
  return got == count || gap(ret_error, "leaves");
}

struct log_reader ledger_reader(struct store *store) {
  return (struct log_reader){store, read_hashes, read_entries};
}

int64_t ledger_size(struct store *store) {
  return store_find_integer(store, &sql_event_count, NULL, 0, 0);
}

struct text ledger_checkpoint(struct store *store, struct arena *arena) {
  struct text note = NO_TEXT;
  struct cursor cursor = store_query(store, &sql_checkpoint_get, NULL, 0);
  if (store_next(&cursor)) note = store_text(&cursor, 0, arena);
  store_done(&cursor);
  return note;
}

bool ledger_open(struct store *store, const struct city *city, struct arena *arena,
                 struct merkle_frontier *ret_frontier, struct error *ret_error) {
  struct log_reader reader = ledger_reader(store);
  struct text note = ledger_checkpoint(store, arena);
  struct checkpoint published;
  if (note.at && !checkpoint_open(note, &city->log_signer->verifier, city->settings.log_origin,
                                  &published, ret_error))
    return false;
  int64_t size = ledger_size(store);
  if (store_failed(store, ret_error)) return false;
  return log_open(&reader, (uint64_t)size, note.at ? &published : NULL, ret_frontier, ret_error);
}

void ledger_publish(struct store *store, const struct city *city,
                    const struct merkle_frontier *frontier, struct arena *arena) {
  const struct checkpoint checkpoint = {.origin = city->settings.log_origin,
                                        .size = frontier->size,
                                        .root = merkle_root(frontier, log_hash)};
  RUN(store, sql_checkpoint_put, V(checkpoint_sign(&checkpoint, city->log_signer, arena)));
}
