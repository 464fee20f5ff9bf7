/* A route: the one description of an operation. It validates the request, names who may, encodes
 * the reply, prints the help and becomes openapi.json. */
#ifndef HENG_ACT_ROUTE_H
#define HENG_ACT_ROUTE_H

#include "base/error.h"
#include "base/json.h"

struct act;

/* Who may. A person holds one or more; the three administrators exclude one another and all others.
 */
enum role {
  ROLE_OFFICER = 1 << 0, /* of a unit: books, goes, reports */
  ROLE_HEAD = 1 << 1,    /* of a unit: approves; also whoever the head delegated it to, meanwhile */
  ROLE_CLERK = 1 << 2,   /* of a unit: books and files for others */
  ROLE_CONTACT = 1 << 3, /* of an enterprise */
  ROLE_GUARD = 1 << 4,   /* of an enterprise: a person, or a gate's token bound to its site */
  ROLE_COORDINATOR = 1 << 5, /* of the city */
  ROLE_SUPERVISOR = 1 << 6,
  ROLE_LEADER = 1 << 7,
  ROLE_SYSTEM = 1 << 8, /* administrators */
  ROLE_SECURITY = 1 << 9,
  ROLE_AUDIT = 1 << 10,
  ROLE_SCREEN = 1 << 11, /* no person: whoever has the link of a screen (people/screen.h); reads */
  ROLE_ANYONE = 1 << 12, /* on a route: no session is asked for */
  ROLE_SELF = 1 << 13,   /* the program itself: the clock, the outbox, import, demo */
};
enum {
  ROLES_UNIT = ROLE_OFFICER | ROLE_HEAD | ROLE_CLERK,
  ROLES_ENTERPRISE = ROLE_CONTACT | ROLE_GUARD,
  ROLES_CITY = ROLE_COORDINATOR | ROLE_SUPERVISOR | ROLE_LEADER,
  ROLES_ADMINISTRATOR = ROLE_SYSTEM | ROLE_SECURITY | ROLE_AUDIT,
  ROLES_BUSINESS = ROLES_UNIT | ROLES_ENTERPRISE | ROLES_CITY,
  ROLES_PERSON = ROLES_BUSINESS | ROLES_ADMINISTRATOR,
  ROLES_CALLER = ROLES_PERSON | ROLE_SCREEN, /* whoever a token may stand for */
  ROLES_WATCHING = ROLES_CITY | ROLE_SCREEN, /* who reads the numbers of the whole city */
};
/* "officer", … in the order of the bits, NULL-ended. */
extern const char *const role_names[];

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE };

enum route_flags {
  ROUTE_WRITES = 1,       /* goes through the writer; takes Idempotency-Key */
  ROUTE_EDITS = 2,        /* demands If-Match against the subject's version */
  ROUTE_CREATES = 4,      /* answers 201 */
  ROUTE_BYTES = 8,        /* the reply is act->bytes of act->content_type, not JSON */
  ROUTE_SECRET = 16,      /* never kept for idempotent replay: the reply holds a secret */
  ROUTE_UNTRACED = 32,    /* a refusal of it is no act of weight: not recorded in the log */
  ROUTE_STREAM = 64,      /* the reply is the live stream (http/stream.h) */
  ROUTE_SETTLING_IN = 128 /* open to a session that still lacks its second factor */
};

enum { BODY_BYTES_MOST = 64 * 1024 };

struct route {
  enum method method;
  const char *path; /* "/api/visits/{visit}/approve": {name} is the input member of that name */
  const char *name; /* "visit_approve": operationId, metric label, event of a refusal */
  unsigned roles;
  unsigned flags;
  /* Members come from the path, the query (GET, DELETE) or the JSON body (the others). */
  const struct field *in;
  size_t in_size;
  size_t body_most;        /* bytes of JSON body taken; 0: BODY_BYTES_MOST */
  const struct field *out; /* NULL: 204 without a body */
  size_t out_size;
  const enum error_code *errors; /* what it may refuse with besides what every route may; 0-ended */
  const char *zh, *en;           /* one paragraph of help */
  /* Whose thing is it? Loads the subject, for the gate to hold against the caller. NULL: anybody's
   * with the role. */
  bool (*scope)(struct act *act);
  /* Work too slow for the writer (password hashing), done before it on a thread of its own. */
  bool (*prepare)(struct act *act);
  bool (*run)(struct act *act);
  /* What a refusal leaves behind: runs in the writer's transaction when the refused act has been
   * rolled back. NULL: nothing but its record. */
  void (*refused)(struct act *act);
};

/* ROUTE(POST, "/api/visits", visit_book, ROLE_OFFICER, .flags = ROUTE_WRITES, …); an entry whose
 * roles are missing or zero does not compile. `stem` names the operation's function. */
#define ROUTE(verb, at, stem, may, ...)                                                            \
  {                                                                                                \
    .method = METHOD_##verb, .path = (at), .name = #stem,                                          \
    .roles = (may) + 0 * sizeof(char[(may) ? 1 : -1]), .run = stem, ##__VA_ARGS__                  \
  }
#define ROUTE_IN(type, table)  .in = (table), .in_size = sizeof(type)
#define ROUTE_OUT(type, table) .out = (table), .out_size = sizeof(type)
#define ROUTE_ERRORS(...)                                                                          \
  .errors = (const enum error_code[]) {                                                            \
    __VA_ARGS__, ERROR_NONE                                                                        \
  }

#endif
