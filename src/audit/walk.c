/* Every event in order: is it the one that was signed, and what follows from it? */
#include <inttypes.h>
#include <string.h>

#include "act/ledger.h"
#include "act/sql.h"
#include "audit/inside.h"
#include "audit/sql.h"
#include "base/time.h"
#include "log/hash.h"

enum { PAGE_EVENTS = 512 };
/* A request is dated when it comes in and recorded when its turn comes; beyond that the clock was
 * set back, or somebody dated an event. */
#define TIME_TOLERANCE_US MINUTE_US

struct walk {
  struct audit *audit;
  struct merkle_frontier frontier;
  struct checkpoint checkpoint, older;
  bool has_checkpoint, has_older;
  bool broken; /* events are missing: no root can be right from here on */
  int64_t next_seq, last_us;
};

static bool read_checkpoints(struct walk *walk, struct arena *arena) {
  struct audit *audit = walk->audit;
  const struct audit_input *input = audit->input;
  const struct text origin = input->city->settings.log_origin;
  struct error error;
  struct text note = ledger_checkpoint(input->store, arena);
  walk->has_checkpoint =
      note.at && checkpoint_open(note, input->verifier, origin, &walk->checkpoint, &error);
  if (note.at && !walk->has_checkpoint)
    audit_found_log(audit, AUDIT_checkpoint_untrusted, "%s", error.detail);
  walk->has_older = input->older_note.at;
  return !walk->has_older ||
         checkpoint_open(input->older_note, input->verifier, origin, &walk->older, audit->error);
}

static void check_root(struct walk *walk, const struct checkpoint *checkpoint,
                       enum audit_finding_kind kind) {
  if (walk->broken || walk->frontier.size != checkpoint->size) return;
  struct merkle_hash root = merkle_root(&walk->frontier, log_hash);
  if (!merkle_hash_equal(&root, &checkpoint->root))
    audit_found_log(walk->audit, kind, "of the first %" PRIu64 " events", checkpoint->size);
}

static void check_roots(struct walk *walk) {
  if (walk->has_checkpoint) check_root(walk, &walk->checkpoint, AUDIT_checkpoint_wrong_root);
  if (walk->has_older) check_root(walk, &walk->older, AUDIT_older_checkpoint_broken);
}

static void check_node(struct walk *walk, unsigned level, uint64_t position,
                       const struct merkle_hash *hash) {
  struct audit *audit = walk->audit;
  struct cursor cursor =
      QUERY(audit->input->store, sql_audit_node, V((int64_t)level), V((int64_t)position));
  struct text key = arena_format(audit->arena, "level=%u, position=%" PRIu64, level, position);
  if (!store_next(&cursor)) {
    audit_found_row(audit, AUDIT_node_missing, "log_node", key, NULL, "%s", "");
    return;
  }
  struct text stored = store_value(&cursor, 0).text, own = {(const char *)hash, sizeof *hash};
  if (!text_equal(stored, own))
    audit_found_row(audit, AUDIT_node_altered, "log_node", key, "hash", "%s", "");
  store_done(&cursor);
}

/* The stored hash goes into the tree, so that a leaf and the tree are each held against it. */
static void append(struct walk *walk, const struct stored_event *row, const struct event *place) {
  struct merkle_hash leaf_hash = merkle_leaf_hash(log_hash, row->leaf),
                     completed[MERKLE_HEIGHT_COUNT];
  struct text own = {(const char *)leaf_hash.bytes, MERKLE_HASH_SIZE};
  if (!text_equal(row->hash, own)) {
    audit_found_event(walk->audit, AUDIT_leaf_altered, place, "%s", "");
    if (row->hash.length == MERKLE_HASH_SIZE) memcpy(&leaf_hash, row->hash.at, sizeof leaf_hash);
  }
  if (walk->broken) return;
  size_t heights = merkle_append(&walk->frontier, log_hash, &leaf_hash, completed);
  for (unsigned height = TILE_HEIGHT; height < heights; height += TILE_HEIGHT)
    check_node(walk, height / TILE_HEIGHT, (walk->frontier.size >> height) - 1, &completed[height]);
  check_roots(walk);
}

static bool is_forgotten_later(const struct audit *audit, const struct stored_event *row) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct event_type *const *type = (*domain)->events; type && *type; type++)
      if ((*type)->forgets && row->subject.at &&
          FIND_INTEGER(audit->input->store, sql_audit_forgotten_after, NO_INTEGER, V(row->subject),
                       V(row->seq), V(text_of((*type)->name))) != NO_INTEGER)
        return true;
  return false;
}

static void check_private(struct audit *audit, const struct stored_event *row,
                          const struct event *event, const struct event_type *type) {
  if (!row->sealed.at && event_is_sealed(row) && !is_forgotten_later(audit, row))
    audit_found_event(audit, AUDIT_private_missing, event, "%s", "");
  if (!type->forgets || !event->subject.at) return;
  int64_t kept = FIND_INTEGER(audit->input->store, sql_audit_kept_before, NO_INTEGER,
                              V(event->subject), V(event->seq));
  if (kept != NO_INTEGER)
    audit_found_event(audit, AUDIT_private_kept, event, "those of event %" PRId64, kept);
}

static void check_order(struct walk *walk, const struct stored_event *row,
                        const struct event *place) {
  struct audit *audit = walk->audit;
  if (row->seq > walk->next_seq) {
    audit_found_event(audit, AUDIT_event_missing, place,
                      "%" PRId64 " before it, from %" PRId64 " on", row->seq - walk->next_seq,
                      walk->next_seq);
    walk->broken = true;
  }
  walk->next_seq = row->seq + 1;
  if (walk->has_checkpoint && (uint64_t)row->seq == walk->checkpoint.size)
    audit_found_event(audit, AUDIT_event_unsigned, place, "the checkpoint ends before it");
  if (row->at_us < walk->last_us - TIME_TOLERANCE_US)
    audit_found_event(audit, AUDIT_time_backwards, place, "by %" PRId64 " s",
                      (walk->last_us - row->at_us) / SECOND_US);
  if (row->at_us > audit->input->now_us + TIME_TOLERANCE_US)
    audit_found_event(audit, AUDIT_time_ahead, place, "%s", "");
  walk->last_us = row->at_us;
}

static void take_event(struct walk *walk, const struct stored_event *row) {
  struct audit *audit = walk->audit;
  const struct event place = {.seq = row->seq, .type = row->type, .subject = row->subject};
  struct event event;
  const struct event_type *type;
  void *data;
  struct error error;
  if (row->seq < 0) {
    audit_found_event(audit, AUDIT_event_unsigned, &place, "the log begins at 0");
    return;
  }
  check_order(walk, row, &place);
  append(walk, row, &place);
  bool decoded = event_decode(row, audit->arena, &event, &type, &data, &error);
  if (!data) {
    audit_found_event(audit, AUDIT_event_unreadable, &place, "%s", error.detail);
    return;
  }
  bool columns_differ = !decoded && strcmp(error.place, "event") == 0;
  if (!decoded)
    audit_found_event(audit, columns_differ ? AUDIT_event_columns_altered : AUDIT_private_altered,
                      &place, "%s", "");
  check_private(audit, row, &event, type);
  if (audit->replay) audit_replay(audit, &event, type, data);
}

static void check_end(struct walk *walk) {
  struct audit *audit = walk->audit;
  struct store *store = audit->input->store;
  if (!walk->has_checkpoint) {
    if (walk->next_seq > 0) audit_found_log(audit, AUDIT_checkpoint_missing, "%s", "");
  } else if ((uint64_t)walk->next_seq < walk->checkpoint.size) {
    audit_found_log(audit, AUDIT_event_missing,
                    "the checkpoint promises %" PRIu64 " and the last is %" PRId64,
                    walk->checkpoint.size, walk->next_seq - 1);
  }
  if (walk->has_older && (uint64_t)walk->next_seq < walk->older.size)
    audit_found_log(audit, AUDIT_older_checkpoint_broken, "it promised %" PRIu64 " events",
                    walk->older.size);
  for (unsigned level = 1; level <= TILE_LEVEL_COUNT && !walk->broken; level++) {
    bool past = level == TILE_LEVEL_COUNT;
    uint64_t count = past ? 0 : tile_node_count(level, walk->frontier.size);
    struct cursor cursor =
        past ? QUERY(store, sql_audit_nodes_strange, V((int64_t)level - 1))
             : QUERY(store, sql_audit_nodes_beyond, V((int64_t)level), V((int64_t)count));
    while (store_next(&cursor))
      audit_found_row(audit, AUDIT_node_added, "log_node",
                      arena_format(audit->arena, "level=%" PRId64 ", position=%" PRId64,
                                   store_integer(&cursor, 0), store_integer(&cursor, 1)),
                      NULL, "%s", "");
  }
}

bool audit_walk(struct audit *audit) {
  struct arena *arena = arena_make();
  struct walk walk = {.audit = audit, .last_us = INT64_MIN / 2};
  struct store *store = audit->input->store;
  bool readable = read_checkpoints(&walk, arena);
  int64_t from = INT64_MIN + 1;
  for (size_t got = PAGE_EVENTS; readable && got == PAGE_EVENTS;) {
    arena_reset(audit->arena);
    struct list page = LIST(store, sql_event_from, stored_event_fields, struct stored_event,
                            audit->arena, V(from), V((int64_t)PAGE_EVENTS));
    const struct stored_event *rows = page.at;
    got = page.count;
    for (size_t i = 0; i < got; i++) take_event(&walk, &rows[i]);
    if (got > 0) from = rows[got - 1].seq + 1;
    audit->report->event_count += (int64_t)got;
  }
  if (readable) check_end(&walk);
  arena_free(arena);
  return readable && !store_failed(store, audit->error);
}
