/* What the gates before every operation refuse, and what they let through only once: tried at a
 * route with the request of the line that is about to go well there. */
#ifndef HENG_TEST_API_PROBE_H
#define HENG_TEST_API_PROBE_H

#include "api_play.h"

/* What nothing has. */
#define NO_ID         "zzzzzzzzzzzz"
#define NO_ENTERPRISE "91430400MA4L000038"

struct probe {
  struct play *play;
  const struct endpoint *endpoint;
  const struct request *sample;
};

/* Asks for the sample with a difference, and wants this refusal. */
static void probe_ask(const struct probe *probe, struct request request, enum error_code wanted) {
  struct api *api = probe->play->api;
  const struct error_entry *entry = error_find(wanted);
  api_ask(api, &request);
  check_report(text_equal(api->problem.code, text_of(entry->name)), __FILE__, __LINE__,
               "%s %s: got %d %.*s, wanted %s", request.method, request.target, api->answer.status,
               TEXT_ARGS(api->answer.body), entry->name);
}

static struct request probe_with_headers(const struct probe *probe, const char *headers) {
  struct request request = *probe->sample;
  request.headers = headers;
  return request;
}

static struct request probe_with_query(const struct probe *probe, const char *pair) {
  struct request request = *probe->sample;
  bool has_query = strchr(request.target, '?');
  request.target =
      arena_format(probe->play->arena, "%s%s%s", request.target, has_query ? "&" : "?", pair).at;
  return request;
}

static struct request probe_with_body(const struct probe *probe, const char *body,
                                      const char *media) {
  struct request request = *probe->sample;
  request.body = body;
  request.media = media;
  return request;
}

static struct request probe_as(const struct probe *probe, const char *token) {
  struct request request = *probe->sample;
  request.token = token;
  return request;
}

static struct city_person *probe_person(const struct probe *probe, const char *name) {
  return api_city_find(probe->play->city, text_of(name));
}

static unsigned probe_role(const struct city_person *person) {
  for (unsigned i = 0; role_names[i]; i++)
    if (strcmp(role_names[i], person->role) == 0) return 1U << i;
  return 0;
}

static bool probe_may(const struct probe *probe, const struct city_person *person) {
  return (probe_role(person) & probe->endpoint->route->roles) != 0;
}

/* Somebody of the cast whose role the route does not take. */
static const char *probe_wrong_role(const struct probe *probe) {
  const struct city_person *people = probe->play->city->people;
  for (size_t i = 0; i < CITY_ROLE_COUNT; i++)
    if (!probe_may(probe, &people[i])) return people[i].token;
  return NULL;
}

/* Somebody whose role it takes, of another place than whoever asks in the sample: the strangers
 * before the first of the cast, and those of an enterprise before those of a unit, for some things
 * concern all units alike. */
static const char *probe_stranger(const struct probe *probe) {
  const struct city_person *people = probe->play->city->people;
  const char *place = "";
  for (size_t i = 0; i < CITY_PEOPLE; i++)
    if (strcmp(people[i].token, probe->sample->token) == 0) place = people[i].place;
  for (int enterprises = 1; enterprises >= 0; enterprises--)
    for (size_t i = 0; i < CITY_PEOPLE - 1; i++) {
      const struct city_person *person = &people[(i + CITY_ROLE_COUNT) % (CITY_PEOPLE - 1)];
      if (probe_may(probe, person) && *person->place && strcmp(person->place, place) != 0 &&
          enterprises == !!(probe_role(person) & ROLES_ENTERPRISE))
        return person->token;
    }
  return NULL;
}

/* The sample's path with ids that nothing has. */
static const char *probe_path_to_nothing(const struct probe *probe) {
  struct buffer out = BUFFER(probe->play->arena);
  struct text rest = text_of(probe->endpoint->route->path);
  size_t index = 0;
  while (rest.at) {
    buffer_add(&out, text_cut(&rest, '{'));
    if (!rest.at) break;
    text_cut(&rest, '}');
    const struct field *field = probe->endpoint->parameters[index++];
    bool number = field->type == FIELD_INTEGER;
    bool enterprise = field->least > ID_LENGTH;
    buffer_add(&out, number ? TEXT("999999999") : enterprise ? TEXT(NO_ENTERPRISE) : TEXT(NO_ID));
  }
  return arena_string(probe->play->arena, buffer_text(&out));
}

static void probe_not_found(const struct probe *probe) {
  if (!probe->endpoint->parameter_count) return;
  struct request request = *probe->sample;
  request.target = probe_path_to_nothing(probe);
  probe_ask(probe, request, ERROR_not_found);
}

/* A body one byte too long. */
static void probe_too_large(const struct probe *probe) {
  size_t most = probe->endpoint->route->body_most;
  if (!most) most = BODY_BYTES_MOST;
  char *body = arena_take(probe->play->arena, most + 2);
  memset(body, ' ', most + 1);
  probe_ask(probe, probe_with_body(probe, body, NULL), ERROR_too_large);
}

/* The session of the sample in a cookie, as a browser has it, without the proof that a page of ours
 * asks. */
static void probe_csrf(const struct probe *probe) {
  struct request request = *probe->sample;
  const char *token = request.token;
  request.token = NULL;
  request.headers =
      arena_format(probe->play->arena, "Cookie: heng_session=%s\r\nIf-Match: *\r\n", token).at;
  probe_ask(probe, request, ERROR_csrf);
}

/* One probe, unless the code is no gate's. */
static void probe_gate(const struct probe *probe, enum error_code code) {
  struct arena *arena = probe->play->arena;
  switch (code) {
  case ERROR_bad_request:
    probe_ask(probe, probe_with_query(probe, "%zz"), code);
    break;
  case ERROR_bad_field:
    probe_ask(probe, probe_with_query(probe, "nonsense=1"), code);
    break;
  case ERROR_bad_json:
    probe_ask(probe, probe_with_body(probe, "{", NULL), code);
    break;
  case ERROR_bad_media:
    probe_ask(probe, probe_with_body(probe, "{}", "text/plain"), code);
    break;
  case ERROR_too_large:
    probe_too_large(probe);
    break;
  case ERROR_no_session:
    probe_ask(probe, probe_as(probe, NULL), code);
    break;
  case ERROR_wrong_role:
    probe_ask(probe, probe_as(probe, probe_wrong_role(probe)), code);
    break;
  case ERROR_second_factor_missing:
    probe_ask(probe, probe_as(probe, probe_person(probe, "bare")->token), code);
    break;
  case ERROR_csrf:
    probe_csrf(probe);
    break;
  case ERROR_not_found:
    probe_not_found(probe);
    break;
  case ERROR_not_yours:
    if (probe->endpoint->parameter_count)
      probe_ask(probe, probe_as(probe, probe_stranger(probe)), code);
    break;
  case ERROR_version_needed:
    probe_ask(probe, probe_with_headers(probe, NULL), code);
    break;
  case ERROR_version_differs:
    probe_ask(probe, probe_with_headers(probe, "If-Match: \"999999\"\r\n"), code);
    break;
  case ERROR_key_reused:
    probe_ask(probe,
              (struct request){.method = probe->sample->method,
                               .target = probe->sample->target,
                               .token = probe_person(probe, "coordinator")->token,
                               .headers = arena_format(arena, "Idempotency-Key: used\r\n").at,
                               .body = probe->sample->body},
              code);
    break;
  default:
    break;
  }
}

/* Everything that the gates may refuse at this route. */
__attribute__((unused)) static void probe_gates(struct play *play, const struct endpoint *endpoint,
                                                const struct request *sample) {
  const struct probe probe = {play, endpoint, sample};
  size_t count;
  const struct error_entry *entries = error_table(&count);
  for (size_t i = 0; i < count; i++)
    if (reply_may_be(endpoint->route, entries[i].code)) probe_gate(&probe, entries[i].code);
}

/* The version that a refused edit says the thing has. */
static int64_t probe_version(struct play *play) {
  struct text detail = play->api->problem.detail;
  int64_t version = -1;
  if (CHECK(text_starts(detail, TEXT("it is at version ")))) {
    text_cut(&detail, 'v');
    text_cut(&detail, ' ');
    CHECK(text_to_integer(text_cut(&detail, ' '), &version));
  }
  return version;
}

/* An edit with the version that it is of goes well, and answers with the next one; with the same
 * version again it does not. */
__attribute__((unused)) static void probe_edit(struct play *play, const struct endpoint *endpoint,
                                               struct request *request) {
  const struct probe probe = {play, endpoint, request};
  probe_ask(&probe, probe_with_headers(&probe, "If-Match: \"999999\"\r\n"), ERROR_version_differs);
  request->headers =
      arena_format(play->arena, "If-Match: \"%lld\"\r\nIdempotency-Key: edit-%lld\r\n",
                   (long long)probe_version(play), (long long)++play->key)
          .at;
}

/* Two of the same at once under one key are one act; a third gets the same answer and records
 * nothing; another body under that key is refused. The answer of the first is the one that stays.
 */
__attribute__((unused)) static void probe_key(struct play *play, const struct endpoint *endpoint,
                                              const struct request *request) {
  static struct answer second;
  const struct probe probe = {play, endpoint, request};
  api_ask_twice(play->api, request, &second);
  const struct answer *answer = &play->api->answer;
  int status = answer->status;
  struct text body = arena_copy(play->arena, answer->body);
  struct text version = arena_copy(play->arena, http_header(answer, "ETag"));
  struct text place = arena_copy(play->arena, http_header(answer, "Location"));
  if (status >= 400) return;
  CHECK_INTEGER(second.status, status);
  CHECK_TEXT(second.body, body.at);
  int64_t before = -1, after = api_log_size(play->api);
  /* What grows the log every time is the request; what does it once is the clock. */
  for (int tries = 0; tries < 3 && before != after; tries++) {
    before = after;
    CHECK_INTEGER(api_ask(play->api, request), status);
    CHECK_TEXT(answer->body, body.at);
    CHECK(text_equal(http_header(answer, "ETag"), version));
    CHECK(text_equal(http_header(answer, "Location"), place));
    after = api_log_size(play->api);
  }
  CHECK_INTEGER(after, before);
  struct request other = *request;
  other.body = arena_format(play->arena, "%s ", request->body ? request->body : "{}").at;
  probe_ask(&probe, other, ERROR_key_reused);
  api_ask(play->api, request);
}

/* HEAD answers as GET does, without the body. */
__attribute__((unused)) static void probe_head(struct play *play, const struct request *request) {
  struct request head = *request;
  head.method = "HEAD";
  struct text type = http_header(&play->api->answer, "Content-Type");
  const char *wanted = arena_string(play->arena, type.at ? type : TEXT(""));
  int status = play->api->answer.status;
  CHECK_INTEGER(api_ask(play->api, &head), status);
  CHECK_TEXT(http_header(&play->api->answer, "Content-Type"), wanted);
  CHECK_INTEGER(play->api->answer.body.length, 0);
}

#endif
