/* All domains, in the order in which their tables are made. */
#include "act/domain.h"
#include "act/migrate.h"

const struct domain *const domains[] = {&act_domain, NULL};
