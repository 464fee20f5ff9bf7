/* Screens: a view of the city's numbers for a wall or a phone, by a link that can be revoked.
 *
 * The link's token is the screen's session: it may read what the routes name ROLE_SCREEN for, and
 * never writes; it does not end by being idle, but when it is revoked or a year has passed. A
 * screen is nobody, and sees nobody's name. The table keeps only the SHA-256 of a token. */
#ifndef HENG_PEOPLE_SCREEN_H
#define HENG_PEOPLE_SCREEN_H

#include "people/operations.h"

#define SCREEN_TOKEN_START "screen_"
enum { SCREEN_NAME_MOST = 40 };

struct screen {
  struct text id, name;
  struct text token_hash; /* NO_TEXT but when it is made */
  int64_t made_us, ends_us;
  int64_t opened_us, revoked_us; /* opened: the last time; NO_INTEGER: never */
};
extern const struct field screen_fields[]; /* as the API shows it */

struct screen_make_in {
  struct text name;
};
struct screen_made {
  struct text token;
  struct screen screen;
};
struct screen_list_in {
  struct text after;
  int64_t limit;
};
struct screen_reference {
  struct text screen;
};
extern const struct field screen_make_fields[], screen_made_fields[], screen_list_fields[],
    screen_page_fields[], screen_reference_fields[];

bool screen_make(struct act *act);
bool screen_list(struct act *act);
bool screen_revoke(struct act *act);
bool screen_open(struct act *act);
bool screen_scope(struct act *act);

/* A domain's authenticate. Refusal no_session. */
bool screen_authenticate(struct act *act);
/* The session of the screen whose token the act came with. Refusal no_session. */
bool screen_session_read(struct act *act, struct session_view *ret_view);

bool screen_find(struct store *store, struct text id, struct arena *arena,
                 struct screen *ret_screen);

extern const struct event_type screen_made, screen_opened, screen_revoked;
extern const struct domain screen_domain;

#endif
