/* Recording, reading and replaying events. */
#include "act/event.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "act/act.h"
#include "act/domain.h"
#include "act/sql.h"
#include "log/tree.h"

/* Names in the order of the leaf. `data` and `sealed` are written by their own tables. */
struct leaf {
  int64_t seq;
  struct text type;
  int64_t at_us;
  struct text by, request, enterprise, subject, data, sealed;
};

static const struct field leaf_fields[] = {
    FIELD(INTEGER, struct leaf, seq, .most = INT64_MAX),
    FIELD(TEXT, struct leaf, type, .least = 1, .most = 64),
    FIELD_NAMED("at", TIME, struct leaf, at_us),
    FIELD(TEXT, struct leaf, by, .least = 1, .most = 64),
    FIELD(TEXT, struct leaf, request, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD(TEXT, struct leaf, enterprise, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD(TEXT, struct leaf, subject, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD(RAW, struct leaf, data),
    FIELD(RAW, struct leaf, sealed),
    FIELDS_END,
};

const struct field stored_event_fields[] = {
    FIELD(INTEGER, struct stored_event, seq),   FIELD(TEXT, struct stored_event, type),
    FIELD(INTEGER, struct stored_event, at_us), FIELD(TEXT, struct stored_event, by_id),
    FIELD(TEXT, struct stored_event, request),  FIELD(TEXT, struct stored_event, enterprise),
    FIELD(TEXT, struct stored_event, subject),  FIELD(TEXT, struct stored_event, leaf),
    FIELD(TEXT, struct stored_event, sealed),   FIELD(TEXT, struct stored_event, salt),
    FIELD(TEXT, struct stored_event, hash),     FIELDS_END,
};

/* The commitment to one value: base64 of SHA-256(HMAC-SHA-256(salt, name) || value as JSON). */
static void commit(struct buffer *out, const uint8_t salt[EVENT_SALT_SIZE], const char *name,
                   struct text value) {
  uint8_t field_salt[crypto_auth_hmacsha256_BYTES], digest[crypto_hash_sha256_BYTES];
  crypto_auth_hmacsha256(field_salt, (const uint8_t *)name, strlen(name), salt);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, field_salt, sizeof field_salt);
  crypto_hash_sha256_update(&state, (const uint8_t *)value.at, value.length);
  crypto_hash_sha256_final(&state, digest);
  buffer_add_byte(out, '"');
  size_t length =
      base64_encode(digest, sizeof digest, false, buffer_take(out, BASE64_SIZE(sizeof digest)));
  assert(length == BASE64_SIZE(sizeof digest));
  buffer_add_byte(out, '"');
}

static struct text commitments(struct arena *arena, const struct field *fields, const void *data,
                               const uint8_t salt[EVENT_SALT_SIZE]) {
  struct buffer out = BUFFER(arena);
  buffer_add_byte(&out, '{');
  for (const struct field *field = fields; field->name; field++) {
    const void *member = (const char *)data + field->offset;
    if (!(field->flags & FIELD_PRIVATE) || json_is_absent(field, member)) continue;
    struct buffer value = BUFFER(arena);
    json_write_value(&value, field, member);
    if (out.length > 1) buffer_add_byte(&out, ',');
    json_write_text(&out, text_of(field->name));
    buffer_add_byte(&out, ':');
    commit(&out, salt, field->name, buffer_text(&value));
  }
  buffer_add_byte(&out, '}');
  return buffer_text(&out);
}

static struct text part(struct arena *arena, const struct field *fields, const void *data,
                        bool private_part) {
  struct buffer out = BUFFER(arena);
  json_write_part(&out, fields, data, private_part);
  return buffer_text(&out);
}

static struct text leaf_text(const struct event *event, struct text data, struct text sealed,
                             struct arena *arena) {
  const struct leaf leaf = {event->seq,     event->type,    event->at_us,
                            event->by,      event->request, event->enterprise,
                            event->subject, data,           sealed};
  struct buffer out = BUFFER(arena);
  json_write(&out, leaf_fields, &leaf);
  return buffer_text(&out);
}

static void append_to_log(struct act *act, struct text leaf, struct log_step *ret_step) {
  log_append(act->frontier, leaf, ret_step);
  for (unsigned level = 1; level < ret_step->level_count; level++) {
    struct text hash = {(const char *)ret_step->hashes[level].bytes, MERKLE_HASH_SIZE};
    RUN(act->store, sql_log_node_insert, V((int64_t)level),
        V((int64_t)log_step_index(ret_step, level)), value_bytes(hash));
  }
}

void event_store(struct store *store, const struct stored_event *row) {
  RUN(store, sql_event_insert, V(row->seq), V(row->type), V(row->at_us), V(row->by_id),
      V(row->request), V(row->enterprise), V(row->subject), V(row->leaf), V(row->sealed),
      value_bytes(row->salt), value_bytes(row->hash));
}

int64_t event_record(struct act *act, const struct event_type *type, struct text enterprise,
                     struct text subject, const void *data) {
  assert(act->frontier); /* only a route that writes records events */
  struct event event = {.seq = (int64_t)act->frontier->size,
                        .at_us = act->now_us,
                        .type = text_of(type->name),
                        .by = act->caller.person.at ? act->caller.person : TEXT("anyone"),
                        .request = act->request,
                        .enterprise = enterprise,
                        .subject = subject};
  uint8_t salt[EVENT_SALT_SIZE];
  randombytes_buf(salt, sizeof salt);
  struct text hidden = part(act->arena, type->fields, data, true);
  bool any_hidden = hidden.length > 2;
  struct text sealed = any_hidden ? commitments(act->arena, type->fields, data, salt) : TEXT("{}");
  struct text leaf =
      leaf_text(&event, part(act->arena, type->fields, data, false), sealed, act->arena);
  struct log_step step;
  append_to_log(act, leaf, &step);
  const struct stored_event row = {
      .seq = event.seq,
      .type = event.type,
      .at_us = event.at_us,
      .by_id = event.by,
      .request = event.request,
      .enterprise = event.enterprise,
      .subject = event.subject,
      .leaf = leaf,
      .sealed = any_hidden ? hidden : NO_TEXT,
      .salt = any_hidden ? (struct text){(char *)salt, sizeof salt} : NO_TEXT,
      .hash = {(char *)step.hashes[0].bytes, MERKLE_HASH_SIZE},
  };
  event_store(act->store, &row);
  if (type->forgets) RUN(act->store, sql_event_forget, V(subject));
  type->apply(act->store, &event, data);
  act->event_count++;
  return event.seq;
}

/* Public and private members side by side in one object: `{"a":1}` and `{"b":2}` to
 * `{"a":1,"b":2}`. */
static struct text joined(struct arena *arena, struct text data, struct text hidden) {
  if (!hidden.at || hidden.length <= 2) return data;
  struct buffer out = BUFFER(arena);
  buffer_add(&out, (struct text){data.at, data.length - 1});
  if (data.length > 2) buffer_add_byte(&out, ',');
  buffer_add(&out, (struct text){hidden.at + 1, hidden.length - 1});
  return buffer_text(&out);
}

static bool same_or_absent(struct text a, struct text b) {
  return (!a.at || !b.at) ? a.at == b.at : text_equal(a, b);
}

static bool columns_fit_leaf(const struct stored_event *row, const struct leaf *leaf) {
  return row->seq == leaf->seq && row->at_us == leaf->at_us && text_equal(row->type, leaf->type) &&
         text_equal(row->by_id, leaf->by) && same_or_absent(row->request, leaf->request) &&
         same_or_absent(row->enterprise, leaf->enterprise) &&
         same_or_absent(row->subject, leaf->subject);
}

static bool seals_open(const struct stored_event *row, const struct leaf *leaf,
                       const struct event_type *type, const void *data, struct arena *arena) {
  if (!row->sealed.at) return !row->salt.at;
  if (row->salt.length != EVENT_SALT_SIZE) return false;
  struct text sealed = commitments(arena, type->fields, data, (const uint8_t *)row->salt.at);
  return text_equal(sealed, leaf->sealed);
}

bool event_decode(const struct stored_event *row, struct arena *arena, struct event *ret_event,
                  const struct event_type **ret_type, void **ret_data, struct error *ret_error) {
  struct leaf leaf;
  struct error ignored;
  *ret_data = NULL;
  if (!json_read(row->leaf, leaf_fields, &leaf, arena, ret_error)) return false;
  *ret_type = event_type_find(leaf.type);
  if (!*ret_type) return fail(ret_error, ERROR_bad_log, "type", "there is no such event");
  *ret_event = (struct event){leaf.seq,     leaf.at_us,      leaf.type,   leaf.by,
                              leaf.request, leaf.enterprise, leaf.subject};
  void *data = arena_take(arena, (*ret_type)->size);
  struct text whole = joined(arena, leaf.data, row->sealed);
  bool whole_reads = json_read(whole, (*ret_type)->fields, data, arena, &ignored);
  if (!whole_reads && !json_read(leaf.data, (*ret_type)->fields, data, arena, ret_error))
    return false;
  *ret_data = data;
  if (!columns_fit_leaf(row, &leaf))
    return fail(ret_error, ERROR_bad_log, "event", "its columns differ from its leaf");
  if (!whole_reads || !seals_open(row, &leaf, *ret_type, data, arena))
    return fail(ret_error, ERROR_bad_log, "sealed", "the private values do not open their seals");
  return true;
}

bool event_data(struct text leaf, struct arena *arena, struct text *ret_data,
                struct error *ret_error) {
  static const struct field fields[] = {FIELD(RAW, struct leaf, data), FIELDS_OPEN_END};
  struct leaf read;
  bool done = json_read(leaf, fields, &read, arena, ret_error);
  if (done) *ret_data = read.data;
  return done;
}

/* A leaf ends in its seals. */
bool event_is_sealed(const struct stored_event *row) {
  static const struct text none = TEXT("\"sealed\":{}}");
  if (row->leaf.length < none.length) return false;
  struct text end = {row->leaf.at + row->leaf.length - none.length, none.length};
  return !text_equal(end, none);
}
