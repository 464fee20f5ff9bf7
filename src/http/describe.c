/* The server's own description: openapi.json, and a page for each problem. */
#include "http/http_domain.h"
#include "http/serving.h"

static const struct field problem_kind_fields[] = {
    FIELD(TEXT, struct problem_kind, code, .most = 64),
    FIELD(INTEGER, struct problem_kind, number, .least = 1, .most = 9999),
    FIELD(INTEGER, struct problem_kind, status, .least = 400, .most = 599),
    FIELD(TEXT, struct problem_kind, zh, .most = 200),
    FIELD(TEXT, struct problem_kind, en, .most = 200),
    FIELD(TEXT, struct problem_kind, next_zh, .most = 200),
    FIELD(TEXT, struct problem_kind, next_en, .most = 200),
    FIELDS_END,
};

const struct field problem_kinds_fields[] = {
    {.name = "problems",
     .type = FIELD_LIST,
     .offset = offsetof(struct problem_kinds, problems),
     .most = 1000,
     .size = sizeof(struct problem_kind),
     .fields = problem_kind_fields},
    FIELDS_END,
};

const struct field problem_choice_fields[] = {
    FIELD(TEXT, struct problem_choice, code, .least = 1, .most = 64,
          .help = "the code of the problem, such as bad_field"),
    FIELDS_END,
};

bool openapi(struct act *act) {
  act->content_type = TEXT("application/json");
  act->bytes = act->city->server->openapi;
  return true;
}

static struct problem_kind kind_of(const struct error_entry *entry) {
  return (struct problem_kind){
      text_of(entry->name), (int64_t)entry->code,    entry->status,          text_of(entry->zh),
      text_of(entry->en),   text_of(entry->zh_next), text_of(entry->en_next)};
}

bool problem_list(struct act *act) {
  struct problem_kinds *out = act->out;
  size_t count;
  const struct error_entry *entries = error_table(&count);
  struct problem_kind *kinds = ARENA_ARRAY(act->arena, count, struct problem_kind);
  for (size_t i = 0; i < count; i++) kinds[i] = kind_of(&entries[i]);
  out->problems = (struct list){kinds, count};
  return true;
}

/* The words come from base/errors.def, which holds nothing that HTML would mistake. */
bool problem_show(struct act *act) {
  const struct problem_choice *in = act->in;
  size_t count;
  const struct error_entry *entry = error_table(&count), *end = entry + count;
  while (entry < end && !text_equal(in->code, text_of(entry->name))) entry++;
  if (entry == end) return act_refuse(act, ERROR_not_found, "code", "%s", "");
  act->content_type = TEXT("text/html; charset=utf-8");
  act->bytes = arena_format(
      act->arena,
      "<!doctype html>\n<html lang=\"zh\">\n<meta charset=\"utf-8\">\n<title>%s</title>\n"
      "<h1>%s</h1>\n<p>%s</p>\n<div lang=\"en\">\n<h2>%s</h2>\n<p>%s</p>\n</div>\n"
      "<p><code>%s · %d · HTTP %d</code></p>\n</html>\n",
      entry->name, entry->zh, entry->zh_next, entry->en, entry->en_next, entry->name,
      (int)entry->code, entry->status);
  return true;
}
