/* heng import people: a row is an account with its place and roles. Tokens to sign in by are issued
 * one by one afterwards, for they are nobody else's to see. */
#include "import/import.h"

#include "directory/directory.h"
#include "people/operations.h"
#include "people/role.h"

/* A row of the table. A site is known by its name. */
struct row {
  struct text login, name, phone;
  struct texts roles;
  struct text unit, enterprise, site;
};

static const struct field fields[] = {
    FIELD(TEXT, struct row, login, .least = LOGIN_LEAST, .most = LOGIN_MOST),
    FIELD(TEXT, struct row, name, .least = 1, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct row, phone, .flags = FIELD_OPTIONAL, .least = 1, .most = PHONE_MOST),
    FIELD(TEXTS, struct row, roles, .flags = FIELD_OPTIONAL, .most = 16, .size = 16),
    FIELD(TEXT, struct row, unit, .flags = FIELD_OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct row, enterprise, .flags = FIELD_OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct row, site, .flags = FIELD_OPTIONAL, .least = 1, .most = NAME_MOST),
    FIELDS_END,
};

static const struct import_column columns[] = {
    {.zh = "账号",
     .en = "login",
     .field = "login",
     .key = true,
     .must_zh = "应为 2 至 64 个小写字母、数字或 . _ - @",
     .must_en = "it must be 2 to 64 lower-case letters, digits or . _ - @"},
    {.zh = "姓名", .en = "name", .field = "name"},
    {.zh = "电话", .en = "phone", .field = "phone"},
    {.zh = "角色",
     .en = "roles",
     .field = "roles",
     .names = role_names,
     .names_zh = role_names_zh,
     .must_zh = "应为角色名，多个以顿号分开，如“经办人、文员”",
     .must_en = "it must be names of roles, as in \"officer, clerk\""},
    {.zh = "单位",
     .en = "unit",
     .field = "unit",
     .must_zh = "应为已登记单位的编号",
     .must_en = "it must be the id of a unit that is there"},
    {.zh = "统一社会信用代码",
     .en = "enterprise",
     .field = "enterprise",
     .must_zh = "应为已登记企业的统一社会信用代码",
     .must_en = "it must be the code of an enterprise that is there"},
    {.zh = "场所",
     .en = "site",
     .field = "site",
     .must_zh = "应为该企业已登记场所的名称",
     .must_en = "it must be the name of a site of the enterprise"},
    {0},
};

static struct row row_of(struct act *act, const struct person *person) {
  struct row row = {.login = person->login,
                    .name = person->name,
                    .phone = person->phone,
                    .roles = person->roles,
                    .unit = person->unit,
                    .enterprise = person->enterprise};
  struct site site;
  if (person->site.at && site_find(act->store, person->enterprise, person->site, act->arena, &site))
    row.site = site.name;
  return row;
}

static bool find_site(struct act *act, const struct row *row, struct text *ret_site) {
  struct site site;
  *ret_site = NO_TEXT;
  if (!row->site.at) return true;
  if (!row->enterprise.at ||
      !site_find_by_name(act->store, row->enterprise, row->site, act->arena, &site))
    return act_refuse(act, ERROR_bad_field, "site", "the enterprise has no such site");
  *ret_site = site.head.id;
  return true;
}

/* In the order in which they are kept, so that the same roles are the same row. */
static bool put_roles_in_order(struct act *act, struct row *row) {
  unsigned roles;
  if (!roles_of_words(row->roles, &roles))
    return act_refuse(act, ERROR_bad_field, "roles", "there is no such role");
  row->roles = roles_to_words(roles, act->arena);
  return true;
}

static bool add(struct act *act, const struct row *row, struct text site, struct text *ret_person) {
  const struct person_created created = {.login = row->login,
                                         .name = row->name,
                                         .phone = row->phone,
                                         .unit = row->unit,
                                         .enterprise = row->enterprise,
                                         .site = site};
  return person_add(act, &created, ret_person);
}

static bool change(struct act *act, const struct person *person, const struct row *row,
                   struct text site) {
  const struct person_change_in in = {.person = person->id,
                                      .name = row->name,
                                      .phone = row->phone,
                                      .unit = row->unit,
                                      .enterprise = row->enterprise,
                                      .site = site};
  return person_move(act, person, &in);
}

static bool set_roles(struct act *act, struct text id, struct texts words) {
  struct person person;
  unsigned roles;
  if (!person_find(act->store, id, act->arena, &person)) return false; /* the store has failed */
  if (roles_of_words(words, &roles) && roles == person_roles(&person)) return true;
  return person_set_roles(act, &person, words);
}

static bool person_import(struct act *act) {
  const struct import_row *given = act->in;
  struct row *row = given->value;
  struct person person;
  struct text site;
  bool known = person_find_by_login(act->store, row->login, act->arena, &person);
  struct row before = {0};
  if (known) {
    before = row_of(act, &person);
    import_keep(given, &before);
  }
  if (!put_roles_in_order(act, row)) return false;
  *(int *)act->out = known ? IMPORT_CHANGED : IMPORT_ADDED;
  if (known && import_same(act->arena, given, &before)) {
    *(int *)act->out = IMPORT_UNCHANGED;
    return true;
  }
  return find_site(act, row, &site) &&
         (known ? change(act, &person, row, site) : add(act, row, site, &person.id)) &&
         set_roles(act, person.id, row->roles);
}

static const struct import_kind people = {.name = "people",
                                          .zh = "人员",
                                          .columns = columns,
                                          .fields = fields,
                                          .size = sizeof(struct row),
                                          .put = IMPORT_PUT(person_import, ROLE_SELF)};

const struct import_kind *const people_imports[] = {&people, NULL};
