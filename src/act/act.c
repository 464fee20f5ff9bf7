/* The gates in the order that is the precedence of refusals, then the operation. */
#include "act/act.h"

#include <assert.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

#include "act/domain.h"
#include "act/refusal.h"

bool act_refuse(struct act *act, enum error_code code, const char *place, const char *detail, ...) {
  char text[sizeof act->error.detail];
  va_list values;
  va_start(values, detail);
  vsnprintf(text, sizeof text, detail, values);
  va_end(values);
  return fail(&act->error, code, place, "%s", text);
}

struct text act_new_id(struct arena *arena) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  uint8_t random[ID_LENGTH];
  randombytes_buf(random, sizeof random);
  char *id = arena_take(arena, ID_LENGTH + 1);
  for (size_t i = 0; i < ID_LENGTH; i++) id[i] = digits[random[i] & 31];
  return (struct text){id, ID_LENGTH};
}

static const struct domain *domain_of_token(struct text token) {
  const struct domain *others = NULL;
  for (const struct domain *const *domain = domains; *domain; domain++) {
    if (!(*domain)->authenticate) continue;
    if (!(*domain)->token_start)
      others = *domain;
    else if (text_starts(token, text_of((*domain)->token_start)))
      return *domain;
  }
  return others;
}

bool act_authenticate(struct act *act) {
  if (act->authenticated || act->caller.roles & ROLE_SELF) return true;
  bool anyone = act->route->roles & ROLE_ANYONE;
  if (!act->token.at && !anyone) return act_refuse(act, ERROR_no_session, NULL, "no token came");
  if (act->token.at) {
    const struct domain *domain = domain_of_token(act->token);
    assert(domain);
    if (!domain->authenticate(act) && !anyone) return false;
  }
  act->authenticated = true;
  return true;
}

static bool is(struct text a, struct text b) {
  return a.at && b.at && text_equal(a, b);
}

static bool concerns_unit(const struct subject *subject, struct text unit) {
  if (subject->every_unit || is(subject->unit, unit)) return true;
  for (size_t i = 0; i < subject->units.count; i++)
    if (is(subject->units.at[i], unit)) return true;
  return false;
}

bool caller_reaches(const struct caller *caller, unsigned roles, const struct subject *subject) {
  if (roles & (ROLES_WATCHING | ROLES_ADMINISTRATOR | ROLE_SELF)) return true;
  if (roles & (ROLE_OFFICER | ROLE_CLERK) && concerns_unit(subject, caller->unit)) return true;
  if (roles & ROLE_HEAD && concerns_unit(subject, caller->head_of)) return true;
  if (!(roles & ROLES_ENTERPRISE) || !is(subject->enterprise, caller->enterprise)) return false;
  return !caller->site.at || !subject->site.at || is(subject->site, caller->site);
}

static bool role_gate(struct act *act) {
  unsigned granted = act->route->roles & act->caller.roles;
  if (granted || act->route->roles & ROLE_ANYONE || act->caller.roles & ROLE_SELF) return true;
  return act_refuse(act, ERROR_wrong_role, NULL, "%s", "");
}

static bool scope_gate(struct act *act) {
  if (!act->route->scope) return true;
  if (!act->route->scope(act)) return false;
  if (act->route->roles & ROLE_ANYONE || act->caller.roles & ROLE_SELF) return true;
  return caller_reaches(&act->caller, act->route->roles & act->caller.roles, &act->subject) ||
         act_refuse(act, ERROR_not_yours, NULL, "%s", "");
}

static bool version_gate(struct act *act) {
  if (act->subject.version == NO_INTEGER || act->caller.roles & ROLE_SELF) return true;
  if (act->if_match == NO_INTEGER)
    return !(act->route->flags & ROUTE_EDITS) ||
           act_refuse(act, ERROR_version_needed, NULL, "%s", "");
  return act->if_match == IF_MATCH_ANY || act->if_match == act->subject.version ||
         act_refuse(act, ERROR_version_differs, NULL, "it is at version %lld now",
                    (long long)act->subject.version);
}

bool act_perform(struct act *act) {
  act->subject = (struct subject){.version = NO_INTEGER};
  act->etag = NO_INTEGER;
  return act_authenticate(act) && role_gate(act) && scope_gate(act) && version_gate(act) &&
         act->route->run(act);
}

bool act_attempt(struct act *act) {
  const struct merkle_frontier before = *act->frontier;
  store_savepoint(act->store);
  bool done = (!act->route->prepare || act->route->prepare(act)) && act_perform(act);
  if (store_failed(act->store, &act->error)) done = false;
  if (done) {
    store_release(act->store);
    return true;
  }
  store_rollback_to_savepoint(act->store);
  *act->frontier = before;
  refusal_record(act);
  return false;
}
