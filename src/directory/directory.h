/* The directory: units, enterprises with their sites, and inspection items. Who the others are
 * about; it knows nothing of people or visits. Its tables change only by its events. */
#ifndef HENG_DIRECTORY_DIRECTORY_H
#define HENG_DIRECTORY_DIRECTORY_H

#include "act/domain.h"

/* What every record begins with. Records are never deleted, for visits refer to them: those no
 * longer used are not `active`. */
struct record {
  struct text id;
  bool active;
  int64_t version; /* 1, 2, …: for If-Match */
};

/* A body that visits: 单位. Id: lower-case letters, digits and hyphens. */
struct unit {
  struct record head;
  struct text name, short_name;
  struct text county; /* the city's own name for the bodies of the whole city */
  struct text body;   /* what kind of body, "市场监管": what items are divided by */
};

/* The ten industries of 一核两电三色四新, and all others. */
enum industry {
  INDUSTRY_NUCLEAR,
  INDUSTRY_ELECTRICAL,
  INDUSTRY_ELECTRONICS,
  INDUSTRY_NONFERROUS,
  INDUSTRY_SALT_CHEMISTRY,
  INDUSTRY_STEEL_PIPE,
  INDUSTRY_NEW_ENERGY_VEHICLES,
  INDUSTRY_ECOLOGICAL_FARMING,
  INDUSTRY_LOGISTICS,
  INDUSTRY_CULTURE_TOURISM_HEALTH,
  INDUSTRY_OTHER
};
extern const char *const industry_names[], *const industry_names_zh[];

/* 大型 中型 小型 微型 */
enum scale { SCALE_LARGE, SCALE_MEDIUM, SCALE_SMALL, SCALE_MICRO };
extern const char *const scale_names[], *const scale_names_zh[];

/* An enterprise; its id is its unified social credit code. */
struct enterprise {
  struct record head;
  struct text name, short_name, county, address;
  int industry; /* enum industry */
  int scale;    /* enum scale, NO_ENUM when not known */
};

/* A place of an enterprise that has a gate: 厂区、门店. Its id is of the program's making, its name
 * is unique in the enterprise. */
struct site {
  struct record head;
  struct text enterprise, name, address;
};

/* What can be inspected: 事项. Id: capital letters, digits, dots and hyphens, "A01". */
struct item {
  struct record head;
  struct text name;
  struct text body;  /* the kind of body that inspects it; NO_TEXT when several do */
  struct text basis; /* the law it rests on */
};

enum { NAME_MOST = 100, ADDRESS_MOST = 200, UNIT_ID_MOST = 32, ITEM_ID_MOST = 16 };

/* All members, as rows and replies have them. */
extern const struct field unit_fields[], enterprise_fields[], site_fields[], item_fields[];

extern const struct domain directory_domain;

/* By id; false when there is none. Texts are in the arena. */
bool unit_find(struct store *store, struct text id, struct arena *arena, struct unit *ret_unit);
bool enterprise_find(struct store *store, struct text id, struct arena *arena,
                     struct enterprise *ret_enterprise);
bool site_find(struct store *store, struct text enterprise, struct text id, struct arena *arena,
               struct site *ret_site);
bool site_find_by_name(struct store *store, struct text enterprise, struct text name,
                       struct arena *arena, struct site *ret_site);
bool item_find(struct store *store, struct text id, struct arena *arena, struct item *ret_item);

#endif
