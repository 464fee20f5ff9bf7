/* Importing people: what becomes of each row, and that the same login again changes only what
 * differs. */
#include "directory/directory.h"
#include "import/import.h"
#include "local_fixture.h"
#include "people/operations.h"

#define HEADER "账号,姓名,电话,角色,单位,统一社会信用代码,场所\n"
#define CODE   "91430400MA4L000012"

/* In order, in one city: a table, what it says, and the roles of `login` afterwards. */
static const struct {
  const char *table;
  int64_t added, changed, unchanged, refused;
  const char *column; /* of the first fault */
  const char *login, *roles;
} rows[] = {
    {HEADER "wang,王五,0734-1,文员、经办人,u1,,\n", 1, 0, 0, 0, NULL, "wang", "officer clerk"},
    {HEADER "wang,王五,0734-1,\"经办人,clerk\",u1,,\n", 0, 0, 1, 0, NULL, "wang", "officer clerk"},
    {"login,name\nwang,王小五\n", 0, 1, 0, 0, NULL, "wang", "officer clerk"},
    {"login,name,roles\nwang,王小五,head\n", 0, 1, 0, 0, NULL, "wang", "head"},
    {"login,name,unit\nwang,王小五,u2\n", 0, 1, 0, 0, NULL, "wang", "head"},
    {"login,name,unit\nwang,王小五,\n", 0, 0, 0, 1, "", "wang", "head"},
    {HEADER "li,李四,,门岗,," CODE ",东门\n", 1, 0, 0, 0, NULL, "li", "guard"},
    {HEADER "li,李四,,门岗,," CODE ",东门\n", 0, 0, 1, 0, NULL, "li", "guard"},
    {HEADER "li,李四,,企业联系人,," CODE ",西门\n", 0, 0, 0, 1, "场所", "li", "guard"},
    {HEADER "a1,甲,,国王,,,\n", 0, 0, 0, 1, "角色", "a1", NULL},
    {HEADER "a1,甲,,self,,,\n", 0, 0, 0, 1, "角色", "a1", NULL},
    {HEADER "a1,甲,,系统管理员、审计管理员,,,\n", 0, 0, 0, 1, "角色", "a1", NULL},
    {HEADER "a1,甲,,经办人,,,\n", 0, 0, 0, 1, "角色", "a1", NULL},
    {HEADER "a1,甲,,经办人,u9,,\n", 0, 0, 0, 1, "单位", "a1", NULL},
    {HEADER "A1,甲,,,,,\n", 0, 0, 0, 1, "账号", "a1", NULL},
    {HEADER "a1,,,,,,\n", 0, 0, 0, 1, "姓名", "a1", NULL},
    {HEADER "a1,甲,,联系人,u1," CODE ",\n", 0, 0, 0, 1, "角色", "a1", NULL},
    {HEADER "a1,甲,,企业联系人,u1," CODE ",\n", 0, 0, 0, 1, "统一社会信用代码", "a1", NULL},
    {HEADER "a1,甲,,,,,\na1,甲,,,,,\n", 1, 0, 0, 1, "", "a1", ""},
};

static void add_places(struct local_fixture *city) {
  static const char *const units[] = {"u1", "u2"};
  for (int i = 0; i < 2; i++)
    CHECK(local_fixture_act(city, NULL, "unit_add",
                            arena_format(city->arena,
                                         "{\"id\":\"%s\",\"name\":\"单位\",\"county\":\"衡东县\","
                                         "\"body\":\"消防\"}",
                                         units[i])
                                .at) != NULL);
  CHECK(local_fixture_act(city, NULL, "enterprise_add",
                          "{\"id\":\"" CODE "\",\"name\":\"示例甲公司\",\"county\":\"蒸湘区\","
                          "\"industry\":\"nuclear\"}") != NULL);
  CHECK(local_fixture_act(city, NULL, "site_add",
                          "{\"enterprise\":\"" CODE "\",\"name\":\"东门\"}") != NULL);
}

static struct text roles_of(struct local_fixture *city, const char *login) {
  struct person person;
  struct buffer out = BUFFER(city->arena);
  if (!person_find_by_login(local_store(city->local), text_of(login), city->arena, &person))
    return NO_TEXT;
  buffer_add(&out, TEXT(""));
  for (size_t i = 0; i < person.roles.count; i++)
    buffer_format(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(person.roles.at[i]));
  return out.at ? buffer_text(&out) : TEXT("");
}

static void row_by_row(void) {
  struct local_fixture city = local_fixture_make();
  add_places(&city);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct import_report report;
    struct error error = {0};
    CHECK_ROW("table %zu", i);
    const struct import_order order = {.kind = import_kind_find(TEXT("people")),
                                       .table = text_of(rows[i].table),
                                       .good_rows = true};
    CHECK(import_local(city.local, &order, city.arena, &report, &error));
    CHECK_INTEGER(report.added, rows[i].added);
    CHECK_INTEGER(report.changed, rows[i].changed);
    CHECK_INTEGER(report.unchanged, rows[i].unchanged);
    CHECK_INTEGER(report.wrong, rows[i].refused);
    if (rows[i].column && CHECK(report.problems.count > 0)) {
      struct text column = ((const struct import_problem *)report.problems.at)->column;
      CHECK_TEXT(column.at ? column : TEXT(""), rows[i].column);
    }
    struct text roles = roles_of(&city, rows[i].login);
    CHECK_INTEGER(roles.at != NULL, rows[i].roles != NULL);
    if (roles.at) CHECK_TEXT(roles, rows[i].roles);
  }
  local_fixture_free(&city);
}

TESTS(row_by_row)
