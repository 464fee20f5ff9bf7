/* JSON by field tables: what is read, what is refused and where, what is written. */
#include "base/json.h"

#include <dirent.h>
#include <stdio.h>

#include "base/file.h"
#include "check.h"

struct inner {
  struct text name;
  int64_t count;
};

struct outer {
  struct text title;
  int64_t people, start_us, day;
  bool frozen;
  int colour;
  struct texts items;
  struct list parts, ranges, kinds;
  struct inner *more;
  struct text raw;
};

static const char *const colours[] = {"red", "green", NULL};
static const struct field inner_fields[] = {
    FIELD(TEXT, struct inner, name, .least = 1, .most = 4),
    FIELD(INTEGER, struct inner, count, .least = 0, .most = 9),
    FIELDS_END,
};
static const struct field part_fields[] = {
    FIELD(INTEGER, struct inner, count, .least = 0, .most = 9),
    FIELDS_END,
};
static const struct field outer_fields[] = {
    FIELD(TEXT, struct outer, title, .flags = FIELD_NULLABLE, .most = 8),
    FIELD(INTEGER, struct outer, people, .least = -3, .most = 50),
    FIELD_NAMED("start", TIME, struct outer, start_us, .flags = FIELD_OPTIONAL),
    FIELD(DATE, struct outer, day, .flags = FIELD_OPTIONAL),
    FIELD(BOOLEAN, struct outer, frozen, .flags = FIELD_OPTIONAL),
    FIELD(ENUM, struct outer, colour, .flags = FIELD_OPTIONAL, .names = colours),
    FIELD(TEXTS, struct outer, items, .flags = FIELD_OPTIONAL, .most = 3, .size = 4),
    FIELD(LIST, struct outer, parts, .flags = FIELD_OPTIONAL, .most = 2,
          .size = sizeof(struct inner), .fields = inner_fields),
    FIELD(ROWS, struct outer, ranges, .flags = FIELD_OPTIONAL, .most = 2,
          .size = sizeof(struct inner), .fields = inner_fields),
    FIELD(MAP, struct outer, kinds, .flags = FIELD_OPTIONAL, .most = 2,
          .size = sizeof(struct inner), .fields = part_fields,
          .key_offset = offsetof(struct inner, name)),
    FIELD_POINTER_TO(struct outer, more, struct inner, .flags = FIELD_OPTIONAL | FIELD_NULLABLE,
                     .fields = inner_fields),
    FIELD(RAW, struct outer, raw, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};

/* `place` NULL: accepted, and written again as `written` (NULL: as it was). */
static const struct {
  const char *json, *place, *written;
} cases[] = {
    {"{\"title\":null,\"people\":5}", NULL,
     "{\"title\":null,\"people\":5,\"frozen\":false,\"items\":[],\"parts\":[],\"ranges\":[],"
     "\"kinds\":{},\"more\":null}"},
    {"{\"title\":\"访企 \\u0022\\ud83d\\ude00\",\"people\":-3,\"start\":\"2026-05-07T09:00:00Z\","
     "\"day\":\"2026-05-07\",\"frozen\":true,\"colour\":\"green\",\"items\":[\"a\",\"b\"],"
     "\"parts\":[{\"name\":\"x\",\"count\":1}],\"ranges\":[[\"y\",2]],\"kinds\":{\"k\":{\"count\":"
     "3}"
     "},\"more\":{\"name\":\"z\",\"count\":4},\"raw\":[1, {\"a\":null}]}",
     NULL,
     "{\"title\":\"访企 \\\"😀\",\"people\":-3,\"start\":\"2026-05-07T09:00:00Z\","
     "\"day\":\"2026-05-07\",\"frozen\":true,\"colour\":\"green\",\"items\":[\"a\",\"b\"],"
     "\"parts\":[{\"name\":\"x\",\"count\":1}],\"ranges\":[[\"y\",2]],\"kinds\":{\"k\":{\"count\":"
     "3}"
     "},\"more\":{\"name\":\"z\",\"count\":4},\"raw\":[1, {\"a\":null}]}"},
    {"{\"title\":\"\",\"people\":51}", "people", NULL},
    {"{\"title\":\"\",\"people\":-4}", "people", NULL},
    {"{\"title\":\"\",\"people\":1.0}", "people", NULL},
    {"{\"title\":\"\",\"people\":99999999999999999999}", "people", NULL},
    {"{\"title\":\"\",\"people\":\"1\"}", "people", NULL},
    {"{\"title\":\"\",\"people\":null}", "people", NULL},
    {"{\"title\":\"\"}", "people", NULL},
    {"{\"people\":1}", "title", NULL},
    {"{\"title\":\"九个字符的标题太长\",\"people\":1}", "title", NULL},
    {"{\"title\":1,\"people\":1}", "title", NULL},
    {"{\"title\":\"\",\"people\":1,\"people\":1}", "people", NULL},
    {"{\"title\":\"\",\"people\":1,\"extra\":1}", "extra", NULL},
    {"{\"title\":\"\",\"people\":1,\"start\":\"2026-13-07T09:00:00Z\"}", "start", NULL},
    {"{\"title\":\"\",\"people\":1,\"day\":\"2026-02-30\"}", "day", NULL},
    {"{\"title\":\"\",\"people\":1,\"frozen\":1}", "frozen", NULL},
    {"{\"title\":\"\",\"people\":1,\"colour\":\"blue\"}", "colour", NULL},
    {"{\"title\":\"\",\"people\":1,\"items\":[\"a\",\"\"]}", "items[1]", NULL},
    {"{\"title\":\"\",\"people\":1,\"items\":[\"a\",\"b\",\"c\",\"d\"]}", "items", NULL},
    {"{\"title\":\"\",\"people\":1,\"items\":{}}", "items", NULL},
    {"{\"title\":\"\",\"people\":1,\"parts\":[{\"name\":\"x\",\"count\":1},{\"name\":\"x\","
     "\"count\":10}]}",
     "parts[1].count", NULL},
    {"{\"title\":\"\",\"people\":1,\"parts\":[{\"name\":\"x\"}]}", "parts[0].count", NULL},
    {"{\"title\":\"\",\"people\":1,\"ranges\":[[\"x\"]]}", "ranges[0]", NULL},
    {"{\"title\":\"\",\"people\":1,\"ranges\":[[\"x\",1,2]]}", "ranges[0]", NULL},
    {"{\"title\":\"\",\"people\":1,\"kinds\":{\"a\":{\"count\":1},\"a\":{\"count\":1}}}", "kinds.a",
     NULL},
    {"{\"title\":\"\",\"people\":1,\"more\":[]}", "more", NULL},
    {"[]", "", NULL},
    {"{\"title\":\"\",\"people\":1} x", "byte 24", NULL},
    {"{\"title\":\"\",\"people\":1,}", "byte 23", NULL},
    {"{\"title\":\"\xff\",\"people\":1}", "byte 10", NULL},
    {"", "byte 0", NULL},
};

static void reads_and_writes_by_table(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%s", cases[i].json);
    struct outer outer;
    struct error error = {0};
    bool read = json_read(text_of(cases[i].json), outer_fields, &outer, arena, &error);
    if (cases[i].place) {
      CHECK(!read);
      CHECK_TEXT(text_of(error.place), cases[i].place);
      CHECK(error.code == ERROR_bad_json || error.code == ERROR_bad_field);
      continue;
    }
    if (!CHECK(read)) continue;
    struct buffer out = BUFFER(arena);
    json_write(&out, outer_fields, &outer);
    CHECK_TEXT(buffer_text(&out), cases[i].written);
  }
  arena_free(arena);
}

static void reads_plain_values(void) {
  struct arena *arena = arena_make();
  struct outer outer;
  struct error error;
  CHECK(json_read_plain(TEXT("7"), &outer_fields[1], &outer.people, arena, &error));
  CHECK_INTEGER(outer.people, 7);
  CHECK(!json_read_plain(TEXT("7x"), &outer_fields[1], &outer.people, arena, &error));
  CHECK(!json_read_plain(TEXT("\xc0\x80"), &outer_fields[0], &outer.title, arena, &error));
  CHECK(json_read_plain(TEXT("a,b"), &outer_fields[6], &outer.items, arena, &error));
  CHECK_INTEGER(outer.items.count, 2);
  CHECK_TEXT(outer.items.at[1], "b");
  CHECK(!json_read_plain(TEXT("a,,b"), &outer_fields[6], &outer.items, arena, &error));
  CHECK(json_read_plain(TEXT("green"), &outer_fields[5], &outer.colour, arena, &error));
  CHECK_INTEGER(outer.colour, 1);
  arena_free(arena);
}

/* JSONTestSuite: what this reader says where RFC 8259 leaves the choice. */
static const struct {
  const char *name;
  bool accepted;
} implementation_defined[] = {
    {"i_number_double_huge_neg_exp.json", true},
    {"i_number_huge_exp.json", true},
    {"i_number_neg_int_huge_exp.json", true},
    {"i_number_pos_double_huge_exp.json", true},
    {"i_number_real_neg_overflow.json", true},
    {"i_number_real_pos_overflow.json", true},
    {"i_number_real_underflow.json", true},
    {"i_number_too_big_neg_int.json", true},
    {"i_number_too_big_pos_int.json", true},
    {"i_number_very_big_negative_int.json", true},
    {"i_object_key_lone_2nd_surrogate.json", false},
    {"i_string_1st_surrogate_but_2nd_missing.json", false},
    {"i_string_1st_valid_surrogate_2nd_invalid.json", false},
    {"i_string_UTF-16LE_with_BOM.json", false},
    {"i_string_UTF-8_invalid_sequence.json", false},
    {"i_string_UTF8_surrogate_U+D800.json", false},
    {"i_string_incomplete_surrogate_and_escape_valid.json", false},
    {"i_string_incomplete_surrogate_pair.json", false},
    {"i_string_incomplete_surrogates_escape_valid.json", false},
    {"i_string_invalid_lonely_surrogate.json", false},
    {"i_string_invalid_surrogate.json", false},
    {"i_string_invalid_utf-8.json", false},
    {"i_string_inverted_surrogates_U+1D11E.json", false},
    {"i_string_iso_latin_1.json", false},
    {"i_string_lone_second_surrogate.json", false},
    {"i_string_lone_utf8_continuation_byte.json", false},
    {"i_string_not_in_unicode_range.json", false},
    {"i_string_overlong_sequence_2_bytes.json", false},
    {"i_string_overlong_sequence_6_bytes.json", false},
    {"i_string_overlong_sequence_6_bytes_null.json", false},
    {"i_string_truncated-utf-8.json", false},
    {"i_string_utf16BE_no_BOM.json", false},
    {"i_string_utf16LE_no_BOM.json", false},
    {"i_structure_500_nested_arrays.json", false},
    {"i_structure_UTF-8_BOM_empty_object.json", false},
};

static int pinned(const char *name) {
  for (size_t i = 0; i < sizeof implementation_defined / sizeof *implementation_defined; i++)
    if (strcmp(name, implementation_defined[i].name) == 0)
      return implementation_defined[i].accepted;
  return -1;
}

static void agrees_with_the_json_test_suite(void) {
  const char *folder = check_shared_path("vectors/json");
  DIR *open_folder = opendir(folder);
  if (!open_folder) {
    check_skip("the folder of public JSON vectors is not here");
    return;
  }
  int accepted = 0, refused = 0, chosen = 0;
  struct arena *arena = arena_make();
  for (const struct dirent *entry; (entry = readdir(open_folder));) {
    if (entry->d_name[0] == '.' || entry->d_name[1] != '_') continue;
    CHECK_ROW("%s", entry->d_name);
    char path[1400];
    snprintf(path, sizeof path, "%s/%s", check_shared_path("vectors/json"), entry->d_name);
    struct error error;
    struct text json;
    if (!CHECK(file_read(path, 1 << 20, arena, &json, &error))) continue;
    bool is_json = json_check(json, &error);
    switch (entry->d_name[0]) {
    case 'y':
      accepted += CHECK(is_json);
      break;
    case 'n':
      refused += CHECK(!is_json);
      break;
    default:
      chosen += CHECK_INTEGER(is_json, pinned(entry->d_name));
      break;
    }
    arena_reset(arena);
  }
  CHECK_ROW("counts");
  CHECK_INTEGER(accepted, 95);
  CHECK_INTEGER(refused, 188);
  CHECK_INTEGER(chosen, 35);
  closedir(open_folder);
  arena_free(arena);
}

static void writes_whole_numbers(void) {
  static const struct {
    int64_t value;
    const char *written;
  } rows[] = {
      {0, "0"},
      {7, "7"},
      {-1, "-1"},
      {1778115600000000, "1778115600000000"},
      {INT64_MAX, "9223372036854775807"},
      {INT64_MIN, "-9223372036854775808"},
  };
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct buffer out = BUFFER(arena);
    buffer_add_integer(&out, rows[i].value);
    CHECK_TEXT(buffer_text(&out), rows[i].written);
  }
  arena_free(arena);
}

TESTS(writes_whole_numbers, reads_and_writes_by_table, reads_plain_values,
      agrees_with_the_json_test_suite)
