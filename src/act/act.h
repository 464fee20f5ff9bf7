/* An act on its way: from the request, through the gates, to the operation and its events.
 *
 * An operation loads facts, calls a pure function, records events, fills its output. It holds no
 * permission check (the gates did that) and returns false after act_refuse. Everything it points at
 * lives in act->arena. */
#ifndef HENG_ACT_ACT_H
#define HENG_ACT_ACT_H

#include "act/event.h"
#include "act/route.h"
#include "base/id.h"
#include "log/merkle.h"
#include "store/store.h"

/* Who acts. */
struct caller {
  struct text person;     /* id of a person or of a gate; "self" for the program */
  unsigned roles;         /* enum role; ROLE_HEAD is set too while a delegation to them runs */
  struct text unit;       /* NO_TEXT unless of a unit */
  struct text enterprise; /* NO_TEXT unless of an enterprise */
  struct text site;       /* a guard's site; NO_TEXT: all of the enterprise's */
  struct text session;    /* id of the session; NO_TEXT for gates and the program */
  struct text head_of;    /* the unit that they may approve for; NO_TEXT when none */
};

/* Whose thing an act is about; a scope function fills it. */
struct subject {
  struct text unit, enterprise, site; /* NO_TEXT: none */
  struct texts units;                 /* further units concerned, as in a joint visit */
  bool every_unit;                    /* concerns all alike, as an enterprise's address does */
  int64_t version;                    /* for If-Match; NO_INTEGER when it has none */
  void *thing;                        /* what was loaded, for the operation */
};

struct policy; /* visit/weigh.h */
struct city;   /* act/city.h: settings, keys, policies that every act may need */

struct act {
  struct arena *arena;
  struct store *store; /* inside a transaction for routes that write, a reading one otherwise */
  struct city *city;
  const struct route *route;
  struct merkle_frontier *frontier; /* the log's growing end; NULL when nothing may be recorded */
  int64_t now_us;
  struct text request; /* request id */
  struct text address; /* the peer's, for limits only */
  struct caller caller;
  struct text token; /* what it came with, for the session gate */
  struct text csrf;  /* X-CSRF-Token; only asked when the token came in a cookie */
  bool token_in_cookie;
  int64_t if_match;   /* NO_INTEGER when not given, IF_MATCH_ANY for "*" */
  bool wants_english; /* for the title of a problem */
  struct text accept; /* media types wanted, as they came; NO_TEXT when not said */
  const void *in;
  void *out;
  void *prepared;              /* from route->prepare */
  const struct policy *policy; /* in force for this act; NULL until somebody asks (visit.h) */
  struct subject subject;
  struct text bytes, content_type; /* for ROUTE_BYTES */
  struct text cache_control;       /* NO_TEXT: nobody keeps the reply */
  int64_t etag;                    /* the version to answer with, NO_INTEGER when none */
  struct text
      set_cookie;        /* the session's token, empty to end it; NO_TEXT leaves the cookie alone */
  int64_t retry_after_s; /* with too_many_requests and busy; 0 leaves it to the server */
  struct text last_event_id;
  struct error error;
  bool authenticated;
  int64_t event_count; /* events recorded by this act, for the refused-nothing check */
};

enum { IF_MATCH_ANY = -1 };

/* Refuses or fails: fills act->error, returns false. */
bool act_refuse(struct act *act, enum error_code code, const char *place, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/* ID_LENGTH characters of lower-case Crockford base32, all of them random. */
struct text act_new_id(struct arena *arena);

/* The session gate alone: token to caller. Does nothing when it has been through it. Refusals
 * no_session, csrf. */
bool act_authenticate(struct act *act);
/* By which of `roles`, all held by the caller, does the subject come within their reach? */
bool caller_reaches(const struct caller *caller, unsigned roles, const struct subject *subject);
/* Everything between the decoded request and the reply, in the order that is the precedence of
 * refusals: session, role, scope, If-Match, operation. Needs act->store; the writer and the readers
 * both come through here. */
bool act_perform(struct act *act);
/* The same in a savepoint of its own, after route->prepare: refused, it leaves no trace but the
 * event that says so. For acts inside a transaction that somebody else commits. */
bool act_attempt(struct act *act);

#endif
