/* The log as the database keeps it: reading it, opening it at start, publishing a checkpoint. */
#ifndef HENG_ACT_LEDGER_H
#define HENG_ACT_LEDGER_H

#include "act/city.h"
#include "log/tree.h"
#include "store/store.h"

/* Reads leaves and hashes inside the store's current transaction. */
struct log_reader ledger_reader(struct store *store);
/* How many events are stored. */
int64_t ledger_size(struct store *store);
/* The growing end of the stored log. Refusal bad_log when it is not whole, or has not all that the
 * last checkpoint promised. */
bool ledger_open(struct store *store, const struct city *city, struct arena *arena,
                 struct merkle_frontier *ret_frontier, struct error *ret_error);
/* Signs the checkpoint of what the frontier says and stores it, in the transaction that stores the
 * leaves: so it is published if and only if they are durable. */
void ledger_publish(struct store *store, const struct city *city,
                    const struct merkle_frontier *frontier, struct arena *arena);
/* The newest signed checkpoint; NO_TEXT while the log is empty. */
struct text ledger_checkpoint(struct store *store, struct arena *arena);

#endif
