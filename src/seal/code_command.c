/* heng code inspect, heng code qr. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/time.h"
#include "seal/code_commands.h"
#include "seal/inspect.h"
#include "seal/qr.h"

/* Far more than a code may have, so that inspect() can say what is wrong with it. */
enum { INPUT_MOST_BYTES = 1 << 20 };

const struct option_entry code_inspect_options[] = {
    {"--keys", "FOLDER|FILE", "公钥：证书文件夹、JWKS 或 COSE 密钥集，可给多次",
     "public keys: folder of certificates, JWKS or COSE key set; may be given several times"},
    {"--json", NULL, "输出 JSON", "print JSON"},
    {0},
};

const struct option_entry code_qr_options[] = {
    {"--format", "text|svg|png", "输出格式，缺省 text", "what to write, text by default"},
    {"--correction", "M|Q", "纠错等级，缺省 Q", "error correction, Q by default"},
    {"--pixels", "N", "PNG 每个模块的像素数，缺省 8", "pixels of a PNG's module, 8 by default"},
    {0},
};

/* The argument, or standard input for "-", without the line's end. Base45 has the space, but never
 * at its end. */
static bool take_text(const struct command_call *call, struct text *ret_text,
                      struct error *ret_error) {
  if (call->argument_count == 0)
    return fail(ret_error, ERROR_bad_usage, NULL, "a code is needed, or - for standard input");
  struct text text = text_of(call->arguments[0]);
  if (text_equal(text, TEXT("-")) &&
      !file_read("-", INPUT_MOST_BYTES, call->arena, &text, ret_error))
    return false;
  while (text.length > 0 && memchr(" \t\r\n", text.at[text.length - 1], 4)) text.length--;
  *ret_text = text;
  return true;
}

/* What cannot be used is said on standard error and passed over. */
static bool load_keys(const struct command_call *call, struct key_set *keys,
                      struct error *ret_error) {
  struct buffer notes = BUFFER(call->arena);
  const char *path;
  for (size_t i = 0; (path = command_option_at(call, "--keys", i)); i++)
    if (!key_set_load(keys, path, &notes, ret_error)) return false;
  fprintf(stderr, "%.*s", TEXT_ARGS(buffer_text(&notes)));
  return true;
}

static void say(const struct command_call *call, const char *zh, const char *en,
                struct text value) {
  printf("%s: %.*s\n", command_word(call, zh, en), TEXT_ARGS(value));
}

static void say_time(const struct command_call *call, const char *zh, const char *en,
                     int64_t time_us) {
  char time[TIME_TEXT_SIZE];
  say(call, zh, en, (struct text){time, time_format(time_us, 0, time)});
}

static void say_number(const struct command_call *call, const char *zh, const char *en,
                       int64_t number) {
  say(call, zh, en, arena_format(call->arena, "%lld", (long long)number));
}

static void say_code(const struct command_call *call, const struct code *code) {
  say(call, "颜色", "colour",
      text_of(code->reasons ? command_word(call, "红码", "red")
                            : command_word(call, "绿码", "green")));
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    const struct reason_entry *entry = &reason_entries[reason];
    if (code->reasons >> reason & 1)
      printf("  %d %s; %s\n", entry->number, command_word(call, entry->zh, entry->en),
             command_word(call, entry->zh_next, entry->en_next));
  }
  say(call, "访企单位", "unit", text_of(code->unit));
  say(call, "企业", "enterprise", text_of(code->enterprise));
  say(call, "场所", "site", text_of(code->site));
  say_time(call, "起", "from", code->from_us);
  say_time(call, "止", "until", code->until_us);
  say_number(call, "人数", "people", code->people);
  say(call, "访企编号", "visit", text_of(code->visit));
  say_number(call, "序号", "serial", code->serial);
  say(call, "签发", "issuer", text_of(code->issuer));
  say_time(call, "签发时间", "issued", code->issued_us);
}

static void say_inspection(const struct command_call *call, const struct inspection *inspection,
                           bool is_code) {
  static const char *const states[][2] = {
      [SIGNATURE_VALID] = {"有效", "valid"},
      [SIGNATURE_INVALID] = {"无效", "invalid"},
      [SIGNATURE_UNKNOWN_KEY] = {"密钥不明", "unknown_key"},
  };
  const char *const *state = states[inspection->signature];
  if (is_code) say(call, "签名", "signature", text_of(command_word(call, state[0], state[1])));
  for (size_t i = 0; i < inspection->problems.count; i++)
    say(call, "问题", "problem", inspection->problems.at[i]);
  if (!is_code) return;
  if (inspection->signature != SIGNATURE_VALID)
    puts(command_word(call, "以下内容未经证实，不可采信。", "Nothing below is proven."));
  if (inspection->is_heng)
    say_code(call, &inspection->code);
  else if (inspection->claims_json.at)
    say(call, "内容", "claims", inspection->claims_json);
}

int code_inspect_command(const struct command_call *call) {
  struct key_set *keys = key_set_make();
  struct inspection inspection;
  struct error error;
  struct text text;
  if (!take_text(call, &text, &error) || !load_keys(call, keys, &error)) {
    key_set_free(keys);
    return command_say(call, NULL, &error);
  }
  bool is_code = inspect(text, keys, call->arena, &inspection);
  key_set_free(keys);
  if (command_has(call, "--json")) {
    struct buffer json = BUFFER(call->arena);
    inspection_write_json(&inspection, is_code, &json);
    printf("%.*s\n", TEXT_ARGS(buffer_text(&json)));
  } else {
    say_inspection(call, &inspection, is_code);
  }
  if (!is_code) return EXIT_BAD;
  return inspection.signature == SIGNATURE_VALID ? EXIT_FINE : EXIT_NO;
}

static bool take_correction(const struct command_call *call, enum qr_correction *ret_correction,
                            struct error *ret_error) {
  struct text level = text_of(command_option(call, "--correction"));
  *ret_correction = text_equal(level, TEXT("M")) ? QR_M : QR_Q;
  return !level.at || *ret_correction == QR_M || text_equal(level, TEXT("Q")) ||
         fail(ret_error, ERROR_bad_usage, "--correction", "M or Q");
}

static bool draw(const struct command_call *call, int pixels, struct text *ret_bytes,
                 struct error *ret_error) {
  struct text text, format = text_of(command_option(call, "--format"));
  enum qr_correction correction;
  if (!take_text(call, &text, ret_error) || !take_correction(call, &correction, ret_error))
    return false;
  if (!format.at || text_equal(format, TEXT("text")))
    return qr_text(text, correction, call->arena, ret_bytes, ret_error);
  if (text_equal(format, TEXT("svg")))
    return qr_svg(text, correction, call->arena, ret_bytes, ret_error);
  if (text_equal(format, TEXT("png")))
    return qr_png(text, correction, pixels, call->arena, ret_bytes, ret_error);
  return fail(ret_error, ERROR_bad_usage, "--format", "text, svg or png");
}

int code_qr_command(const struct command_call *call) {
  struct error error;
  struct text bytes;
  int64_t pixels;
  if (!command_integer(call, "--pixels", 1, QR_MODULE_PIXELS_MOST, 8, &pixels)) return EXIT_BAD;
  if (!draw(call, (int)pixels, &bytes, &error)) return command_say(call, NULL, &error);
  fwrite(bytes.at, 1, bytes.length, stdout);
  return EXIT_FINE;
}
