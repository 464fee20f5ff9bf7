/* The demo city: made-up enterprises among Hengyang's real counties and kinds of bodies, and a year
 * of visits played through the same operations as any other, by a clock that is set. */
#ifndef HENG_DEMO_DEMO_H
#define HENG_DEMO_DEMO_H

#include "act/local.h"

/* The first line of its checkpoints, by which the demo city is known. */
#define DEMO_LOG_ORIGIN "demo.heng.example/log"

struct demo {
  struct local *local;
  struct arena *arena; /* as long as the demo */
  int64_t now_us;      /* what the city's clock says */
};

/* Makes a city in an empty folder and sets its clock. Refusal already_done when there is one. */
bool demo_open(const char *folder, int64_t now_us, struct arena *arena, struct demo *ret_demo,
               struct error *ret_error);
void demo_close(struct demo *demo);

/* Imports the tables in a folder: units, enterprises, sites, items, people; adds the three
 * administrators. Refusal bad_csv with the first fault. */
bool demo_found(struct demo *demo, const char *tables, struct error *ret_error);

#endif
