/* Today's list at the gate. Pure. */
#include "visit/listed.h"

/* Whether a visit at this place and time would stand on the list. */
static bool would_list(const struct daylist *list, const struct code *code) {
  return text_equal((struct text){list->site, ID_LENGTH}, (struct text){code->site, ID_LENGTH}) &&
         code->until_us > list->start_us - list->late_minutes * MINUTE_US &&
         code->from_us < list->start_us + DAY_US + list->early_minutes * MINUTE_US;
}

struct gate_knowledge listed_knowledge(const struct daylist *list, const struct code *code) {
  const struct code *newest = daylist_find(list, (struct text){code->visit, ID_LENGTH});
  struct gate_knowledge nothing = {.known = false};
  if (!newest) {
    /* a code of that second or later may be of a visit that was booked behind the list */
    bool absent = would_list(list, code) && code->issued_us < list->issued_us;
    return absent ? (struct gate_knowledge){.known = true} : nothing;
  }
  if (newest->serial < code->serial) return nothing;
  return (struct gate_knowledge){
      .known = true, .booked = true, .reasons = newest->reasons, .newest_serial = newest->serial};
}

bool listed_is_of_day(const struct daylist *list, int64_t now_us) {
  return now_us >= list->start_us && now_us < list->start_us + DAY_US;
}

const struct code *listed_by_short_code(const struct daylist *list,
                                        const char id_start[SHORT_CODE_ID_LENGTH]) {
  return daylist_find(list, (struct text){id_start, SHORT_CODE_ID_LENGTH});
}
