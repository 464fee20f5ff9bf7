/* A gate's check over HTTP, against a bare libmicrohttpd that answers a constant of the same size.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/time.h"
#include "bench.h"
#include "load.h"
#include "server_fixture.h"
#include "small_city.h"

enum { CHECKS = 20000, CONNECTIONS = 32, THREADS = 2, ANSWER_MOST = 8192 };

struct gate_bench {
  struct local_fixture fixture;
  struct server_fixture server;
  struct small_city city;
  struct arena *arena;
  struct text request; /* the same for both */
  char answer[ANSWER_MOST];
  size_t answer_length;
  struct MHD_Daemon *bare;
};

static void must(bool done, const char *what) {
  if (done) return;
  fprintf(stderr, "bench: %s\n", what);
  exit(3);
}

static struct text the_request(void *context, size_t index) {
  (void)index;
  return ((struct gate_bench *)context)->request;
}

static void the_answer(void *context, size_t index, int status, struct text body) {
  struct gate_bench *bench = context;
  (void)index;
  must(status == 200 && body.length < ANSWER_MOST, "a check was refused");
  memcpy(bench->answer, body.at, body.length);
  bench->answer_length = body.length;
}

static enum MHD_Result answer_constant(void *context, struct MHD_Connection *connection,
                                       const char *url, const char *method, const char *version,
                                       const char *upload, size_t *upload_size, void **state) {
  struct gate_bench *bench = context;
  static int seen;
  (void)url, (void)method, (void)version, (void)upload;
  if (!*state) {
    *state = &seen;
    return MHD_YES;
  }
  if (*upload_size) {
    *upload_size = 0;
    return MHD_YES;
  }
  struct MHD_Response *response =
      MHD_create_response_from_buffer(bench->answer_length, bench->answer, MHD_RESPMEM_PERSISTENT);
  enum MHD_Result queued = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return queued;
}

static double run(struct gate_bench *bench, int port) {
  const struct load load = {.port = port,
                            .connections = CONNECTIONS,
                            .count = CHECKS,
                            .request = the_request,
                            .answer = the_answer,
                            .context = bench};
  return CHECKS / load_run(&load);
}

static double check_at_heng(void *context) {
  struct gate_bench *bench = context;
  return run(bench, (int)strtol(strrchr(bench->server.url, ':') + 1, NULL, 10));
}

static double ask_bare(void *context) {
  struct gate_bench *bench = context;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bench->bare = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer_constant,
                                 bench, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
                                 MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
  must(bench->bare != NULL, "the bare server does not start");
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(bench->bare, MHD_DAEMON_INFO_BIND_PORT);
  double each_second = run(bench, info->port);
  MHD_stop_daemon(bench->bare);
  return each_second;
}

static const char *sent(struct gate_bench *bench, const char *token, const char *method,
                        const char *path, const char *json, long wanted, const char *member) {
  struct client client = client_make();
  long status = client_send(&client, method, bench->server.url, path, token, NULL, json);
  if (status != wanted) {
    fprintf(stderr, "bench: %s %s: %ld %.*s\n", method, path, status,
            TEXT_ARGS(buffer_text(&client.body)));
    exit(3);
  }
  const char *value = arena_string(bench->arena, client_member(&client, member));
  client_free(&client);
  must(value != NULL, "a reply lacks a member");
  return value;
}

#define JSON(...) arena_format(bench->arena, __VA_ARGS__).at

/* A visit that may come in now, its code, and a gate that asks about it. */
static void prepare(struct gate_bench *bench) {
  const struct small_city *city = &bench->city;
  char start[TIME_TEXT_SIZE + 1] = "", end[TIME_TEXT_SIZE + 1] = "";
  const char *tokens[3], *one_time[] = {city->officer, city->head, city->contact};
  for (int i = 0; i < 3; i++)
    tokens[i] = sent(bench, NULL, "POST", "/api/session/token",
                     JSON("{\"token\":\"%s\"}", one_time[i]), 201, "token");
  start[time_format(clock_now_us() + 10 * MINUTE_US, 0, start)] = 0;
  end[time_format(clock_now_us() + 2 * HOUR_US, 0, end)] = 0;
  const char *visit = sent(bench, tokens[0], "POST", "/api/visits",
                           JSON("{\"enterprise\":\"%s\",\"kind\":\"enforcement\",\"start\":\"%s\","
                                "\"end\":\"%s\",\"people\":2,\"certified\":2}",
                                city->enterprises[0], start, end),
                           201, "id");
  const char *site =
      sent(bench, tokens[1], "POST", JSON("/api/visits/%s/approve", visit), "{}", 200, "site");
  const char *code =
      sent(bench, tokens[0], "GET", JSON("/api/visits/%s/code", visit), NULL, 200, "text");
  const char *invitation = sent(
      bench, tokens[2], "POST",
      JSON("/api/enterprises/%s/sites/%s/invite", city->enterprises[0], site), "{}", 201, "code");
  const char *gate = sent(bench, NULL, "POST", "/api/gates/enrol",
                          JSON("{\"code\":\"%s\",\"name\":\"gate\"}", invitation), 201, "token");
  bench->request = load_request(bench->arena, "POST", "/api/gate/check", gate,
                                JSON("{\"text\":\"%s\",\"people\":2}", code));
}

void bench_gate(void) {
  static struct gate_bench bench;
  bench.fixture = local_fixture_make();
  bench.arena = arena_make();
  bench.city = small_city_make(&bench.fixture, 1);
  local_close(bench.fixture.local);
  bench.fixture.local = NULL;
  must(server_fixture_start(&bench.server, bench.fixture.folder), "the server does not start");
  prepare(&bench);
  bench_pair("a gate's check over HTTP / bare libmicrohttpd, a constant", "a second", check_at_heng,
             ask_bare, &bench, 0.6);
  server_fixture_end(&bench.server, SIGTERM);
  local_fixture_free(&bench.fixture);
  arena_free(bench.arena);
}
