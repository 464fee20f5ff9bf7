/* Codes to look at: a text as QR code, for a terminal, a page or a printer (libqrencode, libpng).
 *
 * A Heng code has only characters of the alphanumeric mode. What is returned lives in the arena.
 * Refusal bad_field when the text is empty, holds a NUL or is more than a QR code can hold. */
#ifndef HENG_SEAL_QR_H
#define HENG_SEAL_QR_H

#include "base/arena.h"
#include "base/error.h"

/* How much of a code may be dirty or torn: about 15 % and 25 %. */
enum qr_correction { QR_M, QR_Q };
enum { QR_MODULE_PIXELS_MOST = 32 };

/* UTF-8, two rows of modules a line; light modules are drawn, for terminals with a dark ground. */
bool qr_text(struct text text, enum qr_correction correction, struct arena *arena,
             struct text *ret_lines, struct error *ret_error);
/* One SVG element, one unit a module, without declaration, so that it can stand in a page. */
bool qr_svg(struct text text, enum qr_correction correction, struct arena *arena,
            struct text *ret_svg, struct error *ret_error);
/* Shades of grey, `module_pixels` (1 to QR_MODULE_PIXELS_MOST) a module. */
bool qr_png(struct text text, enum qr_correction correction, int module_pixels, struct arena *arena,
            struct text *ret_png, struct error *ret_error);

#endif
