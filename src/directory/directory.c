/* The directory's routes, and what it gives to the whole. */
#include "directory/directory.h"

#include "directory/operations.h"
#include "directory/sql.h"

#define READS(stem) ROUTE_IN(struct stem, stem##_key_fields), ROUTE_OUT(struct stem, stem##_fields)
#define ADDS(stem)                                                                                 \
  ROUTE_IN(struct stem, stem##_add_fields), ROUTE_OUT(struct stem, stem##_fields),                 \
      .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_ERRORS(ERROR_taken)
#define CHANGES(stem, ...)                                                                         \
  ROUTE_IN(struct stem, stem##_change_fields), ROUTE_OUT(struct stem, stem##_fields),              \
      .flags = ROUTE_WRITES | ROUTE_EDITS, .scope = stem##_scope, ##__VA_ARGS__
#define DEACTIVATES(stem)                                                                          \
  READS(stem), .flags = ROUTE_WRITES | ROUTE_EDITS, .scope = stem##_scope,                         \
               ROUTE_ERRORS(ERROR_already_done)
#define LISTS(stem, table)                                                                         \
  ROUTE_IN(struct record_page_in, table), ROUTE_OUT(struct page, stem##_page_fields)

/* Administrators read it too: whoever gives an account a place chooses that by its name, and who
 * there is in the city is public. */
static const struct route routes[] = {
    ROUTE(GET, "/api/units", unit_list, ROLES_CALLER, LISTS(unit, list_fields),
          .zh = "按编号顺序列出访企单位，或其名称、简称、编号含有所查文字的。",
          .en = "Lists the units in the order of their ids; with `q` those whose name, short name "
                "or id has it."),
    ROUTE(GET, "/api/units/{unit}", unit_read, ROLES_BUSINESS | ROLE_SCREEN, READS(unit),
          ROUTE_ERRORS(ERROR_not_found), .zh = "读取一个访企单位。", .en = "Reads one unit."),
    ROUTE(POST, "/api/units", unit_add, ROLE_COORDINATOR, ADDS(unit), .zh = "登记一个访企单位。",
          .en = "Adds a unit."),
    ROUTE(PUT, "/api/units/{unit}", unit_change, ROLE_COORDINATOR, CHANGES(unit),
          .zh = "修改访企单位；active 为 true 时重新启用。",
          .en = "Changes a unit; `active` true takes it into use again."),
    ROUTE(DELETE, "/api/units/{unit}", unit_deactivate, ROLE_COORDINATOR, DEACTIVATES(unit),
          .zh = "停用访企单位；其记录保留。", .en = "Takes a unit out of use; its record stays."),

    ROUTE(GET, "/api/enterprises", enterprise_list,
          ROLES_UNIT | ROLES_WATCHING | ROLES_ADMINISTRATOR, LISTS(enterprise, list_fields),
          .zh = "列出企业，或按名称、简称、统一社会信用代码的一部分查找：以所查文字开头的在前，其次"
                "名称短的在前。查找时一页可能少于所要的条数，只要 next 不为 null 就还有下一页。",
          .en =
              "Lists enterprises, or with `q` finds them by part of the name, short name or code: "
              "those that begin with it first, then shorter names. A page of what was found may "
              "hold fewer than asked; there is more as long as `next` is not null."),
    ROUTE(GET, "/api/enterprises/{enterprise}", enterprise_read, ROLES_CALLER, READS(enterprise),
          ROUTE_ERRORS(ERROR_version_differs), .scope = enterprise_scope, .zh = "读取一家企业。",
          .en = "Reads one enterprise."),
    ROUTE(POST, "/api/enterprises", enterprise_add, ROLE_COORDINATOR, ADDS(enterprise),
          .zh = "登记一家企业，编号为统一社会信用代码。",
          .en = "Adds an enterprise; its id is its unified social credit code."),
    ROUTE(PUT, "/api/enterprises/{enterprise}", enterprise_change, ROLE_COORDINATOR,
          CHANGES(enterprise), .zh = "修改企业；active 为 true 时重新启用。",
          .en = "Changes an enterprise; `active` true takes it into use again."),
    ROUTE(DELETE, "/api/enterprises/{enterprise}", enterprise_deactivate, ROLE_COORDINATOR,
          DEACTIVATES(enterprise), .zh = "停用企业；其记录保留。",
          .en = "Takes an enterprise out of use; its record stays."),

    ROUTE(GET, "/api/enterprises/{enterprise}/sites", site_list, ROLES_PERSON,
          LISTS(site, site_list_fields), .scope = site_list_scope, .zh = "列出企业的场所。",
          .en = "Lists the sites of an enterprise."),
    ROUTE(GET, "/api/enterprises/{enterprise}/sites/{site}", site_read, ROLES_BUSINESS, READS(site),
          ROUTE_ERRORS(ERROR_version_differs), .scope = site_scope, .zh = "读取一个场所。",
          .en = "Reads one site."),
    ROUTE(POST, "/api/enterprises/{enterprise}/sites", site_add, ROLE_CONTACT | ROLE_COORDINATOR,
          ADDS(site), .scope = site_add_scope, .zh = "为企业登记一个场所。",
          .en = "Adds a site to an enterprise."),
    ROUTE(PUT, "/api/enterprises/{enterprise}/sites/{site}", site_change,
          ROLE_CONTACT | ROLE_COORDINATOR, CHANGES(site, ROUTE_ERRORS(ERROR_taken)),
          .zh = "修改场所；active 为 true 时重新启用。",
          .en = "Changes a site; `active` true takes it into use again."),
    ROUTE(DELETE, "/api/enterprises/{enterprise}/sites/{site}", site_deactivate,
          ROLE_CONTACT | ROLE_COORDINATOR, DEACTIVATES(site), .zh = "停用场所；其记录保留。",
          .en = "Takes a site out of use; its record stays."),

    ROUTE(GET, "/api/items", item_list, ROLES_BUSINESS, LISTS(item, list_fields),
          .zh = "按编号顺序列出检查事项，或其名称、编号含有所查文字的。",
          .en = "Lists what can be inspected, by id; with `q` what has it in its name or id."),
    ROUTE(GET, "/api/items/{item}", item_read, ROLES_BUSINESS, READS(item),
          ROUTE_ERRORS(ERROR_not_found), .zh = "读取一个事项。", .en = "Reads one item."),
    ROUTE(POST, "/api/items", item_add, ROLE_COORDINATOR, ADDS(item), .zh = "登记一个事项。",
          .en = "Adds an item."),
    ROUTE(PUT, "/api/items/{item}", item_change, ROLE_COORDINATOR, CHANGES(item),
          .zh = "修改事项；active 为 true 时重新启用。",
          .en = "Changes an item; `active` true takes it into use again."),
    ROUTE(DELETE, "/api/items/{item}", item_deactivate, ROLE_COORDINATOR, DEACTIVATES(item),
          .zh = "停用事项；其记录保留。", .en = "Takes an item out of use; its record stays."),
    {0},
};

static const struct event_type *const events[] = {
    &unit_added,         &unit_changed, &enterprise_added,
    &enterprise_changed, &site_added,   &site_changed,
    &item_added,         &item_changed, NULL};

static const struct table_entry tables[] = {
    {.name = "unit", .key = "id", .shown = "name, short_name, county, body"},
    {.name = "enterprise", .key = "id", .shown = "name, short_name, county"},
    {.name = "enterprise_gram", .key = "gram, inside, length, number"},
    {.name = "site", .key = "enterprise, id", .shown = "name"},
    {.name = "item", .key = "id", .shown = "name, body"},
    {0},
};

const struct domain directory_domain = {.name = "directory",
                                        .zh = "名录：单位、企业、场所、事项",
                                        .en = "The directory: units, enterprises, sites, items",
                                        .migrations = directory_migrations,
                                        .routes = routes,
                                        .events = events,
                                        .sql = directory_sql,
                                        .tables = tables,
                                        .imports = directory_imports};
