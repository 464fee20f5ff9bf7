#include "demo/cast.h"

#include <assert.h>

#include "act/domain.h"
#include "directory/record.h"
#include "people/operations.h"
#include "people/role.h"

/* Of each; a demo city is a small one. */
enum { CAST_MOST = 1000 };

/* Takes every page of a list; `after` is the member of `in` that says where the next begins. */
static bool take_pages(struct demo *demo, const char *route, const void *in, struct text *after,
                       void (*take)(struct cast *cast, const struct page *page), struct cast *cast,
                       struct error *ret_error) {
  do {
    struct page page;
    if (!local_act(demo->local, demo->arena, NULL, route_find(route), in, &page, ret_error))
      return false;
    take(cast, &page);
    *after = page.next;
  } while (after->at);
  return true;
}

static void take_units(struct cast *cast, const struct page *page) {
  const struct unit *units = page->items.at;
  assert(cast->unit_count + page->items.count <= CAST_MOST);
  for (size_t i = 0; i < page->items.count; i++)
    cast->units[cast->unit_count++] = (struct demo_unit){.id = units[i].head.id,
                                                         .name = units[i].short_name,
                                                         .body = units[i].body,
                                                         .county = units[i].county};
}

static void take_enterprises(struct cast *cast, const struct page *page) {
  const struct enterprise *enterprises = page->items.at;
  assert(cast->enterprise_count + page->items.count <= CAST_MOST);
  for (size_t i = 0; i < page->items.count; i++)
    cast->enterprises[cast->enterprise_count++] =
        (struct demo_enterprise){.id = enterprises[i].head.id, .county = enterprises[i].county};
}

static void take_sites(struct cast *cast, const struct page *page) {
  const struct site *sites = page->items.at;
  for (size_t i = 0; i < page->items.count; i++)
    for (size_t e = 0; e < cast->enterprise_count; e++) {
      struct demo_enterprise *enterprise = &cast->enterprises[e];
      if (text_equal(enterprise->id, sites[i].enterprise) && !enterprise->site.at)
        enterprise->site = sites[i].head.id;
    }
}

static void take_items(struct cast *cast, const struct page *page) {
  const struct item *items = page->items.at;
  assert(cast->item_count + page->items.count <= CAST_MOST);
  for (size_t i = 0; i < page->items.count; i++)
    cast->items[cast->item_count++] = (struct demo_item){items[i].head.id, items[i].body};
}

static void take_of_unit(struct demo_unit *unit, struct text person, unsigned roles) {
  if (roles & ROLE_HEAD) unit->head = person;
  if (roles & ROLE_CLERK) unit->clerk = person;
  if (roles & ROLE_OFFICER && unit->officer_count < 2)
    unit->officers[unit->officer_count++] = person;
}

static void take_of_enterprise(struct demo_enterprise *enterprise, const struct person_view *view,
                               unsigned roles) {
  if (roles & ROLE_CONTACT) enterprise->contact = view->person;
  if (!(roles & ROLE_GUARD)) return;
  enterprise->guard = view->person;
  enterprise->site = view->site;
}

static void take_people(struct cast *cast, const struct page *page) {
  const struct person_view *people = page->items.at;
  for (size_t i = 0; i < page->items.count; i++) {
    const struct person_view *view = &people[i];
    unsigned roles = 0;
    roles_of_words(view->roles, &roles);
    if (roles & ROLE_COORDINATOR) cast->coordinator = view->person;
    if (roles & ROLE_SUPERVISOR) cast->supervisor = view->person;
    for (size_t u = 0; view->unit.at && u < cast->unit_count; u++)
      if (text_equal(view->unit, cast->units[u].id))
        take_of_unit(&cast->units[u], view->person, roles);
    for (size_t e = 0; view->enterprise.at && e < cast->enterprise_count; e++)
      if (text_equal(view->enterprise, cast->enterprises[e].id))
        take_of_enterprise(&cast->enterprises[e], view, roles);
  }
}

static bool take_all_sites(struct demo *demo, struct cast *cast, struct error *ret_error) {
  for (size_t e = 0; e < cast->enterprise_count; e++) {
    struct record_page_in in = {.limit = PAGE_LIMIT_MOST, .enterprise = cast->enterprises[e].id};
    if (!take_pages(demo, "site_list", &in, &in.after, take_sites, cast, ret_error)) return false;
  }
  return true;
}

bool cast_read(struct demo *demo, struct cast *ret_cast, struct error *ret_error) {
  struct arena *arena = demo->arena;
  *ret_cast = (struct cast){.units = ARENA_ARRAY(arena, CAST_MOST, struct demo_unit),
                            .enterprises = ARENA_ARRAY(arena, CAST_MOST, struct demo_enterprise),
                            .items = ARENA_ARRAY(arena, CAST_MOST, struct demo_item)};
  struct record_page_in units = {.limit = PAGE_LIMIT_MOST}, enterprises = units, items = units;
  struct person_list_in people = {.limit = PAGE_LIMIT_MOST, .role = NO_ENUM, .state = NO_ENUM};
  return take_pages(demo, "unit_list", &units, &units.after, take_units, ret_cast, ret_error) &&
         take_pages(demo, "enterprise_list", &enterprises, &enterprises.after, take_enterprises,
                    ret_cast, ret_error) &&
         take_pages(demo, "item_list", &items, &items.after, take_items, ret_cast, ret_error) &&
         take_all_sites(demo, ret_cast, ret_error) &&
         take_pages(demo, "person_list", &people, &people.after, take_people, ret_cast, ret_error);
}
