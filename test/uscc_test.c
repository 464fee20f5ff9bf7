/* Unified social credit codes: one line a case. */
#include "people/uscc.h"

#include "check.h"

/* Real codes stand in public registers; the first is the standard's own example. */
static const struct {
  const char *code;
  enum uscc_fault fault;
  size_t position;
  char wanted;
  bool department, organisation;
} cases[] = {
    {"91350100M000100Y43", USCC_FAULT_none, 0, '3', false, false},
    {"91110000600037341L", USCC_FAULT_none, 0, 'L', false, false},
    {"91430400MA4L000013", USCC_FAULT_check_digit, 18, '2', false, false},
    {"91430400MA4L000012", USCC_FAULT_none, 0, '2', false, true},
    {"93430400MA4L000013", USCC_FAULT_check_digit, 18, 'U', false, false},
    {"94430400MA4L00001Q", USCC_FAULT_none, 0, 'Q', true, true},
    {"", USCC_FAULT_length, 0, 0, false, false},
    {"91350100M000100Y4", USCC_FAULT_length, 0, 0, false, false},
    {"91350100M000100Y433", USCC_FAULT_length, 0, 0, false, false},
    {"访企访企访企", USCC_FAULT_length, 0, 0, false, false},
    {"91350100M000100Y4企", USCC_FAULT_character, 18, 0, false, false},
    {"91350100M000100y43", USCC_FAULT_character, 16, 0, false, false},
    {"91350100I000100Y43", USCC_FAULT_character, 9, 0, false, false},
    {"91350100O000100Y43", USCC_FAULT_character, 9, 0, false, false},
    {"91350100S000100Y43", USCC_FAULT_character, 9, 0, false, false},
    {"91350100V000100Y43", USCC_FAULT_character, 9, 0, false, false},
    {"91350100Z000100Y43", USCC_FAULT_character, 9, 0, false, false},
    {"9135010 M000100Y43", USCC_FAULT_character, 8, 0, false, false},
    {"91A50100M000100Y43", USCC_FAULT_region, 3, 0, false, false},
    {"9135010AM000100Y43", USCC_FAULT_region, 8, 0, false, false},
};

static void codes_are_judged(void) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct uscc_result result;
    CHECK_ROW("%s", cases[i].code);
    CHECK_INTEGER(uscc_check(text_of(cases[i].code), &result), cases[i].fault == USCC_FAULT_none);
    CHECK_INTEGER(result.fault, cases[i].fault);
    CHECK_INTEGER(result.position, cases[i].position);
    CHECK_INTEGER(result.wanted, cases[i].wanted);
    CHECK_INTEGER(result.doubts[USCC_DOUBT_department], cases[i].department);
    CHECK_INTEGER(result.doubts[USCC_DOUBT_organisation], cases[i].organisation);
  }
}

/* GB 32100-2015 promises that a single wrong character is always found. */
static void a_wrong_character_is_found(void) {
  static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  char code[] = "91350100M000100Y43";
  size_t missed = 0;
  for (size_t i = 0; i < USCC_LENGTH; i++) {
    char right = code[i];
    for (const char *c = alphabet; *c; c++) {
      struct uscc_result result;
      code[i] = *c;
      missed += *c != right && uscc_check(text_of(code), &result);
    }
    code[i] = right;
  }
  CHECK_INTEGER(missed, 0);
}

static void completed_codes_are_valid(void) {
  char code[] = "91430408MA000000..";
  for (int i = 0; i < 1000; i++) {
    struct uscc_result result;
    snprintf(code + 10, 7, "%06d", i * 997);
    code[16] = code[17] = '.';
    uscc_complete(code);
    CHECK_ROW("%s", code);
    CHECK(uscc_check(text_of(code), &result) && !result.doubts[USCC_DOUBT_organisation]);
  }
}

TESTS(codes_are_judged, a_wrong_character_is_found, completed_codes_are_valid)
