/* An act's answer as HTTP status and body: the output by its field table, or RFC 9457 problem+json
 * with code, Chinese and English and what to do next. */
#ifndef HENG_ACT_REPLY_H
#define HENG_ACT_REPLY_H

#include "act/act.h"

struct reply {
  int status;
  struct text content_type;
  struct text body; /* in the act's arena; empty for 204 */
};

void reply_make(const struct act *act, bool done_well, struct reply *ret_reply);

#endif
