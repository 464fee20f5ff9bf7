/* Policies: routes, events, table. */
#include "visit/policy_record.h"
#include "visit/sql_policy.h"
#include "visit/visit.h"

static const struct route routes[] = {
    ROUTE(
        POST, "/api/policies", policy_adopt, ROLE_COORDINATOR,
        .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_IN(struct policy_input, policy_in),
        ROUTE_OUT(struct policy_record, policy_record_fields),
        ROUTE_ERRORS(ERROR_bad_policy, ERROR_taken),
        .zh = "采用一版规则，自其生效日起施行。除第一版外，生效日不得已过，且须晚于此前各版；不得去"
              "掉旧版已有的种类和豁免。生效后，全部未了结的访企自动重新称量。",
        .en = "Adopts a policy, in force from its day on. Unless it is the first, that day may not "
              "be over and must be later than those of all versions before; no kind or exemption "
              "that they knew may be missing. Once it is in force, all visits whose verdict may "
              "still turn are weighed again."),
    ROUTE(POST, "/api/policies/check", policy_check, ROLES_CITY,
          ROUTE_IN(struct policy_input, policy_in),
          ROUTE_OUT(struct policy_check, policy_check_out),
          ROUTE_ERRORS(ERROR_bad_policy, ERROR_taken),
          .zh = "检查一版规则能否采用，列出缺口、重叠和未知名称。不保存。",
          .en = "Tries whether a policy could be adopted, and lists gaps, overlaps and unknown "
                "names. Nothing is stored."),
    ROUTE(POST, "/api/policies/try", policy_try, ROLES_CITY,
          ROUTE_IN(struct policy_trial_input, policy_trial_in),
          ROUTE_OUT(struct policy_trial, policy_trial_out), .prepare = policy_try_prepare,
          ROUTE_ERRORS(ERROR_bad_policy, ERROR_no_policy),
          .zh = "以过去一年（或所给时段）的访企试行一版规则，与现行规则比较：绿码红码各多少、因何、"
                "哪些单位、哪些月份，并举例。已取消和未到的不计。不保存。至多试行二十万次访企，大城"
                "市要几秒；"
                "同时只能试行一版，另一版请稍候。",
          .en = "Tries a policy on the visits of the last twelve months, or of a span, beside the "
                "one in force: how many would be green and red, why, by unit and by month, with "
                "examples that differ. Visits cancelled or missed are left out. Nothing is "
                "stored. At most 200,000 visits are tried, which takes some seconds in a large "
                "city; one policy at a time, another is told to wait."),
    ROUTE(GET, "/api/policies", policy_list, ROLE_ANYONE,
          ROUTE_OUT(struct policy_list, policy_list_out), .zh = "已采用的规则，最新的在前。",
          .en = "The policies adopted, newest first."),
    ROUTE(GET, "/api/policies/current", policy_current, ROLE_ANYONE,
          ROUTE_OUT(struct policy_record, policy_record_fields), ROUTE_ERRORS(ERROR_no_policy),
          .zh = "今天施行的规则。", .en = "The policy in force today."),
    ROUTE(GET, "/api/policies/{policy}/{version}", policy_show, ROLE_ANYONE,
          ROUTE_IN(struct policy_reference, policy_show_in),
          ROUTE_OUT(struct policy_record, policy_record_fields), ROUTE_ERRORS(ERROR_not_found),
          .zh = "一版规则的全文。", .en = "One version of a policy."),
    {0},
};

static const struct event_type *const events[] = {&policy_adopted, NULL};

static const struct table_entry tables[] = {{.name = "policy", .key = "name, version"}, {0}};

const struct domain policy_domain = {
    .name = "policy",
    .zh = "规则：各版、生效、检查",
    .en = "Policies: their versions, the one in force, checking one",
    .migrations = policy_migrations,
    .routes = routes,
    .events = events,
    .sql = policy_sql,
    .tables = tables,
};
