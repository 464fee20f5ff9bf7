/* The table of reasons, from reason.def. */
#include "visit/reason.h"

const struct reason_entry reason_entries[REASON_COUNT] = {
#define REASON(name, number, zh, en, zh_next, en_next) {number, #name, zh, en, zh_next, en_next},
#include "visit/reason.def"
#undef REASON
};

int reason_by_name(struct text name) {
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (text_equal(name, text_of(reason_entries[reason].name))) return reason;
  return -1;
}
