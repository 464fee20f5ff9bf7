/* `heng serve` as a process: it says where it listens, and ends in order when it is told to. */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "act/city.h"
#include "http_client.h"
#include "local_fixture.h"

extern char **environ;

static struct answer answer;

struct process {
  pid_t id;
  int output; /* to read from */
};

static struct process start(const char *const *words) {
  struct process process = {0};
  int ends[2];
  posix_spawn_file_actions_t actions;
  CHECK(pipe2(ends, O_CLOEXEC) == 0);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  CHECK(posix_spawn(&process.id, "./heng", &actions, NULL, (char *const *)(uintptr_t)words,
                    environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  process.output = ends[0];
  return process;
}

static int end(struct process process) {
  int status = -1;
  waitpid(process.id, &status, 0);
  close(process.output);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Reads what it prints until the address is whole. */
static uint16_t port_of(struct process process) {
  char said[8000];
  size_t length = 0;
  while (length < sizeof said - 1) {
    ssize_t count = read(process.output, said + length, sizeof said - 1 - length);
    if (count <= 0) return 0;
    length += (size_t)count;
    said[length] = 0;
    const char *start = strstr(said, "http://127.0.0.1:");
    if (!start || !strstr(start, "/\n")) continue;
    struct text rest = text_of(start + strlen("http://127.0.0.1:"));
    int64_t port = 0;
    text_to_integer(text_cut(&rest, '/'), &port);
    return (uint16_t)port;
  }
  return 0;
}

static void ends_in_order(void) {
  static const int signals[] = {SIGTERM, SIGINT};
  struct local_fixture city = local_fixture_make();
  local_close(city.local);
  city.local = NULL;
  const char *const words[] = {"heng",     "serve",       "--data", city.folder,
                               "--listen", "127.0.0.1:0", NULL};
  for (size_t i = 0; i < 2; i++) {
    struct process server = start(words);
    uint16_t port = port_of(server);
    http_ask(port, &answer, "GET", "/readyz", NULL, NULL, NULL);
    CHECK_INTEGER(answer.status, 200);
    int idle = http_connect(port);
    kill(server.id, signals[i]);
    CHECK_INTEGER(end(server), 0);
    close(idle);
    CHECK_INTEGER(http_connect(port), -1);
  }
  local_fixture_free(&city);
}

static void refuses_what_it_cannot_do(void) {
  static const struct {
    const char *words[8];
    int status;
  } cases[] = {
      {{"heng", "serve", "--data", "/nonexistent/city", "--listen", "127.0.0.1:0"}, 3},
      {{"heng", "serve", "--listen", "localhost:80"}, 2},
      {{"heng", "serve", "--listen", "127.0.0.1"}, 2},
      {{"heng", "serve", "--listen", "127.0.0.1:70000"}, 2},
      {{"heng", "serve", "--log", "loud"}, 2},
      {{"heng", "serve", "--behind-proxy", "proxy"}, 2},
      {{"heng", "serve", "--threads", "0"}, 2},
  };
  struct local_fixture city = local_fixture_make();
  local_close(city.local);
  city.local = NULL;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *words[10] = {NULL};
    int count = 0;
    CHECK_ROW("%s %s", cases[i].words[2], cases[i].words[3]);
    while (cases[i].words[count]) words[count] = cases[i].words[count], count++;
    if (strcmp(words[2], "--data") != 0) words[count++] = "--data", words[count++] = city.folder;
    CHECK_INTEGER(end(start(words)), cases[i].status);
  }
  local_fixture_free(&city);
}

TESTS(ends_in_order, refuses_what_it_cannot_do)
