/* Importing tables: what becomes of each row, which faults are found where, and that the same key
 * again changes only what differs. */
#include "import/import.h"

#include "directory/directory.h"
#include "local_fixture.h"

static struct local_fixture city;

/* The report as one line: "added changed unchanged refused: row column words; …". */
static const char *import(const char *kind_name, const char *table, struct buffer *errors) {
  static char line[2000];
  const struct import_kind *kind = import_kind_find(text_of(kind_name));
  struct import_report report;
  struct error error = {0};
  if (!CHECK(kind != NULL)) exit(1);
  const struct import_order order = {
      .kind = kind, .table = text_of(table), .good_rows = true, .english = true, .errors = errors};
  CHECK(import_local(city.local, &order, city.arena, &report, &error));
  CHECK_INTEGER(report.rows + report.broken,
                report.added + report.changed + report.unchanged + report.wrong);
  int length =
      snprintf(line, sizeof line, "%lld %lld %lld %lld", (long long)report.added,
               (long long)report.changed, (long long)report.unchanged, (long long)report.wrong);
  for (size_t i = 0; i < report.problems.count; i++) {
    const struct import_problem *problem = (const struct import_problem *)report.problems.at + i;
    length +=
        snprintf(line + length, sizeof line - (size_t)length, "%s %lld %.*s: %.*s", i ? ";" : ":",
                 (long long)problem->row, TEXT_ARGS(problem->column), TEXT_ARGS(problem->words.en));
  }
  return line;
}

#define UNITS  "编号,名称,区县,机构类别\n"
#define MARKET "city-market,衡阳市市场监督管理局,衡阳市,市场监管\n"
#define ONE    "91430400MA4L000012"
#define OTHER  "91430424MA4L123403"

/* In order, in one city. */
static const struct {
  const char *kind, *table, *report;
} imports[] = {
    {"units", UNITS MARKET, "1 0 0 0"},
    {"units", UNITS MARKET, "0 0 1 0"},
    {"units", "id,name,county,body\ncity-market,市监局,衡阳市,市场监管\n", "0 1 0 0"},
    {"units", UNITS, "0 0 0 0"},
    {"units", "编号,名称,区县\n", "0 0 0 1: 1 : there is no column \"body\" (机构类别)"},
    {"units", "编号,id,名称,区县,机构类别\n", "0 0 0 1: 1 : two columns are \"id\" (编号)"},
    {"units", "", "0 0 0 1: 1 : the table is empty; its first row names the columns"},
    {"units", UNITS "a,甲,衡阳市,消防\n\nb,,衡阳市,消防\nc,丙,,\n",
     "1 0 0 2: 4 名称: it must be filled in; 5 区县: it must be filled in; 5 机构类别: it must be "
     "filled in"},
    {"units", UNITS "A b,甲,衡阳市,消防\n",
     "0 0 0 1: 2 编号: it must be 1 to 32 lower-case letters, digits or hyphens"},
    {"units", UNITS "d,丁,衡阳市,消防\ne,戊,衡阳市\n",
     "1 0 0 1: 3 : fewer fields than the header has"},
    {"units", UNITS "f,\"己\"庚,衡阳市,消防\n",
     "0 0 0 1: 2 名称: something stands behind the closing quote"},
    {"enterprises", "统一社会信用代码,名称,区县,产业,规模\n" ONE ",甲,蒸湘区,核技术应用,小型\n",
     "1 0 0 0"},
    {"enterprises", "id,name,county,industry\n" ONE ",甲,蒸湘区,nuclear\n", "0 0 1 0"},
    {"enterprises", "id,name,county,industry,scale\n" ONE ",甲,蒸湘区,nuclear,\n", "0 1 0 0"},
    {"enterprises", "id,name,county,industry\n91430400MA4L000013,乙,蒸湘区,nuclear\n",
     "0 0 0 1: 2 id: the check digit at position 18 does not fit"},
    {"enterprises", "id,name,county,industry,scale\n" OTHER ",乙,衡东县,物流,巨型\n",
     "0 0 0 1: 2 industry: it must be one of: nuclear, electrical, electronics, nonferrous, "
     "salt_chemistry, steel_pipe, new_energy_vehicles, ecological_farming, logistics, "
     "culture_tourism_health, other; 2 scale: it must be one of: large, medium, small, micro"},
    {"sites", "统一社会信用代码,场所名称,地址\n" ONE ",一厂,演示路1号\n" ONE ",二厂,\n", "2 0 0 0"},
    {"sites", "统一社会信用代码,场所名称,地址\n" ONE ",一厂,演示路2号\n" ONE ",二厂,\n", "0 1 1 0"},
    {"sites", "enterprise,name\n" OTHER ",一厂\n",
     "0 0 0 1: 2 enterprise: not found; check the id or the address"},
    {"items", "编号,名称,法律依据\nA01,营业执照,\nA.2,\" 年报 \",条例\n", "2 0 0 0"},
    {"items", "编号,名称,法律依据\nA03,甲,\nA04,乙,\nA03,丙,\nA03,甲,\n",
     "2 0 0 2: 4 : it is of the same thing as row 2; keep one of them; 5 : it is of the same thing "
     "as row 2; "
     "keep one of them"},
    {"sites", "enterprise,name\n" ONE ",三厂\n" ONE ",四厂\n" ONE ",三厂\n",
     "2 0 0 1: 4 : it is of the same thing as row 2; keep one of them"},
    {"items", "编号,名称,法律依据\na1,营业执照,\n",
     "0 0 0 1: 2 编号: it must be 1 to 16 capitals, digits, dots or hyphens"},
};

static void finds_every_fault(void) {
  city = local_fixture_make();
  for (size_t i = 0; i < sizeof imports / sizeof *imports; i++) {
    CHECK_ROW("%zu %s", i, imports[i].kind);
    CHECK_TEXT(text_of(import(imports[i].kind, imports[i].table, NULL)), imports[i].report);
  }
  struct item item;
  CHECK(item_find(local_store(city.local), TEXT("A.2"), city.arena, &item));
  CHECK_TEXT(item.name, "年报");
  CHECK(item.head.active);
  local_fixture_free(&city);
}

/* What a table has no column for, and what was taken out of use, stays so. */
static void keeps_what_the_table_does_not_say(void) {
  city = local_fixture_make();
  struct store *store = local_store(city.local);
  struct enterprise enterprise;
  import("enterprises",
         "id,name,county,industry,scale,address\n" ONE ",甲,蒸湘区,nuclear,large,"
         "演示路1号\n",
         NULL);
  CHECK(local_fixture_act(&city, NULL, "enterprise_deactivate", "{\"enterprise\":\"" ONE "\"}"));
  CHECK_TEXT(text_of(import("enterprises",
                            "id,name,county,industry,address\n" ONE ",乙,蒸湘区,nuclear,\n", NULL)),
             "0 1 0 0");
  CHECK(enterprise_find(store, TEXT(ONE), city.arena, &enterprise));
  CHECK_TEXT(enterprise.name, "乙");
  CHECK_INTEGER(enterprise.scale, SCALE_LARGE);
  CHECK(enterprise.address.at == NULL);
  CHECK(!enterprise.head.active);
  CHECK_INTEGER(enterprise.head.version, 3);
  local_fixture_free(&city);
}

static void gives_the_table_back(void) {
  city = local_fixture_make();
  struct buffer errors = BUFFER(city.arena);
  import("units", "编号,名称,区县,机构类别,备注\na,甲,衡阳市,\"消,防\",x\nB,,衡阳市,消防,\n",
         &errors);
  CHECK_TEXT(buffer_text(&errors),
             "编号,名称,区县,机构类别,备注,error\r\na,甲,衡阳市,\"消,防\",x,\r\nB,,衡阳市,消防,,"
             "名称: it must be filled in\r\n");
  local_fixture_free(&city);
}

/* In Chinese too, whoever found it: the reader, the header or a cell. */
static const struct {
  const char *table, *zh;
} chinese[] = {
    {"", "表格是空的；第一行应为列名"},
    {"编号,编号\n", "有两列同名"},
    {"编号\n", "缺少“名称”（name）一列"},
    {"编号,名称\nA01,\"年报\n", "引号没有闭合"},
    {"编号,名称\nA01,年\"报\n", "单元格不以引号开头，中间却有引号"},
    {"编号,名称\nA01,年报,1\n", "单元格比表头多"},
    {"编号,名称\nA01,\n", "必填"},
    {"编号,名称\nA01,年报\nA02,公示\nA01,年检\n", "与第 2 行是同一事项；只留一行"},
};

static void says_it_in_chinese(void) {
  city = local_fixture_make();
  for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++) {
    struct import_report report;
    const struct import_order order = {.kind = import_kind_find(TEXT("items")),
                                       .table = text_of(chinese[i].table)};
    CHECK_ROW("%s", chinese[i].table);
    CHECK(import_local(city.local, &order, city.arena, &report, &city.error));
    CHECK_INTEGER(report.end, IMPORT_DISCARDED);
    if (CHECK_INTEGER(report.problems.count, 1))
      CHECK_TEXT(((const struct import_problem *)report.problems.at)->words.zh, chinese[i].zh);
  }
  local_fixture_free(&city);
}

TESTS(finds_every_fault, keeps_what_the_table_does_not_say, gives_the_table_back,
      says_it_in_chinese)
