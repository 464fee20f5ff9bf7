#include "act/migrate.h"

#include "act/domain.h"
#include "act/sql.h"

static bool migrate_domain(struct store *store, const struct domain *domain,
                           struct error *ret_error) {
  struct text name = text_of(domain->name);
  int64_t done = FIND_INTEGER(store, sql_migration_count, 0, V(name));
  int64_t number = 0;
  for (const char *const *script = domain->migrations; script && *script; script++) {
    if (++number <= done) continue;
    store_script(store, *script);
    RUN(store, sql_migration_done, V(name), V(number));
  }
  if (number >= done) return !store_failed(store, ret_error);
  return fail(ret_error, ERROR_other_version, domain->name, "it is newer");
}

bool migrate(struct store *store, struct error *ret_error) {
  store_begin(store);
  store_script(store, "CREATE TABLE IF NOT EXISTS migration (domain TEXT NOT NULL, "
                      "number INTEGER NOT NULL, PRIMARY KEY (domain, number)) STRICT");
  for (const struct domain *const *domain = domains; *domain; domain++) {
    if (migrate_domain(store, *domain, ret_error)) continue;
    store_rollback(store);
    return false;
  }
  return store_commit(store, ret_error);
}

int64_t migrations_pending(struct store *store) {
  int64_t pending = 0;
  for (const struct domain *const *domain = domains; *domain; domain++) {
    int64_t done = FIND_INTEGER(store, sql_migration_count, 0, V(text_of((*domain)->name)));
    int64_t number = 0;
    while ((*domain)->migrations && (*domain)->migrations[number]) number++;
    if (number < done) return -1;
    pending += number - done;
  }
  return pending;
}
