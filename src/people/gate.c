/* A gate's token: whoever holds it is a guard of the site that the gate was enrolled for. */
#include "people/secret.h"
#include "people/session.h"
#include "people/sql.h"

bool gate_authenticate(struct act *act) {
  bool found = false;
  struct cursor cursor =
      QUERY(act->store, sql_gate_by_token, V(secret_hash(act->token, act->arena)));
  if (store_next(&cursor)) {
    found = true;
    act->caller = (struct caller){.person = store_text(&cursor, 0, act->arena),
                                  .roles = ROLE_GUARD,
                                  .enterprise = store_text(&cursor, 1, act->arena),
                                  .site = store_text(&cursor, 2, act->arena)};
  }
  store_done(&cursor);
  return found || act_refuse(act, ERROR_no_session, NULL, "%s", "");
}
