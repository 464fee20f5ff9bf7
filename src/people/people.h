/* People: accounts, sessions, roles, second factors, delegation, and the search of events. */
#ifndef HENG_PEOPLE_PEOPLE_H
#define HENG_PEOPLE_PEOPLE_H

#include "act/domain.h"

extern const struct domain people_domain;

#endif
