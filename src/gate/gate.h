/* At the gate: the codes that visitors show, the city's keys for them, the gates that are enrolled,
 * and who came and left. Builds on visits; knows nothing of how a visit came about. */
#ifndef HENG_GATE_GATE_H
#define HENG_GATE_GATE_H

#include "base/time.h"
#include "seal/code.h"
#include "seal/cose.h"
#include "visit/admit.h"
#include "visit/visit.h"

/* Who stands at a gate: a guard, a gate's own token, or the contact of a house without guards. */
enum { GATE_ROLES = ROLES_ENTERPRISE };
/* Who sees to gates: an enterprise to its own, and, since a gate is a credential as a key or a
 * second factor is, the security administrator to all. */
enum { GATE_KEEPERS = ROLE_CONTACT | ROLE_SECURITY };
#define GATE_TOKEN_START "gate_"
enum { GATE_NAME_MOST = 40 };

/* An enrolled gate: a device with a token of its own, bound to a site. */
struct gate {
  struct text enterprise, enterprise_name, id, site, site_name, name;
  struct text token_hash;
  int64_t enrolled_us, revoked_us;
  int64_t heard_us; /* when its token was last used; NO_INTEGER: never */
};
extern const struct field gate_fields[]; /* as the API shows it */

/* ---- what a gate saw ---- */

enum scan_kind { SCAN_ARRIVE, SCAN_DEPART, SCAN_WALK_IN };
extern const char *const scan_kind_names[];

enum { SCAN_ID_LEAST = 8, SCAN_ID_MOST = 64, UNIT_WORDS_MOST = 60 };

/* A row of table scan: what happened, when, and when it was told. Its id is of the gate's making
 * (a UUID), so that telling it twice is telling it once. */
struct scan {
  struct text enterprise, id;
  int kind; /* enum scan_kind */
  struct text visit, by;
  int64_t scanned_us, uploaded_us;
  int64_t people;       /* NO_INTEGER for a departure */
  int code;             /* enum code_colour as the gate had to judge then; NO_ENUM: a departure */
  struct texts reasons; /* why red */
};

bool scan_find(struct store *store, struct text enterprise, struct text id, struct arena *arena,
               struct scan *ret_scan);
/* For apply functions. */
void scan_add(struct store *store, const struct scan *scan);

/* ---- codes ---- */

/* What the visit's newest code says, as if issued at `issued_us`. */
struct code code_of_visit(struct act *act, const struct visit *visit, int64_t issued_us);
/* The same signed by the city. Failure crypto; refusal bad_field for what no code can say. */
bool code_sign(struct act *act, const struct code *code, struct text *ret_text);

/* ---- judging ---- */

/* What the server knows of a visit now, by its row. */
struct gate_knowledge gate_known(int life, int64_t serial, const struct texts *reasons);
/* May `people` come in with this code at `now_us`, at the caller's site? */
reason_set gate_judge(const struct act *act, const struct code *code,
                      enum signature_state signature, const struct gate_knowledge *knowledge,
                      int64_t now_us, int64_t people);

extern const struct domain gate_domain, key_domain;

#endif
