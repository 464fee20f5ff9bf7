/* Bringing a database up to date: each domain's scripts in order, each remembered once done. */
#ifndef HENG_ACT_MIGRATE_H
#define HENG_ACT_MIGRATE_H

#include "store/store.h"

extern const struct domain act_domain;

/* Failure store; nothing is changed then. Refusal other_version when a newer program has been at
 * it.
 */
bool migrate(struct store *store, struct error *ret_error);

/* How many scripts a database still lacks; negative when a newer program has been at it. */
int64_t migrations_pending(struct store *store);

#endif
