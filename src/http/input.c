/* Path, query and body to one struct. */
#include "http/input.h"

#include <assert.h>

#include "http/target.h"

static const struct field *member_named(const struct field *members, struct text name,
                                        size_t *ret_index) {
  for (size_t i = 0; members[i].name; i++) {
    if (!text_equal(text_of(members[i].name), name)) continue;
    *ret_index = i;
    return &members[i];
  }
  return NULL;
}

static bool refuse_member(struct error *ret_error, struct text name, const char *why) {
  char place[sizeof ret_error->place];
  size_t length = name.length < sizeof place - 1 ? name.length : sizeof place - 1;
  for (size_t i = 0; i < length; i++) place[i] = name.at[i];
  place[length] = 0;
  return fail(ret_error, ERROR_bad_field, place, "%s", why);
}

static bool read_query(const struct field *members, struct text query, void *in,
                       struct arena *arena, struct error *ret_error) {
  uint64_t seen = 0;
  while (query.at && query.length) {
    struct text name, value;
    if (!target_next_pair(&query, arena, &name, &value))
      return fail(ret_error, ERROR_bad_request, "query", "a bad percent escape");
    size_t index;
    const struct field *member = member_named(members, name, &index);
    if (!member) return refuse_member(ret_error, name, "unknown parameter");
    if (seen >> index & 1) return refuse_member(ret_error, name, "given twice");
    seen |= (uint64_t)1 << index;
    if (!json_read_plain(value, member, (char *)in + member->offset, arena, ret_error))
      return false;
  }
  for (size_t i = 0; members[i].name; i++) {
    assert(i < 64);
    if (seen >> i & 1) continue;
    if (!json_read_absent(&members[i], (char *)in + members[i].offset, ret_error)) return false;
  }
  return true;
}

/* No text of ours holds a NUL: not every engine can store one. In JSON it can only stand as its
 * escape, and a path or a query is refused when it has one (http/target.h). */
static bool holds_nul(struct text json) {
  struct text rest = json;
  for (size_t at; (at = text_find(rest, TEXT("\\u0000"))) != SIZE_MAX;) {
    size_t backslashes = 0;
    while (backslashes < at && rest.at[at - 1 - backslashes] == '\\') backslashes++;
    if (backslashes % 2 == 0) return true;
    rest = (struct text){rest.at + at + 1, rest.length - at - 1};
  }
  return false;
}

bool input_read(const struct match *match, struct text query, struct text body, struct arena *arena,
                void **ret_in, struct error *ret_error) {
  const struct endpoint *endpoint = match->endpoint;
  const struct route *route = endpoint->route;
  static const struct field none[] = {FIELDS_END};
  void *in = *ret_in = route->in ? arena_take(arena, route->in_size) : NULL;
  if (!read_query(endpoint->has_body ? none : endpoint->members, query, in, arena, ret_error))
    return false;
  if (endpoint->has_body && holds_nul(body))
    return fail(ret_error, ERROR_bad_field, NULL, "a text holds \\u0000");
  char empty;
  if (endpoint->has_body && !json_read(body.length ? body : TEXT("{}"), endpoint->members,
                                       in ? in : &empty, arena, ret_error))
    return false;
  for (size_t i = 0; i < endpoint->parameter_count; i++) {
    const struct field *parameter = endpoint->parameters[i];
    if (!json_read_plain(match->values[i], parameter, (char *)in + parameter->offset, arena,
                         ret_error))
      return false;
  }
  return true;
}
