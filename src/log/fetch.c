/* GET by libcurl. */
#include "log/fetch.h"

#include <curl/curl.h>

struct fetch {
  CURL *curl;
  const char *prefix;
  char reason[CURL_ERROR_SIZE];
};

struct body {
  struct buffer *buffer;
  size_t left;
  bool is_too_large;
};

static size_t take_piece(char *piece, size_t size, size_t count, void *context) {
  struct body *body = context;
  size_t length = size * count;
  if (length > body->left) {
    body->is_too_large = true;
    return 0; /* makes libcurl stop */
  }
  body->left -= length;
  buffer_add(body->buffer, (struct text){piece, length});
  return length;
}

struct fetch *fetch_open(const char *prefix, struct arena *arena, struct error *ret_error) {
  CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
  if (!curl) {
    fail(ret_error, ERROR_network, prefix, "the HTTP library could not be started");
    return NULL;
  }
  struct fetch *fetch = ARENA_NEW(arena, struct fetch);
  *fetch = (struct fetch){.curl = curl, .prefix = prefix};
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_TIMEOUT_MS);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_TIMEOUT_MS);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip, identity");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "heng");
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, fetch->reason);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_piece);
  return fetch;
}

void fetch_close(struct fetch *fetch) {
  if (fetch) curl_easy_cleanup(fetch->curl);
}

static bool check_status(long status, const char *url, struct error *ret_error) {
  if (status == 200) return true;
  if (status == 404 || status == 410)
    return fail(ret_error, ERROR_not_found, url, "HTTP status %ld", status);
  if (status >= 300 && status < 400)
    return fail(ret_error, ERROR_network, url,
                "HTTP status %ld: redirects are not followed, give the URL it leads to", status);
  return fail(ret_error, ERROR_network, url, "HTTP status %ld", status);
}

bool fetch_get(struct fetch *fetch, struct text path, size_t most_bytes, struct buffer *ret_body,
               struct error *ret_error) {
  struct body body = {ret_body, most_bytes, false};
  const char *url = arena_format(ret_body->arena, "%s/%.*s", fetch->prefix, TEXT_ARGS(path)).at;
  fetch->reason[0] = 0;
  curl_easy_setopt(fetch->curl, CURLOPT_URL, url);
  curl_easy_setopt(fetch->curl, CURLOPT_WRITEDATA, &body);
  CURLcode outcome = curl_easy_perform(fetch->curl);
  long status = 0;
  curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status);
  if (status != 0 && !check_status(status, url, ret_error)) return false;
  if (body.is_too_large)
    return fail(ret_error, ERROR_too_large, url, "it has more than %zu bytes", most_bytes);
  if (outcome != CURLE_OK)
    return fail(ret_error, ERROR_network, url, "%s",
                fetch->reason[0] ? fetch->reason : curl_easy_strerror(outcome));
  return true;
}
