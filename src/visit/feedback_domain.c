/* Ratings and complaints: routes, events, tables, clock. */
#include "visit/feedback.h"
#include "visit/sql_feedback.h"

#define COMPLAINT ROUTE_OUT(struct complaint, complaint_fields)

static const struct route routes[] = {
    ROUTE(POST, "/api/visits/{visit}/rate", visit_rate, ROLE_CONTACT,
          .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_IN(struct rating_input, rating_in),
          ROUTE_OUT(struct rating, rating_fields),
          ROUTE_ERRORS(ERROR_wrong_state, ERROR_already_done), .scope = visit_read_scope,
          .zh = "到访后企业评价一次；访企单位看不到评价。",
          .en = "The enterprise rates a visit, once, after it came; the unit does not see it."),
    ROUTE(GET, "/api/ratings", rating_list, ROLE_CONTACT | ROLE_SUPERVISOR,
          ROUTE_IN(struct rating_list_input, rating_list_in),
          ROUTE_OUT(struct page, rating_list_out),
          .zh = "评价，最新的在前：企业看自己给的，监督部门看全部。",
          .en = "Ratings, newest first: those an enterprise gave, or all for the supervisor."),
    ROUTE(GET, "/api/ratings/summary", rating_summary, ROLE_SUPERVISOR | ROLE_LEADER | ROLE_SCREEN,
          ROUTE_IN(struct rating_list_input, rating_sums_in),
          ROUTE_OUT(struct rating_sums, rating_sums_out),
          .zh = "各单位评价的平均（星的百分之一），按单位编号排列，不排名；不足三次的不列。",
          .en = "Averages by unit in hundredths of a star, in the order of their ids and not of "
                "merit; units with fewer than three ratings are left out."),
    ROUTE(POST, "/api/visits/{visit}/complain", visit_complain, ROLE_CONTACT,
          .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_IN(struct visit_words, complaint_in),
          COMPLAINT, ROUTE_ERRORS(ERROR_already_done), .scope = visit_read_scope,
          .zh = "企业就一次访企投诉；只有监督部门可见，限期答复。",
          .en = "The enterprise complains of a visit: for the supervisor alone to read, and to "
                "answer in time."),
    ROUTE(GET, "/api/complaints", complaint_list, COMPLAINT_READERS,
          ROUTE_IN(struct complaint_list_input, complaint_list_in),
          ROUTE_OUT(struct page, complaint_list_out),
          .zh = "投诉，到期早的在前：企业看自己的，监督部门看全部。",
          .en = "Complaints, those due soonest first: an enterprise's own, or all for the "
                "supervisor."),
    ROUTE(GET, "/api/complaints/{complaint}", complaint_show, COMPLAINT_READERS,
          ROUTE_IN(struct complaint_words, complaint_show_in), COMPLAINT, .scope = complaint_scope,
          .zh = "一件投诉及答复。", .en = "One complaint, with its answer."),
    ROUTE(POST, "/api/complaints/{complaint}/answer", complaint_answer, ROLE_SUPERVISOR,
          .flags = ROUTE_WRITES, ROUTE_IN(struct complaint_words, complaint_answer_in), COMPLAINT,
          ROUTE_ERRORS(ERROR_wrong_state), .scope = complaint_scope,
          .zh = "监督部门答复并办结一件投诉。", .en = "The supervisor answers, which closes it."),
    {0},
};

static const struct event_type *const events[] = {&rating_given, &complaint_made,
                                                  &complaint_answered, &complaint_overdue, NULL};

static const struct table_entry tables[] = {
    {.name = "rating", .key = "enterprise, id"},
    {.name = "complaint", .key = "enterprise, id", .shown = "state"},
    {0},
};

const struct domain feedback_domain = {
    .name = "feedback",
    .zh = "评价与投诉",
    .en = "Ratings and complaints",
    .migrations = feedback_migrations,
    .routes = routes,
    .events = events,
    .sql = feedback_sql,
    .tables = tables,
    .tick = complaint_tick,
};
