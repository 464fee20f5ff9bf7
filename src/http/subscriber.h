/* Subscribers: programs of others that are told of events by webhook.
 *
 * Who subscribes is changed by events, as everything is. How far each one has been served is not:
 * those columns are the outbox's own, and the auditor leaves them out. */
#ifndef HENG_HTTP_SUBSCRIBER_H
#define HENG_HTTP_SUBSCRIBER_H

#include "act/domain.h"

enum {
  SUBSCRIBERS_MOST = 32,
  SUBSCRIBER_URL_MOST = 500,
  SUBSCRIBER_TYPES_MOST = 64,
  SUBSCRIBER_SECRET_SIZE = 50, /* "whsec_" and base64 of 32 random bytes */
};

struct subscriber {
  struct text id, url; /* url is NO_TEXT once forgotten */
  struct texts types;  /* none: every published event */
  int64_t made_us;
  bool paused; /* given up until somebody resumes it; it then goes on where it stopped */
  /* The outbox's. */
  int64_t next_seq; /* the first event it has not been told of */
  int64_t attempts; /* in a row that failed */
  int64_t next_us;  /* when to try again; NO_INTEGER: at once */
  int64_t failing_since_us;
  int64_t last_status; /* HTTP; 0 when there was no answer, NO_INTEGER before the first try */
};
extern const struct field subscriber_columns[]; /* as in the table */
extern const struct field subscriber_fields[];  /* as in replies */

struct subscriber_made {
  struct text id, url, secret;
  struct texts types;
};
struct subscriber_input {
  struct text url;
  struct texts types;
};
struct subscriber_choice {
  struct text subscriber;
};
struct subscriber_list {
  struct list subscribers;
};
extern const struct field subscriber_made_fields[], subscriber_input_fields[],
    subscriber_choice_fields[], subscriber_list_fields[];

bool subscriber_make(struct act *act);
bool subscriber_list(struct act *act);
bool subscriber_show(struct act *act);
bool subscriber_delete(struct act *act);
bool subscriber_resume(struct act *act);
bool subscriber_scope(struct act *act);

extern const struct event_type subscriber_made, subscriber_deleted, subscriber_paused,
    subscriber_resumed;

/* Inside an act of the outbox: it has given up. */
void subscriber_give_up(struct act *act, struct text id);

#endif
