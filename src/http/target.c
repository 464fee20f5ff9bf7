/* Request targets and header values. */
#include "http/target.h"

#include <string.h>
#include <strings.h>

#include "act/act.h"

static bool is_visible(struct text text) {
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] <= ' ' || text.at[i] > '~') return false;
  return true;
}

static bool equal_ignoring_case(struct text a, struct text b) {
  return a.length == b.length && strncasecmp(a.at, b.at, a.length) == 0;
}

static struct text behind(struct text whole, size_t count) {
  return (struct text){whole.at + count, whole.length - count};
}

static struct text without_authority(struct text target) {
  size_t scheme = text_find(target, TEXT("://"));
  if (scheme == SIZE_MAX) return target;
  struct text rest = behind(target, scheme + 3);
  size_t slash = text_find(rest, TEXT("/"));
  return slash == SIZE_MAX ? TEXT("/") : behind(rest, slash);
}

bool target_split(struct text target, struct text *ret_path, struct text *ret_query) {
  if (!is_visible(target)) return false;
  if (!text_starts(target, TEXT("/"))) target = without_authority(target);
  if (!text_starts(target, TEXT("/"))) return false;
  *ret_query = target;
  *ret_path = text_cut(ret_query, '?');
  return true;
}

bool target_decode(struct text encoded, bool in_query, struct arena *arena, struct text *ret_text) {
  *ret_text = encoded;
  if (!memchr(encoded.at, '%', encoded.length) &&
      !(in_query && memchr(encoded.at, '+', encoded.length)))
    return true; /* a visible ASCII target is its own decoding */
  char *out = arena_take(arena, encoded.length + 1);
  size_t length = 0;
  for (size_t i = 0; i < encoded.length; i++) {
    uint8_t byte = (uint8_t)encoded.at[i];
    if (byte == '%') {
      if (encoded.length - i < 3 || !hex_decode((struct text){encoded.at + i + 1, 2}, &byte, 1))
        return false;
      if (byte == 0) return false;
      i += 2;
    } else if (byte == '+' && in_query) {
      byte = ' ';
    }
    out[length++] = (char)byte;
  }
  *ret_text = (struct text){out, length};
  return text_is_utf8(*ret_text);
}

bool target_next_pair(struct text *rest, struct arena *arena, struct text *ret_name,
                      struct text *ret_value) {
  struct text value = text_cut(rest, '&');
  struct text name = text_cut(&value, '=');
  if (!value.at) value = TEXT("");
  return target_decode(name, true, arena, ret_name) && target_decode(value, true, arena, ret_value);
}

bool header_is_request_id(struct text value) {
  if (value.length == 0 || value.length > REQUEST_ID_MOST) return false;
  for (size_t i = 0; i < value.length; i++) {
    char c = value.at[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

bool header_is_idempotency_key(struct text value) {
  return value.length > 0 && value.length <= IDEMPOTENCY_KEY_MOST && is_visible(value);
}

bool header_if_match(struct text value, int64_t *ret_version) {
  value = text_trim(value);
  if (text_equal(value, TEXT("*"))) {
    *ret_version = IF_MATCH_ANY;
    return true;
  }
  if (value.length < 3 || value.at[0] != '"' || value.at[value.length - 1] != '"') return false;
  struct text digits = {value.at + 1, value.length - 2};
  return text_to_integer(digits, ret_version) && *ret_version >= 0;
}

bool header_is_json(struct text content_type) {
  struct text parameters = content_type;
  struct text type = text_trim(text_cut(&parameters, ';'));
  if (!equal_ignoring_case(type, TEXT("application/json"))) return false;
  if (!parameters.at) return true;
  struct text parameter = text_trim(parameters);
  return equal_ignoring_case(parameter, TEXT("charset=utf-8")) ||
         equal_ignoring_case(parameter, TEXT("charset=\"utf-8\""));
}

/* A weight in thousandths: "0.8" is 800; 0 for what is no weight (RFC 9110 section 12.4.2). */
static int weight_of(struct text parameter) {
  parameter = text_trim(parameter);
  if (parameter.length < 3 || strncasecmp(parameter.at, "q=", 2) != 0) return 0;
  if (parameter.at[2] == '1') return 1000;
  int weight = 0, unit = 100;
  for (size_t i = 4; i < parameter.length && unit; i++, unit /= 10) {
    if (parameter.at[i] < '0' || parameter.at[i] > '9') return 0;
    weight += (parameter.at[i] - '0') * unit;
  }
  return weight;
}

static bool is_language(struct text tag, struct text language) {
  struct text primary = text_cut(&tag, '-');
  return equal_ignoring_case(primary, language);
}

bool header_prefers_english(struct text accept_language) {
  int chinese = 0, english = 0;
  for (struct text rest = accept_language; rest.at;) {
    struct text parameter = text_cut(&rest, ',');
    struct text tag = text_trim(text_cut(&parameter, ';'));
    int weight = parameter.at ? weight_of(parameter) : 1000;
    if (is_language(tag, TEXT("zh")) && weight > chinese) chinese = weight;
    if (is_language(tag, TEXT("en")) && weight > english) english = weight;
  }
  return english > chinese;
}

struct text header_bearer(struct text authorization) {
  struct text token = authorization;
  struct text scheme = text_cut(&token, ' ');
  if (!token.at || !equal_ignoring_case(scheme, TEXT("Bearer"))) return NO_TEXT;
  return text_trim(token);
}

struct text header_cookie(struct text cookies, struct text name) {
  for (struct text rest = cookies; rest.at;) {
    struct text value = text_cut(&rest, ';');
    struct text found = text_trim(text_cut(&value, '='));
    if (value.at && text_equal(found, name)) return text_trim(value);
  }
  return NO_TEXT;
}
