/* May they come in? Asked at every scan, so it writes nothing and reads one row. */
#include "gate/entry.h"
#include "gate/say.h"
#include "gate/sql.h"

const struct field gate_check_in_fields[] = {
    FIELD(TEXT, struct gate_check_in, text, .flags = FIELD_OPTIONAL, .least = 1,
          .most = CODE_TEXT_TAKEN_MOST, .help = "what the QR code holds"),
    FIELD_NAMED("short", TEXT, struct gate_check_in, short_code, .flags = FIELD_OPTIONAL,
                .least = 1, .most = SHORT_CODE_TYPED_MOST,
                .help = "or the short code, typed; case, spaces and hyphens do not matter"),
    FIELD(INTEGER, struct gate_check_in, people, .flags = FIELD_OPTIONAL, .least = 1,
          .most = VISIT_PEOPLE_MOST, .help = "how many want to come in"),
    FIELD_NAMED("at", TIME, struct gate_check_in, at_us, .flags = FIELD_OPTIONAL,
                .help = "what the gate's clock says, to be told how far it is off"),
    FIELDS_END,
};

const struct field gate_check_fields[] = {
    FIELD(ENUM, struct gate_check, code, .names = code_names),
    FIELD(ENUM, struct gate_check, signature, .flags = FIELD_OPTIONAL, .names = signature_names,
          .help = "of the text"),
    REASONS_FIELD(struct gate_check),
    FIELD(TEXT, struct gate_check, say_zh, .most = 1000, .help = "one line for the guard"),
    FIELD(TEXT, struct gate_check, say_en, .most = 1000),
    FIELD_POINTER_TO(struct gate_check, says, struct code_view, .flags = FIELD_NULLABLE,
                     .fields = code_view_fields,
                     .help = "what the code says; null unless its signature is valid"),
    FIELD(ENUM, struct gate_check, life, .flags = FIELD_OPTIONAL, .names = life_names,
          .help = "of the visit, when it is one of this enterprise"),
    FIELD_NAMED("arrived", TIME, struct gate_check, arrived_us, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct gate_check, arrived_people, .flags = FIELD_OPTIONAL,
          .most = VISIT_PEOPLE_MOST),
    FIELD_NAMED("now", TIME, struct gate_check, now_us, .help = "by the server's clock"),
    FIELD_NAMED("ahead_s", INTEGER, struct gate_check, ahead_s, .flags = FIELD_OPTIONAL,
                .least = INT64_MIN + 1, .most = INT64_MAX,
                .help = "how far the gate's clock is ahead of the server's"),
    FIELDS_END,
};

/* What a gate needs of a visit's row. */
struct visit_at_gate {
  int life;
  int64_t serial;
  struct texts reasons;
  int64_t arrived_us, arrived_people;
};

static const struct field visit_at_gate_fields[] = {
    FIELD(ENUM, struct visit_at_gate, life, .names = life_names),
    FIELD(INTEGER, struct visit_at_gate, serial),
    FIELD(TEXTS, struct visit_at_gate, reasons, .most = REASON_COUNT, .size = 32),
    FIELD_NAMED("arrived", TIME, struct visit_at_gate, arrived_us),
    FIELD(INTEGER, struct visit_at_gate, arrived_people),
    FIELDS_END,
};

/* Only of visits to the gate's own enterprise. */
static struct gate_knowledge look_up(struct act *act, const struct code *code,
                                     struct gate_check *out) {
  struct visit_at_gate visit;
  struct text enterprise = text_of(code->enterprise);
  out->life = NO_ENUM;
  out->arrived_us = out->arrived_people = NO_INTEGER;
  if (!act->caller.enterprise.at || !text_equal(enterprise, act->caller.enterprise))
    return (struct gate_knowledge){.known = false};
  if (!FIND(act->store, sql_visit_at_gate, visit_at_gate_fields, &visit, act->arena, V(enterprise),
            V(text_of(code->visit))))
    return (struct gate_knowledge){.known = true};
  out->life = visit.life;
  out->arrived_us = visit.arrived_us;
  out->arrived_people = visit.arrived_people;
  return gate_known(visit.life, visit.serial, &visit.reasons);
}

static struct text say(struct act *act, const struct gate_verdict *verdict, bool chinese) {
  char *line = arena_take(act->arena, GATE_SAY_MOST);
  return (struct text){line, gate_say(verdict, chinese, line)};
}

/* A code by its text, or the newest of the visit that a short code names. */
struct shown {
  bool found; /* false: no visit has such a short code */
  enum signature_state signature;
  struct code code;
};

/* What can be signed of a code: times in whole seconds, as today's list has them too. */
static bool as_signed(struct act *act, struct code *code) {
  uint8_t payload[CODE_PAYLOAD_MOST];
  size_t length;
  code_shorten_unit(code, CODE_PAYLOAD_MOST);
  return (code_write_payload(code, payload, &length) == CODE_FINE &&
          code_read_payload((struct text){(const char *)payload, length}, code)) ||
         act_refuse(act, ERROR_bad_field, "short", "a visit that no code can tell");
}

static bool find_short(struct act *act, struct text typed, struct shown *ret_shown) {
  char start[SHORT_CODE_ID_LENGTH];
  struct visit visit;
  *ret_shown = (struct shown){.signature = SIGNATURE_VALID};
  if (!short_code_read(typed, start))
    return act_refuse(act, ERROR_bad_code, "short", "mistyped: eight characters like 4K9M-2X7Z");
  struct text least = arena_format(act->arena, "%.*s00000", SHORT_CODE_ID_LENGTH, start);
  struct text most = arena_format(act->arena, "%.*szzzzz", SHORT_CODE_ID_LENGTH, start);
  struct text site = act->caller.site.at ? act->caller.site : TEXT("");
  ret_shown->found = FIND(act->store, sql_visit_by_short_code, visit_fields, &visit, act->arena,
                          V(act->caller.enterprise), V(least), V(most), V(site), V(act->now_us));
  if (!ret_shown->found) return true;
  ret_shown->code = code_of_visit(act, &visit, act->now_us);
  return as_signed(act, &ret_shown->code);
}

static bool find(struct act *act, struct shown *ret_shown) {
  const struct gate_check_in *in = act->in;
  if (!in->text.at == !in->short_code.at)
    return act_refuse(act, ERROR_bad_field, "text", "either text or short");
  if (in->short_code.at) return find_short(act, in->short_code, ret_shown);
  ret_shown->found = true;
  return code_open(act, in->text, act->now_us, &ret_shown->signature, &ret_shown->code);
}

bool gate_check(struct act *act) {
  const struct gate_check_in *in = act->in;
  struct gate_check *out = act->out;
  struct shown shown;
  if (!find(act, &shown)) return false;
  struct gate_knowledge knowledge = look_up(act, &shown.code, out);
  int64_t people = in->people == NO_INTEGER ? 1 : in->people;
  reason_set reasons =
      shown.found ? gate_judge(act, &shown.code, shown.signature, &knowledge, act->now_us, people)
                  : REASON_BIT(not_booked);
  const struct gate_verdict verdict = {
      .reasons = reasons,
      .people = shown.code.people,
      .arrived_us = out->arrived_us == NO_INTEGER ? -1 : out->arrived_us,
      .arrived_people = out->arrived_people,
      .offset_minutes = (int)act->city->settings.offset_minutes,
  };
  out->code = reasons ? CODE_RED : CODE_GREEN;
  out->signature = in->text.at ? (int)shown.signature : NO_ENUM;
  out->reasons = reason_views(reasons, act->arena);
  out->now_us = act->now_us;
  out->ahead_s = in->at_us == NO_INTEGER ? NO_INTEGER : (in->at_us - act->now_us) / SECOND_US;
  out->say_zh = say(act, &verdict, true);
  out->say_en = say(act, &verdict, false);
  if (!shown.found || shown.signature != SIGNATURE_VALID) return true;
  out->says = ARENA_NEW(act->arena, struct code_view);
  code_show(&shown.code, act->arena, out->says);
  return true;
}
