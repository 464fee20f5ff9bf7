/* Which roles one person may hold together, and roles as words.
 *
 * Pure: no I/O, no clock, no allocation but for the list of words. */
#ifndef HENG_PEOPLE_ROLE_H
#define HENG_PEOPLE_ROLE_H

#include "act/route.h"

/* The roles of persons in Chinese, in the order of the bits, NULL-ended. */
extern const char *const role_names_zh[];

/* Whether one person may hold all of `roles` (enum role, joined): the three administrators exclude
 * one another and everything else, so that nobody can both act and hide it; and who speaks for an
 * enterprise does not also act for the city. No role at all is allowed. */
bool roles_allowed(unsigned roles);
/* Whether they have what they are roles of: officer, head and clerk a unit, contact and guard an
 * enterprise. */
bool roles_placed(unsigned roles, bool has_unit, bool has_enterprise);
/* Whether they must sign in with a second factor where the city asks for it. */
bool roles_need_second_factor(unsigned roles);

/* False when a word is no role of a person; `*ret_roles` then holds those before it. */
bool roles_of_words(struct texts words, unsigned *ret_roles);
/* In the order of the bits; the words are constants, the list is the arena's. */
struct texts roles_to_words(unsigned roles, struct arena *arena);

#endif
