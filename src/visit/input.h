/* What the routes of visits take and give: the shapes, beside the tables that describe them. */
#ifndef HENG_VISIT_INPUT_H
#define HENG_VISIT_INPUT_H

#include "visit/visit.h"

/* Every input about one visit begins with its id. */
struct visit_reference {
  struct text visit;
};
#define VISIT_REFERENCE_FIELD(owner)                                                               \
  FIELD(TEXT, owner, visit, .least = ID_LENGTH, .most = ID_LENGTH, .help = "id of the visit")
extern const struct field visit_reference_in[];

struct visit_words {
  struct text visit, words;
};
extern const struct field visit_words_in[]; /* words demanded */

/* What a unit says when it asks for a visit: book and preview. */
struct booking {
  struct text enterprise, site, kind;
  struct texts items;
  int64_t start_us, end_us, people, certified;
  struct texts officers;
  struct text purpose, exemption, evidence, join;
};
extern const struct field visit_booking_in[];

struct change_input {
  struct text visit;
  struct text site, kind;
  struct texts items;
  int64_t start_us, end_us, people, certified;
  struct texts officers;
  struct text purpose;
};
extern const struct field visit_change_in[];

struct propose_input {
  struct text visit;
  int64_t start_us, end_us;
  struct text words;
};
extern const struct field visit_propose_in[];

struct join_input {
  struct text visit, with;
};
extern const struct field visit_join_in[];

struct suggest_input {
  struct text visit, with, words;
};
extern const struct field visit_suggest_in[];

/* A page of visits. The strip of one enterprise takes the same but for `unit`. */
struct visit_list_input {
  struct text enterprise, unit, county, kind;
  int64_t from_us, to_us;
  int life, approval, consent, code;
  bool exempt, joint, unratified, walk_in, came, waiting; /* only such */
  struct text after;
  int64_t limit;
};
extern const struct field visit_list_in[], visit_strip_in[];

struct visit_page {
  struct list items; /* struct visit */
  struct text next;
};
extern const struct field visit_list_out[], visit_strip_out[];

struct preview_reason {
  struct text name;
  int64_t number;
  struct text zh, en, next_zh, next;
  struct texts against; /* ids of the visits that stand against it */
};
struct joinable {
  struct text visit, unit, unit_name, kind;
  int64_t start_us, end_us;
  int code; /* that the booking would have if it joined */
};
struct green_time {
  int64_t start_us, end_us;
};
struct preview {
  int code;
  struct list reasons;  /* struct preview_reason; that remain when approved and agreed */
  struct texts waiting; /* reasons that the yeses still to come will lift */
  struct list joinable; /* struct joinable */
  struct list times;    /* struct green_time; the next at the same hour */
};
extern const struct field visit_preview_out[];

#endif
