/* What the directory's routes run, one stem an operation. */
#ifndef HENG_DIRECTORY_OPERATIONS_H
#define HENG_DIRECTORY_OPERATIONS_H

#include "directory/fields.h"

#define RECORD_OPERATIONS(stem)                                                                    \
  bool stem##_scope(struct act *act);                                                              \
  bool stem##_add(struct act *act);                                                                \
  bool stem##_read(struct act *act);                                                               \
  bool stem##_change(struct act *act);                                                             \
  bool stem##_deactivate(struct act *act);                                                         \
  bool stem##_list(struct act *act);                                                               \
  bool stem##_import(struct act *act);                                                             \
  extern const struct event_type stem##_added, stem##_changed
RECORD_OPERATIONS(unit);
RECORD_OPERATIONS(enterprise);
RECORD_OPERATIONS(site);
RECORD_OPERATIONS(item);

/* The enterprise whose sites are added to or listed. Refusal not_found "enterprise". */
bool site_add_scope(struct act *act);
bool site_list_scope(struct act *act);

/* The operations that do no more than what all kinds share. */
#define DEFINE_RECORD_OPERATIONS(stem, kind)                                                       \
  bool stem##_scope(struct act *act) {                                                             \
    return record_scope(act, &(kind));                                                             \
  }                                                                                                \
  bool stem##_add(struct act *act) {                                                               \
    return record_add(act, &(kind));                                                               \
  }                                                                                                \
  bool stem##_read(struct act *act) {                                                              \
    return record_read(act, &(kind));                                                              \
  }                                                                                                \
  bool stem##_change(struct act *act) {                                                            \
    return record_change(act, &(kind));                                                            \
  }                                                                                                \
  bool stem##_deactivate(struct act *act) {                                                        \
    return record_deactivate(act, &(kind));                                                        \
  }

/* Rows of an import whose key is the record's own. */
#define DEFINE_RECORD_IMPORT(stem, kind)                                                           \
  bool stem##_import(struct act *act) {                                                            \
    return record_import(act, &(kind));                                                            \
  }

#endif
