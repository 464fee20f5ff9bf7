/* A visit's code: made and signed when asked for, never stored. The visit's serial counts its
 * verdicts, times and places up, so the newest code revokes those before it. */
#include "seal/key_ring.h"
#include "seal/qr.h"
#include "seal/seal.h"

#include "gate/input.h"

enum { MODULE_PIXELS = 8 };

const struct field reason_view_fields[] = {
    FIELD(TEXT, struct reason_view, name, .most = 32),
    FIELD(INTEGER, struct reason_view, number, .least = 1, .most = 99),
    FIELD(TEXT, struct reason_view, zh, .most = 200),
    FIELD(TEXT, struct reason_view, en, .most = 200),
    FIELD(TEXT, struct reason_view, next_zh, .most = 200, .help = "what would help, in Chinese"),
    FIELD(TEXT, struct reason_view, next_en, .most = 200, .help = "what would help, in English"),
    FIELDS_END,
};

const struct field code_view_fields[] = {
    FIELD(TEXT, struct code_view, visit, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(TEXT, struct code_view, text, .flags = FIELD_OPTIONAL, .most = CODE_TEXT_MOST,
          .help = "what the QR code holds"),
    FIELD_NAMED("short", TEXT, struct code_view, short_code, .most = SHORT_CODE_LENGTH,
                .help = "for typing, where the QR code cannot be scanned"),
    FIELD(ENUM, struct code_view, code, .names = code_names),
    REASONS_FIELD(struct code_view),
    FIELD(TEXT, struct code_view, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct code_view, site, .most = ID_LENGTH),
    FIELD(TEXT, struct code_view, unit, .most = CODE_UNIT_MOST, .help = "who comes, in words"),
    FIELD_NAMED("from", TIME, struct code_view, from_us),
    FIELD_NAMED("until", TIME, struct code_view, until_us),
    FIELD_NAMED("issued", TIME, struct code_view, issued_us),
    FIELD(INTEGER, struct code_view, people, .most = CODE_PEOPLE_MOST),
    FIELD(INTEGER, struct code_view, serial, .least = 1, .most = CODE_SERIAL_MOST,
          .help = "a code of a higher serial revokes this one"),
    FIELDS_END,
};

struct list reason_views(reason_set reasons, struct arena *arena) {
  size_t most = 0, count = 0;
  for (reason_set rest = reasons; rest; rest &= rest - 1) most++;
  struct reason_view *views = ARENA_ARRAY(arena, most, struct reason_view);
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    const struct reason_entry *entry = &reason_entries[reason];
    if (!(reasons >> reason & 1)) continue;
    views[count++] = (struct reason_view){text_of(entry->name),    entry->number,
                                          text_of(entry->zh),      text_of(entry->en),
                                          text_of(entry->zh_next), text_of(entry->en_next)};
  }
  return (struct list){views, count};
}

/* Whole characters only. */
static void put(char *to, size_t most, struct text from) {
  size_t length = 0;
  for (size_t at = 0; text_next_code_point(from, &at) >= 0 && at <= most;) length = at;
  for (size_t i = 0; i < length; i++) to[i] = from.at[i];
  to[length] = 0;
}

/* As a code can say it (seal/pack.h): full-width signs become those of ASCII, others "?". */
static void put_unit(char to[CODE_UNIT_MOST + 1], struct text name) {
  size_t length = 0, at = 0;
  for (int32_t point; (point = text_next_code_point(name, &at)) >= 0;) {
    if (point > 0xff00 && point < 0xff5f) point -= 0xfee0;
    bool printable = point >= ' ' && point <= '~', chinese = point >= 0x4e00 && point <= 0x9fff;
    if (!printable && !chinese) point = '?';
    if (length + 4 > CODE_UNIT_MOST) break;
    length += text_put_code_point(point, to + length);
  }
  to[length] = 0;
}

static struct text unit_name(struct act *act, const struct visit *visit) {
  struct unit unit;
  if (unit_find(act->store, visit->unit, act->arena, &unit)) return unit.name;
  return visit->unit_words.at ? visit->unit_words : TEXT("未报单位");
}

struct code code_of_visit(struct act *act, const struct visit *visit, int64_t issued_us) {
  struct code code = {
      .from_us = visit->start_us,
      .until_us = visit->end_us,
      .issued_us = issued_us,
      .people = visit->people,
      .serial = visit->serial,
      .reasons = reason_set_of(&visit->reasons) | (visit->walk_in ? REASON_BIT(not_booked) : 0),
  };
  put(code.issuer, CODE_ISSUER_MOST, act->city->settings.city);
  put(code.visit, ID_LENGTH, visit->id);
  put(code.site, ID_LENGTH, visit->site);
  put(code.enterprise, USCC_LENGTH, visit->enterprise);
  put_unit(code.unit, unit_name(act, visit));
  return code;
}

bool code_sign(struct act *act, const struct code *code, struct text *ret_text) {
  return seal_code(key_ring_signing(act->city->keys), code, act->arena, ret_text, &act->error);
}

void code_show(const struct code *code, struct arena *arena, struct code_view *ret_view) {
  char *short_code = arena_take(arena, SHORT_CODE_LENGTH);
  short_code_write(text_of(code->visit), short_code);
  *ret_view = (struct code_view){
      .short_code = {short_code, SHORT_CODE_LENGTH},
      .visit = arena_copy(arena, text_of(code->visit)),
      .code = code->reasons ? CODE_RED : CODE_GREEN,
      .reasons = reason_views(code->reasons, arena),
      .enterprise = arena_copy(arena, text_of(code->enterprise)),
      .site = arena_copy(arena, text_of(code->site)),
      .unit = arena_copy(arena, text_of(code->unit)),
      .from_us = code->from_us,
      .until_us = code->until_us,
      .issued_us = code->issued_us,
      .people = code->people,
      .serial = code->serial,
  };
}

bool visit_code(struct act *act) {
  struct code_view *view = act->out;
  struct code code = code_of_visit(act, visit_of(act), act->now_us);
  code_show(&code, act->arena, view);
  return code_sign(act, &code, &view->text);
}

static bool sign(struct act *act, struct text *ret_text) {
  struct code code = code_of_visit(act, visit_of(act), act->now_us);
  return code_sign(act, &code, ret_text);
}

bool visit_code_text(struct act *act) {
  act->content_type = TEXT("text/plain; charset=utf-8");
  return sign(act, &act->bytes);
}

bool visit_code_svg(struct act *act) {
  struct text text;
  act->content_type = TEXT("image/svg+xml");
  return sign(act, &text) && qr_svg(text, QR_M, act->arena, &act->bytes, &act->error);
}

bool visit_code_png(struct act *act) {
  struct text text;
  act->content_type = TEXT("image/png");
  return sign(act, &text) &&
         qr_png(text, QR_M, MODULE_PIXELS, act->arena, &act->bytes, &act->error);
}
