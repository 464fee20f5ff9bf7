/* Passwords: which are fit to be one, and Argon2id (RFC 9106) by libsodium.
 *
 * Hashing takes tens of milliseconds and megabytes by design: it belongs in a route's prepare,
 * never on the writer's thread. */
#ifndef HENG_PEOPLE_PASSWORD_H
#define HENG_PEOPLE_PASSWORD_H

#include "base/arena.h"
#include "base/error.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 128 }; /* code points */

/* OWASP's advice for Argon2id is at least 2 passes over 19 MiB; a city sets the memory. */
enum { PASSWORD_PASSES = 3 };

/* Refusal weak_password: too short, too long, the login itself, one character over and over, a
 * plain run, or one of those that everybody tries first. `login` may be NO_TEXT. */
bool password_acceptable(struct text password, struct text login, struct error *ret_error);

/* The hash as text, with its own salt and cost in it. Failure crypto when memory is short. */
bool password_hash(struct text password, int64_t memory_kib, struct arena *arena,
                   struct text *ret_hash, struct error *ret_error);
/* Whether `password` is the one of `hash`. With NO_TEXT for a hash it takes the time of a hashing
 * and says no: a login that does not exist answers no faster than one that does. */
bool password_matches(struct text hash, struct text password, int64_t memory_kib);

#endif
