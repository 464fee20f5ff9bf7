/* The routes of visits: who may do what, with what, and what may be refused. */
#include "visit/booking.h"
#include "visit/schema.h"

/* Of the unit that goes there. */
#define GOERS (ROLE_OFFICER | ROLE_CLERK | ROLE_HEAD)

/* A step of one visit; answers with the visit as it then stands. */
#define STEP(verb, may, in_type, table, zh_help, en_help, ...)                                     \
  ROUTE(POST, "/api/visits/{visit}/" #verb, visit_##verb, may, .flags = ROUTE_WRITES,              \
        ROUTE_IN(in_type, table), ROUTE_OUT(struct visit, visit_view_fields),                      \
        ROUTE_ERRORS(ERROR_wrong_state, ERROR_version_differs, ##__VA_ARGS__),                     \
        .scope = visit_scope, .zh = zh_help, .en = en_help)

const struct route visit_routes[] = {
    ROUTE(POST, "/api/visits/preview", visit_preview, GOERS,
          ROUTE_IN(struct booking, visit_booking_in), ROUTE_OUT(struct preview, visit_preview_out),
          ROUTE_ERRORS(ERROR_not_found, ERROR_no_policy, ERROR_cannot_join),
          .zh = "预看：这样预约会得什么码，为什么，怎样才能变绿，可与哪次访企合并。不保存。",
          .en = "What code this booking would get, why, what would make it green, and which booked "
                "visits it could join. Nothing is stored."),
    ROUTE(POST, "/api/visits", visit_book, GOERS, .flags = ROUTE_WRITES | ROUTE_CREATES,
          ROUTE_IN(struct booking, visit_booking_in), ROUTE_OUT(struct visit, visit_view_fields),
          ROUTE_ERRORS(ERROR_not_found, ERROR_no_policy, ERROR_cannot_join),
          .zh = "预约访企。预约后须单位主要负责人批准；按规则须企业同意的，还须企业同意。",
          .en =
              "Books a visit. It then needs the approval of the unit's head, and the enterprise's "
              "consent where its kind asks for it."),
    ROUTE(GET, "/api/visits", visit_list, ROLES_UNIT | ROLE_CONTACT | ROLES_WATCHING,
          ROUTE_IN(struct visit_list_input, visit_list_in),
          ROUTE_OUT(struct visit_page, visit_list_out),
          .zh = "访企列表：本单位的、本企业的，或（市级角色）全市的。",
          .en = "Visits of the caller's unit or enterprise; for roles of the city, of all."),
    ROUTE(GET, "/api/enterprises/{enterprise}/visits", visit_strip, ROLES_UNIT | ROLES_CITY,
          ROUTE_IN(struct visit_list_input, visit_strip_in),
          ROUTE_OUT(struct visit_page, visit_strip_out),
          .zh = "一家企业的访企概览：谁、何时、为何类、什么码，供拟访单位安排时参考。",
          .en = "An enterprise's visits in brief: who comes when, for what kind, with what code."),
    ROUTE(GET, "/api/visits/{visit}", visit_show, ROLES_UNIT | ROLE_CONTACT | ROLES_WATCHING,
          ROUTE_IN(struct visit_reference, visit_reference_in),
          ROUTE_OUT(struct visit, visit_view_fields), ROUTE_ERRORS(ERROR_version_differs),
          .scope = visit_scope, .zh = "一次访企的全部内容。", .en = "All of one visit."),
    ROUTE(PATCH, "/api/visits/{visit}", visit_change, GOERS, .flags = ROUTE_WRITES | ROUTE_EDITS,
          ROUTE_IN(struct change_input, visit_change_in),
          ROUTE_OUT(struct visit, visit_view_fields), ROUTE_ERRORS(ERROR_wrong_state),
          .scope = visit_scope, .zh = "批准前修改访企；改了时间，须重新征求企业同意。",
          .en = "Changes a visit before it is approved. A new time asks the enterprise anew."),
    STEP(cancel, GOERS, struct visit_words, visit_words_in, "取消访企，并说明原因；名额退回。",
         "Cancels a visit, with a reason; its place is given back."),
    STEP(approve, ROLE_HEAD, struct visit_reference, visit_reference_in,
         "单位主要负责人（或受委托人）批准；豁免访企的事后补批也在此办理。",
         "The head, or a delegate, approves; also ratifies an exemption afterwards."),
    STEP(refuse, ROLE_HEAD, struct visit_words, visit_words_in, "不予批准，并说明原因。",
         "The head refuses, with a reason."),
    STEP(withdraw, ROLE_HEAD, struct visit_words, visit_words_in,
         "撤回批准，并说明原因；名额退回。", "The head takes an approval back, with a reason."),
    STEP(agree, ROLE_CONTACT, struct visit_reference, visit_reference_in, "企业同意访企。",
         "The enterprise agrees to a visit that asks for its consent.", ERROR_not_asked),
    STEP(decline, ROLE_CONTACT, struct visit_words, visit_words_in, "企业不同意访企，并说明原因。",
         "The enterprise declines, with a reason.", ERROR_not_asked),
    STEP(propose, ROLE_CONTACT, struct propose_input, visit_propose_in, "企业提议另一时间。",
         "The enterprise proposes another time."),
    STEP(suggest, ROLE_COORDINATOR, struct suggest_input, visit_suggest_in,
         "优化办建议与同一企业的另一次访企合并；在合并、修改或取消之前一直显示给该单位。",
         "The coordinator suggests going together with another visit to the same enterprise; the "
         "unit sees it until the visit is joined, changed or cancelled.",
         ERROR_cannot_join, ERROR_already_done),
    STEP(join, GOERS, struct join_input, visit_join_in,
         "与同一企业当日的另一次访企合并为“综合查一次”。",
         "Makes the visit one arrival with another visit to the same enterprise that day.",
         ERROR_cannot_join, ERROR_already_done, ERROR_costs_another),
    STEP(leave, GOERS, struct visit_reference, visit_reference_in, "退出合并。",
         "Leaves a joint visit.", ERROR_already_done, ERROR_costs_another),
    STEP(freeze, ROLE_SUPERVISOR, struct visit_words, visit_words_in,
         "监督部门冻结访企，并说明原因；码变红。",
         "The supervisor freezes a visit, with a reason: its code turns red.", ERROR_already_done),
    STEP(release, ROLE_SUPERVISOR, struct visit_words, visit_words_in, "监督部门解除冻结。",
         "The supervisor releases a frozen visit.", ERROR_already_done),
    STEP(report, GOERS, struct visit_words, visit_words_in, "到访后报告结果。",
         "Reports the outcome of a visit."),
    {0},
};
