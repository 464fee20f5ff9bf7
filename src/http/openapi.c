/* Paths, operations, components. */
#include "http/openapi.h"

#include <assert.h>
#include <string.h>

#include "act/reply.h"
#include "base/version.h"
#include "http/router.h"
#include "http/schema.h"

struct writing {
  struct buffer *out;
  struct arena *arena;
  const struct router *router;
  struct schemas schemas;
};

static void add(struct writing *w, const char *json) {
  buffer_add(w->out, text_of(json));
}

/* "name":"value", with a comma in front unless the object has just begun. */
static void add_member(struct writing *w, const char *name, struct text value) {
  if (w->out->at[w->out->length - 1] != '{') add(w, ",");
  json_write_text(w->out, text_of(name));
  add(w, ":");
  json_write_text(w->out, value);
}

static void separate(struct writing *w) {
  char last = w->out->at[w->out->length - 1];
  if (last != '{' && last != '[') add(w, ",");
}

/* "{name...}" takes the rest of the path, which OpenAPI cannot say; the parameter's help does. */
static struct text template_of(struct arena *arena, const char *path) {
  struct text whole = text_of(path);
  size_t dots = text_find(whole, TEXT("...}"));
  if (dots == SIZE_MAX) return whole;
  return arena_format(arena, "%.*s}", (int)dots, path);
}

static void write_parameter(struct writing *w, const struct field *field, const char *place) {
  bool required = !(field->flags & FIELD_OPTIONAL);
  separate(w);
  add(w, "{");
  add_member(w, "name", text_of(field->name));
  add_member(w, "in", text_of(place));
  if (required) add(w, ",\"required\":true");
  if (field->help) add_member(w, "description", text_of(field->help));
  if (field->type == FIELD_TEXTS) add(w, ",\"style\":\"form\",\"explode\":false");
  add(w, ",\"schema\":");
  schema_write_member(w->out, &w->schemas, field);
  add(w, "}");
}

static void write_parameters(struct writing *w, const struct endpoint *endpoint) {
  const struct route *route = endpoint->route;
  add(w, ",\"parameters\":[");
  for (size_t i = 0; i < endpoint->parameter_count; i++)
    write_parameter(w, endpoint->parameters[i], "path");
  for (const struct field *field = endpoint->members; !endpoint->has_body && field->name; field++)
    write_parameter(w, field, "query");
  static const struct {
    unsigned flag;
    const char *name;
  } headers[] = {{ROUTE_WRITES, "idempotency_key"},
                 {ROUTE_EDITS, "if_match"},
                 {ROUTE_STREAM, "last_event_id"}};
  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
    if (!(route->flags & headers[i].flag)) continue;
    separate(w);
    buffer_format(w->out, "{\"$ref\":\"#/components/parameters/%s\"}", headers[i].name);
  }
  add(w, "]");
}

static void write_body(struct writing *w, const struct endpoint *endpoint) {
  if (!endpoint->has_body || !endpoint->members->name) return;
  bool required = false;
  for (const struct field *field = endpoint->members; field->name; field++)
    required = required || !(field->flags & FIELD_OPTIONAL);
  add(w, required ? ",\"requestBody\":{\"required\":true," : ",\"requestBody\":{");
  add(w, "\"content\":{\"application/json\":{\"schema\":");
  schema_write_use(w->out, &w->schemas, endpoint->members);
  add(w, "}}}");
}

static void write_success(struct writing *w, const struct route *route) {
  if (route->flags & ROUTE_STREAM) {
    add(w, "\"200\":{\"description\":\"Events.\",\"content\":{\"text/event-stream\":{}}}");
  } else if (route->flags & ROUTE_BYTES) {
    add(w, "\"200\":{\"description\":\"As described.\",\"content\":{\"*/*\":{}}}");
  } else if (!route->out) {
    add(w, "\"204\":{\"description\":\"Done; nothing to say.\"}");
  } else {
    bool creates = route->flags & ROUTE_CREATES;
    buffer_format(w->out, "\"%d\":{\"description\":\"%s\",", creates ? 201 : 200,
                  creates ? "Made." : "Done.");
    add(w, "\"content\":{\"application/json\":{\"schema\":");
    schema_write_use(w->out, &w->schemas, route->out);
    add(w, "}}}");
  }
}

/* All refusals and failures that share a status, each with an example. */
static void write_problems(struct writing *w, const struct route *route, int status) {
  size_t count;
  const struct error_entry *entries = error_table(&count);
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    if (entries[i].status != status || !reply_may_be(route, entries[i].code)) continue;
    if (!any)
      buffer_format(w->out,
                    ",\"%d\":{\"description\":\"See the examples.\",\"content\":{"
                    "\"application/problem+json\":{\"schema\":{\"$ref\":"
                    "\"#/components/schemas/problem\"},\"examples\":{",
                    status);
    any = true;
    separate(w);
    buffer_format(w->out, "\"%s\":{\"$ref\":\"#/components/examples/%s\"}", entries[i].name,
                  entries[i].name);
  }
  if (any) add(w, "}}}}");
}

static void write_roles(struct writing *w, const struct route *route) {
  add(w, ",\"x-roles\":[");
  for (int i = 0; role_names[i]; i++) {
    if (!(route->roles & 1U << i)) continue;
    separate(w);
    json_write_text(w->out, text_of(role_names[i]));
  }
  add(w, "]");
  if (route->roles & ROLE_ANYONE) add(w, ",\"security\":[]");
}

/* The first sentence, without its full stop. */
static struct text summary_of(const char *paragraph) {
  struct text rest = text_of(paragraph);
  return text_cut(&rest, '.');
}

static void write_operation(struct writing *w, const struct endpoint *endpoint) {
  static const char *const verbs[METHOD_COUNT] = {"get", "post", "put", "patch", "delete"};
  const struct route *route = endpoint->route;
  separate(w);
  buffer_format(w->out, "\"%s\":{", verbs[route->method]);
  add_member(w, "operationId", text_of(route->name));
  buffer_format(w->out, ",\"tags\":[\"%s\"]", endpoint->domain);
  add_member(w, "summary", summary_of(route->en));
  add_member(w, "description", arena_format(w->arena, "%s\n\n%s", route->zh, route->en));
  write_roles(w, route);
  write_parameters(w, endpoint);
  write_body(w, endpoint);
  add(w, ",\"responses\":{");
  write_success(w, route);
  for (int status = 400; status < 600; status++) write_problems(w, route, status);
  add(w, "}}");
}

static bool is_first_of_path(const struct router *router, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (strcmp(router_at(router, i)->route->path, router_at(router, index)->route->path) == 0)
      return false;
  return true;
}

static void write_paths(struct writing *w) {
  add(w, ",\"paths\":{");
  for (size_t i = 0; i < router_count(w->router); i++) {
    if (!is_first_of_path(w->router, i)) continue;
    const char *path = router_at(w->router, i)->route->path;
    separate(w);
    json_write_text(w->out, template_of(w->arena, path));
    add(w, ":{");
    for (size_t j = i; j < router_count(w->router); j++)
      if (strcmp(router_at(w->router, j)->route->path, path) == 0)
        write_operation(w, router_at(w->router, j));
    add(w, "}");
  }
  add(w, "}");
}

static void name_schemas(struct writing *w) {
  schema_name(&w->schemas, problem_fields, "problem", "", w->arena);
  for (size_t i = 0; i < router_count(w->router); i++) {
    const struct endpoint *endpoint = router_at(w->router, i);
    const struct route *route = endpoint->route;
    if (endpoint->has_body && endpoint->members->name)
      schema_name(&w->schemas, endpoint->members, route->name, "_body", w->arena);
    if (route->out && !(route->flags & ROUTE_BYTES))
      schema_name(&w->schemas, route->out, route->name, "_reply", w->arena);
  }
}

static bool is_used(const struct writing *w, enum error_code code) {
  for (size_t i = 0; i < router_count(w->router); i++)
    if (reply_may_be(router_at(w->router, i)->route, code)) return true;
  return false;
}

static void write_examples(struct writing *w) {
  size_t count;
  const struct error_entry *entries = error_table(&count);
  add(w, ",\"examples\":{");
  for (size_t i = 0; i < count; i++) {
    if (!is_used(w, entries[i].code)) continue;
    struct act act = {.arena = w->arena, .request = TEXT("0123456789ab")};
    struct reply reply;
    act.error.code = entries[i].code;
    reply_make(&act, false, &reply);
    separate(w);
    buffer_format(w->out, "\"%s\":{\"value\":", entries[i].name);
    buffer_add(w->out, reply.body);
    add(w, "}");
  }
  add(w, "}");
}

static void write_components(struct writing *w) {
  add(w, ",\"components\":{\"schemas\":{");
  for (size_t i = 0; i < w->schemas.count; i++) {
    separate(w);
    json_write_text(w->out, w->schemas.entries[i].name);
    add(w, ":");
    schema_write(w->out, &w->schemas, w->schemas.entries[i].fields);
  }
  add(w, "},\"parameters\":{"
         "\"idempotency_key\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":"
         "\"Chosen by the client, one for each act: sent again under the same key, the act is not "
         "done again, and the first answer is given again. Kept for a day.\","
         "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}},"
         "\"if_match\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":"
         "\"The ETag of what is being edited, or * for whatever it is now.\","
         "\"schema\":{\"type\":\"string\"},\"example\":\"\\\"7\\\"\"},"
         "\"last_event_id\":{\"name\":\"Last-Event-ID\",\"in\":\"header\",\"description\":"
         "\"The id of the last event that was seen.\","
         "\"schema\":{\"type\":\"integer\",\"minimum\":0}}}"
         ",\"securitySchemes\":{"
         "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":"
         "\"A session's or a gate's token.\"},"
         "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"heng_session\","
         "\"description\":\"A browser's session; writes then need X-CSRF-Token as well.\"}}");
  write_examples(w);
  add(w, "}");
}

static void write_tags(struct writing *w, const struct domain *const *served) {
  add(w, ",\"tags\":[");
  for (size_t i = 0; served[i]; i++) {
    if (!served[i]->routes) continue;
    separate(w);
    add(w, "{");
    add_member(w, "name", text_of(served[i]->name));
    if (served[i]->en)
      add_member(w, "description",
                 arena_format(w->arena, "%s\n\n%s", served[i]->zh, served[i]->en));
    add(w, "}");
  }
  add(w, "]");
}

struct text openapi_make(const struct domain *const *served, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  struct router *router = router_make(served);
  struct writing *w = ARENA_NEW(arena, struct writing);
  *w = (struct writing){.out = &out, .arena = arena, .router = router};
  name_schemas(w);
  add(w, "{");
  add_member(w, "openapi", TEXT("3.1.0"));
  add(w, ",\"info\":{\"title\":\"Heng 衡\",\"version\":\"" HENG_VERSION "\",\"description\":"
         "\"每一次入企公务，先称量，后进门。\\n\\nEvery official visit to an enterprise is weighed "
         "before it "
         "happens. Errors are RFC 9457 problems with a stable code; /problems lists them all.\"},"
         "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"bearer\":[]},{\"cookie\":[]}]");
  write_tags(w, served);
  write_paths(w);
  write_components(w);
  add(w, "}");
  router_free(router);
  return buffer_text(&out);
}
