/* The city's keys for codes, as the API and the command line show and rotate them. */
#ifndef HENG_GATE_KEYS_H
#define HENG_GATE_KEYS_H

#include "gate/gate.h"
#include "seal/key_ring.h"

struct key_rotate_in {
  struct text algorithm;
};
struct key_retire_in {
  struct text kid;
};
struct key_view {
  struct text kid, thumbprint, algorithm;
  bool signing;
  int64_t ends_us;
};
struct key_list {
  struct list items; /* struct key_view */
};
extern const struct field key_list_fields[];

bool key_list(struct act *act);
bool key_rotate(struct act *act);
bool key_retire(struct act *act);
/* Those that have not ended, the signing one first. */
struct list key_views(const struct key_ring *ring, int64_t now_us, struct arena *arena);

#endif
