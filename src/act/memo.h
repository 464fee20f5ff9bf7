/* What was parsed from texts that do not change (adopted policies), so that it is parsed once.
 *
 * It is found by the whole text, so a text that somebody altered is another one. Nothing is ever
 * dropped, for whoever found it may still be looking at it; when the memo is full, nothing more is
 * kept. Any thread. */
#ifndef HENG_ACT_MEMO_H
#define HENG_ACT_MEMO_H

#include "base/arena.h"
#include "base/error.h"

struct memo;

typedef bool memo_parse(struct text source, struct arena *arena, const void **ret_parsed,
                        struct error *ret_error);

/* Never NULL. */
struct memo *memo_make(void);
/* Takes NULL. */
void memo_free(struct memo *memo);
/* What `parse` makes of the source: kept from an earlier time, or parsed now. It lives as long as
 * the memo, or when that is full or NULL, as long as `otherwise`. False as `parse` says. */
bool memo_get(struct memo *memo, struct text source, memo_parse *parse, struct arena *otherwise,
              const void **ret_parsed, struct error *ret_error);

#endif
