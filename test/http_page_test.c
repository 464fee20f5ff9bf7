/* Pages over real sockets: which form of a file is sent, what a browser need not fetch again, and
 * what stays an API's refusal. */
#include <zlib.h>

#include "http/page.h"
#include "http_fixture.h"

static struct fixture fixture;
static struct answer answer;

static void ask(const char *method, const char *target, const char *headers) {
  http_ask(fixture.port, &answer, method, target, NULL, headers, NULL);
}

static void the_table_is_in_order(void) {
  CHECK(page_count > 0);
  for (size_t i = 0; i < page_count; i++) {
    CHECK(page_find(text_of(pages[i].path)) == &pages[i]);
    CHECK(pages[i].plain.bytes != NULL);
  }
  CHECK(page_find(TEXT("/nothing.js")) == NULL);
  CHECK(page_find(TEXT("")) == NULL);
}

static void the_smallest_form_allowed_is_sent(void) {
  static const struct {
    const char *accepted, *encoding;
  } cases[] = {
      {NULL, NULL},
      {"", NULL},
      {"identity", NULL},
      {"gzip", "gzip"},
      {"GZIP", "gzip"},
      {"gzip, deflate, br", "br"},
      {"br;q=0, gzip", "gzip"},
      {"br;q=0.000 , gzip;q=0", NULL},
      {"br;q=0.1", "br"},
      {"brotli", NULL},
  };
  const struct page *page = page_find(TEXT("/"));
  for (size_t i = 0; page && i < sizeof cases / sizeof *cases; i++) {
    char header[80] = "";
    if (cases[i].accepted)
      snprintf(header, sizeof header, "Accept-Encoding: %s\r\n", cases[i].accepted);
    ask("GET", "/", header);
    CHECK_INTEGER(answer.status, 200);
    struct text encoding = http_header(&answer, "Content-Encoding");
    if (cases[i].encoding)
      CHECK_TEXT(encoding, cases[i].encoding);
    else
      CHECK(!encoding.at && answer.body.length == page->plain.size);
    CHECK_TEXT(http_header(&answer, "Vary"), "Accept-Encoding");
  }
}

static void every_form_holds_the_same_bytes(void) {
  for (size_t i = 0; i < page_count; i++) {
    const struct page *page = &pages[i];
    if (!page->gzip.bytes) continue;
    unsigned char *plain = malloc(page->plain.size + 1);
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)page->gzip.bytes,
                       .avail_in = (unsigned)page->gzip.size,
                       .next_out = plain,
                       .avail_out = (unsigned)page->plain.size + 1};
    CHECK(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    CHECK(stream.total_out == page->plain.size &&
          memcmp(plain, page->plain.bytes, page->plain.size) == 0);
    inflateEnd(&stream);
    free(plain);
  }
}

static void what_is_known_is_not_sent_again(void) {
  const struct page *page = page_find(TEXT("/"));
  static const struct {
    const char *before, *tag; /* NULL: the page's own */
    int status;
  } cases[] = {
      {"", NULL, 304}, {"W/", NULL, 304},  {"\"x\", ", NULL, 304},
      {"", "*", 304},  {"", "\"x\"", 200},
  };
  for (size_t i = 0; page && i < sizeof cases / sizeof *cases; i++) {
    char header[120];
    snprintf(header, sizeof header, "If-None-Match: %s%s\r\n", cases[i].before,
             cases[i].tag ? cases[i].tag : page->tag);
    ask("GET", "/", header);
    CHECK_INTEGER(answer.status, cases[i].status);
    CHECK_TEXT(http_header(&answer, "ETag"), page->tag);
    CHECK(answer.body.length == (cases[i].status == 304 ? 0 : page->plain.size));
  }
}

static const struct page *first_that_lasts(void) {
  for (size_t i = 0; i < page_count; i++)
    if (pages[i].lasts) return &pages[i];
  return NULL;
}

static void a_name_that_changes_with_its_bytes_is_kept(void) {
  const struct page *page = first_that_lasts();
  if (!CHECK(page != NULL)) return;
  ask("GET", page->path, NULL);
  CHECK_TEXT(http_header(&answer, "Cache-Control"), "public, max-age=31536000, immutable");
  CHECK_TEXT(http_header(&answer, "Content-Type"), page->type);
  CHECK_TEXT(http_header(&answer, "X-Content-Type-Options"), "nosniff");
  ask("GET", "/", NULL);
  CHECK_TEXT(http_header(&answer, "Cache-Control"), "no-cache");
  CHECK(text_find(http_header(&answer, "Content-Security-Policy"), TEXT("unsafe-eval")) ==
        text_find(http_header(&answer, "Content-Security-Policy"), TEXT("wasm-unsafe-eval")) +
            strlen("wasm-"));
  CHECK(text_find(http_header(&answer, "Content-Security-Policy"), TEXT("unsafe-inline")) ==
        SIZE_MAX);
}

static void pages_are_only_read(void) {
  ask("HEAD", "/", NULL);
  CHECK_INTEGER(answer.status, 200);
  CHECK_INTEGER(answer.body.length, 0);
  ask("POST", "/", NULL);
  CHECK_INTEGER(answer.status, 404);
  CHECK(http_body_has(&answer, "\"code\":\"not_found\""));
  ask("GET", "/nothing/", NULL);
  CHECK_INTEGER(answer.status, 404);
  CHECK(http_body_has(&answer, "\"code\":\"not_found\""));
}

static void start(void) {
  const struct server_options options = fixture_options();
  fixture_start(&fixture, &options);
}

static void stop(void) {
  fixture_stop(&fixture);
}

TESTS(start, the_table_is_in_order, the_smallest_form_allowed_is_sent,
      every_form_holds_the_same_bytes, what_is_known_is_not_sent_again,
      a_name_that_changes_with_its_bytes_is_kept, pages_are_only_read, stop)
