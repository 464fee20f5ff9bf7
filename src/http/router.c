/* The tree of path segments. */
#include "http/router.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/target.h"

const char *const method_names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

struct node {
  struct text segment;
  struct node *children; /* written-out segments; a chain, for there are few */
  struct node *next;
  struct node *parameter; /* {name} */
  struct node *rest;      /* {name...} */
  const struct endpoint *endpoints[METHOD_COUNT];
};

struct router {
  struct arena *arena;
  struct node root;
  struct endpoint *endpoints;
  size_t count;
};

static const struct field *field_of(const struct route *route, struct text name) {
  for (const struct field *field = route->in; field && field->name; field++)
    if (text_equal(text_of(field->name), name)) return field;
  assert(false && "a path parameter without a field of its name");
}

static struct node *child_of(struct router *router, struct node *node, struct text segment) {
  for (struct node *child = node->children; child; child = child->next)
    if (text_equal(child->segment, segment)) return child;
  struct node *made = ARENA_NEW(router->arena, struct node);
  made->segment = segment;
  made->next = node->children;
  return node->children = made;
}

static struct node *node_or_new(struct router *router, struct node **node) {
  if (!*node) *node = ARENA_NEW(router->arena, struct node);
  return *node;
}

static void add_parameter(struct endpoint *endpoint, struct text name) {
  assert(endpoint->parameter_count < PATH_PARAMETERS_MOST);
  endpoint->parameters[endpoint->parameter_count++] = field_of(endpoint->route, name);
}

static struct node *place_of(struct router *router, struct endpoint *endpoint) {
  struct text rest = text_of(endpoint->route->path);
  assert(text_starts(rest, TEXT("/")));
  text_cut(&rest, '/');
  struct node *node = &router->root;
  while (rest.at) {
    struct text segment = text_cut(&rest, '/');
    if (!text_starts(segment, TEXT("{"))) {
      node = child_of(router, node, segment);
      continue;
    }
    struct text name = {segment.at + 1, segment.length - 2};
    bool takes_rest = name.length > 3 && memcmp(name.at + name.length - 3, "...", 3) == 0;
    if (takes_rest) name.length -= 3;
    assert(!takes_rest || !rest.at);
    add_parameter(endpoint, name);
    node = node_or_new(router, takes_rest ? &node->rest : &node->parameter);
  }
  return node;
}

static bool is_parameter(const struct endpoint *endpoint, const struct field *field) {
  for (size_t i = 0; i < endpoint->parameter_count; i++)
    if (endpoint->parameters[i] == field) return true;
  return false;
}

static const struct field *members_of(struct router *router, const struct endpoint *endpoint) {
  static const struct field none[] = {FIELDS_END};
  const struct field *in = endpoint->route->in;
  if (!in) return none;
  if (endpoint->parameter_count == 0) return in;
  size_t count = 0;
  while (in[count].name) count++;
  struct field *members = ARENA_ARRAY(router->arena, count + 1, struct field), *last = members;
  for (size_t i = 0; i <= count; i++)
    if (!is_parameter(endpoint, &in[i])) *last++ = in[i];
  return members;
}

static void add_route(struct router *router, const char *domain, const struct route *route) {
  struct endpoint *endpoint = &router->endpoints[router->count];
  *endpoint = (struct endpoint){.route = route, .domain = domain, .index = router->count++};
  endpoint->has_body = route->method != METHOD_GET && route->method != METHOD_DELETE;
  struct node *node = place_of(router, endpoint);
  assert(!node->endpoints[route->method]);
  node->endpoints[route->method] = endpoint;
  endpoint->members = members_of(router, endpoint);
}

struct router *router_make(const struct domain *const *served) {
  struct arena *arena = arena_make();
  struct router *router = ARENA_NEW(arena, struct router);
  router->arena = arena;
  size_t most = 0;
  for (size_t d = 0; served[d]; d++)
    for (const struct route *route = served[d]->routes; route && route->path; route++) most++;
  router->endpoints = ARENA_ARRAY(arena, most, struct endpoint);
  for (size_t d = 0; served[d]; d++)
    for (const struct route *route = served[d]->routes; route && route->path; route++)
      if (route->roles != ROLE_SELF) add_route(router, served[d]->name, route);
  return router;
}

void router_free(struct router *router) {
  if (router) arena_free(router->arena);
}

size_t router_count(const struct router *router) {
  return router->count;
}

const struct endpoint *router_at(const struct router *router, size_t index) {
  assert(index < router->count);
  return &router->endpoints[index];
}

/* A path on its way through the tree. */
struct walk {
  struct text raw[PATH_SEGMENTS_MOST]; /* each from its segment to the end of the path */
  struct text segments[PATH_SEGMENTS_MOST];
  size_t count;
  size_t values[PATH_PARAMETERS_MOST]; /* which segments the parameters took */
  size_t value_count;
  bool took_rest;
};

static bool split(struct text path, struct arena *arena, struct walk *ret_walk,
                  struct error *ret_error) {
  struct text rest = path;
  text_cut(&rest, '/');
  while (rest.at) {
    if (ret_walk->count == PATH_SEGMENTS_MOST)
      return fail(ret_error, ERROR_not_found, NULL, "%s", "");
    ret_walk->raw[ret_walk->count] = rest;
    if (!target_decode(text_cut(&rest, '/'), false, arena, &ret_walk->segments[ret_walk->count]))
      return fail(ret_error, ERROR_bad_request, "path", "a bad percent escape");
    ret_walk->count++;
  }
  return true;
}

static bool is_served(const struct node *node) {
  for (int i = 0; i < METHOD_COUNT; i++)
    if (node->endpoints[i]) return true;
  return false;
}

static const struct node *find(const struct node *node, struct walk *walk, size_t at);

static const struct node *find_parameter(const struct node *node, struct walk *walk, size_t at) {
  if (walk->segments[at].length == 0) return NULL;
  size_t before = walk->value_count;
  walk->values[walk->value_count++] = at;
  if (node->parameter) {
    const struct node *found = find(node->parameter, walk, at + 1);
    if (found) return found;
  }
  if (node->rest) {
    walk->took_rest = true;
    return node->rest;
  }
  walk->value_count = before;
  return NULL;
}

static const struct node *find(const struct node *node, struct walk *walk, size_t at) {
  if (at == walk->count) return is_served(node) ? node : NULL;
  for (const struct node *child = node->children; child; child = child->next) {
    if (!text_equal(child->segment, walk->segments[at])) continue;
    const struct node *found = find(child, walk, at + 1);
    if (found) return found;
    break;
  }
  return node->parameter || node->rest ? find_parameter(node, walk, at) : NULL;
}

bool router_match(const struct router *router, enum method method, struct text path,
                  struct arena *arena, struct match *ret_match, struct error *ret_error) {
  struct walk walk = {.count = 0};
  *ret_match = (struct match){0};
  if (!split(path, arena, &walk, ret_error)) return false;
  const struct node *node = find(&router->root, &walk, 0);
  if (!node) return fail(ret_error, ERROR_not_found, NULL, "%s", "");
  for (size_t i = 0; i < walk.value_count; i++)
    ret_match->values[i] = walk.segments[walk.values[i]];
  if (walk.took_rest) {
    size_t last = walk.value_count - 1;
    if (!target_decode(walk.raw[walk.values[last]], false, arena, &ret_match->values[last]))
      return fail(ret_error, ERROR_bad_request, "path", "a bad percent escape");
  }
  for (int i = 0; i < METHOD_COUNT; i++)
    if (node->endpoints[i]) ret_match->methods |= 1U << i;
  ret_match->endpoint = node->endpoints[method];
  return ret_match->endpoint || fail(ret_error, ERROR_bad_method, NULL, "%s", "");
}

void router_allow(unsigned methods, char ret_allow[ALLOW_SIZE]) {
  size_t length = 0;
  ret_allow[0] = 0;
  for (int i = 0; i < METHOD_COUNT; i++) {
    if (!(methods & 1U << i)) continue;
    const char *name = i == METHOD_GET ? "GET, HEAD" : method_names[i];
    length +=
        (size_t)snprintf(ret_allow + length, ALLOW_SIZE - length, "%s%s", length ? ", " : "", name);
  }
}
