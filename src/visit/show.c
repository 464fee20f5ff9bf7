/* One visit, and lists of visits within the caller's reach. */
#include "visit/operation.h"

bool visit_show(struct act *act) {
  struct visit *visit = act->out;
  *visit = *visit_of(act);
  if (act->caller.roles & ROLE_SCREEN) visit_withhold(visit);
  act->etag = visit->version;
  return true;
}
