/* Unified social credit codes. Pure: imports nothing but mem*. */
#include "people/uscc.h"

#include <string.h>

const struct uscc_words uscc_faults[] = {
#define USCC(name, zh, en) {#name, zh, en},
    USCC_FAULTS
#undef USCC
};

const struct uscc_words uscc_doubts[USCC_DOUBT_COUNT] = {
#define USCC(name, zh, en) {#name, zh, en},
    USCC_DOUBTS
#undef USCC
};

enum {
  CHECK_AT = 17,
  REGION_AT = 2,
  ORGANISATION_AT = 8,
  ORGANISATION_CHECK_AT = 16,
  MODULUS = 31
};

/* GB 32100-2015, table 4: each stands for its index. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* -1 for a character that the standard does not use. */
static int value_of(char c) {
  const char *found = c ? memchr(alphabet, c, MODULUS) : NULL;
  return found ? (int)(found - alphabet) : -1;
}

/* GB 32100-2015, 4.2.5: weights are powers of 3. */
static char check_digit(const char *code) {
  int sum = 0, weight = 1;
  for (size_t i = 0; i < CHECK_AT; i++) {
    sum += value_of(code[i]) * weight;
    weight = weight * 3 % MODULUS;
  }
  return alphabet[(MODULUS - sum % MODULUS) % MODULUS];
}

/* GB 11714: letters count from A = 10 without gaps. */
static char organisation_check_digit(const char *organisation) {
  static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 8; i++) {
    char c = organisation[i];
    sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
  }
  return "0123456789X"[(11 - sum % 11) % 11];
}

/* GB 32100-2015, table 1, and the departments added to it since. */
static bool department_exists(char department, char category) {
  static const struct {
    char department;
    char categories[8];
  } known[] = {{'1', "1239"}, {'2', "19"},  {'3', "123459"}, {'4', "19"},
               {'5', "1239"}, {'6', "129"}, {'7', "129"},    {'8', "19"},
               {'9', "1239"}, {'A', "19"},  {'N', "1239"},   {'Y', "1"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].department == department)
      return memchr(known[i].categories, category, sizeof known[i].categories);
  return false;
}

static bool fault(struct uscc_result *ret_result, enum uscc_fault which, size_t position) {
  ret_result->fault = which;
  ret_result->position = position;
  return false;
}

bool uscc_check(struct text code, struct uscc_result *ret_result) {
  *ret_result = (struct uscc_result){0};
  if (text_count_code_points(code) != USCC_LENGTH) return fault(ret_result, USCC_FAULT_length, 0);
  for (size_t i = 0; i < USCC_LENGTH; i++)
    if (value_of(code.at[i]) < 0) return fault(ret_result, USCC_FAULT_character, i + 1);
  for (size_t i = REGION_AT; i < ORGANISATION_AT; i++)
    if (code.at[i] > '9') return fault(ret_result, USCC_FAULT_region, i + 1);
  ret_result->wanted = check_digit(code.at);
  if (code.at[CHECK_AT] != ret_result->wanted)
    return fault(ret_result, USCC_FAULT_check_digit, CHECK_AT + 1);
  ret_result->doubts[USCC_DOUBT_department] = !department_exists(code.at[0], code.at[1]);
  ret_result->doubts[USCC_DOUBT_organisation] =
      code.at[ORGANISATION_CHECK_AT] != organisation_check_digit(code.at + ORGANISATION_AT);
  return true;
}

void uscc_complete(char code[USCC_LENGTH]) {
  code[ORGANISATION_CHECK_AT] = organisation_check_digit(code + ORGANISATION_AT);
  code[CHECK_AT] = check_digit(code);
}
