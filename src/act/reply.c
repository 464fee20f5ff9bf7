/* Answers as JSON, and refusals as RFC 9457 problem+json. */
#include "act/reply.h"

#include <assert.h>
#include <string.h>

const struct field problem_fields[] = {
    FIELD(TEXT, struct problem, type, .most = 80, .help = "an address that explains the problem"),
    FIELD(TEXT, struct problem, title, .most = 200, .help = "in the language asked for"),
    FIELD(INTEGER, struct problem, status, .least = 400, .most = 599),
    FIELD(TEXT, struct problem, detail, .flags = FIELD_OPTIONAL, .most = 256),
    FIELD(TEXT, struct problem, instance, .flags = FIELD_OPTIONAL, .most = 64,
          .help = "the request's id, to be named when asking for help"),
    FIELD(TEXT, struct problem, code, .most = 64, .help = "stable, for programs"),
    FIELD(INTEGER, struct problem, number, .least = 1, .most = 9999, .help = "never reused"),
    FIELD(TEXT, struct problem, place, .flags = FIELD_OPTIONAL, .most = 128,
          .help = "the member or the byte that it is about"),
    FIELD(TEXT, struct problem, zh, .most = 200),
    FIELD(TEXT, struct problem, en, .most = 200),
    FIELD(TEXT, struct problem, next_zh, .most = 200, .help = "what to do next, in Chinese"),
    FIELD(TEXT, struct problem, next_en, .most = 200, .help = "what to do next, in English"),
    FIELDS_END,
};

static struct text present(const char *text) {
  return *text ? text_of(text) : NO_TEXT;
}

static void make_problem(const struct act *act, struct reply *ret_reply) {
  const struct error_entry *entry = error_find(act->error.code);
  assert(entry);
  /* What an engine or the disk says is for the operator's log, not for a stranger. */
  bool open = entry->kind == ERROR_REFUSAL;
  const struct problem problem = {
      .type = arena_format(act->arena, "/problems/%s", entry->name),
      .title = text_of(act->wants_english ? entry->en : entry->zh),
      .status = entry->status,
      .detail = open ? present(act->error.detail) : NO_TEXT,
      .instance = act->request,
      .code = text_of(entry->name),
      .number = (int64_t)entry->code,
      .place = open ? present(act->error.place) : NO_TEXT,
      .zh = text_of(entry->zh),
      .en = text_of(entry->en),
      .next_zh = text_of(entry->zh_next),
      .next_en = text_of(entry->en_next),
  };
  struct buffer body = BUFFER(act->arena);
  json_write(&body, problem_fields, &problem);
  *ret_reply = (struct reply){entry->status, TEXT("application/problem+json"), buffer_text(&body)};
}

void reply_make(const struct act *act, bool done_well, struct reply *ret_reply) {
  if (!done_well) {
    make_problem(act, ret_reply);
    return;
  }
  unsigned flags = act->route->flags;
  int status = flags & ROUTE_CREATES ? 201 : 200;
  if (flags & ROUTE_BYTES) {
    *ret_reply = (struct reply){status, act->content_type, act->bytes};
    return;
  }
  if (!act->route->out) {
    *ret_reply = (struct reply){.status = 204};
    return;
  }
  struct buffer body = BUFFER(act->arena);
  json_write(&body, act->route->out, act->out);
  *ret_reply = (struct reply){status, TEXT("application/json"), buffer_text(&body)};
}

static bool declares(const struct route *route, enum error_code code) {
  for (const enum error_code *error = route->errors; error && *error; error++)
    if (*error == code) return true;
  return false;
}

bool reply_may_be(const struct route *route, enum error_code code) {
  bool takes_body = route->method != METHOD_GET && route->method != METHOD_DELETE;
  bool knows_caller = !(route->roles & ROLE_ANYONE);
  bool reaches_all = !(route->roles & (ROLES_UNIT | ROLES_ENTERPRISE));
  bool may = false;
  switch (code) {
  case ERROR_bad_request:
  case ERROR_bad_field:
  case ERROR_too_many_requests:
  case ERROR_busy:
  case ERROR_disk:
  case ERROR_store:
  case ERROR_store_conflict:
  case ERROR_crypto:
    return true;
  case ERROR_bad_json:
  case ERROR_bad_media:
  case ERROR_too_large:
    may = takes_body;
    break;
  case ERROR_no_session:
    may = knows_caller;
    break;
  case ERROR_wrong_role:
    may = knows_caller && ROLES_CALLER & ~route->roles;
    break;
  case ERROR_csrf:
    may = knows_caller && route->method != METHOD_GET;
    break;
  case ERROR_second_factor_missing:
    may = knows_caller && !(route->flags & ROUTE_SETTLING_IN);
    break;
  case ERROR_not_found:
    may = route->scope && strchr(route->path, '{');
    break;
  case ERROR_not_yours:
    may = route->scope && !reaches_all;
    break;
  case ERROR_version_needed:
  case ERROR_version_differs:
    may = route->flags & ROUTE_EDITS;
    break;
  case ERROR_key_reused:
    may = route->flags & ROUTE_WRITES;
    break;
  default:
    break;
  }
  return may || declares(route, code);
}
