/* Today's list as bytes. Pure. */
#include "seal/daylist.h"

#include "base/time.h"
#include "seal/cbor.h"
#include "seal/code.h"

#include <string.h>

/* Two years either way. */
enum { MINUTES_MOST = 2 * 366 * 1440, DAY_MOST = 100000 };
enum { LIST_LENGTH = 5, ENTRY_LENGTH = 6 };

static const int64_t seconds_most = UINT32_MAX, id_most = (INT64_C(1) << 60) - 1;

static bool within(int64_t value, int64_t least, int64_t most) {
  return value >= least && value <= most;
}

static bool write_entry(struct cbor_writer *writer, const struct daylist_entry *entry) {
  uint64_t visit;
  if (!pack_id((struct text){entry->visit, ID_LENGTH}, &visit) ||
      !within(entry->serial, 1, CODE_SERIAL_MOST) ||
      !within(entry->from_minute, -MINUTES_MOST, MINUTES_MOST) ||
      !within(entry->until_minute, -MINUTES_MOST, MINUTES_MOST) ||
      !within(entry->people, 0, CODE_PEOPLE_MOST))
    return false;
  cbor_put_array(writer, ENTRY_LENGTH);
  cbor_put_integer(writer, (int64_t)visit);
  cbor_put_integer(writer, entry->serial);
  cbor_put_integer(writer, entry->red);
  cbor_put_integer(writer, entry->from_minute);
  cbor_put_integer(writer, entry->until_minute);
  cbor_put_integer(writer, entry->people);
  return true;
}

size_t daylist_write(const struct daylist *list, uint8_t *ret_bytes, size_t size) {
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, size);
  uint64_t site;
  if (!pack_id((struct text){list->site, ID_LENGTH}, &site) || !within(list->day, 0, DAY_MOST) ||
      !within(list->start_us, 0, seconds_most * SECOND_US) ||
      !within(list->issued_us, 0, seconds_most * SECOND_US) ||
      list->entry_count > DAYLIST_ENTRIES_MOST)
    return SIZE_MAX;
  cbor_put_array(&writer, LIST_LENGTH);
  cbor_put_integer(&writer, (int64_t)site);
  cbor_put_integer(&writer, list->day);
  cbor_put_integer(&writer, list->start_us / SECOND_US);
  cbor_put_integer(&writer, list->issued_us / SECOND_US);
  cbor_put_array(&writer, list->entry_count);
  for (size_t i = 0; i < list->entry_count; i++)
    if (!write_entry(&writer, &list->entries[i])) return SIZE_MAX;
  return writer.length;
}

static bool read_entry(struct cbor_reader *reader, struct daylist_entry *ret_entry) {
  int64_t visit, red;
  *ret_entry = (struct daylist_entry){0};
  if (!cbor_next_array(reader, ENTRY_LENGTH) || !cbor_next_integer(reader, 0, id_most, &visit) ||
      !cbor_next_integer(reader, 1, CODE_SERIAL_MOST, &ret_entry->serial) ||
      !cbor_next_integer(reader, 0, 1, &red) ||
      !cbor_next_integer(reader, -MINUTES_MOST, MINUTES_MOST, &ret_entry->from_minute) ||
      !cbor_next_integer(reader, -MINUTES_MOST, MINUTES_MOST, &ret_entry->until_minute) ||
      !cbor_next_integer(reader, 0, CODE_PEOPLE_MOST, &ret_entry->people))
    return false;
  unpack_id((uint64_t)visit, ret_entry->visit);
  ret_entry->red = red;
  return true;
}

bool daylist_read(struct text payload, struct daylist *ret_list, struct daylist_entry *entries,
                  size_t entries_most) {
  struct cbor_reader reader = CBOR_READER(payload);
  struct cbor_item array;
  int64_t site, start, issued;
  uint64_t taken = 0;
  *ret_list = (struct daylist){.entries = entries};
  if (!cbor_next_array(&reader, LIST_LENGTH) || !cbor_next_integer(&reader, 0, id_most, &site) ||
      !cbor_next_integer(&reader, 0, DAY_MOST, &ret_list->day) ||
      !cbor_next_integer(&reader, 0, seconds_most, &start) ||
      !cbor_next_integer(&reader, 0, seconds_most, &issued) || !cbor_next(&reader, &array) ||
      array.kind != CBOR_ARRAY || array.indefinite)
    return false;
  unpack_id((uint64_t)site, ret_list->site);
  ret_list->start_us = start * SECOND_US;
  ret_list->issued_us = issued * SECOND_US;
  while (cbor_more(&reader, &array, &taken))
    if (ret_list->entry_count == entries_most ||
        !read_entry(&reader, &entries[ret_list->entry_count++]))
      return false;
  return cbor_at_end(&reader);
}

const struct daylist_entry *daylist_find(const struct daylist *list, struct text visit) {
  for (size_t i = 0; i < list->entry_count; i++)
    if (text_equal((struct text){list->entries[i].visit, ID_LENGTH}, visit))
      return &list->entries[i];
  return NULL;
}
