/* Units, enterprises, sites and items through their routes: what is added can be read, changed and
 * taken out of use; who may; what is refused, and where. */
#include "directory/directory.h"

#include "act/page.h"
#include "local_fixture.h"

static const char one_code[] = "91430400MA4L000012", another_code[] = "91430424MA4L123403";

static const struct caller coordinator = {.person = {"p1", 2}, .roles = ROLE_COORDINATOR};
static const struct caller officer = {
    .person = {"p2", 2}, .roles = ROLE_OFFICER, .unit = {"city-market", 11}};
static const struct caller contact = {
    .person = {"p3", 2}, .roles = ROLE_CONTACT, .enterprise = {one_code, 18}};

/* Each row is one act, in order, in one city. `error` NULL: done; then `answer` is the reply with
 * the id of a site left out. */
static const struct {
  const struct caller *caller;
  const char *route, *input, *error, *place;
} acts[] = {
    {NULL, "unit_add",
     "{\"id\":\"city-market\",\"name\":\"衡阳市市场监督管理局\",\"county\":\"衡阳市\","
     "\"body\":\"市场监管\"}",
     NULL, NULL},
    {NULL, "unit_add",
     "{\"id\":\"city-market\",\"name\":\"又一个\",\"county\":\"衡阳市\",\"body\":\"市场监管\"}",
     "taken", "id"},
    {NULL, "unit_add",
     "{\"id\":\"City\",\"name\":\"甲\",\"county\":\"衡阳市\",\"body\":\"市场监管\"}", "bad_field",
     "id"},
    {&officer, "unit_add",
     "{\"id\":\"a\",\"name\":\"甲\",\"county\":\"衡阳市\",\"body\":\"市场监管\"}", "wrong_role",
     ""},
    {&officer, "unit_read", "{\"unit\":\"city-market\"}", NULL, NULL},
    {&officer, "unit_read", "{\"unit\":\"city-fire\"}", "not_found", ""},
    {&coordinator, "unit_change",
     "{\"unit\":\"city-market\",\"name\":\"衡阳市市场监督管理局\",\"county\":\"衡阳市\","
     "\"body\":\"市场监管\",\"active\":true}",
     "version_needed", ""},
    {NULL, "unit_change",
     "{\"unit\":\"city-fire\",\"name\":\"甲\",\"county\":\"衡阳市\",\"body\":\"消防\","
     "\"active\":true}",
     "not_found", ""},
    {NULL, "unit_deactivate", "{\"unit\":\"city-market\"}", NULL, NULL},
    {NULL, "unit_deactivate", "{\"unit\":\"city-market\"}", "already_done", ""},
    {NULL, "item_add", "{\"id\":\"A01\",\"name\":\"营业执照\"}", NULL, NULL},
    {NULL, "item_add", "{\"id\":\"a01\",\"name\":\"营业执照\"}", "bad_field", "id"},
    {&contact, "item_read", "{\"item\":\"A01\"}", NULL, NULL},
    {NULL, "enterprise_add",
     "{\"id\":\"91430400MA4L000010\",\"name\":\"甲\",\"county\":\"蒸湘区\","
     "\"industry\":\"nuclear\"}",
     "bad_field", "id"},
    {&coordinator, "enterprise_add",
     "{\"id\":\"91430400MA4L000012\",\"name\":\"衡阳示例甲核技术有限公司\",\"county\":\"蒸湘区\","
     "\"industry\":\"nuclear\",\"scale\":\"small\"}",
     NULL, NULL},
    {&coordinator, "enterprise_add",
     "{\"id\":\"91430424MA4L123403\",\"name\":\"衡东示例乙物流有限公司\",\"county\":\"衡东县\","
     "\"industry\":\"logistics\"}",
     NULL, NULL},
    {&officer, "enterprise_read", "{\"enterprise\":\"91430400MA4L000012\"}", NULL, NULL},
    {&contact, "enterprise_read", "{\"enterprise\":\"91430400MA4L000012\"}", NULL, NULL},
    {&contact, "enterprise_read", "{\"enterprise\":\"91430424MA4L123403\"}", "not_yours", ""},
    {&contact, "enterprise_list", "{}", "wrong_role", ""},
    {&contact, "site_add", "{\"enterprise\":\"91430400MA4L000012\",\"name\":\"一厂\"}", NULL, NULL},
    {&contact, "site_add", "{\"enterprise\":\"91430400MA4L000012\",\"name\":\"一厂\"}", "taken",
     "name"},
    {&coordinator, "site_add", "{\"enterprise\":\"91430424MA4L123403\",\"name\":\"一厂\"}", NULL,
     NULL},
    {&contact, "site_add", "{\"enterprise\":\"91430424MA4L123403\",\"name\":\"二厂\"}", "not_yours",
     ""},
    {&contact, "site_add", "{\"enterprise\":\"91430424MA4L12340X\",\"name\":\"二厂\"}", "not_found",
     "enterprise"},
    {&contact, "site_list", "{\"enterprise\":\"91430424MA4L123403\"}", "not_yours", ""},
    {&officer, "site_list", "{\"enterprise\":\"91430424MA4L123403\"}", NULL, NULL},
};

static void does_or_refuses(void) {
  struct local_fixture city = local_fixture_make();
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    CHECK_ROW("%zu %s %s", i, acts[i].route, acts[i].input);
    bool done = local_fixture_act(&city, acts[i].caller, acts[i].route, acts[i].input);
    CHECK_INTEGER(done, acts[i].error == NULL);
    if (done || !acts[i].error) continue;
    CHECK_TEXT(text_of(error_find(city.error.code)->name), acts[i].error);
    CHECK_TEXT(text_of(city.error.place), acts[i].place);
  }
  local_fixture_free(&city);
}

static void keeps_what_was_said(void) {
  struct local_fixture city = local_fixture_make();
  const struct enterprise *enterprise = local_fixture_act(
      &city, NULL, "enterprise_add",
      "{\"id\":\"91430400MA4L000012\",\"name\":\"衡阳示例甲核技术有限公司\",\"county\":\"蒸湘区\","
      "\"industry\":\"nuclear\",\"scale\":\"small\",\"address\":\"演示路1号\"}");
  if (!CHECK(enterprise != NULL)) return;
  CHECK_INTEGER(enterprise->head.version, 1);
  CHECK(enterprise->head.active);
  enterprise = local_fixture_act(
      &city, NULL, "enterprise_change",
      "{\"enterprise\":\"91430400MA4L000012\",\"name\":\"衡阳示例甲同位素有限公司\","
      "\"county\":\"石鼓区\",\"industry\":\"nuclear\",\"active\":true}");
  if (!CHECK(enterprise != NULL)) return;
  CHECK_INTEGER(enterprise->head.version, 2);
  CHECK_TEXT(enterprise->county, "石鼓区");
  CHECK(enterprise->address.at == NULL);
  CHECK_INTEGER(enterprise->scale, NO_ENUM);
  CHECK_INTEGER(enterprise->industry, INDUSTRY_NUCLEAR);
  CHECK(local_commit(city.local, &city.error));
  local_fixture_reopen(&city);
  struct enterprise stored;
  CHECK(enterprise_find(local_store(city.local), text_of(one_code), city.arena, &stored));
  CHECK_TEXT(stored.name, "衡阳示例甲同位素有限公司");
  CHECK(!enterprise_find(local_store(city.local), text_of(another_code), city.arena, &stored));
  local_fixture_free(&city);
}

static void lists_in_pages(void) {
  struct local_fixture city = local_fixture_make();
  char input[200];
  for (int i = 0; i < 7; i++) {
    snprintf(input, sizeof input, "{\"id\":\"A%02d\",\"name\":\"事项%d\"}", i, i);
    CHECK(local_fixture_act(&city, NULL, "item_add", input));
  }
  CHECK(local_fixture_act(&city, NULL, "item_deactivate", "{\"item\":\"A03\"}"));
  const struct page *page = local_fixture_act(&city, NULL, "item_list", "{\"limit\":3}");
  const struct item *items = page->items.at;
  CHECK_INTEGER(page->items.count, 3);
  CHECK_TEXT(items[2].head.id, "A02");
  CHECK_TEXT(page->next, "A02");
  page = local_fixture_act(&city, NULL, "item_list", "{\"limit\":3,\"after\":\"A02\"}");
  items = page->items.at;
  CHECK_INTEGER(page->items.count, 3);
  CHECK_TEXT(items[0].head.id, "A04");
  CHECK(page->next.at == NULL);
  page = local_fixture_act(&city, NULL, "item_list", "{\"inactive\":true}");
  CHECK_INTEGER(page->items.count, 7);
  local_fixture_free(&city);
}

TESTS(does_or_refuses, keeps_what_was_said, lists_in_pages)
