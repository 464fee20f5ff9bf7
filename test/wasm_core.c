/* Questions to the gate page's core (gate/gate_wasm.h) and its answers as compiled natively, a line
 * each: function, question, answer, in hexadecimal. test/wasm asks build/gate.wasm the same and
 * wants the same bytes. Codes and lists are signed with fresh keys; all else is the same each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "gate/gate_wasm.h"
#include "seal/cbor.h"
#include "seal/daylist.h"
#include "seal/seal.h"
#include "seal/short_code.h"

#define START (1778083200 * SECOND_US) /* 7 May 2026 in Hengyang */
#define SITE  "vwxyz0123456"
#define USCC  "91430400MA4L00001X"

static struct arena *arena;
static uint64_t random_state = 20260507;

static uint64_t random_below(uint64_t end) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state % end;
}

static void print_hex(struct text bytes) {
  if (bytes.length == 0) putchar('-');
  for (size_t i = 0; i < bytes.length; i++) printf("%02x", (unsigned)(uint8_t)bytes.at[i]);
}

static void ask(const char *name, uint32_t (*function)(uint32_t), struct text question) {
  if (question.length > core_input_most()) abort();
  memcpy(core_input(), question.at, question.length);
  struct text answer = {(const char *)core_output(), function((uint32_t)question.length)};
  printf("%s ", name);
  print_hex(question);
  putchar(' ');
  print_hex(answer);
  putchar('\n');
}
#define ASK(function, question) ask(#function, function, question)

/* ---- what is shown at the gate ---- */

static const char *const visits[] = {"4k9m2x7q0abc", "zzzzzzzzzzzz", "000000000000"};

static struct code code_of(size_t visit, int64_t serial, reason_set reasons) {
  struct code code = {.issuer = "hengyang",
                      .site = SITE,
                      .enterprise = USCC,
                      .from_us = START + 9 * HOUR_US,
                      .until_us = START + 11 * HOUR_US,
                      .issued_us = START - DAY_US,
                      .people = 3,
                      .serial = serial,
                      .unit = "衡阳市市场监督管理局",
                      .reasons = reasons};
  memcpy(code.visit, visits[visit], ID_LENGTH);
  return code;
}

static struct text payload_of(const struct code *code) {
  uint8_t *bytes = arena_take(arena, CODE_PAYLOAD_MOST);
  size_t length;
  if (code_write_payload(code, bytes, &length) != CODE_FINE) abort();
  return (struct text){(const char *)bytes, length};
}

/* The first `count` visits, and none of the others. */
static struct text list_of(size_t count, int64_t issued_us) {
  struct code entries[3] = {code_of(0, 2, 0),
                            code_of(1, 1, REASON_BIT(not_approved) | REASON_BIT(quiet_day)),
                            code_of(2, 5, REASON_BIT(revoked))};
  struct daylist list = {.site = SITE,
                         .enterprise = USCC,
                         .day = 20580,
                         .start_us = START,
                         .issued_us = issued_us,
                         .early_minutes = 30,
                         .late_minutes = 15,
                         .entries = entries,
                         .entry_count = count};
  uint8_t *bytes = arena_take(arena, DAYLIST_BYTES_MOST);
  for (size_t i = 0; i < count; i++) code_shorten_unit(&entries[i], CODE_PAYLOAD_MOST);
  size_t length = daylist_write(&list, bytes, DAYLIST_BYTES_MOST);
  if (length > DAYLIST_BYTES_MOST) abort();
  return (struct text){(const char *)bytes, length};
}

/* ---- opening ---- */

static void ask_each_bit_flipped(struct text text) {
  char *flipped = arena_take(arena, text.length);
  for (size_t bit = 0; bit < 8 * text.length; bit++) {
    memcpy(flipped, text.at, text.length);
    flipped[bit / 8] = (char)(flipped[bit / 8] ^ 1 << bit % 8);
    ASK(core_open_code, ((struct text){flipped, text.length}));
  }
}

static void ask_codes(void) {
  static const int64_t algorithms[] = {COSE_ES256, COSE_EDDSA, COSE_SM2};
  for (size_t i = 0; i < 3; i++) {
    struct code code = code_of(i, 2, 0);
    struct key *key;
    struct error error;
    struct text text, list;
    if (!key_make(algorithms[i], &key, &error) || !seal_code(key, &code, arena, &text, &error) ||
        !seal_sign(key, list_of(i, START), arena, &list, &error))
      abort();
    ASK(core_open_code, text);
    ASK(core_open_list, list);
    if (i == 0) ask_each_bit_flipped(text);
    for (size_t cut = 0; cut < list.length; cut++)
      ASK(core_open_list, ((struct text){list.at, cut}));
    key_free(key);
  }
}

/* The prefix, and whatever base45 has or nearly has. */
static void ask_garbage(void) {
  static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a;";
  for (int i = 0; i < 500; i++) {
    char text[300] = CODE_PREFIX;
    size_t length = sizeof CODE_PREFIX - 1 + random_below(sizeof text - sizeof CODE_PREFIX);
    for (size_t at = sizeof CODE_PREFIX - 1; at < length; at++)
      text[at] = characters[random_below(sizeof characters - (i % 2 ? 3 : 1))];
    ASK(core_open_code, ((struct text){text, length}));
  }
}

/* A byte or two of it become others. */
static void damage(struct text bytes) {
  uint8_t *at = (uint8_t *)(uintptr_t)bytes.at;
  for (uint64_t changes = 1 + random_below(2); changes > 0; changes--)
    at[random_below(bytes.length)] = (uint8_t)random_below(256);
}

static void ask_lists(void) {
  struct text list = list_of(3, START + 8 * HOUR_US);
  char *damaged = arena_take(arena, list.length);
  ASK(core_read_list, list);
  for (int i = 0; i < 2000; i++) {
    struct text copy = {damaged, list.length};
    memcpy(damaged, list.at, list.length);
    damage(copy);
    ASK(core_read_list, copy);
  }
}

/* ---- judging ---- */

#define ONE_OF(array) (array)[random_below(sizeof(array) / sizeof *(array))]

static struct text question(struct text list, int64_t signature, struct text shown) {
  static const struct text sites[] = {TEXT(SITE), TEXT(SITE), TEXT(""), TEXT("vwxyz0123457")};
  static const struct text enterprises[] = {TEXT(USCC), TEXT(USCC), TEXT("91430400MA4L00002X")};
  static const int64_t times[] = {0,
                                  START - 2 * DAY_US,
                                  START + 9 * HOUR_US - 30 * MINUTE_US - 1,
                                  START + 9 * HOUR_US - 30 * MINUTE_US,
                                  START + 10 * HOUR_US,
                                  START + 11 * HOUR_US,
                                  START + 11 * HOUR_US + 15 * MINUTE_US,
                                  START + 5 * DAY_US};
  static const int64_t people[] = {0, 1, 3, 4, 255, 256};
  struct cbor_writer writer = CBOR_WRITER(arena_take(arena, CORE_INPUT_MOST), CORE_INPUT_MOST);
  cbor_put_array(&writer, 10);
  cbor_put_text(&writer, ONE_OF(enterprises));
  cbor_put_text(&writer, ONE_OF(sites));
  cbor_put_integer(&writer, ONE_OF(times));
  cbor_put_integer(&writer, ONE_OF(times));
  cbor_put_integer(&writer, ONE_OF(people));
  cbor_put_integer(&writer, random_below(3) ? 0 : ONE_OF(times));
  cbor_put_integer(&writer, ONE_OF(people));
  cbor_put_bytes(&writer, list);
  cbor_put_integer(&writer, signature);
  cbor_put_bytes(&writer, shown);
  return cbor_written(&writer);
}

static void ask_judging(void) {
  const struct text lists[] = {TEXT(""), list_of(0, START), list_of(3, START + 8 * HOUR_US),
                               list_of(3, START + 8 * HOUR_US), list_of(1, START - 2 * DAY_US)};
  static const reason_set reasons[] = {0, 0, REASON_BIT(frozen),
                                       (REASON_BIT(frozen) << 1) - 1 + REASON_BIT(not_booked)};
  for (int i = 0; i < 3000; i++) {
    struct code code = code_of(random_below(3), 1 + (int64_t)random_below(3), ONE_OF(reasons));
    int64_t signature = (int64_t)random_below(i % 4 ? 1 : 4);
    struct text asked = question(ONE_OF(lists), signature, payload_of(&code));
    if (i % 50 == 0) asked.length -= 1 + random_below(20);
    if (i % 3 == 0) damage(asked);
    ASK(core_judge_code, asked);
  }
}

static void ask_short_codes(void) {
  const struct text lists[] = {TEXT(""), list_of(3, START + 8 * HOUR_US),
                               list_of(1, START + 8 * HOUR_US)};
  for (int i = 0; i < 1000; i++) {
    char typed[SHORT_CODE_LENGTH];
    if (!short_code_write(text_of(ONE_OF(visits)), typed)) abort();
    if (i % 7 == 0) typed[random_below(sizeof typed)] = (char)(' ' + random_below(95));
    if (i % 5 == 0) typed[4] = ' ';
    ASK(core_judge_short_code,
        question(ONE_OF(lists), SIGNATURE_VALID, (struct text){typed, sizeof typed}));
  }
}

int main(void) {
  arena = arena_make();
  ask_codes();
  ask_garbage();
  ask_lists();
  ask_judging();
  ask_short_codes();
  arena_free(arena);
  return 0;
}
