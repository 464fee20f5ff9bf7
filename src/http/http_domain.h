/* The domain of the server itself: probes, its own description, the live stream, subscribers. */
#ifndef HENG_HTTP_HTTP_DOMAIN_H
#define HENG_HTTP_HTTP_DOMAIN_H

#include "act/domain.h"

extern const struct domain http_domain;

/* Operations (http/probe.c, http/describe.c, http/stream.c). */
bool livez(struct act *act);
bool readyz(struct act *act);
bool metrics(struct act *act);
bool openapi(struct act *act);
bool problem_list(struct act *act);
bool problem_show(struct act *act);
bool live_stream(struct act *act);

struct readiness {
  bool database, writer, keys, log;
};
extern const struct field readiness_fields[];

struct problem_kind {
  struct text code;
  int64_t number, status;
  struct text zh, en, next_zh, next_en;
};
struct problem_kinds {
  struct list problems;
};
extern const struct field problem_kinds_fields[];

struct problem_choice {
  struct text code;
};
extern const struct field problem_choice_fields[];

#endif
