/* The server is killed under load, again and again: whatever it acknowledged is there once, the
 * auditor is silent, and no two checkpoints contradict each other. */
#include <inttypes.h>
#include <pthread.h>

#include "base/clock.h"
#include "base/time.h"
#include "log/note.h"
#include "server_fixture.h"
#include "small_city.h"

enum {
  ROUNDS = 50,
  CLIENTS = 4,
  ENTERPRISES = 8,
  BOOKINGS_MOST = 20000,
  TOKEN_SIZE = 100,
  KILL_AFTER_US_LEAST = 20000,
  KILL_AFTER_US_MORE = 60000,
};

/* A booking that was sent: its key is its index; `visit` is empty until it was acknowledged. */
struct booking_sent {
  char visit[ID_LENGTH + 1];
};

static struct small_city city;
static struct booking_sent sent[BOOKINGS_MOST];
static int sent_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char url[64], token[TOKEN_SIZE];
static int64_t start_us;

static int take_number(void) {
  pthread_mutex_lock(&lock);
  int number = sent_count < BOOKINGS_MOST ? sent_count++ : -1;
  pthread_mutex_unlock(&lock);
  return number;
}

/* Books number `number`; again with the same key must give the same visit. False when no answer
 * came. */
static bool book(struct client *client, int number) {
  char json[512], key[32], start[TIME_TEXT_SIZE + 1] = "", end[TIME_TEXT_SIZE + 1] = "";
  int64_t from_us = start_us + number % 300 * DAY_US;
  time_format(from_us, 0, start);
  time_format(from_us + HOUR_US, 0, end);
  snprintf(key, sizeof key, "booking-%d", number);
  snprintf(json, sizeof json,
           "{\"enterprise\":\"%s\",\"kind\":\"inspection\",\"items\":[\"A01\"],\"start\":\"%s\","
           "\"end\":\"%s\",\"people\":2,\"certified\":2}",
           city.enterprises[number % ENTERPRISES], start, end);
  long status = client_send(client, "POST", url, "/api/visits", token, key, json);
  if (status == 0) return false;
  if (!CHECK_INTEGER(status, 201)) {
    fprintf(stderr, "%.*s\n", TEXT_ARGS(buffer_text(&client->body)));
    return false;
  }
  struct text visit = client_member(client, "id");
  if (sent[number].visit[0])
    CHECK_TEXT(visit, sent[number].visit);
  else
    snprintf(sent[number].visit, sizeof sent[number].visit, "%.*s", TEXT_ARGS(visit));
  return true;
}

static void *keep_booking(void *context) {
  (void)context;
  struct client client = client_make();
  for (int number; (number = take_number()) >= 0 && book(&client, number);) {
  }
  client_free(&client);
  return NULL;
}

static void sign_in(struct client *client) {
  char json[200];
  snprintf(json, sizeof json, "{\"token\":\"%s\"}", city.officer);
  CHECK_INTEGER(client_send(client, "POST", url, "/api/session/token", NULL, NULL, json), 201);
  snprintf(token, sizeof token, "%.*s", TEXT_ARGS(client_member(client, "token")));
}

/* The size that the checkpoint served now says; the note itself is kept for `heng log verify`. */
static int64_t checkpoint(struct client *client, const char *kept) {
  int64_t size = -1;
  struct error error;
  CHECK_INTEGER(client_send(client, "GET", url, "/log/checkpoint", NULL, NULL, NULL), 200);
  struct text body = buffer_text(&client->body), rest = body;
  text_cut(&rest, '\n');
  CHECK(text_to_integer(text_cut(&rest, '\n'), &size));
  CHECK(file_replace(kept, body, 0600, &error));
  return size;
}

static int run(const char *command) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Asks again for every booking that was acknowledged, and for those that were not. */
static void ask_again(struct client *client) {
  int acknowledged = 0;
  for (int number = 0; number < sent_count; number++) {
    acknowledged += sent[number].visit[0] != 0;
    if (!CHECK(book(client, number))) return;
  }
  printf("%d bookings, %d acknowledged before a kill\n", sent_count, acknowledged);
  CHECK(acknowledged > ROUNDS);
}

static void round_of_killing(struct server_fixture *server, const char *folder, int number) {
  pthread_t clients[CLIENTS];
  CHECK_ROW("round %d", number);
  if (!CHECK(server_fixture_start(server, folder))) exit(1);
  snprintf(url, sizeof url, "%s", server->url);
  struct client client = client_make();
  char kept[2][200], command[1000];
  for (int i = 0; i < 2; i++) snprintf(kept[i], sizeof kept[i], "%s/checkpoint-%d", folder, i);
  if (number == 0) sign_in(&client);
  int64_t size = checkpoint(&client, kept[number % 2]);
  if (number > 0) {
    static int64_t size_before;
    CHECK(size >= size_before);
    size_before = size;
    snprintf(command, sizeof command,
             "./heng log verify %s/log --key \"$(./heng log key --data %s)\" --since %s >/dev/null",
             url, folder, kept[(number + 1) % 2]);
    if (number % 10 == 0) CHECK_INTEGER(run(command), 0);
  }
  for (int i = 0; i < CLIENTS; i++) pthread_create(&clients[i], NULL, keep_booking, NULL);
  usleep((useconds_t)(KILL_AFTER_US_LEAST + clock_monotonic_us() % KILL_AFTER_US_MORE));
  server_fixture_end(server, SIGKILL);
  for (int i = 0; i < CLIENTS; i++) pthread_join(clients[i], NULL);
  client_free(&client);
}

static void nothing_acknowledged_is_lost(void) {
  struct local_fixture fixture = local_fixture_make();
  struct server_fixture server;
  char command[400];
  city = small_city_make(&fixture, ENTERPRISES);
  local_close(fixture.local);
  fixture.local = NULL;
  start_us = clock_now_us() + 20 * DAY_US;
  for (int number = 0; number < ROUNDS; number++) round_of_killing(&server, fixture.folder, number);
  CHECK_ROW("after the last kill");
  if (!CHECK(server_fixture_start(&server, fixture.folder))) exit(1);
  snprintf(url, sizeof url, "%s", server.url);
  struct client client = client_make();
  ask_again(&client);
  client_free(&client);
  CHECK_INTEGER(server_fixture_end(&server, SIGTERM), 0);
  snprintf(command, sizeof command, "./heng audit --data %s", fixture.folder);
  CHECK_INTEGER(run(command), 0);
  local_fixture_free(&fixture);
}

TESTS(nothing_acknowledged_is_lost)
