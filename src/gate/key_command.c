/* heng key: the city's keys for codes, from its data folder. */
#include <stdio.h>

#include "act/local.h"
#include "gate/gate_commands.h"
#include "gate/keys.h"

const struct option_entry key_list_options[] = {
    COMMAND_DATA_OPTION,
    {"--json", NULL, "输出 JSON", "as JSON"},
    {0},
};
const struct option_entry key_rotate_options[] = {
    COMMAND_DATA_OPTION,
    {"--algorithm", "NAME", "ES256、EdDSA 或 SM2；缺省为 city.json 所定",
     "ES256, EdDSA or SM2; what city.json says when not given"},
    {"--json", NULL, "输出 JSON", "as JSON"},
    {0},
};
const struct option_entry key_show_options[] = {
    COMMAND_DATA_OPTION,
    {"--cose", NULL, "输出 COSE 密钥集（CBOR）", "a COSE key set (CBOR) instead of JWKS"},
    {0},
};

static void say_key(const struct command_call *call, const struct key_view *key, int offset) {
  char time[TIME_TEXT_SIZE];
  printf("%.*s  %-6.*s %.*s  ", TEXT_ARGS(key->kid), TEXT_ARGS(key->algorithm),
         TEXT_ARGS(key->thumbprint));
  if (key->signing) {
    puts(command_word(call, "在用", "signs"));
    return;
  }
  int length = (int)time_format(key->ends_us, offset, time);
  printf(command_word(call, "有效至 %.*s\n", "counts until %.*s\n"), length, time);
}

static void say_list(const struct command_call *call, const struct key_list *list, int offset) {
  const struct key_view *keys = list->items.at;
  if (command_has(call, "--json")) {
    struct buffer json = BUFFER(call->arena);
    json_write(&json, key_list_fields, list);
    printf("%.*s\n", (int)json.length, json.at);
    return;
  }
  for (size_t i = 0; i < list->items.count; i++) say_key(call, &keys[i], offset);
}

int key_list_command(const struct command_call *call) {
  struct error error;
  struct city city;
  const char *folder = command_data_folder(call);
  if (!city_open(folder, false, &city, &error)) return command_say(call, folder, &error);
  const struct key_list list = {key_views(city.keys, city_now_us(&city), call->arena)};
  say_list(call, &list, (int)city.settings.offset_minutes);
  city_close(&city);
  return EXIT_FINE;
}

int key_show_command(const struct command_call *call) {
  struct error error;
  struct city city;
  const char *folder = command_data_folder(call);
  if (!city_open(folder, false, &city, &error)) return command_say(call, folder, &error);
  bool cose = command_has(call, "--cose");
  struct text keys = (cose ? key_set_cose : key_set_jwks)(key_ring_keys(city.keys),
                                                          city_now_us(&city), call->arena);
  fwrite(keys.at, 1, keys.length, stdout);
  if (!cose) putchar('\n');
  city_close(&city);
  return EXIT_FINE;
}

int key_rotate_command(const struct command_call *call) {
  struct error error;
  struct local *local;
  struct key_list list;
  const char *folder = command_data_folder(call);
  const struct key_rotate_in in = {text_of(command_option(call, "--algorithm"))};
  if (!local_open(folder, &local, &error)) return command_say(call, folder, &error);
  bool done = local_act(local, call->arena, NULL, route_find("key_rotate"), &in, &list, &error) &&
              local_commit(local, &error);
  if (done) say_list(call, &list, (int)local_city(local)->settings.offset_minutes);
  local_close(local);
  return done ? EXIT_FINE : command_say(call, NULL, &error);
}
