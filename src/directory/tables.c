/* The tables of units, enterprises, sites and items that can be imported. */
#include "directory/operations.h"
#include "people/uscc.h"

static bool check_code(struct text cell, struct import_words *ret_why) {
  struct uscc_result result;
  if (uscc_check(cell, &result)) return true;
  *ret_why = (struct import_words){text_of(uscc_faults[result.fault].zh),
                                   text_of(uscc_faults[result.fault].en)};
  return false;
}

static const struct import_column unit_columns[] = {
    {.zh = "编号",
     .en = "id",
     .field = "id",
     .key = true,
     .must_zh = "应为 1 至 32 个小写字母、数字或连字符",
     .must_en = "it must be 1 to 32 lower-case letters, digits or hyphens"},
    {.zh = "名称", .en = "name", .field = "name"},
    {.zh = "简称", .en = "short_name", .field = "short_name"},
    {.zh = "区县", .en = "county", .field = "county"},
    {.zh = "机构类别", .en = "body", .field = "body"},
    {0},
};

static const struct import_column enterprise_columns[] = {
    {.zh = "统一社会信用代码", .en = "id", .field = "id", .key = true, .check = check_code},
    {.zh = "名称", .en = "name", .field = "name"},
    {.zh = "简称", .en = "short_name", .field = "short_name"},
    {.zh = "区县", .en = "county", .field = "county"},
    {.zh = "产业", .en = "industry", .field = "industry", .names_zh = industry_names_zh},
    {.zh = "地址", .en = "address", .field = "address"},
    {.zh = "规模", .en = "scale", .field = "scale", .names_zh = scale_names_zh},
    {0},
};

static const struct import_column site_columns[] = {
    {.zh = "统一社会信用代码",
     .en = "enterprise",
     .field = "enterprise",
     .key = true,
     .check = check_code},
    {.zh = "场所名称", .en = "name", .field = "name", .key = true},
    {.zh = "地址", .en = "address", .field = "address"},
    {0},
};

static const struct import_column item_columns[] = {
    {.zh = "编号",
     .en = "id",
     .field = "id",
     .key = true,
     .must_zh = "应为 1 至 16 个大写字母、数字、点或连字符",
     .must_en = "it must be 1 to 16 capitals, digits, dots or hyphens"},
    {.zh = "名称", .en = "name", .field = "name"},
    {.zh = "机构类别", .en = "body", .field = "body"},
    {.zh = "法律依据", .en = "basis", .field = "basis"},
    {0},
};

static const struct import_kind units = {.name = "units",
                                         .zh = "访企单位",
                                         .columns = unit_columns,
                                         .fields = unit_event_fields,
                                         .size = sizeof(struct unit),
                                         .put = IMPORT_PUT(unit_import, ROLE_COORDINATOR)};
static const struct import_kind enterprises = {.name = "enterprises",
                                               .zh = "企业",
                                               .columns = enterprise_columns,
                                               .fields = enterprise_event_fields,
                                               .size = sizeof(struct enterprise),
                                               .put =
                                                   IMPORT_PUT(enterprise_import, ROLE_COORDINATOR)};
static const struct import_kind sites = {.name = "sites",
                                         .zh = "场所",
                                         .columns = site_columns,
                                         .fields = site_event_fields,
                                         .size = sizeof(struct site),
                                         .put = IMPORT_PUT(site_import, ROLE_COORDINATOR)};
static const struct import_kind items = {.name = "items",
                                         .zh = "事项",
                                         .columns = item_columns,
                                         .fields = item_event_fields,
                                         .size = sizeof(struct item),
                                         .put = IMPORT_PUT(item_import, ROLE_COORDINATOR)};

const struct import_kind *const directory_imports[] = {&units, &enterprises, &sites, &items, NULL};
