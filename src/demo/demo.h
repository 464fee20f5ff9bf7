/* The demo city: made-up enterprises among Hengyang's real counties and kinds of bodies, and a year
 * of filings and visits, played through the same operations as any other by a clock that is set. */
#ifndef HENG_DEMO_DEMO_H
#define HENG_DEMO_DEMO_H

#include "act/local.h"

/* The first line of its checkpoints, by which the demo city is known. */
#define DEMO_LOG_ORIGIN "demo.heng.example/log"

struct demo {
  struct local *local;
  struct arena *arena;
  int32_t first_day; /* of the visits */
  int64_t now_us;    /* what the city's clock says */
  int64_t until_us;  /* when the play is over, and the present begins */
};

/* Makes a city in an empty folder and sets its clock back to where the play begins: to the December
 * in which the filings for its first year are made. `ret_demo` must stay where it is. Refusal
 * already_done when the folder has a city. */
bool demo_open(const char *folder, int64_t until_us, struct arena *arena, struct demo *ret_demo,
               struct error *ret_error);
void demo_close(struct demo *demo);

/* All of the below in its order, with a plan of `seed`, and commits. `tables` is a folder, `policy`
 * a file. */
bool demo_make(struct demo *demo, const char *tables, const char *policy, uint64_t seed,
               struct error *ret_error);

/* Imports the tables in a folder: units, enterprises, sites, items, people; adds the three
 * administrators. Refusal bad_csv with the first fault. */
bool demo_found(struct demo *demo, const char *tables, struct error *ret_error);

/* Adopts a rule pack from a file, in force from the clock's day on whatever the file says. */
bool demo_adopt(struct demo *demo, const char *path, struct error *ret_error);

struct plan;
struct cast;

/* Puts a plan into effect step by step, up to `until_us`. What is refused at the gate is part of
 * the play; any other refusal ends it. */
bool demo_play(struct demo *demo, const struct cast *cast, struct plan *plan,
               struct error *ret_error);

#endif
