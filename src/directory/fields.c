/* The shapes of the directory's records. */
#include "directory/fields.h"

#include "people/uscc.h"

const char *const industry_names[] = {"nuclear",
                                      "electrical",
                                      "electronics",
                                      "nonferrous",
                                      "salt_chemistry",
                                      "steel_pipe",
                                      "new_energy_vehicles",
                                      "ecological_farming",
                                      "logistics",
                                      "culture_tourism_health",
                                      "other",
                                      NULL};
const char *const industry_names_zh[] = {"核技术应用", "输变电",   "电子信息",   "有色金属",
                                         "盐卤化工",   "钢管",     "新能源汽车", "生态农业",
                                         "现代物流",   "文旅康养", "其他",       NULL};
const char *const scale_names[] = {"large", "medium", "small", "micro", NULL};
const char *const scale_names_zh[] = {"大型", "中型", "小型", "微型", NULL};

/* Each record's members stand once; its tables differ in how they begin and end. */
#define NAMED_KEY(word, owner, member, size)                                                       \
  FIELD_NAMED(word, TEXT, owner, member, .least = 1, .most = (size))
#define ACTIVE(owner)                                                                              \
  FIELD_NAMED("active", BOOLEAN, owner, head.active, .help = "false: no longer used")
#define VERSION(owner)                                                                             \
  FIELD_NAMED("version", INTEGER, owner, head.version, .least = 1, .most = INT64_MAX,              \
              .help = "for If-Match")
#define NEEDED(owner, member, size, ...)                                                           \
  FIELD(TEXT, owner, member, .least = 1, .most = (size), ##__VA_ARGS__)
#define OPTIONAL(owner, member, size, ...)                                                         \
  FIELD(TEXT, owner, member, .flags = FIELD_OPTIONAL, .least = 1, .most = (size), ##__VA_ARGS__)

/* NEW_KEY: how a new record is named; KEY: as the path names it; ID: as rows and events do. */
#define RECORD_TABLES(stem, NEW_KEY, KEY, ID, OWN)                                                 \
  const struct field stem##_add_fields[] = {NEW_KEY, OWN, FIELDS_END};                             \
  const struct field stem##_change_fields[] = {KEY, OWN, ACTIVE(struct stem), FIELDS_END};         \
  const struct field stem##_key_fields[] = {KEY, FIELDS_END};                                      \
  const struct field stem##_event_fields[] = {ID, OWN, ACTIVE(struct stem), FIELDS_END};           \
  const struct field stem##_fields[] = {ID, OWN, ACTIVE(struct stem), VERSION(struct stem),        \
                                        FIELDS_END};                                               \
  const struct field stem##_page_fields[] = PAGE_FIELDS(struct stem, stem##_fields);

#define UNIT_ID  NAMED_KEY("id", struct unit, head.id, UNIT_ID_MOST)
#define UNIT_KEY NAMED_KEY("unit", struct unit, head.id, UNIT_ID_MOST)
#define UNIT_OWN                                                                                   \
  NEEDED(struct unit, name, NAME_MOST), OPTIONAL(struct unit, short_name, NAME_MOST),              \
      NEEDED(struct unit, county, 32), NEEDED(struct unit, body, 32, .help = "what kind of body")
RECORD_TABLES(unit, UNIT_ID, UNIT_KEY, UNIT_ID, UNIT_OWN)

#define ENTERPRISE_ID  NAMED_KEY("id", struct enterprise, head.id, USCC_LENGTH)
#define ENTERPRISE_KEY NAMED_KEY("enterprise", struct enterprise, head.id, USCC_LENGTH)
#define ENTERPRISE_OWN                                                                             \
  NEEDED(struct enterprise, name, NAME_MOST), OPTIONAL(struct enterprise, short_name, NAME_MOST),  \
      NEEDED(struct enterprise, county, 32),                                                       \
      FIELD(ENUM, struct enterprise, industry, .names = industry_names),                           \
      OPTIONAL(struct enterprise, address, ADDRESS_MOST),                                          \
      FIELD(ENUM, struct enterprise, scale, .flags = FIELD_OPTIONAL, .names = scale_names)
RECORD_TABLES(enterprise, ENTERPRISE_ID, ENTERPRISE_KEY, ENTERPRISE_ID, ENTERPRISE_OWN)

#define SITE_ENTERPRISE NAMED_KEY("enterprise", struct site, enterprise, USCC_LENGTH)
#define SITE_ID         SITE_ENTERPRISE, NAMED_KEY("id", struct site, head.id, ID_LENGTH)
#define SITE_KEY        SITE_ENTERPRISE, NAMED_KEY("site", struct site, head.id, ID_LENGTH)
#define SITE_OWN        NEEDED(struct site, name, NAME_MOST), OPTIONAL(struct site, address, ADDRESS_MOST)
RECORD_TABLES(site, SITE_ENTERPRISE, SITE_KEY, SITE_ID, SITE_OWN)

#define ITEM_ID  NAMED_KEY("id", struct item, head.id, ITEM_ID_MOST)
#define ITEM_KEY NAMED_KEY("item", struct item, head.id, ITEM_ID_MOST)
#define ITEM_OWN                                                                                   \
  NEEDED(struct item, name, NAME_MOST),                                                            \
      OPTIONAL(struct item, body, 32, .help = "the kind of body that inspects it"),                \
      OPTIONAL(struct item, basis, ADDRESS_MOST, .help = "the law it rests on")
RECORD_TABLES(item, ITEM_ID, ITEM_KEY, ITEM_ID, ITEM_OWN)

#define INACTIVE                                                                                   \
  FIELD(BOOLEAN, struct record_page_in, inactive, .flags = FIELD_OPTIONAL,                         \
        .help = "also those no longer used")
const struct field list_fields[] = {
    OPTIONAL(struct record_page_in, q, NAME_MOST,
             .help = "part of the name, the short name or the code"),
    PAGE_IN_FIELDS(struct record_page_in), INACTIVE, FIELDS_END};
const struct field site_list_fields[] = {
    NAMED_KEY("enterprise", struct record_page_in, enterprise, USCC_LENGTH),
    PAGE_IN_FIELDS(struct record_page_in), INACTIVE, FIELDS_END};
