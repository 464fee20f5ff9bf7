/* Who is connected, and until when each may take its time.
 *
 * The HTTP library drops a connection that is silent. A peer that sends one byte now and then is
 * not silent, yet would hold its place for ever; so every connection has a deadline as well: for
 * the next request's headers, for its body, for taking the reply. */
#ifndef HENG_HTTP_PEERS_H
#define HENG_HTTP_PEERS_H

#include <stdatomic.h>

#include "http/limit.h"

struct peer {
  struct peer *next, *previous;
  int socket;
  struct address address;
  struct text address_text;
  char address_bytes[ADDRESS_TEXT_SIZE];
  atomic_int_fast64_t deadline_us; /* monotonic */
};

enum { NO_DEADLINE = -1 };

struct peers;

/* Never NULL. */
struct peers *peers_make(void);
/* When all are gone. Takes NULL. */
void peers_free(struct peers *peers);
/* A connection begins. Never NULL. */
struct peer *peer_add(struct peers *peers, int socket, const struct address *address,
                      int64_t deadline_us);
/* It ends; must come before its socket is closed. */
void peer_remove(struct peers *peers, struct peer *peer);
/* `deadline_us` on the monotonic clock, or NO_DEADLINE. */
void peer_set_deadline(struct peer *peer, int64_t deadline_us);
/* Shuts the sockets of those whose deadline has passed; the library then closes them. */
void peers_sweep(struct peers *peers, int64_t now_us);
size_t peers_count(struct peers *peers);

#endif
