/* QR codes: the three forms draw the same modules, in the size that the alphanumeric mode gives. */
#include "seal/qr.h"

#include <png.h>

#include "check.h"

enum { QUIET = 4 };

/* A text of `length` characters of the alphanumeric mode. */
static struct text alphanumeric(struct arena *arena, size_t length) {
  char *at = arena_take(arena, length + 1);
  for (size_t i = 0; i < length; i++) at[i] = "HENG1: $%*+-./0AZ"[i % 17];
  return (struct text){at, length};
}

/* Capacities by ISO/IEC 18004 table 7; a version has 17 + 4 × version modules across. */
static void sizes(void) {
  static const struct {
    size_t length;
    enum qr_correction correction;
    int version;
  } cases[] = {
      {10, QR_M, 1}, {230, QR_M, 9}, {230, QR_Q, 11}, {221, QR_Q, 10}, {4, QR_Q, 1},
  };
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct error error;
    struct text svg, text = alphanumeric(arena, cases[i].length);
    int width = 17 + 4 * cases[i].version + 2 * QUIET;
    CHECK_ROW("%zu characters", cases[i].length);
    if (!CHECK(qr_svg(text, cases[i].correction, arena, &svg, &error))) continue;
    struct text box = arena_format(arena, "viewBox=\"0 0 %d %d\"", width, width);
    CHECK(text_find(svg, box) != SIZE_MAX);
  }
  arena_free(arena);
}

/* The terminal's block at a module: is it light there? */
static bool is_light_in_text(struct text lines, int x, int y, int width) {
  static const char *const blocks[] = {"█", "▀", "▄", " "};
  size_t at = 0;
  for (int left = y / 2 * (width + 1) + x; left > 0; left--) text_next_code_point(lines, &at);
  int block = 0;
  struct text rest = {lines.at + at, lines.length - at};
  while (block < 4 && !text_starts(rest, text_of(blocks[block]))) block++;
  CHECK(block < 4);
  return y % 2 ? !(block & 1) : !(block & 2);
}

static void png_and_text_agree(void) {
  enum { PIXELS = 3 };
  struct arena *arena = arena_make();
  struct error error;
  struct text lines, png, text = alphanumeric(arena, 40);
  CHECK(qr_text(text, QR_Q, arena, &lines, &error));
  CHECK(qr_png(text, QR_Q, PIXELS, arena, &png, &error));
  png_image image = {.version = PNG_IMAGE_VERSION};
  CHECK(png_image_begin_read_from_memory(&image, png.at, png.length));
  image.format = PNG_FORMAT_GRAY;
  uint8_t *shades = arena_take(arena, PNG_IMAGE_SIZE(image));
  CHECK(png_image_finish_read(&image, NULL, shades, 0, NULL));
  int width = (int)image.width / PIXELS, differing = 0, dark = 0;
  CHECK_INTEGER(image.width, image.height);
  for (int y = 0; y < width; y++)
    for (int x = 0; x < width; x++) {
      bool light = shades[(y * PIXELS + 1) * (int)image.width + x * PIXELS + 1] == 0xff;
      bool quiet = x < QUIET || y < QUIET || x >= width - QUIET || y >= width - QUIET;
      differing += light != is_light_in_text(lines, x, y, width) || (quiet && !light);
      dark += !light;
    }
  CHECK_INTEGER(differing, 0);
  CHECK(dark > 200);
  arena_free(arena);
}

static void what_cannot_be_drawn_is_refused(void) {
  struct arena *arena = arena_make();
  const struct text cases[] = {TEXT(""), TEXT("a\0b"), alphanumeric(arena, 3392)};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct error error = {0};
    struct text lines, svg, png;
    CHECK(!qr_text(cases[i], QR_M, arena, &lines, &error));
    CHECK(!qr_svg(cases[i], QR_M, arena, &svg, &error));
    CHECK(!qr_png(cases[i], QR_M, 1, arena, &png, &error));
    CHECK_INTEGER(error.code, ERROR_bad_field);
  }
  arena_free(arena);
}

TESTS(sizes, png_and_text_agree, what_cannot_be_drawn_is_refused)
