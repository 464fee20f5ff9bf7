/* Every kind of table that can be imported; each is described beside its domain. */
#ifndef HENG_IMPORT_KINDS_H
#define HENG_IMPORT_KINDS_H

#include "import/import.h"

extern const struct import_kind import_units, import_enterprises, import_sites, import_items;

/* In the order in which a new city needs them; NULL-ended. */
extern const struct import_kind *const import_kinds[];
const struct import_kind *import_kind_find(struct text name);

#endif
