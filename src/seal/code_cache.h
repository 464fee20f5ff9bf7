/* Codes that were verified lately: a visitor's code is scanned more than once, and to verify a
 * signature costs more than all else that a gate's check does.
 *
 * Only valid signatures are remembered, with the whole text, under the very set of keys that
 * verified it and until the next of those keys ends: so it answers as seal_open_code would. Of a
 * fixed size; locks itself. */
#ifndef HENG_SEAL_CODE_CACHE_H
#define HENG_SEAL_CODE_CACHE_H

#include "seal/seal.h"

struct code_cache;

/* Never NULL. */
struct code_cache *code_cache_make(void);
/* Takes NULL. */
void code_cache_free(struct code_cache *cache);

/* seal_open_code. `keys` must live as long as the cache. */
bool code_cache_open(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                     struct text text, struct arena *arena, enum signature_state *ret_state,
                     struct code *ret_code, struct error *ret_error);

#endif
