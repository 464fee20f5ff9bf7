/* What the routes of gates, codes and keys take and give. */
#ifndef HENG_GATE_INPUT_H
#define HENG_GATE_INPUT_H

#include "act/page.h"
#include "gate/gate.h"
#include "seal/short_code.h"
#include "visit/operation.h"

/* A code's text as it comes: longer ones are some other code. */
enum { CODE_TEXT_TAKEN_MOST = 4096 };

/* ---- reasons in words ---- */

struct reason_view {
  struct text name;
  int64_t number;
  struct text zh, en, next_zh, next_en;
};
extern const struct field reason_view_fields[];
#define REASONS_FIELD(owner)                                                                       \
  FIELD(LIST, owner, reasons, .most = REASON_COUNT, .size = sizeof(struct reason_view),            \
        .fields = reason_view_fields, .help = "why red, in the order of their numbers")
struct list reason_views(reason_set reasons, struct arena *arena);

/* ---- a visit's code, for those whose visit it is (code.c) ---- */

struct code_view {
  struct text visit, text, short_code;
  int code; /* enum code_colour */
  struct list reasons;
  struct text enterprise, site, unit;
  int64_t from_us, until_us, issued_us, people, serial;
};
extern const struct field code_view_fields[];

bool visit_code(struct act *act);
bool visit_code_text(struct act *act);
bool visit_code_svg(struct act *act);
bool visit_code_png(struct act *act);

/* ---- what a code says, for anyone who holds it (check_code.c) ---- */

struct code_check_in {
  struct text text;
};
struct code_check {
  int signature; /* enum signature_state */
  struct text issuer;
  bool newest;
  struct code_view *says; /* NULL unless the signature is valid */
};
extern const struct field code_check_in_fields[], code_check_fields[];

bool code_check(struct act *act);

/* ---- enrolling gates (invite.c, enrol.c, gate.c) ---- */

struct gate_invite_in {
  struct text enterprise, site;
};
struct gate_invitation {
  struct text code;
  int64_t ends_us;
};
struct gate_enrol_in {
  struct text code, name;
};
struct gate_enrolment {
  struct text token;
  struct gate gate;
};
struct gate_list_in {
  struct text enterprise;
  bool active;
  struct text after;
  int64_t limit;
};
struct gate_reference {
  struct text gate;
};
extern const struct field gate_invite_in_fields[], gate_invitation_fields[], gate_enrol_in_fields[],
    gate_enrolment_fields[], gate_list_in_fields[], gate_page_fields[], gate_reference_fields[];

bool gate_invite(struct act *act);
bool gate_enrol(struct act *act);
bool gate_list(struct act *act);
bool gate_revoke(struct act *act);
bool gate_site_scope(struct act *act);
bool gate_scope(struct act *act);
/* A domain's authenticate. Refusal no_session. */
bool gate_authenticate(struct act *act);
/* Stores when each gate was last heard. */
void gate_store_heard(struct act *act);

/* ---- at the gate (check.c, arrive.c, depart.c, walk_in.c, upload.c, today.c) ---- */

struct gate_check_in {
  struct text text, short_code; /* one of them */
  int64_t people, at_us;
};
struct gate_check {
  int code, signature; /* NO_ENUM for a short code */
  struct list reasons;
  struct text say_zh, say_en;
  struct code_view *says;
  int life; /* NO_ENUM unless the visit is known */
  int64_t arrived_us, arrived_people;
  int64_t now_us, ahead_s;
};
extern const struct field gate_check_in_fields[], gate_check_fields[];

/* One thing that a gate saw. Each kind's table names the members that it has. */
struct gate_entry {
  int kind; /* enum scan_kind */
  struct text scan;
  struct text text, visit, arrival; /* one of them says which visit */
  int64_t people, scanned_us;
  struct text site, unit, unit_words, visit_kind, purpose; /* of a walk-in */
};
extern const struct field gate_arrive_fields[], gate_depart_fields[], gate_walk_in_fields[],
    gate_upload_fields[];

struct scan_view {
  struct text scan;
  int kind;
  struct text visit;
  int code;
  struct list reasons;
  int64_t scanned_us, uploaded_us, people;
  struct text slip; /* signed, red; of a walk-in */
};
extern const struct field scan_view_fields[];

struct gate_upload {
  struct list entries; /* struct gate_entry */
};
struct uploaded {
  struct text scan;
  struct scan_view *recorded;                                 /* NULL: refused, */
  struct text error, place, detail, zh, en, next_zh, next_en; /* and why */
};
struct gate_uploaded {
  struct list entries; /* struct uploaded */
  int64_t now_us;
};
extern const struct field gate_uploaded_fields[];

struct gate_today_in {
  struct text site;
};
extern const struct field gate_today_fields[];

bool gate_check(struct act *act);
bool gate_arrive(struct act *act);
bool gate_depart(struct act *act);
bool gate_walk_in(struct act *act);
bool gate_upload(struct act *act);
bool gate_today(struct act *act);
/* Scope: of the visit that an entry is about. */
bool gate_entry_scope(struct act *act);

#endif
