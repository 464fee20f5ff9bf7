/* Searching enterprises: part of a name or code, in the order promised, on pages that together hold
 * each one once, whatever the names are. */
#include "act/page.h"
#include "directory/gram.h"
#include "people/uscc.h"

#include "local_fixture.h"

enum { MADE_UP = 300 };

static struct local_fixture city;
static struct enterprise made[MADE_UP];

/* A small generator of its own, so that every run tries the same. */
static uint32_t seed = 1;
static uint32_t draw(uint32_t below) {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % below;
}

static void add(size_t index, const char *name, const char *short_name) {
  char code[19], input[400], short_member[100] = "";
  snprintf(code, sizeof code, "91430400MA%06zu00", index);
  uscc_complete(code);
  if (*short_name)
    snprintf(short_member, sizeof short_member, ",\"short_name\":\"%s\"", short_name);
  snprintf(input, sizeof input,
           "{\"id\":\"%s\",\"name\":\"%s\",\"county\":\"蒸湘区\",\"industry\":\"other\"%s}", code,
           name, short_member);
  const struct enterprise *added = local_fixture_act(&city, NULL, "enterprise_add", input);
  if (!CHECK(added != NULL)) exit(1);
  made[index] = *added;
}

/* Names of few characters, so that every kind of overlap comes up. */
static void make_city(void) {
  static const char *const characters[] = {"衡", "阳", "钢", "管", "公", "司", "A", "1"};
  city = local_fixture_make();
  for (size_t i = 0; i < MADE_UP; i++) {
    char name[64] = "", short_name[16] = "";
    size_t length = 0;
    for (uint32_t left = 1 + draw(9); left; left--)
      length += (size_t)snprintf(name + length, sizeof name - length, "%s", characters[draw(8)]);
    if (draw(4) == 0) snprintf(short_name, sizeof short_name, "%s", characters[draw(8)]);
    add(i, name, short_name);
  }
}

/* 0: a name begins with the words, 1: has them inside, 2 and 3: the code does, 4: none. */
static int rank(const struct enterprise *enterprise, const struct folded *words) {
  const struct text wholes[] = {enterprise->name, enterprise->short_name, enterprise->head.id};
  int best = 4;
  for (int i = 0; i < 3; i++) {
    struct folded whole;
    gram_fold(wholes[i], &whole);
    int first = i < 2 ? 0 : 2;
    if (i == 2 && words->count < 2) continue;
    if (first < best && gram_stands_at(&whole, words, 0)) best = first;
    if (first + 1 < best && gram_stands_in(&whole, words)) best = first + 1;
  }
  return best;
}

/* Walks all pages and holds them against a look at every enterprise. */
static void search_all(const char *words, int limit) {
  CHECK_ROW("%s by %d", words, limit);
  struct folded folded;
  gram_fold(text_of(words), &folded);
  bool found[MADE_UP] = {false};
  char input[300], after[140] = "";
  int64_t last_rank = 0, last_length = 0;
  for (;;) {
    snprintf(input, sizeof input, "{\"q\":\"%s\",\"limit\":%d%s}", words, limit, after);
    const struct page *page = local_fixture_act(&city, NULL, "enterprise_list", input);
    if (!CHECK(page != NULL)) return;
    CHECK(page->items.count <= (size_t)limit);
    for (size_t i = 0; i < page->items.count; i++) {
      const struct enterprise *item = (const struct enterprise *)page->items.at + i;
      size_t index = 0;
      while (index < MADE_UP && !text_equal(made[index].head.id, item->head.id)) index++;
      if (!CHECK(index < MADE_UP && !found[index])) return;
      found[index] = true;
      int64_t length = (int64_t)text_count_code_points(item->name);
      int now = rank(item, &folded);
      CHECK(now > last_rank ||
            (now == last_rank && (length >= last_length || now > 1 || folded.count > 2)));
      last_rank = now;
      last_length = length;
    }
    if (!page->next.at) break;
    snprintf(after, sizeof after, ",\"after\":\"%.*s\"", TEXT_ARGS(page->next));
  }
  for (size_t i = 0; i < MADE_UP; i++) CHECK_INTEGER(found[i], rank(&made[i], &folded) < 4);
}

static void finds_what_a_look_at_all_finds(void) {
  static const char *const words[] = {"衡", "衡阳", "阳钢", "衡阳钢", "钢管公司",
                                      "a1", "1",    "公司", "阳阳",   "司司司",
                                      "ma", "9143", "000",  "0001"};
  make_city();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    search_all(words[i], 7);
    search_all(words[i], 200);
  }
  local_fixture_free(&city);
}

static void put_in_order(const char *words, const char *wanted) {
  CHECK_ROW("%s", words);
  char input[200], got[400] = "";
  snprintf(input, sizeof input, "{\"q\":\"%s\"}", words);
  const struct page *page = local_fixture_act(&city, NULL, "enterprise_list", input);
  if (!CHECK(page != NULL)) return;
  for (size_t i = 0; i < page->items.count; i++) {
    const struct enterprise *item = (const struct enterprise *)page->items.at + i;
    size_t length = strlen(got);
    snprintf(got + length, sizeof got - length, "%s%.*s", i ? " " : "", TEXT_ARGS(item->name));
  }
  CHECK_TEXT(text_of(got), wanted);
}

static void puts_beginnings_first_then_shorter_names(void) {
  city = local_fixture_make();
  add(0, "耒阳衡钢", "");
  add(1, "衡钢管业集团", "");
  add(2, "衡钢", "");
  add(3, "新衡钢", "");
  add(4, "湘衡盐化", "衡钢化");
  add(5, "大衡阳钢管", "");
  put_in_order("衡钢", "衡钢 湘衡盐化 衡钢管业集团 新衡钢 耒阳衡钢");
  put_in_order("衡钢管", "衡钢管业集团");
  put_in_order("阳钢管", "大衡阳钢管");
  put_in_order("化", "湘衡盐化");
  put_in_order("没有", "");
  put_in_order("91430400MA000003", "新衡钢");
  put_in_order("ma000004", "湘衡盐化");
  CHECK(!local_fixture_act(&city, NULL, "enterprise_list", "{\"q\":\"衡\",\"after\":\"x\"}"));
  CHECK_TEXT(text_of(city.error.place), "after");
  local_fixture_free(&city);
}

static void follows_changes_of_name(void) {
  city = local_fixture_make();
  add(0, "衡阳钢管", "");
  char input[300];
  snprintf(input, sizeof input,
           "{\"enterprise\":\"%.*s\",\"name\":\"湘江电缆\",\"county\":\"蒸湘区\",\"industry\":"
           "\"other\",\"active\":%s}",
           TEXT_ARGS(made[0].head.id), "true");
  CHECK(local_fixture_act(&city, NULL, "enterprise_change", input));
  put_in_order("钢管", "");
  put_in_order("电缆", "湘江电缆");
  snprintf(input, sizeof input, "{\"enterprise\":\"%.*s\"}", TEXT_ARGS(made[0].head.id));
  CHECK(local_fixture_act(&city, NULL, "enterprise_deactivate", input));
  put_in_order("电缆", "");
  const struct page *page =
      local_fixture_act(&city, NULL, "enterprise_list", "{\"q\":\"电缆\",\"inactive\":true}");
  CHECK_INTEGER(page->items.count, 1);
  local_fixture_free(&city);
}

TESTS(finds_what_a_look_at_all_finds, puts_beginnings_first_then_shorter_names,
      follows_changes_of_name)
