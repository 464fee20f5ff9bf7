/* The real program as a child process, and a client that holds whatever it answers against what
 * every answer must be: request id, security headers, and of a refusal the whole problem. */
#ifndef HENG_TEST_API_CLIENT_H
#define HENG_TEST_API_CLIENT_H

#include <signal.h>
#include <sys/wait.h>

#include "act/reply.h"
#include "http_client.h"

/* ---- the server ---- */

struct api_server {
  pid_t child;
  uint16_t port;
};

/* Starts ./heng serve on a free port and waits until it says where. Every reply is held against its
 * declared shape, and what was produced is added to `held_path` when the server stops. It believes
 * X-Forwarded-For, so that a client can come from many addresses. */
__attribute__((unused)) static struct api_server
api_server_start(const char *folder, const char *requests_per_minute, const char *held_path) {
  struct api_server server = {0};
  int channel[2];
  int64_t port = 0;
  if (!CHECK(pipe(channel) == 0)) exit(1);
  server.child = fork();
  if (server.child == 0) {
    setenv("HENG_HELD_REPLIES", held_path, 1);
    dup2(channel[1], STDOUT_FILENO);
    close(channel[0]);
    close(channel[1]);
    execl("./heng", "heng", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--log",
          "failures", "--behind-proxy", "127.0.0.1", "--rate", requests_per_minute, (char *)NULL);
    _exit(127);
  }
  close(channel[1]);
  FILE *out = fdopen(channel[0], "r");
  char line[256];
  while (!port && fgets(line, sizeof line, out)) {
    struct text rest = text_trim(text_of(line));
    if (!text_starts(rest, TEXT("http://127.0.0.1:"))) continue;
    rest.at += strlen("http://127.0.0.1:");
    rest.length -= strlen("http://127.0.0.1:");
    text_to_integer(text_cut(&rest, '/'), &port);
  }
  fclose(out);
  if (!CHECK(port > 0)) exit(1);
  server.port = (uint16_t)port;
  return server;
}

/* Asks it to stop, and wants it to end well. */
__attribute__((unused)) static void api_server_stop(struct api_server *server) {
  int status = 0;
  kill(server->child, SIGTERM);
  waitpid(server->child, &status, 0);
  CHECK_INTEGER(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
}

/* Runs ./heng with these words (NULL-ended) to its end; its exit status. What it says, errors too,
 * stands in `ret_said` until the next run; it is shown when it is not content. */
__attribute__((unused)) static int api_heng(const char *const *words, struct text *ret_said) {
  static char said[1 << 21];
  int channel[2], status = 0;
  if (!CHECK(pipe(channel) == 0)) exit(1);
  pid_t child = fork();
  if (child == 0) {
    dup2(channel[1], STDOUT_FILENO);
    dup2(channel[1], STDERR_FILENO);
    close(channel[0]);
    close(channel[1]);
    execv("./heng", (char *const *)(uintptr_t)words);
    _exit(127);
  }
  close(channel[1]);
  FILE *out = fdopen(channel[0], "r");
  *ret_said = (struct text){said, fread(said, 1, sizeof said, out)};
  fclose(out);
  waitpid(child, &status, 0);
  if (status) fprintf(stderr, "%.*s\n", TEXT_ARGS(*ret_said));
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- the client ---- */

struct api {
  uint16_t port;
  struct arena *arena; /* for one request and its answer; reset by the next */
  int64_t address;     /* counts up: each request comes from another one, */
  bool stays;          /* unless they shall all come from the same */
  struct answer answer;
  struct problem problem; /* of a refusal; its code is NO_TEXT else */
};

struct request {
  const char *method, *target;
  const char *token;   /* NULL: nobody */
  const char *headers; /* further lines, each ended by CR LF; NULL: none */
  const char *media;   /* NULL: application/json */
  const char *body;    /* NULL: none */
};

/* The bytes of a request, in the client's arena. */
__attribute__((unused)) static struct text api_compose(struct api *api,
                                                       const struct request *request) {
  struct buffer out = BUFFER(api->arena);
  int64_t address = api->stays ? 0 : ++api->address;
  buffer_format(&out, "%s %s HTTP/1.1\r\nHost: heng\r\nX-Forwarded-For: 10.%d.%d.%d\r\n",
                request->method, request->target, (int)(address >> 16 & 255),
                (int)(address >> 8 & 255), (int)(address & 255));
  if (request->token) buffer_format(&out, "Authorization: Bearer %s\r\n", request->token);
  if (request->headers) buffer_add(&out, text_of(request->headers));
  if (request->body)
    buffer_format(&out, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                  request->media ? request->media : "application/json", strlen(request->body));
  buffer_format(&out, "\r\n%s", request->body ? request->body : "");
  return buffer_text(&out);
}

static void api_hold_problem(struct api *api, bool english) {
  const struct answer *answer = &api->answer;
  struct error error;
  size_t count;
  const struct error_entry *entry = error_table(&count), *end = entry + count;
  CHECK_TEXT(http_header(answer, "Content-Type"), "application/problem+json");
  if (!CHECK(json_read(answer->body, problem_fields, &api->problem, api->arena, &error))) return;
  while (entry < end && !text_equal(api->problem.code, text_of(entry->name))) entry++;
  if (!CHECK(entry < end)) return;
  const struct problem *problem = &api->problem;
  CHECK_INTEGER(problem->status, answer->status);
  CHECK_INTEGER(problem->status, entry->status);
  CHECK_INTEGER(problem->number, entry->code);
  CHECK_TEXT(problem->type, arena_format(api->arena, "/problems/%s", entry->name).at);
  CHECK_TEXT(problem->title, english ? entry->en : entry->zh);
  CHECK_TEXT(problem->zh, entry->zh);
  CHECK_TEXT(problem->en, entry->en);
  CHECK_TEXT(problem->next_zh, entry->zh_next);
  CHECK_TEXT(problem->next_en, entry->en_next);
  CHECK_TEXT(problem->instance, arena_string(api->arena, http_header(answer, "X-Request-Id")));
  if (entry->code == ERROR_no_session) CHECK(http_header(answer, "WWW-Authenticate").at != NULL);
  if (entry->code == ERROR_busy || entry->code == ERROR_too_many_requests)
    CHECK(http_header(answer, "Retry-After").at != NULL);
  if (entry->code == ERROR_bad_method) CHECK(http_header(answer, "Allow").at != NULL);
}

/* What holds of every answer, whatever was asked. */
__attribute__((unused)) static void api_hold(struct api *api, const struct request *request) {
  const struct answer *answer = &api->answer;
  api->problem = (struct problem){0};
  if (!CHECK(answer->status != 0)) {
    fprintf(stderr, "the server has gone\n");
    exit(1);
  }
  struct text id = http_header(answer, "X-Request-Id");
  CHECK(id.length >= 1 && id.length <= 64);
  CHECK_TEXT(http_header(answer, "X-Content-Type-Options"), "nosniff");
  CHECK_TEXT(http_header(answer, "Referrer-Policy"), "no-referrer");
  CHECK(text_find(http_header(answer, "Content-Security-Policy"), TEXT("default-src 'self'")) !=
        SIZE_MAX);
  struct text kept = http_header(answer, "Cache-Control");
  CHECK(kept.length > 0);
  bool reads = strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
  if (answer->status >= 400 || !reads) CHECK_TEXT(kept, "no-store");
  if (answer->status == 204) CHECK_INTEGER(answer->body.length, 0);
  bool english = request->headers && strstr(request->headers, "Accept-Language: en");
  if (answer->status >= 400 && strcmp(request->method, "HEAD") != 0) api_hold_problem(api, english);
}

/* Asks on a connection of its own; the answer's status. */
__attribute__((unused)) static int api_ask(struct api *api, const struct request *request) {
  arena_reset(api->arena);
  http_exchange(api->port, api_compose(api, request), &api->answer);
  api_hold(api, request);
  return api->answer.status;
}

/* Two of the same at once, on two connections; the second answer goes to `ret_other`. */
__attribute__((unused)) static void api_ask_twice(struct api *api, const struct request *request,
                                                  struct answer *ret_other) {
  arena_reset(api->arena);
  struct text bytes = api_compose(api, request);
  int first = http_connect(api->port), second = http_connect(api->port);
  api->answer.length = api->answer.used = 0;
  ret_other->length = ret_other->used = 0;
  http_send(first, bytes);
  http_send(second, bytes);
  http_receive(first, &api->answer, false);
  http_receive(second, ret_other, false);
  close(first);
  close(second);
  api_hold(api, request);
}

/* The first member of this name in the last answer, a string without escapes or a number, or the
 * first of an array, copied into `arena`; NULL when it is not there. */
__attribute__((unused)) static const char *api_member(const struct api *api, const char *name,
                                                      struct arena *arena) {
  struct text quoted = arena_format(arena, "\"%s\":", name);
  size_t at = text_find(api->answer.body, quoted);
  if (at == SIZE_MAX) return NULL;
  at += quoted.length;
  struct text rest = {api->answer.body.at + at, api->answer.body.length - at};
  if (text_starts(rest, TEXT("["))) text_cut(&rest, '[');
  bool is_text = rest.length && rest.at[0] == '"';
  if (is_text) text_cut(&rest, '"');
  size_t end = 0;
  while (end < rest.length && (is_text ? rest.at[end] != '"' : !strchr(",}]", rest.at[end]))) end++;
  return arena_string(arena, (struct text){rest.at, end});
}

/* How many entries the published log has. */
__attribute__((unused)) static int64_t api_log_size(struct api *api) {
  int64_t size = -1;
  api_ask(api, &(struct request){.method = "GET", .target = "/log/checkpoint"});
  struct text note = api->answer.body;
  text_cut(&note, '\n');
  CHECK(text_to_integer(text_cut(&note, '\n'), &size));
  return size;
}

#endif
