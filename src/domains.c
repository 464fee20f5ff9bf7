/* All domains, in the order in which their tables are made. */
#include "act/domain.h"
#include "act/migrate.h"
#include "directory/directory.h"
#include "gate/gate.h"
#include "http/http_domain.h"
#include "import/import.h"
#include "people/people.h"
#include "people/screen.h"
#include "visit/visit.h"

const struct domain *const domains[] = {&act_domain,      &directory_domain,
                                        &people_domain,   &policy_domain,
                                        &filing_domain,   &visit_domain,
                                        &feedback_domain, &oversight_domain,
                                        &gate_domain,     &key_domain,
                                        &import_domain,   &screen_domain,
                                        &http_domain,     NULL};
