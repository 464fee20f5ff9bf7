/* The commit path and events: what is recorded can be read back, what is refused leaves only its
 * refusal, what fails leaves nothing. */
#include <unistd.h>

#include "act/domain.h"
#include "act/ledger.h"
#include "act/local.h"
#include "act/migrate.h"
#include "check.h"

static void migrates_twice_to_the_same(void) {
  struct store *store;
  struct error error;
  CHECK(store_open_memory(&store, &error));
  CHECK(migrate(store, &error));
  CHECK(migrate(store, &error));
  store_close(store);
}

static void every_statement_fits_the_engine(void) {
  struct store *store;
  struct error error;
  CHECK(store_open_memory(&store, &error));
  CHECK(migrate(store, &error));
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct statement *const *sql = (*domain)->sql; sql && *sql; sql++) {
      CHECK_ROW("%s", (*sql)->name);
      if (!CHECK(store_prepares(store, *sql, &error))) fprintf(stderr, "  %s\n", error.detail);
    }
  store_close(store);
}

static void a_city_opens_once(void) {
  char folder[] = "/tmp/heng-act-test-XXXXXX";
  struct error error = {0};
  struct local *local, *second;
  struct settings settings = settings_default();
  CHECK(mkdtemp(folder) != NULL);
  CHECK(city_make(folder, &settings, &error));
  if (!CHECK(local_open(folder, &local, &error))) fprintf(stderr, "%s\n", error.detail);
  CHECK(!local_open(folder, &second, &error));
  CHECK_INTEGER(error.code, ERROR_city_open_elsewhere);
  CHECK(local_commit(local, &error));
  local_close(local);
  CHECK(local_open(folder, &local, &error));
  local_close(local);
}

TESTS(migrates_twice_to_the_same, every_statement_fits_the_engine, a_city_opens_once)
