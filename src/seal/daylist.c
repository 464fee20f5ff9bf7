/* Today's list as bytes. Pure. */
#include "seal/daylist.h"

#include "base/time.h"
#include "seal/cbor.h"

#include <string.h>

/* Two years either way. */
enum { SECONDS_MOST = 2 * 366 * 86400, DAY_MOST = 100000, TOLERANCE_MOST = 1440 };
enum { LIST_LENGTH = 8, ENTRY_LENGTH = 7 };

static const int64_t seconds_most = UINT32_MAX, id_most = (INT64_C(1) << 60) - 1;

static bool within(int64_t value, int64_t least, int64_t most) {
  return value >= least && value <= most;
}

/* A text that ends in NUL, within its array. */
static struct text held(const char *at, size_t size) {
  const char *end = memchr(at, 0, size);
  return (struct text){at, end ? (size_t)(end - at) : size};
}
#define HELD(array) held((array), sizeof(array))

/* ---- writing ---- */

static bool write_entry(struct cbor_writer *writer, const struct code *entry, int64_t start) {
  uint64_t visit, reasons;
  uint8_t unit[DAYLIST_UNIT_MOST];
  int64_t from = seconds_down(entry->from_us) - start;
  int64_t until = seconds_up(entry->until_us) - start;
  size_t unit_length = pack_words(HELD(entry->unit), unit, sizeof unit);
  if (!pack_id(HELD(entry->visit), &visit) || !within(entry->serial, 1, CODE_SERIAL_MOST) ||
      !code_pack_reasons(entry->reasons, &reasons) || !within(from, -SECONDS_MOST, SECONDS_MOST) ||
      !within(until, -SECONDS_MOST, SECONDS_MOST) || !within(entry->people, 0, CODE_PEOPLE_MOST) ||
      unit_length > sizeof unit)
    return false;
  cbor_put_array(writer, ENTRY_LENGTH);
  cbor_put_integer(writer, (int64_t)visit);
  cbor_put_integer(writer, entry->serial);
  cbor_put_integer(writer, (int64_t)reasons);
  cbor_put_integer(writer, from);
  cbor_put_integer(writer, until);
  cbor_put_integer(writer, entry->people);
  cbor_put_bytes(writer, (struct text){(const char *)unit, unit_length});
  return true;
}

size_t daylist_write(const struct daylist *list, uint8_t *ret_bytes, size_t size) {
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, size);
  uint8_t enterprise[USCC_BYTES];
  uint64_t site;
  if (!pack_id(HELD(list->site), &site) || !pack_uscc(HELD(list->enterprise), enterprise) ||
      !within(list->day, 0, DAY_MOST) || !within(list->start_us, 0, seconds_most * SECOND_US) ||
      !within(list->issued_us, 0, seconds_most * SECOND_US) ||
      !within(list->early_minutes, 0, TOLERANCE_MOST) ||
      !within(list->late_minutes, 0, TOLERANCE_MOST) || list->entry_count > DAYLIST_ENTRIES_MOST)
    return SIZE_MAX;
  cbor_put_array(&writer, LIST_LENGTH);
  cbor_put_integer(&writer, (int64_t)site);
  cbor_put_bytes(&writer, (struct text){(const char *)enterprise, sizeof enterprise});
  cbor_put_integer(&writer, list->day);
  cbor_put_integer(&writer, list->start_us / SECOND_US);
  cbor_put_integer(&writer, list->issued_us / SECOND_US);
  cbor_put_integer(&writer, list->early_minutes);
  cbor_put_integer(&writer, list->late_minutes);
  cbor_put_array(&writer, list->entry_count);
  for (size_t i = 0; i < list->entry_count; i++)
    if (!write_entry(&writer, &list->entries[i], list->start_us / SECOND_US)) return SIZE_MAX;
  return writer.length;
}

/* ---- reading ---- */

static bool read_entry(struct cbor_reader *reader, const struct daylist *list,
                       struct code *ret_entry) {
  int64_t visit, reasons, from, until;
  struct text unit;
  *ret_entry = (struct code){.issued_us = list->issued_us};
  if (!cbor_next_array(reader, ENTRY_LENGTH) || !cbor_next_integer(reader, 0, id_most, &visit) ||
      !cbor_next_integer(reader, 1, CODE_SERIAL_MOST, &ret_entry->serial) ||
      !cbor_next_integer(reader, 0, UINT16_MAX, &reasons) ||
      !cbor_next_integer(reader, -SECONDS_MOST, SECONDS_MOST, &from) ||
      !cbor_next_integer(reader, -SECONDS_MOST, SECONDS_MOST, &until) ||
      !cbor_next_integer(reader, 0, CODE_PEOPLE_MOST, &ret_entry->people) ||
      !cbor_next_bytes(reader, &unit) || unit.length > DAYLIST_UNIT_MOST ||
      !code_unpack_reasons((uint64_t)reasons, &ret_entry->reasons) ||
      unpack_words((const uint8_t *)unit.at, unit.length, ret_entry->unit, CODE_UNIT_MOST) >
          CODE_UNIT_MOST)
    return false;
  unpack_id((uint64_t)visit, ret_entry->visit);
  memcpy(ret_entry->site, list->site, sizeof ret_entry->site);
  memcpy(ret_entry->enterprise, list->enterprise, sizeof ret_entry->enterprise);
  ret_entry->from_us = list->start_us + from * SECOND_US;
  ret_entry->until_us = list->start_us + until * SECOND_US;
  return true;
}

static bool read_head(struct cbor_reader *reader, struct daylist *list,
                      struct cbor_item *ret_entries) {
  int64_t site, start, issued;
  struct text enterprise;
  if (!cbor_next_array(reader, LIST_LENGTH) || !cbor_next_integer(reader, 0, id_most, &site) ||
      !cbor_next_bytes(reader, &enterprise) || enterprise.length != USCC_BYTES ||
      !unpack_uscc((const uint8_t *)enterprise.at, list->enterprise) ||
      !cbor_next_integer(reader, 0, DAY_MOST, &list->day) ||
      !cbor_next_integer(reader, 0, seconds_most, &start) ||
      !cbor_next_integer(reader, 0, seconds_most, &issued) ||
      !cbor_next_integer(reader, 0, TOLERANCE_MOST, &list->early_minutes) ||
      !cbor_next_integer(reader, 0, TOLERANCE_MOST, &list->late_minutes) ||
      !cbor_next(reader, ret_entries) || ret_entries->kind != CBOR_ARRAY || ret_entries->indefinite)
    return false;
  unpack_id((uint64_t)site, list->site);
  list->start_us = start * SECOND_US;
  list->issued_us = issued * SECOND_US;
  return true;
}

bool daylist_read(struct text payload, struct daylist *ret_list, struct code *entries,
                  size_t entries_most) {
  struct cbor_reader reader = CBOR_READER(payload);
  struct cbor_item array;
  uint64_t taken = 0;
  *ret_list = (struct daylist){.entries = entries};
  if (!read_head(&reader, ret_list, &array)) return false;
  while (cbor_more(&reader, &array, &taken))
    if (ret_list->entry_count == entries_most ||
        !read_entry(&reader, ret_list, &entries[ret_list->entry_count++]))
      return false;
  return cbor_at_end(&reader);
}

const struct code *daylist_find(const struct daylist *list, struct text visit_start) {
  for (size_t i = 0; i < list->entry_count; i++)
    if (text_starts((struct text){list->entries[i].visit, ID_LENGTH}, visit_start))
      return &list->entries[i];
  return NULL;
}
