/* A domain: people, visit, later project, chain, tax, matter. What each one gives to the whole. */
#ifndef HENG_ACT_DOMAIN_H
#define HENG_ACT_DOMAIN_H

#include "act/act.h"

struct import_kind;

struct table_entry {
  const char *name;
  const char
      *key; /* "enterprise, id": what names a row in the auditor's findings and orders them */
  /* Columns that no event carries and the auditor leaves out ("attempts, next_us"); NULL: none. */
  const char *left_out;
  /* Text columns whose values a finding may show; all others may be personal. NULL: none. */
  const char *shown;
};

struct domain {
  const char *name;
  const char *zh, *en; /* what its routes are about, a line each; NULL when it has none */
  /* Scripts in order; a database remembers how many of them it has had. NULL-ended. */
  const char *const *migrations;
  const struct route *routes;               /* ended by a NULL path */
  const struct event_type *const *events;   /* NULL-ended */
  const struct statement *const *sql;       /* NULL-ended */
  const struct table_entry *tables;         /* rebuilt from events; ended by a NULL name */
  const struct import_kind *const *imports; /* import/import.h; NULL-ended, or NULL */
  /* Turns act->token into act->caller, for tokens that begin with `token_start`; NULL: for those
   * that no other domain claims. Refusal no_session. */
  bool (*authenticate)(struct act *act);
  const char *token_start;
  /* What time itself brings about (missed visits, lapsed exemptions); an act of ROLE_SELF, about
   * once a minute. */
  bool (*tick)(struct act *act);
};

/* All of them, NULL-ended (src/domains.c). */
extern const struct domain *const domains[];

/* What time itself brings about in one domain; its input is a const struct domain *const *. */
extern const struct route domain_tick;

const struct event_type *event_type_find(struct text name);
const struct route *route_find(const char *name);

#endif
