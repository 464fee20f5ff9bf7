/* Screens: making, listing, revoking and opening one; and who a screen's token stands for. */
#include "people/screen.h"

#include "base/time.h"
#include "people/operations.h"
#include "people/role.h"
#include "people/secret.h"
#include "people/sql_screen.h"

enum { SCREEN_DAYS = 365, TOKEN_MOST = 64 };

#define SHOWN_FIELDS(owner, at)                                                                    \
  FIELD_NAMED("id", TEXT, owner, at id, .most = ID_LENGTH),                                        \
      FIELD_NAMED("name", TEXT, owner, at name, .most = SCREEN_NAME_MOST),                         \
      FIELD_NAMED("made", TIME, owner, at made_us), FIELD_NAMED("ends", TIME, owner, at ends_us),  \
      FIELD_NAMED("opened", TIME, owner, at opened_us, .flags = FIELD_OPTIONAL,                    \
                  .help = "the last time that its link was opened"),                               \
      FIELD_NAMED("revoked", TIME, owner, at revoked_us, .flags = FIELD_OPTIONAL)

const struct field screen_fields[] = {SHOWN_FIELDS(struct screen, ), FIELDS_END};
const struct field screen_made_fields[] = {
    FIELD(TEXT, struct screen_made, token, .most = TOKEN_MOST,
          .help = "what the link holds, for POST /api/screens/open; shown this once"),
    SHOWN_FIELDS(struct screen_made, screen.),
    FIELDS_END,
};
const struct field screen_make_fields[] = {
    FIELD(TEXT, struct screen_make_in, name, .least = 1, .most = SCREEN_NAME_MOST,
          .help = "where it hangs, or who holds it"),
    FIELDS_END,
};
const struct field screen_list_fields[] = {PAGE_IN_FIELDS(struct screen_list_in), FIELDS_END};
const struct field screen_page_fields[] = PAGE_FIELDS(struct screen, screen_fields);
const struct field screen_reference_fields[] = {
    FIELD(TEXT, struct screen_reference, screen, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELDS_END,
};

/* ---- events ---- */

struct nothing {
  char nothing;
};
static const struct field no_fields[] = {FIELDS_END};
static const struct field made_fields[] = {
    FIELD(TEXT, struct screen, name, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = SCREEN_NAME_MOST),
    FIELD(TEXT, struct screen, token_hash, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = 64),
    FIELD_NAMED("ends", TIME, struct screen, ends_us),
    FIELDS_END,
};

static void make(struct store *store, const struct event *event, const void *data) {
  const struct screen *screen = data;
  RUN(store, sql_screen_add, V(event->subject), V(screen->name), V(screen->token_hash),
      V(event->at_us), V(screen->ends_us));
}

static void open(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_screen_open, V(event->subject), V(event->at_us));
}

static void revoke(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_screen_revoke, V(event->subject), V(event->at_us));
}

const struct event_type screen_made = {.name = "screen_made",
                                       .fields = made_fields,
                                       .size = sizeof(struct screen),
                                       .apply = make,
                                       .readers = ROLE_LEADER};
const struct event_type screen_opened = {.name = "screen_opened",
                                         .fields = no_fields,
                                         .size = sizeof(struct nothing),
                                         .apply = open,
                                         .readers = ROLE_LEADER};
const struct event_type screen_revoked = {.name = "screen_revoked",
                                          .fields = no_fields,
                                          .size = sizeof(struct nothing),
                                          .apply = revoke,
                                          .readers = ROLE_LEADER};

/* ---- for leaders ---- */

bool screen_find(struct store *store, struct text id, struct arena *arena,
                 struct screen *ret_screen) {
  return FIND(store, sql_screen_by_id, screen_fields, ret_screen, arena, V(id));
}

bool screen_make(struct act *act) {
  const struct screen_make_in *in = act->in;
  struct screen_made *out = act->out;
  struct buffer token = BUFFER(act->arena);
  buffer_add(&token, TEXT(SCREEN_TOKEN_START));
  buffer_add(&token, secret_token(act->arena));
  out->token = buffer_text(&token);
  out->screen = (struct screen){.id = act_new_id(act->arena),
                                .name = in->name,
                                .token_hash = secret_hash(out->token, act->arena),
                                .made_us = act->now_us,
                                .ends_us = act->now_us + SCREEN_DAYS * DAY_US,
                                .opened_us = NO_INTEGER,
                                .revoked_us = NO_INTEGER};
  event_record(act, &screen_made, NO_TEXT, out->screen.id, &out->screen);
  return true;
}

bool screen_list(struct act *act) {
  const struct screen_list_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  struct list found = LIST(act->store, sql_screens_after, screen_fields, struct screen, act->arena,
                           V(page_after(in->after)), V(limit + 1));
  *(struct page *)act->out =
      page_of(found, limit, sizeof(struct screen), offsetof(struct screen, id));
  return true;
}

bool screen_scope(struct act *act) {
  const struct screen_reference *in = act->in;
  struct screen *screen = ARENA_NEW(act->arena, struct screen);
  if (!screen_find(act->store, in->screen, act->arena, screen))
    return act_refuse(act, ERROR_not_found, "screen", "%s", "");
  act->subject.thing = screen;
  return true;
}

bool screen_revoke(struct act *act) {
  struct screen *screen = act->subject.thing;
  if (screen->revoked_us != NO_INTEGER)
    return act_refuse(act, ERROR_already_done, "screen", "%s", "");
  event_record(act, &screen_revoked, NO_TEXT, screen->id, &(struct nothing){0});
  screen->revoked_us = act->now_us;
  *(struct screen *)act->out = *screen;
  return true;
}

/* ---- for whoever has the link ---- */

/* False for a token of none, or of one that is over. */
static bool find_by_token(struct act *act, struct text token, struct screen *ret_screen) {
  return FIND(act->store, sql_screen_by_token, screen_fields, ret_screen, act->arena,
              V(secret_hash(token, act->arena)), V(act->now_us));
}

/* It needs no proof against forged writes, for it never writes. */
bool screen_authenticate(struct act *act) {
  struct screen screen;
  if (!find_by_token(act, act->token, &screen))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  act->caller = (struct caller){.person = screen.id, .roles = ROLE_SCREEN};
  return true;
}

static void say_session(struct act *act, const struct screen *screen, struct text token,
                        struct session_view *ret_view) {
  *ret_view = (struct session_view){.person = screen->id,
                                    .login = TEXT(""),
                                    .name = screen->name,
                                    .roles = roles_to_words(ROLE_SCREEN, act->arena),
                                    .delegated_until_us = NO_INTEGER,
                                    .ends_us = screen->ends_us,
                                    .csrf = csrf_of_token(token, act->arena)};
}

bool screen_session_read(struct act *act, struct session_view *ret_view) {
  struct screen screen;
  if (!find_by_token(act, act->token, &screen))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  say_session(act, &screen, act->token, ret_view);
  return true;
}

bool screen_open(struct act *act) {
  const struct session_redeem_in *in = act->in;
  struct screen screen;
  if (!find_by_token(act, in->token, &screen))
    return act_refuse(act, ERROR_bad_screen, "token", "%s", "");
  /* Whoever opens it acts as the screen, even if they are signed in as somebody. */
  act->caller = (struct caller){.person = screen.id, .roles = ROLE_SCREEN};
  event_record(act, &screen_opened, NO_TEXT, screen.id, &(struct nothing){0});
  say_session(act, &screen, in->token, act->out);
  if (in->cookie)
    act->set_cookie = in->token;
  else
    ((struct session_view *)act->out)->token = in->token;
  return true;
}
