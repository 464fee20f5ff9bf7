/* Subscribing, and its events. */
#include "http/subscriber.h"

#include <curl/curl.h>
#include <sodium.h>
#include <string.h>

#include "http/sql.h"

#define TYPES_FIELD(owner, ...)                                                                    \
  FIELD(TEXTS, owner, types, .most = SUBSCRIBER_TYPES_MOST, .size = 64, ##__VA_ARGS__)

const struct field subscriber_columns[] = {
    FIELD(TEXT, struct subscriber, id),
    FIELD(TEXT, struct subscriber, url),
    TYPES_FIELD(struct subscriber),
    FIELD(INTEGER, struct subscriber, made_us),
    FIELD(BOOLEAN, struct subscriber, paused),
    FIELD(INTEGER, struct subscriber, next_seq),
    FIELD(INTEGER, struct subscriber, attempts),
    FIELD(INTEGER, struct subscriber, next_us),
    FIELD(INTEGER, struct subscriber, failing_since_us),
    FIELD(INTEGER, struct subscriber, last_status),
    FIELDS_END,
};

const struct field subscriber_fields[] = {
    FIELD(TEXT, struct subscriber, id, .most = ID_LENGTH),
    FIELD(TEXT, struct subscriber, url, .most = SUBSCRIBER_URL_MOST),
    TYPES_FIELD(struct subscriber, .help = "none: every published event"),
    FIELD_NAMED("made", TIME, struct subscriber, made_us),
    FIELD(BOOLEAN, struct subscriber, paused,
          .help = "given up after failing for days; resume it to go on where it stopped"),
    FIELD(INTEGER, struct subscriber, next_seq, .most = INT64_MAX,
          .help = "the first event in the log that it has not been told of"),
    FIELD(INTEGER, struct subscriber, attempts, .most = INT64_MAX,
          .help = "how many in a row have failed"),
    FIELD_NAMED("next_attempt", TIME, struct subscriber, next_us, .flags = FIELD_NULLABLE),
    FIELD_NAMED("failing_since", TIME, struct subscriber, failing_since_us,
                .flags = FIELD_NULLABLE),
    FIELD(INTEGER, struct subscriber, last_status, .flags = FIELD_NULLABLE, .most = 999,
          .help = "the HTTP status of its last answer; 0 when there was none"),
    FIELDS_END,
};

const struct field subscriber_made_fields[] = {
    FIELD(TEXT, struct subscriber_made, id, .most = ID_LENGTH),
    FIELD(TEXT, struct subscriber_made, url, .most = SUBSCRIBER_URL_MOST),
    FIELD(TEXT, struct subscriber_made, secret, .most = SUBSCRIBER_SECRET_SIZE,
          .help = "shown this once: the key of the signatures"),
    TYPES_FIELD(struct subscriber_made),
    FIELDS_END,
};

const struct field subscriber_input_fields[] = {
    FIELD(TEXT, struct subscriber_input, url, .least = 1, .most = SUBSCRIBER_URL_MOST,
          .help = "http:// or https://, without user name"),
    TYPES_FIELD(struct subscriber_input, .flags = FIELD_OPTIONAL,
                .help = "names of published events; none: all of them"),
    FIELDS_END,
};

const struct field subscriber_choice_fields[] = {
    FIELD(TEXT, struct subscriber_choice, subscriber, .least = 1, .most = ID_LENGTH),
    FIELDS_END,
};

const struct field subscriber_list_fields[] = {
    FIELD(LIST, struct subscriber_list, subscribers, .most = SUBSCRIBERS_MOST,
          .size = sizeof(struct subscriber), .fields = subscriber_fields),
    FIELDS_END,
};

/* Events. The address and the secret are private: the log is public. */

static const struct field made_event_fields[] = {
    FIELD(TEXT, struct subscriber_made, url, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = SUBSCRIBER_URL_MOST),
    FIELD(TEXT, struct subscriber_made, secret, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = SUBSCRIBER_SECRET_SIZE),
    TYPES_FIELD(struct subscriber_made),
    FIELDS_END,
};

static const struct field no_fields[] = {FIELDS_END};
struct nothing {
  char nothing;
};

struct row {
  struct text id, url;
  struct texts types;
  struct text secret;
  int64_t made_us, next_seq;
};
static const struct field row_fields[] = {
    FIELD(TEXT, struct row, id),
    FIELD(TEXT, struct row, url),
    TYPES_FIELD(struct row),
    FIELD(TEXT, struct row, secret),
    FIELD(INTEGER, struct row, made_us),
    FIELD(INTEGER, struct row, next_seq),
    FIELDS_END,
};

static void apply_made(struct store *store, const struct event *event, const void *data) {
  const struct subscriber_made *made = data;
  const struct row row = {event->subject, made->url,    made->types,
                          made->secret,   event->at_us, event->seq + 1};
  store_run_fields(store, &sql_subscriber_add, row_fields, &row);
}

static void apply_deleted(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_subscriber_drop, V(event->subject));
}

static void apply_paused(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_subscriber_pause, V(event->subject));
}

static void apply_resumed(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_subscriber_resume, V(event->subject));
}

const struct event_type subscriber_made = {.name = "subscriber_made",
                                           .fields = made_event_fields,
                                           .size = sizeof(struct subscriber_made),
                                           .apply = apply_made,
                                           .readers = ROLE_SYSTEM};
const struct event_type subscriber_deleted = {.name = "subscriber_deleted",
                                              .fields = no_fields,
                                              .size = sizeof(struct nothing),
                                              .apply = apply_deleted,
                                              .readers = ROLE_SYSTEM,
                                              .forgets = true};
const struct event_type subscriber_paused = {.name = "subscriber_paused",
                                             .fields = no_fields,
                                             .size = sizeof(struct nothing),
                                             .apply = apply_paused,
                                             .readers = ROLE_SYSTEM};
const struct event_type subscriber_resumed = {.name = "subscriber_resumed",
                                              .fields = no_fields,
                                              .size = sizeof(struct nothing),
                                              .apply = apply_resumed,
                                              .readers = ROLE_SYSTEM};

/* Operations */

static bool url_is_fit(const char *url) {
  CURLU *parsed = curl_url();
  char *scheme = NULL, *user = NULL, *host = NULL;
  bool fit = parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
             curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
             (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0) &&
             curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
             curl_url_get(parsed, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
  curl_free(scheme);
  curl_free(user);
  curl_free(host);
  curl_url_cleanup(parsed);
  return fit;
}

static bool check_input(struct act *act, const struct subscriber_input *in) {
  for (size_t i = 0; i < in->url.length; i++)
    if (in->url.at[i] <= ' ' || in->url.at[i] > '~')
      return act_refuse(act, ERROR_bad_field, "url", "only visible ASCII characters");
  if (!url_is_fit(arena_string(act->arena, in->url)))
    return act_refuse(act, ERROR_bad_field, "url", "not an http or https address");
  for (size_t i = 0; i < in->types.count; i++) {
    const struct event_type *type = event_type_find(in->types.at[i]);
    if (!type || !type->published)
      return act_refuse(act, ERROR_bad_field, "types", "number %zu is no published event", i + 1);
  }
  if (store_find_integer(act->store, &sql_subscriber_count, NULL, 0, 0) >= SUBSCRIBERS_MOST)
    return act_refuse(act, ERROR_wrong_state, NULL, "there are %d subscribers already",
                      SUBSCRIBERS_MOST);
  return true;
}

static struct text new_secret(struct arena *arena) {
  uint8_t random[32];
  char *secret = arena_take(arena, SUBSCRIBER_SECRET_SIZE + 1);
  randombytes_buf(random, sizeof random);
  memcpy(secret, "whsec_", 6);
  size_t length = 6 + base64_encode(random, sizeof random, false, secret + 6);
  sodium_memzero(random, sizeof random);
  return (struct text){secret, length};
}

bool subscriber_make(struct act *act) {
  const struct subscriber_input *in = act->in;
  if (!check_input(act, in)) return false;
  const struct subscriber_made made = {.id = act_new_id(act->arena),
                                       .url = in->url,
                                       .types = in->types,
                                       .secret = new_secret(act->arena)};
  event_record(act, &subscriber_made, NO_TEXT, made.id, &made);
  *(struct subscriber_made *)act->out = made;
  return true;
}

bool subscriber_list(struct act *act) {
  struct subscriber_list *out = act->out;
  out->subscribers = store_list(act->store, &sql_subscriber_all, NULL, 0, subscriber_columns,
                                sizeof(struct subscriber), act->arena);
  return true;
}

bool subscriber_scope(struct act *act) {
  const struct subscriber_choice *in = act->in;
  struct subscriber *subscriber = ARENA_NEW(act->arena, struct subscriber);
  if (!FIND(act->store, sql_subscriber_by_id, subscriber_columns, subscriber, act->arena,
            V(in->subscriber)))
    return act_refuse(act, ERROR_not_found, "subscriber", "%s", "");
  act->subject.thing = subscriber;
  return true;
}

bool subscriber_show(struct act *act) {
  *(struct subscriber *)act->out = *(const struct subscriber *)act->subject.thing;
  return true;
}

/* Its address and secret are forgotten; that it was there is not. */
bool subscriber_delete(struct act *act) {
  const struct subscriber *subscriber = act->subject.thing;
  event_record(act, &subscriber_deleted, NO_TEXT, subscriber->id, &(struct nothing){0});
  return true;
}

bool subscriber_resume(struct act *act) {
  const struct subscriber *subscriber = act->subject.thing;
  if (!subscriber->paused) return act_refuse(act, ERROR_wrong_state, NULL, "it is not paused");
  event_record(act, &subscriber_resumed, NO_TEXT, subscriber->id, &(struct nothing){0});
  return true;
}

void subscriber_give_up(struct act *act, struct text id) {
  event_record(act, &subscriber_paused, NO_TEXT, id, &(struct nothing){0});
}
