/* Every route of every domain through the real server, as the transcripts in test/api tell it; and
 * every refusal that a route declares, produced at that route.
 *
 * A route without a line that goes well, or a declared refusal that never came, fails: whoever adds
 * a route adds its lines to the transcript of its domain. */
#include <microhttpd.h>

#include "act/domain.h"
#include "api_probe.h"

#define HELD "build/api_held.txt"

static struct stage stage;

/* Kept under a key that every later act of the coordinator may meet again. */
static void use_key(void) {
  CHECK_INTEGER(
      api_ask(&stage.api,
              &(struct request){.method = "POST",
                                .target = "/api/items",
                                .token = api_city_find(&stage.city, TEXT("coordinator"))->token,
                                .headers = "Idempotency-Key: used\r\n",
                                .body = "{\"id\":\"KEY\",\"name\":\"幂等\"}"}),
      201);
}

/* Nobody can ask again for the end of a session by that session. */
static bool ends_session(const struct route *route) {
  return strcmp(route->name, "session_close") == 0;
}

/* A line that goes well at a route where none did before: first the gates, then the act itself as
 * a careful client does it. */
static void ask_first(struct play *play, const struct endpoint *endpoint, struct request *request) {
  unsigned flags = endpoint->route->flags;
  play->tried[endpoint->index] = true;
  probe_gates(play, endpoint, request);
  /* A thing without versions takes any; a version that differs would stop the server here. */
  if (!reply_may_be(endpoint->route, ERROR_version_differs))
    request->headers = arena_format(play->arena, "%sIf-Match: \"999999\"\r\n", request->headers).at;
  if (flags & ROUTE_EDITS) probe_edit(play, endpoint, request);
  if (flags & ROUTE_WRITES && !(flags & ROUTE_SECRET) && !ends_session(endpoint->route)) {
    probe_key(play, endpoint, request);
    return;
  }
  api_ask(play->api, request);
  bool heads = endpoint->route->method == METHOD_GET && !(flags & ROUTE_STREAM);
  if (!heads || play->api->answer.status >= 400) return;
  probe_head(play, request);
  api_ask(play->api, request);
}

static void ask(struct play *play, const struct play_line *line) {
  const struct endpoint *endpoint;
  struct request request = play_request(play, line, &endpoint);
  int64_t status = 0;
  bool goes_well = text_to_integer(line->outcome, &status) && status < 300;
  if (endpoint && goes_well && !play->tried[endpoint->index])
    ask_first(play, endpoint, &request);
  else
    api_ask(play->api, &request);
}

/* A subscriber that wants to hear no more. */
static enum MHD_Result is_gone(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *bytes,
                               size_t *size, void **owner) {
  (void)context, (void)url, (void)method, (void)version, (void)bytes;
  if (!*owner || *size) {
    *owner = &stage;
    *size = 0;
    return MHD_YES;
  }
  struct MHD_Response *response =
      MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
  enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_GONE, response);
  MHD_destroy_response(response);
  return queued;
}

static struct MHD_Daemon *start_subscriber(void) {
  struct MHD_Daemon *daemon =
      MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, is_gone, NULL,
                       MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_END);
  if (!CHECK(daemon != NULL)) exit(1);
  int port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  play_keep(&stage.play, TEXT("gone"),
            arena_format(stage.play.arena, "http://127.0.0.1:%d/", port));
  return daemon;
}

static void transcripts_hold(void) {
  unlink(HELD);
  stage_open(&stage, "0", HELD);
  use_key();
  struct MHD_Daemon *subscriber = start_subscriber();
  for (const struct domain *const *domain = domains; *domain; domain++)
    if ((*domain)->routes) play_transcript(&stage.play, (*domain)->name, ask);
  api_server_stop(&stage.server);
  MHD_stop_daemon(subscriber);
}

static void the_auditor_finds_nothing(void) {
  struct text said;
  const char *const words[] = {"heng", "audit", "--data", stage.city.local.folder, NULL};
  CHECK_INTEGER(api_heng(words, &said), 0);
  local_fixture_free(&stage.city.local);
}

/* Somebody who got into the table by no event, so that the first start founds nothing: the only way
 * to see the program serve a log in which nothing is recorded. */
static void an_empty_log_has_no_checkpoint(void) {
  static const struct statement put = {
      "put", "INSERT INTO person (id, login, name, roles, state, recovery, created_us, version) "
             "VALUES ('somebody', 'somebody', 'somebody', '[]', 'active', '[]', 0, 1)"};
  struct local_fixture empty = local_fixture_make();
  store_run(local_store(empty.local), &put, NULL, 0);
  CHECK(local_commit(empty.local, &empty.error));
  local_close(empty.local);
  empty.local = NULL;
  struct api_server server = api_server_start(empty.folder, "0", HELD);
  stage.api.port = server.port;
  api_ask(&stage.api, &(struct request){.method = "GET", .target = "/log/checkpoint"});
  CHECK_TEXT(stage.api.problem.code, "not_found");
  api_server_stop(&server);
  local_fixture_free(&empty);
}

/* ---- what came of it ---- */

static struct text held;

static bool was_produced(const char *route, const char *outcome) {
  struct text line = arena_format(stage.play.arena, "\n%s %s ", route, outcome);
  return text_find(held, line) != SIZE_MAX;
}

/* The rate, the machine and the disk are the same for all routes. */
static bool is_of_no_route(const struct error_entry *entry) {
  return entry->kind == ERROR_FAILURE || entry->code == ERROR_too_many_requests ||
         entry->code == ERROR_busy;
}

static void was_covered(const struct route *route) {
  size_t count;
  const struct error_entry *entries = error_table(&count);
  if (!check_report(was_produced(route->name, "ok"), __FILE__, __LINE__,
                    "%s %s never went well: it has no line in its domain's transcript", route->name,
                    route->path))
    return;
  for (size_t i = 0; i < count; i++)
    if (reply_may_be(route, entries[i].code) && !is_of_no_route(&entries[i]))
      check_report(was_produced(route->name, entries[i].name), __FILE__, __LINE__,
                   "%s declares %s, which was never produced", route->name, entries[i].name);
}

static void every_route_and_refusal_was_met(void) {
  struct error error;
  struct text file;
  if (!CHECK(file_read(HELD, 1 << 20, stage.play.arena, &file, &error))) return;
  held = arena_format(stage.play.arena, "\n%.*s", TEXT_ARGS(file));
  for (size_t i = 0; i < router_count(stage.play.router); i++)
    was_covered(router_at(stage.play.router, i)->route);
}

TESTS(transcripts_hold, the_auditor_finds_nothing, an_empty_log_has_no_checkpoint,
      every_route_and_refusal_was_met)
