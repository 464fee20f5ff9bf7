/* The server's own routes. */
#include "http/http_domain.h"

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
    ROUTE(GET, "/api/stream", live_stream, ROLES_PERSON, .flags = ROUTE_STREAM | ROUTE_BYTES,
          .zh = "实时事件流（SSE）：新事件提交后，推送给有权看到它的人。id 是日志位置；断线后带 "
                "Last-Event-ID 重连即可接上。",
          .en = "Live events (SSE): each new event goes to those who may see it. Its id is its "
                "place in the log; reconnect with Last-Event-ID to go on where it broke off."),
    {0},
};

const struct domain http_domain = {
    .name = "http",
    .zh = "服务本身：探针、接口描述、实时事件、订阅",
    .en = "The server itself: probes, its description, live events, subscribers",
    .routes = routes,
};
