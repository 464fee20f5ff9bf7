/* The real program as a child process, and a client that speaks to it over the loopback. */
#ifndef HENG_TEST_SERVER_FIXTURE_H
#define HENG_TEST_SERVER_FIXTURE_H

#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "check.h"

struct server_fixture {
  pid_t child;
  char url[64]; /* "http://127.0.0.1:40123", without the last slash */
};

/* Starts ./heng serve on a free port and waits until it says where. False when it ended instead. */
__attribute__((unused)) static bool server_fixture_start(struct server_fixture *server,
                                                         const char *folder) {
  int channel[2];
  if (pipe(channel) != 0) return false;
  server->child = fork();
  if (server->child == 0) {
    dup2(channel[1], STDOUT_FILENO);
    close(channel[0]);
    close(channel[1]);
    execl("./heng", "heng", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--log",
          "failures", "--rate", "0", (char *)NULL);
    _exit(127);
  }
  close(channel[1]);
  FILE *out = fdopen(channel[0], "r");
  char line[256];
  bool said = false;
  while (!said && fgets(line, sizeof line, out)) {
    const char *start = strstr(line, "http://127.0.0.1:");
    said = start != NULL;
    if (said) snprintf(server->url, sizeof server->url, "%.*s", (int)strcspn(start, "\n"), start);
  }
  fclose(out);
  size_t length = strlen(server->url);
  if (said && length && server->url[length - 1] == '/') server->url[length - 1] = 0;
  return said;
}

/* Sends a signal and waits for the end; returns what waitpid says. */
__attribute__((unused)) static int server_fixture_end(struct server_fixture *server, int number) {
  int status = 0;
  kill(server->child, number);
  waitpid(server->child, &status, 0);
  return status;
}

struct client {
  CURL *curl;
  struct arena *arena;
  struct buffer body;
};

static size_t client_take(char *bytes, size_t size, size_t count, void *context) {
  struct client *client = context;
  buffer_add(&client->body, (struct text){bytes, size * count});
  return size * count;
}

__attribute__((unused)) static struct client client_make(void) {
  return (struct client){.curl = curl_easy_init(), .arena = arena_make()};
}

__attribute__((unused)) static void client_free(struct client *client) {
  curl_easy_cleanup(client->curl);
  arena_free(client->arena);
}

/* The HTTP status, or 0 when no answer came; the body stays in client->body until the next request.
 * `json`, `token` and `key` (Idempotency-Key) may be NULL. */
__attribute__((unused)) static long client_send(struct client *client, const char *method,
                                                const char *url, const char *path,
                                                const char *token, const char *key,
                                                const char *json) {
  char line[512];
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  if (token) {
    snprintf(line, sizeof line, "Authorization: Bearer %s", token);
    headers = curl_slist_append(headers, line);
  }
  if (key) {
    snprintf(line, sizeof line, "Idempotency-Key: %s", key);
    headers = curl_slist_append(headers, line);
  }
  arena_reset(client->arena);
  client->body = BUFFER(client->arena);
  snprintf(line, sizeof line, "%s%s", url, path);
  curl_easy_reset(client->curl);
  curl_easy_setopt(client->curl, CURLOPT_URL, line);
  curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(client->curl, CURLOPT_TIMEOUT_MS, 20000L);
  curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, client_take);
  curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
  if (json) curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, json);
  long status = 0;
  if (curl_easy_perform(client->curl) == CURLE_OK)
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  return status;
}

/* A member of the last reply that is a string without escapes; NO_TEXT when it is not there. */
__attribute__((unused)) static struct text client_member(const struct client *client,
                                                         const char *name) {
  char pattern[80];
  snprintf(pattern, sizeof pattern, "\"%s\":\"", name);
  struct text body = buffer_text(&client->body);
  size_t at = text_find(body, text_of(pattern));
  if (at == SIZE_MAX) return NO_TEXT;
  struct text rest = {body.at + at + strlen(pattern), body.length - at - strlen(pattern)};
  return text_cut(&rest, '"');
}

#endif
