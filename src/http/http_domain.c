/* The server's own routes. */
#include "http/http_domain.h"

#include "http/sql.h"
#include "http/subscriber.h"

static const struct route routes[] = {
    ROUTE(GET, "/livez", livez, ROLE_ANYONE, .flags = ROUTE_BYTES, .zh = "进程在运行即回答 ok。",
          .en = "Answers ok as long as the process runs."),
    ROUTE(GET, "/readyz", readyz, ROLE_ANYONE, ROUTE_OUT(struct readiness, readiness_fields),
          .zh = "数据库、写线程、密钥和日志都正常才回答 200，否则 503 并指出哪一项。",
          .en = "200 when database, writer, keys and log are all well; else 503 and which is not."),
    ROUTE(GET, "/metrics", metrics, ROLE_ANYONE, .flags = ROUTE_BYTES,
          .zh = "运行指标，Prometheus 文本格式。不含个人信息；不要经代理对外公开。",
          .en = "Figures in Prometheus text format. No personal data; keep it off the proxy."),
    ROUTE(GET, "/openapi.json", openapi, ROLE_ANYONE, .flags = ROUTE_BYTES,
          .zh = "本接口的 OpenAPI 3.1 描述。", .en = "This API as OpenAPI 3.1."),
    ROUTE(GET, "/problems", problem_list, ROLE_ANYONE,
          ROUTE_OUT(struct problem_kinds, problem_kinds_fields),
          .zh = "全部错误：代码、编号、含义和处理办法。",
          .en = "Every error: its code, number, meaning and what to do next."),
    ROUTE(GET, "/problems/{code}", problem_show, ROLE_ANYONE, .flags = ROUTE_BYTES,
          ROUTE_IN(struct problem_choice, problem_choice_fields), ROUTE_ERRORS(ERROR_not_found),
          .zh = "一种错误的说明页，中英文。", .en = "A page about one error, in both languages."),
    ROUTE(GET, "/api/stream", live_stream, ROLES_CALLER, .flags = ROUTE_STREAM | ROUTE_BYTES,
          .zh = "实时事件流（SSE）：新事件提交后，推送给有权看到它的人。id 是日志位置；断线后带 "
                "Last-Event-ID 重连即可接上。",
          .en = "Live events (SSE): each new event goes to those who may see it. Its id is its "
                "place in the log; reconnect with Last-Event-ID to go on where it broke off."),
    ROUTE(POST, "/api/subscribers", subscriber_make, ROLE_SYSTEM,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct subscriber_input, subscriber_input_fields),
          ROUTE_OUT(struct subscriber_made, subscriber_made_fields),
          ROUTE_ERRORS(ERROR_wrong_state),
          .zh = "登记一个事件订阅方（webhook）：从此刻起，公开的事件按日志次序投递，每条至少一次，"
                "Heng-Event-Id 为日志位置，Heng-Signature 为 v1=HMAC-SHA-256(密钥, "
                "\"时间戳.编号.正文\")。密钥只显示这一次。",
          .en = "Subscribes a program to events (webhook). From now on published events are "
                "delivered in the order of the log, each at least once. Heng-Event-Id is the place "
                "in the log; Heng-Signature is v1= and the HMAC-SHA-256 over "
                "\"timestamp.id.body\" by the secret, which is shown this once."),
    ROUTE(GET, "/api/subscribers", subscriber_list, ROLE_SYSTEM,
          ROUTE_OUT(struct subscriber_list, subscriber_list_fields), .zh = "列出订阅方及投递进度。",
          .en = "Lists the subscribers and how far each has been told."),
    ROUTE(GET, "/api/subscribers/{subscriber}", subscriber_show, ROLE_SYSTEM,
          ROUTE_IN(struct subscriber_choice, subscriber_choice_fields),
          ROUTE_OUT(struct subscriber, subscriber_fields), .scope = subscriber_scope,
          .zh = "查看一个订阅方。", .en = "Shows one subscriber."),
    ROUTE(DELETE, "/api/subscribers/{subscriber}", subscriber_delete, ROLE_SYSTEM,
          .flags = ROUTE_WRITES, ROUTE_IN(struct subscriber_choice, subscriber_choice_fields),
          .scope = subscriber_scope, .zh = "注销一个订阅方，并忘记其地址和密钥。",
          .en = "Ends a subscription and forgets its address and secret."),
    ROUTE(POST, "/api/subscribers/{subscriber}/resume", subscriber_resume, ROLE_SYSTEM,
          .flags = ROUTE_WRITES, ROUTE_IN(struct subscriber_choice, subscriber_choice_fields),
          ROUTE_ERRORS(ERROR_wrong_state), .scope = subscriber_scope,
          .zh = "恢复一个因多日失败而暂停的订阅方；从停下的地方接着投递，一条不少。",
          .en = "Resumes a subscriber that was paused after failing for days; it goes on where it "
                "stopped, and nothing is left out."),
    {0},
};

static const struct event_type *const events[] = {&subscriber_made, &subscriber_deleted,
                                                  &subscriber_paused, &subscriber_resumed, NULL};

static const struct table_entry tables[] = {
    {.name = "subscriber",
     .key = "id",
     .left_out = "next_seq, attempts, next_us, failing_since_us, last_status",
     .shown = "id, types"},
    {0},
};

const struct domain http_domain = {
    .name = "http",
    .zh = "服务本身：探针、接口描述、实时事件、订阅",
    .en = "The server itself: probes, its description, live events, subscribers",
    .migrations = http_migrations,
    .routes = routes,
    .events = events,
    .sql = http_sql,
    .tables = tables,
};
