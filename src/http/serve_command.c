/* `heng serve` and `heng openapi`. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http_commands.h"
#include "http/openapi.h"
#include "http/server.h"
#include "people/founding.h"

const struct option_entry serve_options[] = {
    COMMAND_DATA_OPTION,
    {"--listen", "ADDRESS:PORT", "监听地址，默认 127.0.0.1:8080；端口 0 为任选",
     "where to listen; 127.0.0.1:8080 unless given; port 0 is any"},
    {"--threads", "N", "服务连接的线程数，默认 2",
     "threads that serve connections; 2 unless given"},
    {"--behind-proxy", "ADDRESS", "信任此代理的 X-Forwarded-For",
     "believe the X-Forwarded-For of the proxy at this address"},
    {"--tls-in-front", NULL, "代理提供 TLS：Cookie 加 Secure，回复加 HSTS",
     "the proxy speaks TLS: Secure cookies and HSTS"},
    {"--rate", "N", "每个地址每分钟的请求数，0 为不限，默认 6000",
     "requests a minute from one address; 0 is no limit; 6000 unless given"},
    {"--log", "LEVEL", "nothing、failures 或 requests（默认），JSON 行写到标准错误",
     "nothing, failures or requests (the default), as JSON lines on standard error"},
    {0},
};

static bool bad_option(const struct command_call *call, const char *name) {
  fprintf(stderr, "heng serve: %s %s\n", name,
          command_word(call, "的值不对", "has a value that is not right"));
  return false;
}

/* "127.0.0.1:8080", "[::1]:8080" */
static bool read_listen(const struct command_call *call, struct server_options *ret_options) {
  const char *given = command_option(call, "--listen");
  if (!given) return true;
  const char *colon = strrchr(given, ':');
  if (!colon || !text_to_integer(text_of(colon + 1), &ret_options->port) || ret_options->port < 0 ||
      ret_options->port > 65535)
    return bad_option(call, "--listen");
  struct text address = {given, (size_t)(colon - given)};
  if (address.length > 2 && address.at[0] == '[' && address.at[address.length - 1] == ']')
    address = (struct text){address.at + 1, address.length - 2};
  ret_options->address = arena_string(call->arena, address);
  return true;
}

static bool read_level(const struct command_call *call, struct server_options *ret_options) {
  const char *given = command_option(call, "--log");
  for (int i = 0; given && log_level_names[i]; i++) {
    if (strcmp(given, log_level_names[i]) != 0) continue;
    ret_options->log_level = (enum log_level)i;
    return true;
  }
  return !given || bad_option(call, "--log");
}

static bool read_options(const struct command_call *call, struct server_options *ret_options) {
  *ret_options = server_options_default();
  ret_options->proxy = command_option(call, "--behind-proxy");
  ret_options->tls_in_front = command_has(call, "--tls-in-front");
  return read_listen(call, ret_options) && read_level(call, ret_options) &&
         command_integer(call, "--threads", 1, 64, ret_options->threads, &ret_options->threads) &&
         command_integer(call, "--rate", 0, 1000000, ret_options->requests_per_minute,
                         &ret_options->requests_per_minute);
}

/* The signals that end the server are taken by sigwait alone, on this thread: they must be blocked
 * before any other thread begins. A client that goes away is no signal at all. */
static sigset_t block_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

/* The first start makes the city, and says the tokens by which its administrators come in. */
static bool found_city(const struct command_call *call, const char *folder,
                       struct error *ret_error) {
  struct settings settings = settings_default();
  struct founder founders[FOUNDERS];
  struct local *local;
  bool made;
  if (!city_make(folder, &settings, ret_error) || !local_open(folder, &local, ret_error))
    return false;
  bool founded = founding_make(local, call->arena, &made, founders, ret_error) &&
                 local_commit(local, ret_error);
  local_close(local);
  if (!founded || !made) return founded;
  puts(command_word(call, "一次性登录码，一天内有效；过期可用 heng user token 另发：",
                    "One-time tokens, good for a day; heng user token issues others:"));
  for (size_t i = 0; i < FOUNDERS; i++)
    printf("  %-10s %.*s\n", founders[i].login, TEXT_ARGS(founders[i].token));
  return true;
}

int serve_command(const struct command_call *call) {
  struct server_options options;
  struct error error = {0};
  struct city city;
  struct server *server;
  const char *folder = command_data_folder(call);
  if (!read_options(call, &options)) return EXIT_BAD;
  sigset_t signals = block_signals();
  if (!found_city(call, folder, &error) || !city_open(folder, true, &city, &error))
    return command_say(call, folder, &error);
  if (!server_start(&city, &options, &server, &error)) {
    city_close(&city);
    return command_say(call, NULL, &error);
  }
  bool six = strchr(options.address, ':') != NULL;
  printf("http://%s%s%s:%d/\n", six ? "[" : "", options.address, six ? "]" : "",
         (int)server_port(server));
  fflush(stdout);
  int number;
  sigwait(&signals, &number);
  server_stop(server);
  city_close(&city);
  return EXIT_FINE;
}

int openapi_command(const struct command_call *call) {
  struct text json = openapi_make(domains, call->arena);
  fwrite(json.at, 1, json.length, stdout);
  putchar('\n');
  return EXIT_FINE;
}
