/* Events: the only way in which a business table changes.
 *
 * Recording an event writes its leaf (public fields in clear, private ones as salted commitments),
 * its private values beside it, and then applies it to the tables, all in one transaction.
 * Replaying the same events through the same apply functions rebuilds the tables: that is what
 * `heng audit` does. An apply function therefore uses nothing but the event: no clock, no random,
 * no settings.
 *
 * A leaf is JSON: {"seq","type","at","by","request","enterprise","visit","data":{…},
 * "sealed":{"name":"base64 of SHA-256(salt of the field || value as JSON)"}}; the salt of a field
 * is HMAC-SHA-256(salt of the event, field name). Forgetting erases salt and value, never the leaf.
 */
#ifndef HENG_ACT_EVENT_H
#define HENG_ACT_EVENT_H

#include "store/store.h"

struct act;
struct stored_event;
struct subject;

/* What every event says besides its own fields. */
struct event {
  int64_t seq; /* the leaf's index in the log */
  int64_t at_us;
  struct text type;
  struct text by;         /* person, gate or "self" */
  struct text request;    /* request id; NO_TEXT when none */
  struct text enterprise; /* whose rows it changes; NO_TEXT when none */
  struct text subject;    /* id of the visit, person, … it is about; NO_TEXT when none */
};

struct event_type {
  const char *name; /* "visit_booked" */
  /* Private fields must be FIELD_OPTIONAL, for they may be forgotten. */
  const struct field *fields;
  size_t size;
  void (*apply)(struct store *store, const struct event *event, const void *data);
  unsigned readers;  /* enum role: who gets it on the live stream, within reach; 0: nobody */
  bool concerns_all; /* all of `readers` alike, as a policy does; never what is somebody's */
  /* Whose it is where its public fields and its enterprise do not say: fills what is missing of
   * `ret_subject` from the tables as they stand now. NULL: they always say. */
  void (*find_subject)(struct store *store, const struct stored_event *event, struct arena *arena,
                       struct subject *ret_subject);
  bool published; /* goes to the outbox for subscribers */
  /* The subject is forgotten with it: recording it erases the private values and salts of all
   * earlier events about that subject. What the tables forget is the apply function's. */
  bool forgets;
};

enum { EVENT_SALT_SIZE = 32 };

/* A row of table event. `sealed` holds the private values as JSON; it and `salt` are absent when
 * there are none, or when they were forgotten. */
struct stored_event {
  int64_t seq;
  struct text type;
  int64_t at_us;
  struct text by_id, request, enterprise, subject, leaf, sealed, salt, hash;
};
extern const struct field stored_event_fields[];

/* Records and applies; returns the event's seq. `enterprise`, `subject` may be NO_TEXT. */
int64_t event_record(struct act *act, const struct event_type *type, struct text enterprise,
                     struct text subject, const void *data);

/* Puts a row as it is into table event, without applying it. */
void event_store(struct store *store, const struct stored_event *row);

/* A stored event as what was recorded. Refusals: bad_json, bad_field and bad_log "type" when the
 * leaf cannot be read, `*ret_data` is NULL then; bad_log "event" and "sealed" when the columns
 * differ from the leaf or the private values do not open their commitments, the outputs are then
 * what the leaf says, with such private values as can be read. */
bool event_decode(const struct stored_event *row, struct arena *arena, struct event *ret_event,
                  const struct event_type **ret_type, void **ret_data, struct error *ret_error);
/* The part of a leaf that says what happened, in public: JSON of the type's fields. Refusals
 * bad_json, bad_field. */
bool event_data(struct text leaf, struct arena *arena, struct text *ret_data,
                struct error *ret_error);
/* Whether its leaf has commitments at all. */
bool event_is_sealed(const struct stored_event *row);

#endif
