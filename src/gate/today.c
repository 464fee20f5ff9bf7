/* Today's list for a site: signed and dated, so that a gate without a network can hold codes
 * against it, and knows a moment that has certainly passed. */
#include <string.h>

#include "gate/input.h"
#include "gate/sql.h"
#include "seal/daylist.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

const struct field gate_today_fields[] = {
    FIELD(TEXT, struct gate_today_in, site, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,
          .most = ID_LENGTH, .help = "where, when the caller is of several sites"),
    FIELDS_END,
};

static struct list load(struct act *act, struct text site, int64_t day_us) {
  const struct settings *settings = &act->city->settings;
  return LIST(act->store, sql_visits_of_day, visit_fields, struct visit, act->arena,
              V(act->caller.enterprise), V(site), V(day_us - settings->late_minutes * MINUTE_US),
              V(day_us + DAY_US + settings->early_minutes * MINUTE_US),
              V((int64_t)DAYLIST_ENTRIES_MOST + 1));
}

static bool is_to_come(const struct visit *visit) {
  return visit->life == LIFE_BOOKED || visit->life == LIFE_ARRIVED;
}

/* What is over stands last and may be left out: who comes with its code is turned away either way.
 * Refusal too_large when there is no room for all others. */
static bool fill(struct act *act, struct text site, struct daylist *list) {
  struct list found = load(act, site, list->start_us);
  const struct visit *visits = found.at;
  size_t count = found.count < DAYLIST_ENTRIES_MOST ? found.count : DAYLIST_ENTRIES_MOST;
  if (found.count > count && is_to_come(&visits[count]))
    return act_refuse(act, ERROR_too_large, "site", "over %d visits", DAYLIST_ENTRIES_MOST);
  list->entries = ARENA_ARRAY(act->arena, count, struct code);
  list->entry_count = count;
  for (size_t i = 0; i < count; i++) {
    struct code *entry = &list->entries[i];
    *entry = code_of_visit(act, &visits[i], act->now_us);
    if (visits[i].life == LIFE_DONE) entry->reasons |= REASON_BIT(revoked);
    code_shorten_unit(entry, CODE_PAYLOAD_MOST);
  }
  return true;
}

static bool sign(struct act *act, const struct daylist *list) {
  size_t size = daylist_write(list, NULL, 0);
  if (size == SIZE_MAX)
    return act_refuse(act, ERROR_bad_field, "site", "a visit that the list cannot tell");
  uint8_t *bytes = arena_take(act->arena, size);
  daylist_write(list, bytes, size);
  act->content_type = TEXT("application/cose; cose-type=\"cose-sign1\"");
  return seal_sign(key_ring_signing(act->city->keys), (struct text){(const char *)bytes, size},
                   act->arena, &act->bytes, &act->error);
}

bool gate_today(struct act *act) {
  const struct gate_today_in *in = act->in;
  const struct settings *settings = &act->city->settings;
  int offset = (int)settings->offset_minutes;
  int32_t day = day_of_time(act->now_us, offset);
  struct text site = act->caller.site.at ? act->caller.site : in->site;
  struct daylist list = {.day = day,
                         .start_us = day_start_us(day, offset),
                         .issued_us = act->now_us,
                         .early_minutes = settings->early_minutes,
                         .late_minutes = settings->late_minutes};
  if (!visit_find_site(act, act->caller.enterprise, &site) || !fill(act, site, &list)) return false;
  memcpy(list.site, site.at, ID_LENGTH);
  memcpy(list.enterprise, act->caller.enterprise.at, USCC_LENGTH);
  return sign(act, &list);
}
