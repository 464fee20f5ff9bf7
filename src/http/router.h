/* From method and path to the route.
 *
 * All domains' routes are laid out once at start as a tree of path segments; a match allocates
 * nothing but what percent-decoding needs. A segment written out is preferred to a {parameter}, and
 * that to a trailing {parameter...}, which takes all the rest of the path. */
#ifndef HENG_HTTP_ROUTER_H
#define HENG_HTTP_ROUTER_H

#include "act/domain.h"

enum { PATH_PARAMETERS_MOST = 6, PATH_SEGMENTS_MOST = 24, METHOD_COUNT = METHOD_DELETE + 1 };

/* A route made ready for serving. */
struct endpoint {
  const struct route *route;
  const char *domain;
  size_t index; /* its place among all, for the counters */
  size_t parameter_count;
  const struct field *parameters[PATH_PARAMETERS_MOST]; /* of route->in, in the path's order */
  /* route->in without the path's members: what the query or the JSON body holds; ended as it is. */
  const struct field *members;
  bool has_body; /* its members come in a JSON body, not in the query */
};

struct match {
  const struct endpoint *endpoint;          /* NULL: the path is there, but not for this method */
  unsigned methods;                         /* 1 << enum method: what the path does take */
  struct text values[PATH_PARAMETERS_MOST]; /* decoded */
};

struct router;

/* `served` ends with NULL. Routes for ROLE_SELF alone are left out: nobody outside may ask for
 * them. Two routes of one method and path, or a path parameter without its field, are bugs. */
struct router *router_make(const struct domain *const *served);
/* Takes NULL. */
void router_free(struct router *router);
size_t router_count(const struct router *router);
const struct endpoint *router_at(const struct router *router, size_t index);

/* Refusals: not_found when there is no such path, bad_method when there is one for other methods,
 * bad_request for a bad escape. `path` as it was sent. */
bool router_match(const struct router *router, enum method method, struct text path,
                  struct arena *arena, struct match *ret_match, struct error *ret_error);

/* "GET, HEAD, POST": the value of Allow; `ret_allow` has room for ALLOW_SIZE. */
enum { ALLOW_SIZE = 64 };
void router_allow(unsigned methods, char ret_allow[ALLOW_SIZE]);

/* "GET", … in the order of enum method. */
extern const char *const method_names[METHOD_COUNT];

#endif
