/* The table of errors, from errors.def. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static const struct error_entry entries[] = {
#define ERROR(name, number, kind, status, zh, en, zh_next, en_next)                                \
  {ERROR_##name, ERROR_##kind, #name, status, zh, en, zh_next, en_next},
#include "base/errors.def"
#undef ERROR
};

const struct error_entry *error_table(size_t *ret_count) {
  *ret_count = sizeof entries / sizeof *entries;
  return entries;
}

const struct error_entry *error_find(enum error_code code) {
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
    if (entries[i].code == code) return &entries[i];
  return NULL;
}

bool fail(struct error *ret_error, enum error_code code, const char *place, const char *detail,
          ...) {
  ret_error->code = code;
  snprintf(ret_error->place, sizeof ret_error->place, "%s", place ? place : "");
  va_list values;
  va_start(values, detail);
  vsnprintf(ret_error->detail, sizeof ret_error->detail, detail, values);
  va_end(values);
  return false;
}
