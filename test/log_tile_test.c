/* Tiles: paths there and back, paths refused, widths, entry bundles. */
#include "log/tile.h"

#include "check.h"

static const struct {
  const char *path;
  struct tile tile;
} paths[] = {
    {"tile/0/000", {false, 0, 0, 256}},
    {"tile/0/000.p/1", {false, 0, 0, 1}},
    {"tile/0/001.p/255", {false, 0, 1, 255}},
    {"tile/1/999", {false, 1, 999, 256}},
    {"tile/1/x001/000", {false, 1, 1000, 256}},
    {"tile/7/x001/x234/067", {false, 7, 1234067, 256}},
    {"tile/63/x001/x234/067.p/8", {false, 63, 1234067, 8}},
    {"tile/entries/000", {true, 0, 0, 256}},
    {"tile/entries/x123/456.p/17", {true, 0, 123456, 17}},
    {"tile/entries/x999/x999/999", {true, 0, 999999999, 256}},
    {"tile/0/x036/x028/x797/x018/x963/967", {false, 0, TILE_INDEX_MAX, 256}},
    {"tile/entries/x036/x028/x797/x018/x963/967.p/255", {true, 0, TILE_INDEX_MAX, 255}},
};

static void paths_go_there_and_back(void) {
  for (size_t at = 0; at < sizeof paths / sizeof *paths; at++) {
    CHECK_ROW("%s", paths[at].path);
    const struct tile *wanted = &paths[at].tile;
    struct tile tile;
    if (!CHECK(tile_path_parse(text_of(paths[at].path), &tile))) continue;
    CHECK(tile.is_entries == wanted->is_entries);
    CHECK_INTEGER(tile.level, wanted->level);
    CHECK_INTEGER(tile.index, wanted->index);
    CHECK_INTEGER(tile.width, wanted->width);
    char path[TILE_PATH_SIZE];
    CHECK_TEXT(((struct text){path, tile_path_format(*wanted, path)}), paths[at].path);
  }
}

static const char *const refused_paths[] = {
    "",
    "tile",
    "tile/",
    "tile/0",
    "tile/0/",
    "/tile/0/000",
    "tile//000",
    "tiles/0/000",
    "Tile/0/000",
    "tile/0/000/",
    "tile/0/0",
    "tile/0/00",
    "tile/0/0000",
    "tile/0/1000",
    "tile/0/-01",
    "tile/0/+01",
    "tile/0/ 01",
    "tile/0/00a",
    "tile/0/x000",
    "tile/0/x00/000",
    "tile/0/x0001/000",
    "tile/0/x000/001",
    "tile/0/x000/x001/000",
    "tile/0/001/000",
    "tile/0/X001/000",
    "tile/0/x001/x000",
    "tile/0/x001//000",
    "tile/0/x001/000/000",
    "tile/00/000",
    "tile/01/000",
    "tile/64/000",
    "tile/100/000",
    "tile/-1/000",
    "tile/a/000",
    "tile/data/000",
    "tile/Entries/000",
    "tile/0/entries/000",
    "tile/0/000.p",
    "tile/0/000.p/",
    "tile/0/000.p/0",
    "tile/0/000.p/00",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/1000",
    "tile/0/000.p/-1",
    "tile/0/000.p/1/",
    "tile/0/000.p/1.p/1",
    "tile/0/000.P/1",
    "tile/0/.p/1",
    "tile/0/000p/1",
    "tile/0/../0/000",
    "tile/0/000\n",
    "tile/0/x036/x028/x797/x018/x963/968",
    "tile/0/x037/x028/x797/x018/x963/967",
    "tile/0/x999/x999/x999/x999/x999/x999/999",
    "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
};

static void other_paths_are_refused(void) {
  for (size_t at = 0; at < sizeof refused_paths / sizeof *refused_paths; at++) {
    CHECK_ROW("%s", refused_paths[at]);
    struct tile tile;
    CHECK(!tile_path_parse(text_of(refused_paths[at]), &tile));
  }
  CHECK_ROW("a NUL inside");
  struct tile tile;
  CHECK(!tile_path_parse(TEXT("tile/0/00\0"), &tile));
}

/* The example of 70 000 leaves is that of c2sp.org/tlog-tiles. */
static const struct {
  uint64_t size;
  unsigned level;
  uint64_t index;
  unsigned width;
} widths[] = {
    {0, 0, 0, 0},         {1, 0, 0, 1},          {255, 0, 0, 255},   {255, 1, 0, 0},
    {256, 0, 0, 256},     {256, 0, 1, 0},        {256, 1, 0, 1},     {257, 0, 1, 1},
    {65535, 1, 0, 255},   {65536, 1, 0, 256},    {65536, 2, 0, 1},   {70000, 0, 272, 256},
    {70000, 0, 273, 112}, {70000, 0, 274, 0},    {70000, 1, 0, 256}, {70000, 1, 1, 17},
    {70000, 2, 0, 1},     {70000, 2, 1, 0},      {70000, 3, 0, 0},   {INT64_MAX, 7, 0, 127},
    {INT64_MAX, 8, 0, 0}, {INT64_MAX, 63, 0, 0},
};

static void widths_follow_the_size(void) {
  for (size_t at = 0; at < sizeof widths / sizeof *widths; at++) {
    CHECK_ROW("size %llu, tile %u/%llu", (unsigned long long)widths[at].size, widths[at].level,
              (unsigned long long)widths[at].index);
    CHECK_INTEGER(tile_width(widths[at].level, widths[at].index, widths[at].size),
                  widths[at].width);
  }
}

static const struct {
  const char *bundle;
  size_t length;
  size_t entry_count; /* before the end or the first bytes that are no entry */
  bool is_whole;
} bundles[] = {
    {"", 0, 0, true},         {"\0\0", 2, 1, true},
    {"\0\1a", 3, 1, true},    {"\0\1a\0\2bc", 7, 2, true},
    {"\0", 1, 0, false},      {"\0\1", 2, 0, false},
    {"\0\1a\0", 4, 1, false}, {"\0\1a\0\2b", 6, 1, false},
    {"\1\0a", 3, 0, false},   {"\xff\xff", 2, 0, false},
};

static void bundles_are_cut_into_entries(void) {
  for (size_t at = 0; at < sizeof bundles / sizeof *bundles; at++) {
    CHECK_ROW("bundle %zu", at);
    struct text bundle = {bundles[at].bundle, bundles[at].length}, entry;
    size_t count = 0;
    while (tile_next_entry(&bundle, &entry)) count++;
    CHECK_INTEGER(count, bundles[at].entry_count);
    CHECK((bundle.length == 0) == bundles[at].is_whole);
  }
  char length[2];
  tile_entry_length(TILE_ENTRY_SIZE_MAX, length);
  CHECK(memcmp(length, "\xff\xff", 2) == 0);
  tile_entry_length(258, length);
  CHECK(memcmp(length, "\1\2", 2) == 0);
}

TESTS(paths_go_there_and_back, other_paths_are_refused, widths_follow_the_size,
      bundles_are_cut_into_entries)
