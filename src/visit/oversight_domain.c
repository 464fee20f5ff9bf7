/* History, turned codes, statistics: routes. It has no tables of its own. */
#include "visit/filing.h"
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

static const struct route routes[] = {
    ROUTE(GET, "/api/visits/{visit}/history", visit_history, ROLES_UNIT | ROLE_CONTACT | ROLES_CITY,
          ROUTE_IN(struct history_input, history_in), ROUTE_OUT(struct page, history_out),
          .scope = visit_read_scope,
          .zh = "一次访企的全部经过：何事、何时、何人，及其在日志中的位置，可据以核验。",
          .en = "All that happened to a visit: what, when and by whom, and where it stands in the "
                "log, so that it can be proved."),
    ROUTE(GET, "/api/turns", visit_turns, ROLES_WATCHING, ROUTE_IN(struct turns_input, turns_in),
          ROUTE_OUT(struct page, turns_out),
          .zh =
              "变了颜色或原因的码，最新的在前。筛选少见的单位、企业时一页可能较少，只要 next 不为 "
              "null 就还有下一页。",
          .en = "Codes that turned, or whose reasons did, newest first. A page of something rare "
                "may hold few; there is more as long as `next` is not null."),
    ROUTE(
        GET, "/api/statistics", visit_statistics, ROLES_WATCHING,
        ROUTE_IN(struct statistics_input, statistics_in),
        ROUTE_OUT(struct statistics, statistics_out),
        .zh =
            "一段时间内访企的数字：总数，按种类、单位、区县，及到访最多的一百家企业；每个数字都附有"
            "所数访企的列表。",
        .en = "Numbers of a span of time: in all, by kind, unit and county, and the hundred "
              "enterprises most visited; each with the list of the visits that it counts."),
    ROUTE(GET, "/api/statistics/trend", visit_trend, ROLES_WATCHING,
          ROUTE_IN(struct trend_input, trend_in), ROUTE_OUT(struct trend, trend_out),
          .zh = "访企数字的走势：按天、周或月逐段列出，不缺一段，最多四百段；可按单位、企业、"
                "种类、区县筛选。",
          .en = "The same numbers day by day, week by week or month by month, without a gap, 400 "
                "steps at most; of one unit, enterprise, kind or county if asked."),
    ROUTE(GET, "/api/enterprises/{enterprise}/statement", visit_statement,
          ROLE_CONTACT | ROLE_COORDINATOR | ROLE_SUPERVISOR,
          ROUTE_IN(struct filing_balance_input, filing_balance_in),
          ROUTE_OUT(struct yearly_statement, statement_out), ROUTE_ERRORS(ERROR_no_policy),
          .scope = filing_enterprise_scope,
          .zh =
              "企业年度访企清单：各单位、各种类来了几次、停留多少分钟，及各单位的备案和已用次数。",
          .en = "An enterprise's statement of a year: how often each unit came, for what kind of "
                "visit and for how many minutes, and what each unit filed and used."),
    ROUTE(GET, "/api/joins", visit_joins, ROLE_COORDINATOR | ROLE_SUPERVISOR,
          ROUTE_IN(struct joins_input, joins_in), ROUTE_OUT(struct page, joins_out),
          ROUTE_ERRORS(ERROR_no_policy),
          .zh =
              "可以合并的访企，按企业分页：同日、同周或同月而来自不同单位的预约，哪些因多头、频繁、"
              "重复是（或将是）红码，哪一天一起去绿码最多，以及还有备案次数而未预约的单位。一页可能"
              "较少，只要 next 不为 null 就还有下一页。",
          .en = "Visits that could be one arrival, by enterprise: bookings of several units for "
                "one day, week or month, which of them are red for crowding or would be, the day "
                "on which most would be green together, and units with filed visits left that have "
                "booked none. A page may hold few; there is more as long as `next` is not null."),
    ROUTE(GET, "/api/suggestions", visit_suggestions, ROLE_COORDINATOR | ROLE_SUPERVISOR,
          ROUTE_IN(struct suggestions_input, suggestions_in),
          ROUTE_OUT(struct page, suggestions_out),
          .zh = "优化办提出过的合并建议及其结果，最新的在前。",
          .en = "What the coordinator suggested to join and what became of it, newest first."),
    {0},
};

const struct domain oversight_domain = {
    .name = "oversight",
    .zh = "监督与统计：经过、变码、数字",
    .en = "Oversight: history, turned codes, statistics",
    .routes = routes,
    .sql = oversight_sql,
};
