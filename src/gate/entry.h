/* One thing that a gate saw, on its way into the tables: which visit it is about, whether it was
 * told before, and recording it. What arrive.c, depart.c, walk_in.c and upload.c share. */
#ifndef HENG_GATE_ENTRY_H
#define HENG_GATE_ENTRY_H

#include "gate/input.h"

extern const char *const signature_names[];

/* Opens a code by the city's keys as of `now_us`. Refusal bad_code. */
bool code_open(struct act *act, struct text text, int64_t now_us, enum signature_state *ret_state,
               struct code *ret_code);
/* All that a code says, for people. */
void code_show(const struct code *code, struct arena *arena, struct code_view *ret_view);

/* What a scope leaves as act->subject.thing; the visit stands first, for visit_of. */
struct entry_subject {
  struct visit visit;
  struct code code; /* that was shown; what the visit's newest says when none was */
};

/* When it was scanned, as far as that is certain: never later than now. */
int64_t entry_scanned_us(const struct act *act, const struct gate_entry *entry);
/* Told later than it was seen, by a gate that was without a network. */
bool entry_is_late(const struct gate_entry *entry);
/* Its clock is ahead of the server's: then it is recorded as scanned now, and marked. */
bool entry_clock_is_off(const struct act *act, const struct gate_entry *entry);

/* Finds what an entry is about and makes it the act's subject. Refusals bad_field, bad_code,
 * not_found; red_code when the signature is not valid, for then nothing is known. */
bool entry_load(struct act *act, const struct gate_entry *entry);

/* What is of no visit yet, or of several, is the caller's enterprise's. */
void entry_of_caller(struct act *act);

/* Was it told before? Then `*ret_scan` is what was recorded. Refusal key_reused when the same id
 * came for something else (by `act->error`, with false). */
enum entry_state { ENTRY_NEW, ENTRY_TOLD, ENTRY_REFUSED };
enum entry_state entry_state(struct act *act, const struct gate_entry *entry,
                             struct scan *ret_scan);

/* Each records one kind on the act's subject, unless it was told before. What they refuse they
 * refuse before anything is written, so that an upload can go on with its next entry. */
bool entry_arrive(struct act *act, const struct gate_entry *entry, struct scan *ret_scan);
bool entry_depart(struct act *act, const struct gate_entry *entry, struct scan *ret_scan);
bool entry_walk_in(struct act *act, const struct gate_entry *entry, struct scan *ret_scan);

struct scan_view scan_show(const struct scan *scan, struct arena *arena);

/* Members of an entry's table. */
#define ENTRY_SCAN_FIELD                                                                           \
  FIELD(TEXT, struct gate_entry, scan, .least = SCAN_ID_LEAST, .most = SCAN_ID_MOST,               \
        .help = "the gate's own id for this, a UUID: telling it twice is telling it once")
#define ENTRY_SCANNED_FIELD                                                                        \
  FIELD_NAMED("scanned_at", TIME, struct gate_entry, scanned_us, .flags = FIELD_OPTIONAL,          \
              .help = "when it is told later: when it was seen, by the gate's clock")
#define ENTRY_TEXT_FIELD                                                                           \
  FIELD(TEXT, struct gate_entry, text, .flags = FIELD_OPTIONAL, .least = 1,                        \
        .most = CODE_TEXT_TAKEN_MOST, .help = "what the QR code holds")
#define ENTRY_VISIT_FIELD                                                                          \
  FIELD(TEXT, struct gate_entry, visit, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,               \
        .most = ID_LENGTH, .help = "the visit's id, when there is no code to scan")
#define ENTRY_ARRIVAL_FIELD                                                                        \
  FIELD(TEXT, struct gate_entry, arrival, .flags = FIELD_OPTIONAL, .least = SCAN_ID_LEAST,         \
        .most = SCAN_ID_MOST, .help = "or the `scan` of the arrival or walk-in that now leaves")
#define ENTRY_WALK_IN_FIELDS(optional)                                                             \
  FIELD(TEXT, struct gate_entry, site, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,                \
        .most = ID_LENGTH, .help = "where, when the caller is of several sites"),                  \
      FIELD(TEXT, struct gate_entry, unit, .flags = FIELD_OPTIONAL, .least = 1,                    \
            .most = UNIT_ID_MOST, .help = "the visitors' unit, when it is known"),                 \
      FIELD(TEXT, struct gate_entry, unit_words, .flags = FIELD_OPTIONAL, .least = 1,              \
            .most = UNIT_WORDS_MOST, .help = "else who they say they are"),                        \
      FIELD_NAMED("kind", TEXT, struct gate_entry, visit_kind, .flags = (optional), .least = 1,    \
                  .most = POLICY_NAME_MOST, .help = "kind of visit, by the policy in force"),      \
      FIELD(TEXT, struct gate_entry, purpose, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST)

#endif
