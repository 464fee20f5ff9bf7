/* Answers as JSON, and refusals as RFC 9457 problem+json. */
#include "act/reply.h"

#include <assert.h>
#include <string.h>

struct problem {
  struct text type, title;
  int64_t status, number;
  struct text code, place, detail, instance, title_zh, next, next_zh;
};

static const struct field problem_fields[] = {
    FIELD(TEXT, struct problem, type),
    FIELD(TEXT, struct problem, title),
    FIELD(INTEGER, struct problem, status),
    FIELD(TEXT, struct problem, detail, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct problem, instance, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct problem, code),
    FIELD(INTEGER, struct problem, number),
    FIELD(TEXT, struct problem, place, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct problem, title_zh),
    FIELD(TEXT, struct problem, next),
    FIELD(TEXT, struct problem, next_zh),
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
      .title = text_of(entry->en),
      .status = entry->status,
      .number = (int64_t)entry->code,
      .code = text_of(entry->name),
      .place = open ? present(act->error.place) : NO_TEXT,
      .detail = open ? present(act->error.detail) : NO_TEXT,
      .instance = act->request.at
                      ? arena_format(act->arena, "urn:heng:request:%.*s", TEXT_ARGS(act->request))
                      : NO_TEXT,
      .title_zh = text_of(entry->zh),
      .next = text_of(entry->en_next),
      .next_zh = text_of(entry->zh_next),
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
