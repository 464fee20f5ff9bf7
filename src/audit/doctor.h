/* Is the installation fit to run? Looks, changes nothing. */
#ifndef HENG_AUDIT_DOCTOR_H
#define HENG_AUDIT_DOCTOR_H

#include "base/arena.h"

enum doctor_check {
#define CHECK(name, zh, en, zh_next, en_next) DOCTOR_##name,
#include "audit/doctor.def"
#undef CHECK
  DOCTOR_CHECK_COUNT
};

struct doctor_entry {
  const char *name;
  const char *zh, *en;
  const char *zh_next, *en_next;
};
extern const struct doctor_entry doctor_entries[DOCTOR_CHECK_COUNT];

/* `wrong` keeps Heng from its work; `look` is worth a look. */
enum health { HEALTH_FINE, HEALTH_LOOK, HEALTH_WRONG };

struct diagnosis {
  enum health health;
  char detail[256]; /* empty when there is nothing to add */
};

struct doctor {
  const char *folder;
  int64_t port; /* that the server shall have */
  /* What was looked at, in order; the rest could not be, for what is wrong before it. */
  enum doctor_check done[DOCTOR_CHECK_COUNT];
  size_t count;
  struct diagnosis diagnoses[DOCTOR_CHECK_COUNT]; /* by check */
};

void doctor_look(struct doctor *doctor, struct arena *arena);

#endif
