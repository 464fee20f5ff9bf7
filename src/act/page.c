/* Cutting what was found into a page. */
#include "act/page.h"

int64_t page_limit(int64_t asked) {
  return asked == NO_INTEGER ? PAGE_LIMIT_USUAL : asked;
}

struct text page_after(struct text after) {
  return after.at ? after : TEXT("");
}

struct page page_of(struct list found, int64_t limit, size_t size, size_t key) {
  struct page page = {.items = found};
  if (found.count <= (size_t)limit) return page;
  page.items.count = (size_t)limit;
  const char *last = (const char *)found.at + (page.items.count - 1) * size;
  page.next = *(const struct text *)(last + key);
  return page;
}

int64_t page_from(int64_t from_us) {
  return from_us == NO_INTEGER ? INT64_MIN + 1 : from_us;
}

int64_t page_to(int64_t to_us) {
  return to_us == NO_INTEGER ? INT64_MAX : to_us;
}

static bool refuse_after(struct act *act) {
  return act_refuse(act, ERROR_bad_field, "after", "not a `next` of this list");
}

bool page_read_number(struct act *act, struct text after, int64_t *ret_number) {
  return !after.at || text_to_integer(after, ret_number) || refuse_after(act);
}

bool page_read_place(struct act *act, struct text after, int64_t *ret_time_us,
                     struct text *ret_id) {
  if (!after.at) return true;
  struct text id = after, time = text_cut(&id, '.');
  if (!text_to_integer(time, ret_time_us) || id.length != ID_LENGTH) return refuse_after(act);
  *ret_id = id;
  return true;
}

struct text page_place(struct arena *arena, int64_t time_us, struct text id) {
  return arena_format(arena, "%lld.%.*s", (long long)time_us, TEXT_ARGS(id));
}
