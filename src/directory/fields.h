/* The directory's field tables besides those of directory.h: what routes take, what events say. */
#ifndef HENG_DIRECTORY_FIELDS_H
#define HENG_DIRECTORY_FIELDS_H

#include "directory/record.h"

/* Inputs; each fills the record's own struct. `key` is the id alone, from the path. */
extern const struct field unit_add_fields[], unit_change_fields[], unit_key_fields[];
extern const struct field enterprise_add_fields[], enterprise_change_fields[],
    enterprise_key_fields[];
extern const struct field site_add_fields[], site_change_fields[], site_key_fields[];
extern const struct field item_add_fields[], item_change_fields[], item_key_fields[];

/* Events: everything but the version, in the order of the statements' values. */
extern const struct field unit_event_fields[], enterprise_event_fields[], site_event_fields[],
    item_event_fields[];

/* Lists: struct record_page_in to struct page. */
extern const struct field list_fields[], site_list_fields[];
extern const struct field unit_page_fields[], enterprise_page_fields[], site_page_fields[],
    item_page_fields[];

#endif
