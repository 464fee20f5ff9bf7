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

/* A visit's row, as far as the list tells it. */
struct listed {
  struct text id;
  int64_t serial;
  int code;
  int64_t start_us, end_us, people;
};

static const struct field listed_fields[] = {
    FIELD(TEXT, struct listed, id),
    FIELD(INTEGER, struct listed, serial),
    FIELD(ENUM, struct listed, code, .names = code_names),
    FIELD_NAMED("start", TIME, struct listed, start_us),
    FIELD_NAMED("end", TIME, struct listed, end_us),
    FIELD(INTEGER, struct listed, people),
    FIELDS_END,
};

/* Rounded outwards. */
static struct daylist_entry entry_of(const struct listed *visit, int64_t day_us) {
  struct daylist_entry entry = {
      .serial = visit->serial,
      .red = visit->code == CODE_RED,
      .from_minute = (visit->start_us - day_us) / MINUTE_US,
      .until_minute = (visit->end_us - day_us + MINUTE_US - 1) / MINUTE_US,
      .people = visit->people,
  };
  if ((visit->start_us - day_us) % MINUTE_US < 0) entry.from_minute--;
  memcpy(entry.visit, visit->id.at, ID_LENGTH);
  return entry;
}

static struct list load(struct act *act, struct text site, int64_t day_us) {
  const struct settings *settings = &act->city->settings;
  return LIST(act->store, sql_visits_of_day, listed_fields, struct listed, act->arena,
              V(act->caller.enterprise), V(site), V(day_us - settings->late_minutes * MINUTE_US),
              V(day_us + DAY_US + settings->early_minutes * MINUTE_US),
              V((int64_t)DAYLIST_ENTRIES_MOST + 1));
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
  int offset = (int)act->city->settings.offset_minutes;
  int32_t day = day_of_time(act->now_us, offset);
  struct text site = act->caller.site.at ? act->caller.site : in->site;
  struct daylist list = {
      .day = day, .start_us = day_start_us(day, offset), .issued_us = act->now_us};
  if (!visit_find_site(act, act->caller.enterprise, &site)) return false;
  struct list visits = load(act, site, list.start_us);
  if (visits.count > DAYLIST_ENTRIES_MOST)
    return act_refuse(act, ERROR_too_large, "site", "over %d visits", DAYLIST_ENTRIES_MOST);
  memcpy(list.site, site.at, ID_LENGTH);
  list.entries = ARENA_ARRAY(act->arena, visits.count, struct daylist_entry);
  list.entry_count = visits.count;
  for (size_t i = 0; i < visits.count; i++)
    list.entries[i] = entry_of((const struct listed *)visits.at + i, list.start_us);
  return sign(act, &list);
}
