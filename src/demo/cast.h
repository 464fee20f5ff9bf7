/* Who plays in the demo city: its units and enterprises with their people, and the items. */
#ifndef HENG_DEMO_CAST_H
#define HENG_DEMO_CAST_H

#include "demo/demo.h"

struct demo_unit {
  struct text id, name, body, county;
  struct text head, clerk, officers[2]; /* ids of persons; the county units have no clerk */
  size_t officer_count;
};

struct demo_enterprise {
  struct text id, county;
  struct text site;           /* its first */
  struct text contact, guard; /* ids of persons; not every one has a guard */
};

struct demo_item {
  struct text id, body;
};

struct cast {
  struct demo_unit *units;
  struct demo_enterprise *enterprises;
  struct demo_item *items;
  size_t unit_count, enterprise_count, item_count;
  struct text coordinator, supervisor;
};

/* Reads them from the city, in the order of their ids. */
bool cast_read(struct demo *demo, struct cast *ret_cast, struct error *ret_error);

#endif
