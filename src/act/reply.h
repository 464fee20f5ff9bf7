/* An act's answer as HTTP status and body: the output by its field table, or RFC 9457 problem+json
 * with code, Chinese and English and what to do next. */
#ifndef HENG_ACT_REPLY_H
#define HENG_ACT_REPLY_H

#include "act/act.h"

struct reply {
  int status;
  struct text content_type; /* NO_TEXT for 204 */
  struct text body;         /* in the act's arena; empty for 204 */
};

/* Every member of a problem (RFC 9457 section 3 and Heng's own). */
struct problem {
  struct text type;  /* "/problems/<code>", an address of this server */
  struct text title; /* `zh` or `en`, by Accept-Language */
  int64_t status;
  struct text detail;   /* NO_TEXT when the title says it all */
  struct text instance; /* the request's id; NO_TEXT when it has none */
  struct text code;     /* "bad_field": stable, for programs */
  int64_t number;
  struct text place; /* the member or the byte that it is about; NO_TEXT when none */
  struct text zh, en, next_zh, next_en;
};
extern const struct field problem_fields[];

void reply_make(const struct act *act, bool done_well, struct reply *ret_reply);

/* Whether a route may refuse with this at all: what it declares, and what the gates before it and
 * the machine below it may answer. */
bool reply_may_be(const struct route *route, enum error_code code);

#endif
