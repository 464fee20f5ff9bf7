/* Acts without a server: the command line, import, the demo city and tests perform the same routes
 * through the same gates, in this process.
 *
 * All acts between local_open and local_commit are one transaction. Only one process may write a
 * city at a time: local_open refuses while a server runs. */
#ifndef HENG_ACT_LOCAL_H
#define HENG_ACT_LOCAL_H

#include "act/act.h"
#include "act/city.h"

struct local;

/* Opens the city in a data folder and begins a transaction. Refusal busy while another process has
 * it open for writing; refusals and failures as they come. */
bool local_open(const char *folder, struct local **ret_local, struct error *ret_error);
/* Discards what was not committed. Takes NULL. */
void local_close(struct local *local);
/* Keeps all acts so far and begins the next transaction. */
bool local_commit(struct local *local, struct error *ret_error);

struct city *local_city(struct local *local);
struct store *local_store(struct local *local);
/* Performs a route; a refused act leaves no trace but its own event. `caller` NULL is the program
 * itself (ROLE_SELF), for whom the role, scope and version gates are open. `ret_out` may be NULL
 * for a route without output. The arena must live as long as the output is used. */
bool local_act(struct local *local, struct arena *arena, const struct caller *caller,
               const struct route *route, const void *in, void *ret_out, struct error *ret_error);

#endif
