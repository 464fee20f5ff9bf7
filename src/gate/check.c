/* May they come in? Asked at every scan, so it writes nothing and reads one row. */
#include <stdio.h>

#include "gate/entry.h"
#include "gate/sql.h"

const struct field gate_check_in_fields[] = {
    FIELD(TEXT, struct gate_check_in, text, .least = 1, .most = CODE_TEXT_TAKEN_MOST,
          .help = "what the QR code holds"),
    FIELD(INTEGER, struct gate_check_in, people, .flags = FIELD_OPTIONAL, .least = 1,
          .most = VISIT_PEOPLE_MOST, .help = "how many want to come in"),
    FIELD_NAMED("at", TIME, struct gate_check_in, at_us, .flags = FIELD_OPTIONAL,
                .help = "what the gate's clock says, to be told how far it is off"),
    FIELDS_END,
};

const struct field gate_check_fields[] = {
    FIELD(ENUM, struct gate_check, code, .names = code_names),
    FIELD(ENUM, struct gate_check, signature, .names = signature_names),
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

/* "已于 09:05 登记到访 3 人。", in the city's time; empty before they have come. */
static struct text say_arrived(struct act *act, const struct gate_check *out, bool chinese) {
  enum { HOUR_AT = 11, HOUR_LENGTH = 5 };
  char time[TIME_TEXT_SIZE];
  if (out->arrived_us == NO_INTEGER) return TEXT("");
  time_format(out->arrived_us, (int)act->city->settings.offset_minutes, time);
  return arena_format(act->arena,
                      chinese ? "已于 %.*s 登记到访 %lld 人。" : " Arrived at %.*s, %lld of them.",
                      HOUR_LENGTH, time + HOUR_AT, (long long)out->arrived_people);
}

static struct text say(struct act *act, const struct code *code, const struct gate_check *out,
                       bool chinese) {
  const struct reason_view *reasons = out->reasons.at;
  struct text arrived = say_arrived(act, out, chinese);
  struct buffer line = BUFFER(act->arena);
  if (out->code == CODE_GREEN) {
    buffer_format(&line,
                  chinese ? "绿码，请放行，至多 %lld 人。" : "Green: let them in, at most %lld.",
                  (long long)code->people);
    buffer_add(&line, arrived);
    return buffer_text(&line);
  }
  buffer_add(&line, chinese ? TEXT("红码，不得进入：") : TEXT("Red, they may not come in: "));
  for (size_t i = 0; i < out->reasons.count; i++) {
    if (i) buffer_add(&line, chinese ? TEXT("、") : TEXT("; "));
    buffer_add(&line, chinese ? reasons[i].zh : reasons[i].en);
  }
  buffer_add(&line, chinese ? TEXT("。") : TEXT(". "));
  buffer_add(&line, chinese ? reasons[0].next_zh : reasons[0].next_en);
  buffer_add(&line, chinese ? TEXT("。") : TEXT("."));
  buffer_add(&line, arrived);
  return buffer_text(&line);
}

bool gate_check(struct act *act) {
  const struct gate_check_in *in = act->in;
  struct gate_check *out = act->out;
  enum signature_state signature;
  struct code code;
  if (!code_open(act, in->text, act->now_us, &signature, &code)) return false;
  struct gate_knowledge knowledge = look_up(act, &code, out);
  int64_t people = in->people == NO_INTEGER ? 1 : in->people;
  reason_set reasons = gate_judge(act, &code, signature, &knowledge, act->now_us, people);
  out->code = reasons ? CODE_RED : CODE_GREEN;
  out->signature = (int)signature;
  out->reasons = reason_views(reasons, act->arena);
  out->now_us = act->now_us;
  out->ahead_s = in->at_us == NO_INTEGER ? NO_INTEGER : (in->at_us - act->now_us) / SECOND_US;
  out->say_zh = say(act, &code, out, true);
  out->say_en = say(act, &code, out, false);
  if (signature != SIGNATURE_VALID) return true;
  out->says = ARENA_NEW(act->arena, struct code_view);
  code_show(&code, act->arena, out->says);
  return true;
}
