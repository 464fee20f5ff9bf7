/* Screens: routes, events, table. */
#include "act/domain.h"
#include "people/operations.h"
#include "people/screen.h"
#include "people/sql_screen.h"

static const struct route routes[] = {
    ROUTE(POST, "/api/screens", screen_make, ROLE_LEADER,
          .flags = ROUTE_WRITES | ROUTE_SECRET | ROUTE_CREATES,
          ROUTE_IN(struct screen_make_in, screen_make_fields),
          ROUTE_OUT(struct screen_made, screen_made_fields),
          .zh = "为大屏生成一个只读链接：只显示这一次，一年内有效，可随时停用。",
          .en = "A read-only link for a screen: shown this once, good for a year, and revocable."),
    ROUTE(GET, "/api/screens", screen_list, ROLE_LEADER,
          ROUTE_IN(struct screen_list_in, screen_list_fields),
          ROUTE_OUT(struct page, screen_page_fields), .zh = "大屏链接，包括已停用的。",
          .en = "The links of screens, revoked ones too."),
    ROUTE(POST, "/api/screens/{screen}/revoke", screen_revoke, ROLE_LEADER, .flags = ROUTE_WRITES,
          ROUTE_IN(struct screen_reference, screen_reference_fields),
          ROUTE_OUT(struct screen, screen_fields), ROUTE_ERRORS(ERROR_already_done),
          .scope = screen_scope, .zh = "停用一个大屏链接，立即生效。",
          .en = "Revokes a screen's link, at once."),
    ROUTE(POST, "/api/screens/open", screen_open, ROLE_ANYONE,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct session_redeem_in, session_redeem_fields),
          ROUTE_OUT(struct session_view, session_view_fields), ROUTE_ERRORS(ERROR_bad_screen),
          .zh = "打开大屏链接：只能看数字和列表，看不到人名，不能办理任何事；停用前一直有效。",
          .en = "Opens a screen's link: a session that reads numbers and the lists behind them, "
                "sees nobody's name, writes nothing, and lasts until it is revoked."),
    {0},
};

static const struct event_type *const events[] = {&screen_made, &screen_opened, &screen_revoked,
                                                  NULL};

static const struct table_entry tables[] = {{.name = "screen", .key = "id"}, {0}};

const struct domain screen_domain = {
    .name = "screen",
    .zh = "大屏：可停用的只读链接",
    .en = "Screens: read-only links that can be revoked",
    .migrations = screen_migrations,
    .routes = routes,
    .events = events,
    .sql = screen_sql,
    .tables = tables,
    .authenticate = screen_authenticate,
    .token_start = SCREEN_TOKEN_START,
};
