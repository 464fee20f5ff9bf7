/* The log as the server gives it to anyone: every file of c2sp.org/tlog-tiles, with its status and
 * headers, verified from outside; proofs; a damaged log. */
#include "check.h"

#include "act/domain.h"
#include "http/server.h"
#include "http_client.h"
#include "local_fixture.h"
#include "log/proof.h"
#include "log/source.h"
#include "log/verify.h"

enum { EVENTS = 300 };

struct serving {
  struct local_fixture local;
  struct city city;
  struct server *server;
  uint16_t port;
};

static void add_items(struct local_fixture *local, int count) {
  char input[100];
  for (int i = 0; i < count; i++) {
    snprintf(input, sizeof input, "{\"id\":\"A%d\",\"name\":\"事项%d\"}", i, i);
    CHECK(local_fixture_act(local, NULL, "item_add", input) != NULL);
  }
  CHECK(local_commit(local->local, &local->error));
}

static void serve(struct serving *serving, int events) {
  struct server_options options = server_options_default();
  struct error error;
  serving->local = local_fixture_make();
  if (events) add_items(&serving->local, events);
  local_close(serving->local.local);
  serving->local.local = NULL;
  options.port = 0;
  options.log_level = LOG_NOTHING;
  if (!CHECK(city_open(serving->local.folder, true, &serving->city, &error)) ||
      !CHECK(server_start(&serving->city, &options, &serving->server, &error)))
    exit(1);
  serving->port = server_port(serving->server);
}

static void stop(struct serving *serving) {
  server_stop(serving->server);
  city_close(&serving->city);
  local_fixture_free(&serving->local);
}

#define TILE    LOG_TILE_CONTENT_TYPE, LOG_TILE_CACHE_CONTROL
#define PROBLEM "application/problem+json", "no-store"

static void each_file_has_its_status_and_headers(void) {
  static const struct {
    const char *path;
    int status;
    const char *type, *control;
    int size; /* -1: not looked at */
  } rows[] = {
      {"checkpoint", 200, LOG_CHECKPOINT_CONTENT_TYPE, LOG_CHECKPOINT_CACHE_CONTROL, -1},
      {"tile/0/000", 200, TILE, 256 * 32},
      {"tile/0/001.p/44", 200, TILE, 44 * 32},
      {"tile/0/001.p/1", 200, TILE, 32},
      {"tile/0/000.p/7", 200, TILE, 7 * 32},
      {"tile/1/000.p/1", 200, TILE, 32},
      {"tile/entries/000", 200, TILE, -1},
      {"tile/entries/001.p/44", 200, TILE, -1},
      {"tile/0/001.p/45", 404, PROBLEM, -1},
      {"tile/0/001", 404, PROBLEM, -1},
      {"tile/0/002.p/1", 404, PROBLEM, -1},
      {"tile/1/000", 404, PROBLEM, -1},
      {"tile/2/000.p/1", 404, PROBLEM, -1},
      {"tile/0/0", 404, PROBLEM, -1},
      {"tile/0/000.p/256", 404, PROBLEM, -1},
      {"tile/entries/x000/000", 404, PROBLEM, -1},
      {"tile/64/000", 404, PROBLEM, -1},
      {"tile/entries", 404, PROBLEM, -1},
      {"checkpoint/", 404, PROBLEM, -1},
      {"key", 200, LOG_CHECKPOINT_CONTENT_TYPE, "no-store", -1},
      {"leaf/299", 200, "application/json", LOG_TILE_CACHE_CONTROL, -1},
      {"leaf/300", 404, PROBLEM, -1},
      {"proof/0", 200, LOG_CHECKPOINT_CONTENT_TYPE, "no-store", -1},
      {"proof/300", 404, PROBLEM, -1},
      {"proof/x", 422, PROBLEM, -1},
  };
  struct serving serving;
  static struct answer answer;
  char target[100];
  serve(&serving, EVENTS);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].path);
    snprintf(target, sizeof target, "/log/%s", rows[i].path);
    http_ask(serving.port, &answer, "GET", target, NULL, NULL, NULL);
    CHECK_INTEGER(answer.status, rows[i].status);
    CHECK_TEXT(http_header(&answer, "Content-Type"), rows[i].type);
    CHECK_TEXT(http_header(&answer, "Cache-Control"), rows[i].control);
    if (rows[i].size >= 0) CHECK_INTEGER(answer.body.length, rows[i].size);
  }
  check_row[0] = 0;
  stop(&serving);
}

static void count_finding(void *context, const struct log_finding *finding) {
  (void)finding;
  ++*(int *)context;
}

/* As somebody would who has only the address and the key. */
static void the_log_verifies_from_outside(void) {
  struct serving serving;
  struct arena *arena = arena_make();
  struct error error = {0};
  struct checkpoint checkpoint;
  struct text message;
  int findings = 0;
  serve(&serving, EVENTS);
  const struct note_verifier *verifier = &serving.city.log_signer->verifier;
  const char *url = arena_format(arena, "http://127.0.0.1:%d/log", (int)serving.port).at;
  struct log_source *source = log_source_open(url, arena, &error);
  if (CHECK(source != NULL) && CHECK(log_source_checkpoint(source, arena, &message, &error)) &&
      CHECK(checkpoint_open(message, verifier, verifier->name, &checkpoint, &error))) {
    struct log_verification verification = {
        .reader = log_source_reader(source, checkpoint.size),
        .checkpoint = &checkpoint,
        .context = &findings,
        .found = count_finding,
    };
    struct log_report report;
    CHECK(log_verify(&verification, &report, &error));
    CHECK_INTEGER(report.entry_count, EVENTS);
    CHECK_INTEGER(findings, 0);
  }
  log_source_close(source);
  stop(&serving);
  arena_free(arena);
}

static void a_proof_holds_without_the_server(void) {
  struct serving serving;
  static struct answer answer;
  struct arena *arena = arena_make();
  struct log_proof proof;
  struct checkpoint checkpoint;
  struct error error;
  serve(&serving, EVENTS);
  const struct note_verifier *verifier = &serving.city.log_signer->verifier;
  http_ask(serving.port, &answer, "GET", "/log/proof/257", NULL, NULL, NULL);
  CHECK(log_proof_parse(arena_copy(arena, answer.body), arena, &proof, &error));
  CHECK(log_proof_check(&proof, proof.entry, verifier, verifier->name, &checkpoint, &error));
  http_ask(serving.port, &answer, "GET", "/log/leaf/257", NULL, NULL, NULL);
  CHECK(text_equal(answer.body, proof.entry));
  http_ask(serving.port, &answer, "GET", "/log/key", NULL, NULL, NULL);
  CHECK(text_equal(text_trim(answer.body), note_verifier_format(verifier, arena)));
  stop(&serving);
  arena_free(arena);
}

static void an_empty_log_has_no_checkpoint(void) {
  struct serving serving;
  static struct answer answer;
  serve(&serving, 0);
  http_ask(serving.port, &answer, "GET", "/log/checkpoint", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 404);
  http_ask(serving.port, &answer, "GET", "/log/tile/0/000.p/1", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 404);
  stop(&serving);
}

/* A log that does not hold together is the server's failure. */
static void a_damaged_log_is_a_failure(void) {
  static const struct statement drop = {"drop", "DELETE FROM event WHERE seq = 100"};
  static const struct statement forge = {"forge", "UPDATE event SET leaf = leaf || ' ' "
                                                  "WHERE seq = 5"};
  struct serving serving;
  static struct answer answer;
  struct store *store;
  struct error error;
  serve(&serving, EVENTS);
  CHECK(store_open(city_store_place(&serving.city), false, &store, &error));
  store_begin(store);
  store_run(store, &drop, NULL, 0);
  store_run(store, &forge, NULL, 0);
  CHECK(store_commit(store, &error));
  store_close(store);
  http_ask(serving.port, &answer, "GET", "/log/tile/entries/000", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 500);
  http_ask(serving.port, &answer, "GET", "/log/proof/5", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 500);
  stop(&serving);
}

TESTS(each_file_has_its_status_and_headers, the_log_verifies_from_outside,
      a_proof_holds_without_the_server, an_empty_log_has_no_checkpoint, a_damaged_log_is_a_failure)
