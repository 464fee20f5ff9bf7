/* Sessions: from a token to who acts.
 *
 * A session ends when it has been idle for session_idle_minutes, at the latest session_hours after
 * it was opened; when its person is locked, gets other roles or signs out. The table keeps only the
 * SHA-256 of a token. Reading costs no write: when a session was last used is kept in memory and
 * stored once a minute (act/seen.h). */
#ifndef HENG_PEOPLE_SESSION_H
#define HENG_PEOPLE_SESSION_H

#include "people/operations.h"

/* A domain's authenticate. Refusals no_session, csrf, second_factor_missing. */
bool session_authenticate(struct act *act);

/* Opens a session for a person, who becomes the act's caller, and answers with it. */
void session_start(struct act *act, const struct person *person, enum session_way way,
                   bool second_factor, bool cookie);
/* What is kept of the caller's session; false when there is none (any more). */
struct session {
  int64_t ends_us;
  bool second_factor, one_time; /* one_time: opened by a one-time token, no password set since */
  struct text pending_totp;     /* base32; a second factor being set up */
};
bool session_find(struct act *act, struct session *ret_session);
/* Stores when sessions were last used and drops what has ended. */
void session_tidy(struct act *act);

#endif
