/* Secrets that the program gives out: session tokens, one-time tokens, recovery codes. It keeps
 * their SHA-256 only; they have at least 80 random bits, so that is enough. */
#ifndef HENG_PEOPLE_SECRET_H
#define HENG_PEOPLE_SECRET_H

#include "base/arena.h"

/* For a cookie or a header: 256 random bits in base64url. */
struct text secret_token(struct arena *arena);
/* For a person to read and type: groups of four of 0-9 and a-z without i, l, o, u, "7k2m-…"; 20
 * bits a group. */
struct text secret_word(struct arena *arena, int groups);
/* SHA-256 in hexadecimal. */
struct text secret_hash(struct text secret, struct arena *arena);
/* The same of a word as typed: capitals, spaces and hyphens do not matter. */
struct text secret_word_hash(struct text typed, struct arena *arena);
/* Without telling by its time where they differ. */
bool secret_equal(struct text a, struct text b);

/* What a page must send back in X-CSRF-Token: a hash of its session's token, so nothing is kept. */
struct text csrf_of_token(struct text token, struct arena *arena);

#endif
