/* Unified social credit codes (统一社会信用代码, GB 32100-2015): is one well formed, and if not,
 * why?
 *
 * Pure; imports nothing but mem*. Eighteen characters: registering department, category, six digits
 * of region (GB/T 2260), nine of organisation code (GB 11714) and a check digit. */
#ifndef HENG_PEOPLE_USCC_H
#define HENG_PEOPLE_USCC_H

#include "base/id.h"
#include "base/text.h"

/* USCC(name, Chinese, English): the first that applies makes a code invalid. */
#define USCC_FAULTS                                                                                \
  USCC(none, "有效", "valid")                                                                      \
  USCC(length, "应为 18 位", "a code has 18 characters")                                           \
  USCC(character, "只用数字和大写字母，且不用 I、O、S、V、Z",                                      \
       "only digits and capital letters without I, O, S, V and Z")                                 \
  USCC(region, "第 3 至 8 位行政区划码应为数字", "characters 3 to 8, the region, are digits")      \
  USCC(check_digit, "第 18 位校验码不符", "the check digit at position 18 does not fit")

/* What does not make a code invalid, yet should be compared with the licence: codes in use break
 * these rules now and then. */
#define USCC_DOUBTS                                                                                \
  USCC(department, "第 1、2 位登记管理部门和机构类别不在国标之列",                                 \
       "characters 1 and 2 are no department and category of the standard")                        \
  USCC(organisation, "第 17 位组织机构代码校验码不符",                                             \
       "the organisation code's own check digit at position 17 does not fit")

enum uscc_fault {
#define USCC(name, zh, en) USCC_FAULT_##name,
  USCC_FAULTS
#undef USCC
};

enum uscc_doubt {
#define USCC(name, zh, en) USCC_DOUBT_##name,
  USCC_DOUBTS
#undef USCC
      USCC_DOUBT_COUNT
};

struct uscc_words {
  const char *name; /* stable, for programs */
  const char *zh, *en;
};

extern const struct uscc_words uscc_faults[];
extern const struct uscc_words uscc_doubts[USCC_DOUBT_COUNT];

struct uscc_result {
  enum uscc_fault fault;
  size_t position; /* of a wrong character or digit, from 1; 0 when it is the length */
  char wanted;     /* the check digit that would fit, or 0 */
  bool doubts[USCC_DOUBT_COUNT];
};

/* True when the code is valid; `*ret_result` says why not, and what is doubtful. */
bool uscc_check(struct text code, struct uscc_result *ret_result);

/* Sets both check digits (positions 17 and 18) of a code whose first 16 characters are allowed
 * ones: for made-up enterprises. */
void uscc_complete(char code[USCC_LENGTH]);

#endif
