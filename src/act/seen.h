/* When each session was last used, or each gate heard, in memory, so that reading costs no write.
 *
 * A request notes its session here; once a minute the clock's act stores what is new. A crash
 * forgets at most that minute. The table has a fixed size: a session that another one pushes out is
 * as idle as its row says. Locks itself; every function takes NULL and then knows nothing. */
#ifndef HENG_ACT_SEEN_H
#define HENG_ACT_SEEN_H

#include "base/text.h"

struct seen;

/* Never NULL. */
struct seen *seen_make(void);
void seen_free(struct seen *seen);
void seen_note(struct seen *seen, struct text session, int64_t now_us);
/* The later of what was noted and `stored_us`. */
int64_t seen_latest_us(struct seen *seen, struct text session, int64_t stored_us);
/* Hands over, one by one from `*at` (0 at first), what was noted since it was handed over last;
 * `ret_session` has room for SEEN_ID_MOST. False at the end. */
enum { SEEN_ID_MOST = 16 };
bool seen_next(struct seen *seen, size_t *at, char ret_session[SEEN_ID_MOST], size_t *ret_length,
               int64_t *ret_seen_us);

#endif
