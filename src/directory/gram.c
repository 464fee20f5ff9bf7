/* Folding and cutting names into pieces. */
#include "directory/gram.h"

#include <string.h>

static int32_t fold(int32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0; /* full-width forms */
  if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  return c;
}

void gram_fold(struct text text, struct folded *ret_folded) {
  ret_folded->count = 0;
  for (size_t at = 0; at < text.length && ret_folded->count < NAME_MOST;) {
    int32_t c = text_next_code_point(text, &at);
    if (c < 0) return;
    if (c != ' ' && c != 0x3000) ret_folded->at[ret_folded->count++] = fold(c);
  }
}

bool gram_stands_at(const struct folded *whole, const struct folded *part, size_t place) {
  return place + part->count <= whole->count &&
         memcmp(whole->at + place, part->at, part->count * sizeof *part->at) == 0;
}

bool gram_stands_in(const struct folded *whole, const struct folded *part) {
  for (size_t place = 0; place + part->count <= whole->count; place++)
    if (gram_stands_at(whole, part, place)) return true;
  return false;
}

bool gram_text_has(struct text text, const struct folded *part) {
  struct folded folded;
  gram_fold(text, &folded);
  return gram_stands_in(&folded, part);
}

static struct gram gram_at(const struct folded *folded, size_t place, size_t size) {
  struct gram gram = {.inside = place > 0};
  for (size_t i = 0; i < size; i++)
    gram.length += text_put_code_point(folded->at[place + i], gram.bytes + gram.length);
  return gram;
}

/* Adds a piece, or notes that it stands at a beginning too. */
static size_t add(struct gram *grams, size_t count, struct gram gram) {
  for (size_t i = 0; i < count; i++) {
    if (grams[i].length != gram.length || memcmp(grams[i].bytes, gram.bytes, gram.length) != 0)
      continue;
    grams[i].inside &= gram.inside;
    return count;
  }
  grams[count] = gram;
  return count + 1;
}

static size_t add_all(struct gram *grams, size_t count, struct text text) {
  struct folded folded;
  gram_fold(text, &folded);
  for (size_t place = 0; place < folded.count; place++)
    for (size_t size = 1; size <= 2 && place + size <= folded.count; size++)
      count = add(grams, count, gram_at(&folded, place, size));
  return count;
}

size_t grams_of_names(struct text name, struct text short_name, struct gram ret_grams[GRAMS_MOST]) {
  return add_all(ret_grams, add_all(ret_grams, 0, name), short_name);
}

size_t grams_of_query(const struct folded *query, struct gram ret_grams[NAME_MOST]) {
  if (query->count == 1) ret_grams[0] = gram_at(query, 0, 1);
  if (query->count < 2) return query->count;
  for (size_t place = 0; place + 2 <= query->count; place++)
    ret_grams[place] = gram_at(query, place, 2);
  return query->count - 1;
}
