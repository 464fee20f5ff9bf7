/* Which roles one person may hold together, and roles as words. */
#include "people/role.h"

const char *const role_names_zh[] = {"经办人",     "负责人",     "文员",       "企业联系人",
                                     "门岗",       "优化办",     "监督",       "领导",
                                     "系统管理员", "安全管理员", "审计管理员", NULL};

bool roles_allowed(unsigned roles) {
  if (roles & ~(unsigned)ROLES_PERSON) return false;
  if (roles & ROLES_ADMINISTRATOR) return (roles & (roles - 1)) == 0;
  return !(roles & ROLES_ENTERPRISE) || !(roles & (ROLES_UNIT | ROLES_CITY));
}

bool roles_placed(unsigned roles, bool has_unit, bool has_enterprise) {
  return (has_unit || !(roles & ROLES_UNIT)) && (has_enterprise || !(roles & ROLES_ENTERPRISE));
}

bool roles_need_second_factor(unsigned roles) {
  return (roles & (ROLE_HEAD | ROLES_ADMINISTRATOR)) != 0;
}

static unsigned role_of_word(struct text word) {
  for (int i = 0; role_names[i]; i++)
    if (text_equal(word, text_of(role_names[i]))) return (1U << i) & ROLES_PERSON;
  return 0;
}

bool roles_of_words(struct texts words, unsigned *ret_roles) {
  *ret_roles = 0;
  for (size_t i = 0; i < words.count; i++) {
    unsigned role = role_of_word(words.at[i]);
    if (!role) return false;
    *ret_roles |= role;
  }
  return true;
}

struct texts roles_to_words(unsigned roles, struct arena *arena) {
  struct texts words = {ARENA_ARRAY(arena, 32, struct text), 0};
  for (int i = 0; role_names[i]; i++)
    if (roles >> i & 1) words.at[words.count++] = text_of(role_names[i]);
  return words;
}
