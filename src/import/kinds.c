#include "import/kinds.h"

const struct import_kind *const import_kinds[] = {&import_units, &import_enterprises, &import_sites,
                                                  &import_items, NULL};

const struct import_kind *import_kind_find(struct text name) {
  for (const struct import_kind *const *kind = import_kinds; *kind; kind++)
    if (text_equal(name, text_of((*kind)->name))) return *kind;
  return NULL;
}
