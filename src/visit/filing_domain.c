/* Filings: routes, events, tables. */
#include "act/page.h"
#include "visit/filing.h"
#include "visit/sql_filing.h"

#define FILERS  (ROLE_HEAD | ROLE_CLERK)
#define READERS (ROLES_UNIT | ROLES_CITY)
#define ANSWERS ROUTE_OUT(struct filing, filing_fields)

static const struct route routes[] = {
    ROUTE(POST, "/api/filings", filing_file, FILERS, .flags = ROUTE_WRITES | ROUTE_CREATES,
          ROUTE_IN(struct filing_input, filing_file_in), ANSWERS,
          ROUTE_ERRORS(ERROR_not_found, ERROR_filing_closed, ERROR_already_done, ERROR_below_used),
          .scope = filing_unit_scope,
          .zh = "年初备案：本单位本年度对一家企业的访企次数。在备案窗口内办理；上一年十二月即可为"
                "下一年备案。",
          .en = "Files how many visits the unit intends to pay an enterprise in a year: within the "
                "window of that year, or in December of the year before."),
    ROUTE(PATCH, "/api/filings/{filing}", filing_change, FILERS,
          .flags = ROUTE_WRITES | ROUTE_EDITS, ROUTE_IN(struct filing_change, filing_change_in),
          ANSWERS, ROUTE_ERRORS(ERROR_wrong_state, ERROR_filing_closed, ERROR_below_used),
          .scope = filing_scope, .zh = "在备案窗口内、公布之前修改备案次数；不得少于已用次数。",
          .en =
              "Mends a filing while the window is open and the year is not published; never below "
              "what is used."),
    ROUTE(POST, "/api/filings/amendments", filing_amend, FILERS,
          .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_IN(struct filing_input, filing_amend_in),
          ANSWERS, ROUTE_ERRORS(ERROR_not_found, ERROR_already_done, ERROR_below_used),
          .scope = filing_unit_scope,
          .zh = "申请追加（或核减）备案次数，并说明原因；由优化办决定，永久可查。",
          .en = "Asks for more visits than filed, or gives some back, with a reason; the "
                "coordinator decides, and it stays visible."),
    ROUTE(POST, "/api/filings/{filing}/grant", filing_grant, ROLE_COORDINATOR,
          .flags = ROUTE_WRITES, ROUTE_IN(struct filing_words, filing_grant_in), ANSWERS,
          ROUTE_ERRORS(ERROR_version_differs, ERROR_wrong_state, ERROR_below_used),
          .scope = filing_scope, .zh = "优化办同意追加（或核减）。",
          .en = "The coordinator grants an amendment."),
    ROUTE(POST, "/api/filings/{filing}/refuse", filing_refuse, ROLE_COORDINATOR,
          .flags = ROUTE_WRITES, ROUTE_IN(struct filing_words, filing_refuse_in), ANSWERS,
          ROUTE_ERRORS(ERROR_version_differs, ERROR_wrong_state), .scope = filing_scope,
          .zh = "优化办不同意追加（或核减），并说明原因。",
          .en = "The coordinator refuses an amendment, with a reason."),
    ROUTE(POST, "/api/filings/publish", filing_publish, ROLE_COORDINATOR, .flags = ROUTE_WRITES,
          ROUTE_IN(struct filing_year, filing_publish_in),
          ROUTE_OUT(struct filing_year, filing_publish_out), ROUTE_ERRORS(ERROR_already_done),
          .zh = "公布一个年度的备案；此后只能经申请追加或核减。",
          .en = "Publishes a year's filings; from then on they change only by amendments."),
    ROUTE(GET, "/api/filings", filing_list, READERS,
          ROUTE_IN(struct filing_list_input, filing_list_in),
          ROUTE_OUT(struct page, filing_list_out), .zh = "本单位的备案和追加；市级角色可查全市。",
          .en = "The unit's filings and amendments; for roles of the city, all."),
    ROUTE(GET, "/api/filings/check", filing_check, ROLE_COORDINATOR,
          ROUTE_IN(struct filing_year, filing_check_in),
          ROUTE_OUT(struct filing_check, filing_check_out), ROUTE_ERRORS(ERROR_no_policy),
          .zh = "公布前检查一个年度的备案：各单位合计、未备案的单位、备案最多的企业、超出规则频次的"
                "企业、同名企业的重复备案。",
          .en = "What to look at before a year is published: sums by unit, units that filed "
                "nothing, the enterprises with most visits, those with more than the policy's "
                "crowding leaves room for, and one unit's filings for enterprises of one name."),
    ROUTE(GET, "/api/filings/{filing}", filing_show, READERS,
          ROUTE_IN(struct filing_words, filing_show_in), ANSWERS,
          ROUTE_ERRORS(ERROR_version_differs), .scope = filing_scope, .zh = "一项备案或追加。",
          .en = "One filing or amendment."),
    ROUTE(GET, "/api/enterprises/{enterprise}/filings", filing_balance, READERS | ROLE_CONTACT,
          ROUTE_IN(struct filing_balance_input, filing_balance_in),
          ROUTE_OUT(struct filing_balances, filing_balance_out), ROUTE_ERRORS(ERROR_no_policy),
          .scope = filing_enterprise_scope, .zh = "各单位本年度对一家企业的备案、追加和已用次数。",
          .en = "What each unit filed for an enterprise, was granted since, and has used."),
    ROUTE(GET, "/api/public/filings", filing_public, ROLE_ANYONE,
          ROUTE_IN(struct filing_balance_input, filing_balance_in),
          ROUTE_OUT(struct filing_balances, filing_public_out),
          ROUTE_ERRORS(ERROR_not_found, ERROR_no_policy), .scope = filing_enterprise_scope,
          .zh = "公开：一家企业的访企上限和已公布的各单位备案。",
          .en = "For anybody: the caps on visits to an enterprise, and what each unit filed, once "
                "published."),
    {0},
};

static const struct event_type *const events[] = {
    &filing_filed,   &filing_changed,    &filing_asked, &filing_granted,
    &filing_refused, &filings_published, NULL};

static const struct table_entry tables[] = {
    {.name = "filing", .key = "enterprise, id", .shown = "unit, state"},
    {.name = "filing_year", .key = "year"},
    {0},
};

static const struct import_kind *const imports[] = {&import_filings, NULL};

const struct domain filing_domain = {
    .name = "filing",
    .zh = "年初备案：备案、追加、公布",
    .en = "Filings for the year: filing, amendments, publication",
    .migrations = filing_migrations,
    .routes = routes,
    .events = events,
    .sql = filing_sql,
    .tables = tables,
    .imports = imports,
};
