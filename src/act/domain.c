/* Looking through all domains, and the domain of acts themselves: events, the log, kept replies. */
#include "act/domain.h"

#include <string.h>

#include "act/log_routes.h"
#include "act/migrate.h"
#include "act/refusal.h"
#include "act/sql.h"

const struct event_type *event_type_find(struct text name) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct event_type *const *type = (*domain)->events; type && *type; type++)
      if (text_equal(name, text_of((*type)->name))) return *type;
  return NULL;
}

const struct route *route_find(const char *name) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct route *route = (*domain)->routes; route && route->path; route++)
      if (strcmp(route->name, name) == 0) return route;
  return NULL;
}

static bool tick_domain(struct act *act) {
  const struct domain *const *domain = act->in;
  return !(*domain)->tick || (*domain)->tick(act);
}

const struct route domain_tick = {
    .name = "tick", .roles = ROLE_SELF, .flags = ROUTE_WRITES, .run = tick_domain};

static const char *const migrations[] = {
    "CREATE TABLE event ("
    " seq INTEGER PRIMARY KEY, type TEXT NOT NULL, at_us INTEGER NOT NULL, by_id TEXT NOT NULL,"
    " request TEXT, enterprise TEXT, subject TEXT, leaf TEXT NOT NULL, sealed TEXT, salt BLOB,"
    " hash BLOB NOT NULL) STRICT;"
    "CREATE INDEX event_by_subject ON event (subject, seq);"
    "CREATE INDEX event_by_type ON event (type, seq);"
    "CREATE INDEX event_by_person ON event (by_id, seq);"
    "CREATE TABLE log_node ("
    " level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY (level, position)) STRICT;"
    "CREATE TABLE checkpoint (id INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;"
    "CREATE TABLE kept_reply ("
    " caller TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, status INTEGER NOT NULL,"
    " body TEXT, etag INTEGER, at_us INTEGER NOT NULL, PRIMARY KEY (caller, id)) STRICT;"
    "CREATE INDEX kept_reply_by_age ON kept_reply (at_us);",
    NULL,
};

/* A client that has not asked again after a day will not. */
static const int64_t kept_reply_us = INT64_C(24) * 3600 * 1000000;

static bool tick(struct act *act) {
  RUN(act->store, sql_reply_drop_old, V(act->now_us - kept_reply_us));
  return true;
}

static const struct event_type *const events[] = {&act_refused, NULL};

const struct domain act_domain = {
    .name = "act",
    .zh = "日志：检查点、哈希块、证明",
    .en = "The log: its checkpoint, tiles and proofs",
    .migrations = migrations,
    .routes = log_routes,
    .events = events,
    .sql = act_sql,
    .tick = tick,
};
