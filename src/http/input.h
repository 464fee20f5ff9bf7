/* An operation's input, put together by its field table from path, query and JSON body. */
#ifndef HENG_HTTP_INPUT_H
#define HENG_HTTP_INPUT_H

#include "http/router.h"

/* `query` may be NO_TEXT; an empty body counts as {}. `*ret_in` is NULL for a route without input.
 * Refusals: bad_request for a bad escape, bad_json, bad_field with the member as its place (a query
 * parameter that the route does not know, too). */
bool input_read(const struct match *match, struct text query, struct text body, struct arena *arena,
                void **ret_in, struct error *ret_error);

#endif
