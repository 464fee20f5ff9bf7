/* A log over HTTP: a real server on the loopback serves it well, and badly in every way it can. */
#include "log/source.h"

#include <microhttpd.h>
#include <netinet/in.h>

#include "check.h"
#include "log/verify.h"
#include "log_fixture.h"

enum manner {
  MANNER_GOOD,
  MANNER_NO_PARTIALS, /* as a log that has grown meanwhile may */
  MANNER_REDIRECTS,
  MANNER_ERRORS,
  MANNER_NOTHING, /* 404 for every tile */
  MANNER_ENDLESS, /* tiles larger than tiles are */
  MANNER_BREAKS,  /* closes in the middle of a tile */
};

struct server {
  struct memory_log *log;
  struct text message;
  uint64_t size;
  enum manner manner;
};

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, struct text body) {
  struct MHD_Response *response = MHD_create_response_from_buffer(
      body.length, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
  if (status == 302) MHD_add_response_header(response, "Location", "/elsewhere/");
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static ssize_t give_zeroes(void *context, uint64_t position, char *ret_bytes, size_t most_bytes) {
  const enum manner *manner = context;
  if (*manner == MANNER_BREAKS && position > 0) return MHD_CONTENT_READER_END_WITH_ERROR;
  memset(ret_bytes, 0, most_bytes);
  return (ssize_t)most_bytes;
}

static enum MHD_Result reply_zeroes(struct MHD_Connection *connection, enum manner *manner) {
  struct MHD_Response *response = MHD_create_response_from_callback(
      *manner == MANNER_BREAKS ? 32 << 10 : MHD_SIZE_UNKNOWN, 4096, give_zeroes, manner, NULL);
  enum MHD_Result result = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state) {
  struct server *server = context;
  (void)method, (void)version, (void)upload, (void)upload_size, (void)state;
  if (strcmp(url, "/log/checkpoint") == 0) return reply(connection, 200, server->message);
  struct text path = text_of(url);
  bool is_partial = text_find(path, TEXT(".p/")) != SIZE_MAX;
  if (server->manner == MANNER_NOTHING || (server->manner == MANNER_NO_PARTIALS && is_partial))
    return reply(connection, 404, TEXT("no"));
  if (server->manner == MANNER_REDIRECTS) return reply(connection, 302, TEXT(""));
  if (server->manner == MANNER_ERRORS) return reply(connection, 500, TEXT(""));
  if (server->manner == MANNER_ENDLESS || server->manner == MANNER_BREAKS)
    return reply_zeroes(connection, &server->manner);

  struct arena *arena = arena_make();
  struct buffer body = BUFFER(arena);
  struct log_reader reader = memory_reader(server->log);
  struct error error;
  struct text below = {url + 5, strlen(url) - 5};
  bool is_served =
      text_starts(path, TEXT("/log/")) && log_serve(&reader, server->size, below, &body, &error);
  enum MHD_Result result =
      reply(connection, is_served ? 200 : 404, is_served ? buffer_text(&body) : TEXT(""));
  arena_free(arena);
  return result;
}

static void take_detail(void *context, const struct log_finding *finding) {
  snprintf(context, 256, "%s", finding->detail);
}

/* Verifies what the server gives. ERROR_NONE when all could be looked at; the detail is that of the
 * last finding, or of the error. */
static enum error_code verify_served(struct server *server, const char *slash,
                                     struct log_report *ret_report, char ret_detail[256]) {
  struct error error = {0};
  struct MHD_Daemon *daemon = MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, server, MHD_OPTION_SOCK_ADDR,
      &(struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}},
      MHD_OPTION_END);
  if (!CHECK(daemon)) return ERROR_network;
  char url[64];
  snprintf(url, sizeof url, "http://127.0.0.1:%u/log%s",
           MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port, slash);

  *ret_report = (struct log_report){0};
  struct arena *arena = arena_make();
  struct note_signer signer;
  struct checkpoint checkpoint;
  struct text message;
  fixture_signer(&signer);
  struct log_source *source = log_source_open(url, arena, &error);
  if (CHECK(log_source_checkpoint(source, arena, &message, &error)) &&
      CHECK(
          checkpoint_open(message, &signer.verifier, TEXT(FIXTURE_ORIGIN), &checkpoint, &error))) {
    struct log_verification verification = {
        .reader = log_source_reader(source, checkpoint.size),
        .checkpoint = &checkpoint,
        .context = ret_detail,
        .found = take_detail,
    };
    if (log_verify(&verification, ret_report, &error))
      error.code = ERROR_NONE;
    else
      snprintf(ret_detail, 256, "%s", error.detail);
  }
  log_source_close(source);
  arena_free(arena);
  MHD_stop_daemon(daemon);
  return error.code;
}

static void reads_a_log_over_http(void) {
  static const uint64_t sizes[] = {0, 1, 255, 256, 257, 1000};
  struct memory_log log;
  memory_log_make(&log, 1000);
  for (size_t at = 0; at < sizeof sizes / sizeof *sizes; at++) {
    CHECK_ROW("size %llu", (unsigned long long)sizes[at]);
    memory_log_grow(&log, sizes[at]);
    struct server server = {&log, fixture_message(&log), sizes[at], MANNER_GOOD};
    struct log_report report;
    char detail[256];
    CHECK_INTEGER(verify_served(&server, at % 2 ? "/" : "", &report, detail), ERROR_NONE);
    CHECK_INTEGER(report.finding_count, 0);
    CHECK_INTEGER(report.entry_count, sizes[at]);
  }
  memory_log_free(&log);
}

static void a_full_tile_stands_in(void) {
  struct memory_log log;
  memory_log_make(&log, 256);
  memory_log_grow(&log, 100);
  struct text message = fixture_message(&log);
  memory_log_grow(&log, 256);
  struct server server = {&log, message, 256, MANNER_NO_PARTIALS};
  struct log_report report;
  char detail[256];
  CHECK_INTEGER(verify_served(&server, "", &report, detail), ERROR_NONE);
  CHECK_INTEGER(report.finding_count, 0);
  CHECK_INTEGER(report.entry_count, 100);
  memory_log_free(&log);
}

static void bad_servers_are_told_apart(void) {
  static const struct {
    enum manner manner;
    enum error_code code;
    uint64_t finding_count;
    const char *detail;
  } cases[] = {
      {MANNER_NOTHING, ERROR_NONE, 5, "the file is missing"},
      {MANNER_ENDLESS, ERROR_NONE, 5, "the file is too large"},
      {MANNER_REDIRECTS, ERROR_network, 0, "HTTP status 302: redirects are not followed"},
      {MANNER_ERRORS, ERROR_network, 0, "HTTP status 500"},
      {MANNER_BREAKS, ERROR_network, 0, ""},
  };
  struct memory_log log;
  memory_log_make(&log, 300);
  memory_log_grow(&log, 300);
  for (size_t at = 0; at < sizeof cases / sizeof *cases; at++) {
    CHECK_ROW("manner %d", cases[at].manner);
    struct server server = {&log, fixture_message(&log), 300, cases[at].manner};
    struct log_report report;
    char detail[256];
    CHECK_INTEGER(verify_served(&server, "", &report, detail), cases[at].code);
    CHECK_INTEGER(report.finding_count, cases[at].finding_count);
    CHECK(text_starts(text_of(detail), text_of(cases[at].detail)));
  }
  memory_log_free(&log);
}

static void no_server_is_a_failure(void) {
  struct error error = {0};
  struct arena *arena = arena_make();
  struct text message;
  struct log_source *source = log_source_open("http://127.0.0.1:1/log", arena, &error);
  CHECK(!log_source_checkpoint(source, arena, &message, &error));
  CHECK_INTEGER(error.code, ERROR_network);
  log_source_close(source);
  source = log_source_open("/nowhere/at/all", arena, &error);
  CHECK(!log_source_checkpoint(source, arena, &message, &error));
  CHECK_INTEGER(error.code, ERROR_not_found);
  log_source_close(source);
  log_source_close(NULL);
  arena_free(arena);
}

TESTS(reads_a_log_over_http, a_full_tile_stands_in, bad_servers_are_told_apart,
      no_server_is_a_failure)
