/* Codes to look at. */
#include "seal/qr.h"

#include <assert.h>
#include <png.h>
#include <qrencode.h>
#include <string.h>

/* ISO/IEC 18004 asks for four light modules all around. */
enum { QUIET_MODULES = 4 };

struct modules {
  QRcode *code;
  int width; /* with the quiet zone */
};

static bool encode(struct text text, enum qr_correction correction, struct arena *arena,
                   struct modules *ret_modules, struct error *ret_error) {
  if (text.length == 0 || memchr(text.at, 0, text.length))
    return fail(ret_error, ERROR_bad_field, "text", "empty, or with a NUL in it");
  QRecLevel level = correction == QR_Q ? QR_ECLEVEL_Q : QR_ECLEVEL_M;
  QRcode *code = QRcode_encodeString(arena_string(arena, text), 0, level, QR_MODE_8, 1);
  if (!code) return fail(ret_error, ERROR_bad_field, "text", "more than a QR code can hold");
  *ret_modules = (struct modules){code, code->width + 2 * QUIET_MODULES};
  return true;
}

static bool is_dark(const struct modules *modules, int x, int y) {
  int width = modules->code->width;
  x -= QUIET_MODULES;
  y -= QUIET_MODULES;
  return x >= 0 && y >= 0 && x < width && y < width && (modules->code->data[y * width + x] & 1);
}

bool qr_text(struct text text, enum qr_correction correction, struct arena *arena,
             struct text *ret_lines, struct error *ret_error) {
  static const char *const blocks[] = {"█", "▀", "▄", " "}; /* by upper and lower being dark */
  struct modules modules;
  struct buffer lines = BUFFER(arena);
  if (!encode(text, correction, arena, &modules, ret_error)) return false;
  for (int y = 0; y < modules.width; y += 2) {
    for (int x = 0; x < modules.width; x++)
      buffer_add(&lines,
                 text_of(blocks[2 * is_dark(&modules, x, y) + is_dark(&modules, x, y + 1)]));
    buffer_add_byte(&lines, '\n');
  }
  QRcode_free(modules.code);
  *ret_lines = buffer_text(&lines);
  return true;
}

bool qr_svg(struct text text, enum qr_correction correction, struct arena *arena,
            struct text *ret_svg, struct error *ret_error) {
  struct modules modules;
  struct buffer svg = BUFFER(arena);
  if (!encode(text, correction, arena, &modules, ret_error)) return false;
  buffer_format(
      &svg,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
      "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
      modules.width, modules.width, modules.width, modules.width);
  for (int y = 0; y < modules.width; y++)
    for (int x = 0; x < modules.width; x++) {
      int run = 0;
      while (is_dark(&modules, x + run, y)) run++;
      if (run) buffer_format(&svg, "M%d %dh%dv1h-%dz", x, y, run, run);
      x += run;
    }
  buffer_add(&svg, TEXT("\"/></svg>\n"));
  QRcode_free(modules.code);
  *ret_svg = buffer_text(&svg);
  return true;
}

/* One byte a pixel. */
static uint8_t *draw(const struct modules *modules, int module_pixels, struct arena *arena) {
  int pixels = modules->width * module_pixels;
  uint8_t *shades = arena_take_array(arena, (size_t)pixels, (size_t)pixels);
  for (int y = 0; y < pixels; y++)
    for (int x = 0; x < pixels; x++)
      shades[y * pixels + x] = is_dark(modules, x / module_pixels, y / module_pixels) ? 0 : 0xff;
  return shades;
}

bool qr_png(struct text text, enum qr_correction correction, int module_pixels, struct arena *arena,
            struct text *ret_png, struct error *ret_error) {
  struct modules modules;
  assert(module_pixels >= 1 && module_pixels <= QR_MODULE_PIXELS_MOST);
  if (!encode(text, correction, arena, &modules, ret_error)) return false;
  png_uint_32 pixels = (png_uint_32)(modules.width * module_pixels);
  png_image image = {
      .version = PNG_IMAGE_VERSION, .width = pixels, .height = pixels, .format = PNG_FORMAT_GRAY};
  uint8_t *shades = draw(&modules, module_pixels, arena);
  QRcode_free(modules.code);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  char *png = arena_take(arena, size);
  int written = png_image_write_to_memory(&image, png, &size, 0, shades, 0, NULL);
  assert(written);
  *ret_png = (struct text){png, size};
  return true;
}
