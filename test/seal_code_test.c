/* Codes: what fits, what returns, what is refused. */
#include "seal/seal.h"

#include "base/time.h"
#include "check.h"
#include "seal/key_form.h"

static const struct code sample = {
    .issuer = "hengyang",
    .visit = "4k9m2x7q0abc",
    .site = "vwxyz0123456",
    .enterprise = "91430400MA4L00001X",
    .from_us = 1778115600 * SECOND_US,
    .until_us = 1778122800 * SECOND_US,
    .issued_us = 1777600800 * SECOND_US,
    .people = 3,
    .serial = 1,
    .unit = "衡阳市市场监督管理局",
};

struct sealer {
  struct arena *arena;
  struct key *key;
  struct key_set *keys;
};

/* `keys` holds the same key, read from its published form. */
static struct sealer sealer_make(int64_t alg) {
  struct sealer sealer = {arena_make(), NULL, key_set_make()};
  struct error error;
  CHECK(key_make(alg, &sealer.key, &error));
  struct text kid = key_kid(sealer.key);
  struct key *again = NULL;
  uint8_t room[512];
  struct cbor_writer writer = CBOR_WRITER(room, sizeof room);
  key_put_cose(&writer, sealer.key);
  struct text read_kid;
  CHECK(key_from_cose(cbor_written(&writer), &again, &read_kid, &error));
  CHECK(text_equal(read_kid, kid));
  key_set_add(sealer.keys, again, &kid, 1, KEY_WITHOUT_END);
  return sealer;
}

static void sealer_free(struct sealer *sealer) {
  key_free(sealer->key);
  key_set_free(sealer->keys);
  arena_free(sealer->arena);
}

static bool same_code(const struct code *a, const struct code *b) {
  return strcmp(a->issuer, b->issuer) == 0 && strcmp(a->visit, b->visit) == 0 &&
         strcmp(a->site, b->site) == 0 && strcmp(a->enterprise, b->enterprise) == 0 &&
         a->from_us == b->from_us && a->until_us == b->until_us && a->issued_us == b->issued_us &&
         a->people == b->people && a->serial == b->serial && strcmp(a->unit, b->unit) == 0 &&
         a->reasons == b->reasons;
}

/* Deterministic, so that a failure comes back. */
static uint64_t random_state = 20260506;

static uint64_t random_below(uint64_t end) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state % end;
}

static void random_id(char ret_id[ID_LENGTH + 1]) {
  unpack_id(random_below(UINT64_C(1) << 60), ret_id);
  ret_id[ID_LENGTH] = 0;
}

static struct code random_code(void) {
  static const char symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static const char *const units[] = {"", "税务局", "耒阳市应急管理局", "衡南县A镇", "祁东县"};
  struct code code = {.issuer = "hengyang"};
  random_id(code.visit);
  random_id(code.site);
  for (size_t i = 0; i < USCC_LENGTH; i++)
    code.enterprise[i] = symbols[random_below(i >= 2 && i < 8 ? 10 : 31)];
  code.from_us = (int64_t)random_below(UINT32_MAX - 1) * SECOND_US;
  int64_t seconds_left = UINT32_MAX - code.from_us / SECOND_US;
  code.until_us = code.from_us + (1 + (int64_t)random_below((uint64_t)seconds_left)) * SECOND_US;
  code.issued_us = (int64_t)random_below(UINT32_MAX) * SECOND_US;
  code.people = (int64_t)random_below(CODE_PEOPLE_MOST + 1);
  code.serial = 1 + (int64_t)random_below(CODE_SERIAL_MOST);
  snprintf(code.unit, sizeof code.unit, "%s", units[random_below(5)]);
  for (int reason = 0; reason <= REASON_frozen; reason++)
    if (random_below(4) == 0) code.reasons |= (reason_set)1 << reason;
  return code;
}

static void random_codes_return(void) {
  for (int i = 0; i < 2000; i++) {
    struct code code = random_code(), again;
    uint8_t payload[CODE_PAYLOAD_MOST];
    size_t length = 0;
    CHECK_ROW("random code %d", i);
    if (!CHECK_INTEGER(code_write_payload(&code, payload, &length), CODE_FINE)) return;
    if (!CHECK(code_read_payload((struct text){(char *)payload, length}, &again))) return;
    if (!CHECK(same_code(&code, &again))) return;
  }
}

static void sealed_codes_return(void) {
  static const int64_t algs[] = {COSE_ES256, COSE_EDDSA, COSE_SM2};
  for (size_t i = 0; i < 3; i++) {
    struct sealer sealer = sealer_make(algs[i]);
    struct error error;
    CHECK_ROW("%s", alg_name(algs[i]));
    for (int round = 0; round < 20; round++) {
      struct code code = random_code(), again;
      struct text text = NO_TEXT;
      enum signature_state state = SIGNATURE_UNKNOWN_KEY;
      CHECK(seal_code(sealer.key, &code, sealer.arena, &text, &error));
      CHECK(text_starts(text, TEXT("HENG1:")) && text.length <= CODE_TEXT_MOST);
      CHECK(seal_open_code(sealer.keys, 0, text, sealer.arena, &state, &again, &error));
      CHECK_INTEGER(state, SIGNATURE_VALID);
      bool shortened = strncmp(again.unit, "…", 3) == 0;
      if (shortened) snprintf(again.unit, sizeof again.unit, "%s", code.unit);
      CHECK(same_code(&code, &again));
      CHECK(!shortened || algs[i] == COSE_SM2);
    }
    sealer_free(&sealer);
  }
}

/* The worst that is realistic: late times, the last serial, all reasons, long names. With ES256 and
 * EdDSA none of these units is shortened. */
static void worst_cases_fit(void) {
  static const char *const units[] = {
      "衡阳市市场监督管理局",       "国家税务总局衡阳市税务局",     "衡阳市住房和城乡建设局",
      "衡阳市人力资源和社会保障局", "衡阳市城市管理和综合执法局",   "衡阳松木经济开发区管理委员会",
      "衡阳市公安局交通警察支队",   "衡阳市蒸湘区红湘街道办事处",   "祁东县白地市镇人民政府",
      "衡阳市雁峰区消防救援大队",   "湖南省衡阳市中级人民法院",     "衡阳市文化旅游广电体育局",
      "常宁市水口山镇人民政府",     "衡东县洣水镇人民政府",         "南岳区祝融街道办事处",
      "衡阳市优化营商环境办公室",   "石鼓区角山镇人民政府",         "衡山县农业农村局",
      "耒阳市特种设备安全监察大队", "衡阳县西渡镇综合行政执法大队",
  };
  static const int64_t algs[] = {COSE_ES256, COSE_EDDSA};
  for (size_t alg = 0; alg < 2; alg++) {
    struct sealer sealer = sealer_make(algs[alg]);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
      struct code code = sample, again;
      struct error error;
      struct text text = NO_TEXT;
      enum signature_state state;
      CHECK_ROW("%s, %s", alg_name(algs[alg]), units[i]);
      memset(code.visit, 'z', ID_LENGTH);
      memset(code.site, 'z', ID_LENGTH);
      memcpy(code.enterprise, "YY999999YYYYYYYYYY", USCC_LENGTH);
      code.from_us = (UINT32_MAX - 1) * SECOND_US;
      code.until_us = code.issued_us = UINT32_MAX * SECOND_US;
      code.people = CODE_PEOPLE_MOST;
      code.serial = CODE_SERIAL_MOST;
      code.reasons = (REASON_BIT(frozen) << 1) - 1;
      snprintf(code.unit, sizeof code.unit, "%s", units[i]);
      CHECK(seal_code(sealer.key, &code, sealer.arena, &text, &error));
      CHECK(text.length > 0 && text.length <= CODE_TEXT_MOST);
      CHECK(seal_open_code(sealer.keys, 0, text, sealer.arena, &state, &again, &error));
      CHECK(same_code(&code, &again));
    }
    sealer_free(&sealer);
  }
}

static void long_names_lose_their_beginning(void) {
  static const struct {
    const char *unit, *kept;
  } cases[] = {
      {"株洲市天元区市场监督管理局", "…市天元区市场监督管理局"},
      {"新疆维吾尔自治区乌鲁木齐市", "…鲁木齐市"},
      {"Ministry of Weights", "…hts"},
  };
  struct sealer sealer = sealer_make(COSE_ES256);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct code code = sample, again;
    struct error error;
    struct text text = NO_TEXT;
    enum signature_state state;
    CHECK_ROW("%s", cases[i].unit);
    snprintf(code.unit, sizeof code.unit, "%s", cases[i].unit);
    CHECK(seal_code(sealer.key, &code, sealer.arena, &text, &error));
    CHECK(text.length <= CODE_TEXT_MOST);
    CHECK(seal_open_code(sealer.keys, 0, text, sealer.arena, &state, &again, &error));
    CHECK_TEXT(text_of(again.unit), cases[i].kept);
  }
  sealer_free(&sealer);
}

static void every_flipped_bit_is_refused(void) {
  struct sealer sealer = sealer_make(COSE_ES256);
  struct error error;
  struct text text = NO_TEXT;
  CHECK(seal_code(sealer.key, &sample, sealer.arena, &text, &error));
  char flipped[CODE_TEXT_MOST];
  int believed = 0, refused = 0;
  for (size_t bit = 0; bit < 8 * text.length; bit++) {
    enum signature_state state = SIGNATURE_INVALID;
    struct code code;
    memcpy(flipped, text.at, text.length);
    flipped[bit / 8] = (char)(flipped[bit / 8] ^ 1 << bit % 8);
    bool opened = seal_open_code(sealer.keys, 0, (struct text){flipped, text.length}, sealer.arena,
                                 &state, &code, &error);
    if (opened && state == SIGNATURE_VALID)
      believed++;
    else
      refused++;
    if (!opened) CHECK_INTEGER(error.code, ERROR_bad_code);
  }
  CHECK_INTEGER(believed, 0);
  CHECK_INTEGER(refused, 8 * text.length);
  /* the same below the text, where base45 cannot notice */
  uint8_t cose[CODE_BYTES_MOST];
  size_t length = 0;
  CHECK(code_read_text(text, cose, &length));
  for (size_t bit = 0; bit < 8 * length; bit++) {
    enum signature_state state = SIGNATURE_INVALID;
    struct text payload;
    cose[bit / 8] ^= (uint8_t)(1 << bit % 8);
    if (seal_open(sealer.keys, 0, (struct text){(char *)cose, length}, sealer.arena, &state,
                  &payload, &error) &&
        state == SIGNATURE_VALID)
      believed++;
    cose[bit / 8] ^= (uint8_t)(1 << bit % 8);
  }
  CHECK_INTEGER(believed, 0);
  sealer_free(&sealer);
}

static void what_cannot_be_written_is_named(void) {
  static const struct {
    const char *what;
    struct code code; /* its empty members are the sample's */
    const char *place;
  } cases[] = {
      {"issuer too long for the rest", {.issuer = "hengyanghengyang1234"}, "issuer"},
      {"short id", {.visit = "4k9m2x7q0ab"}, "visit"},
      {"id with a letter that is none", {.site = "4k9m2x7q0abu"}, "site"},
      {"lower case", {.enterprise = "91430400ma4l00001x"}, "enterprise"},
      {"before 1970", {.from_us = -1}, "from, until"},
      {"after 2105", {.until_us = (UINT32_MAX + INT64_C(1)) * SECOND_US}, "from, until"},
      {"ends as it begins", {.until_us = 1778115600 * SECOND_US}, "from, until"},
      {"issued before 1970", {.issued_us = -SECOND_US}, "from, until"},
      {"too many people", {.people = CODE_PEOPLE_MOST + 1}, "people"},
      {"fewer than none", {.people = -1}, "people"},
      {"serial from 1", {.serial = -1}, "serial"},
      {"too many serials", {.serial = CODE_SERIAL_MOST + 1}, "serial"},
      {"not UTF-8", {.unit = "\xff"}, "unit"},
      {"no such character", {.unit = "é"}, "unit"},
      {"a reason that only a gate gives", {.reasons = REASON_BIT(expired)}, "reasons"},
  };
  struct sealer sealer = sealer_make(COSE_ES256);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct code *given = &cases[i].code;
    struct code code = sample;
    struct error error = {0};
    struct text text;
    CHECK_ROW("%s", cases[i].what);
    if (*given->issuer) memcpy(code.issuer, given->issuer, sizeof code.issuer);
    if (*given->visit) memcpy(code.visit, given->visit, sizeof code.visit);
    if (*given->site) memcpy(code.site, given->site, sizeof code.site);
    if (*given->enterprise) memcpy(code.enterprise, given->enterprise, sizeof code.enterprise);
    if (*given->unit) memcpy(code.unit, given->unit, sizeof code.unit);
    if (given->from_us) code.from_us = given->from_us;
    if (given->until_us) code.until_us = given->until_us;
    if (given->issued_us) code.issued_us = given->issued_us;
    if (given->people) code.people = given->people;
    if (given->serial) code.serial = given->serial;
    if (given->reasons) code.reasons = given->reasons;
    CHECK(!seal_code(sealer.key, &code, sealer.arena, &text, &error));
    CHECK_INTEGER(error.code, ERROR_bad_field);
    CHECK_TEXT(text_of(error.place), cases[i].place);
  }
  sealer_free(&sealer);
}

static void times_are_rounded_outwards(void) {
  struct code code = sample, again;
  uint8_t payload[CODE_PAYLOAD_MOST];
  size_t length = 0;
  code.from_us += 999999;
  code.until_us += 1;
  code.issued_us += 999999;
  CHECK_INTEGER(code_write_payload(&code, payload, &length), CODE_FINE);
  CHECK(code_read_payload((struct text){(char *)payload, length}, &again));
  CHECK_INTEGER(again.from_us, sample.from_us);
  CHECK_INTEGER(again.until_us, sample.until_us + SECOND_US);
  CHECK_INTEGER(again.issued_us, sample.issued_us);
}

/* A payload may only be what code_write_payload() would write. */
static void damaged_payloads_never_overrun(void) {
  uint8_t payload[CODE_PAYLOAD_MOST], damaged[CODE_PAYLOAD_MOST];
  size_t length = 0;
  struct code code;
  CHECK_INTEGER(code_write_payload(&sample, payload, &length), CODE_FINE);
  for (size_t cut = 0; cut < length - 2; cut++)
    CHECK(!code_read_payload((struct text){(char *)payload, cut}, &code));
  for (int i = 0; i < 20000; i++) {
    memcpy(damaged, payload, length);
    for (uint64_t changes = 1 + random_below(3); changes > 0; changes--)
      damaged[random_below(length)] = (uint8_t)random_below(256);
    if (!code_read_payload((struct text){(char *)damaged, length}, &code)) continue;
    uint8_t written[CODE_PAYLOAD_MOST];
    size_t written_length = 0;
    if (!CHECK_INTEGER(code_write_payload(&code, written, &written_length), CODE_FINE)) return;
  }
}

static void not_codes(void) {
  static const char *const cases[] = {
      "",          "HENG1:",    "HENG1",     "heng1:NCF", "HC1:NCFOXN%TS3DH",
      "HENG2:NCF", "HENG1:BB8", "HENG1:bb8", "HENG1:B",   " HENG1:BB8",
  };
  struct sealer sealer = sealer_make(COSE_ES256);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct error error = {0};
    enum signature_state state;
    struct code code;
    CHECK_ROW("%s", cases[i]);
    CHECK(!seal_open_code(sealer.keys, 0, text_of(cases[i]), sealer.arena, &state, &code, &error));
    CHECK_INTEGER(error.code, ERROR_bad_code);
  }
  sealer_free(&sealer);
}

/* Two keys under one kid: both are tried. A key that has ended is no longer known. */
static void keys_are_tried_by_kid(void) {
  struct sealer one = sealer_make(COSE_ES256), other = sealer_make(COSE_ES256);
  struct error error;
  struct text text = NO_TEXT;
  enum signature_state state = SIGNATURE_VALID;
  struct code code;
  CHECK(seal_code(one.key, &sample, one.arena, &text, &error));
  CHECK(seal_open_code(other.keys, 0, text, one.arena, &state, &code, &error));
  CHECK_INTEGER(state, SIGNATURE_UNKNOWN_KEY);
  CHECK(code.serial == 0 && code.issuer[0] == 0);

  struct key_set *both = key_set_make();
  struct text kid = key_kid(one.key);
  key_set_add(both, other.key, &kid, 1, KEY_WITHOUT_END);
  CHECK(seal_open_code(both, 0, text, one.arena, &state, &code, &error));
  CHECK_INTEGER(state, SIGNATURE_INVALID);
  CHECK(code.serial == 0 && code.issuer[0] == 0);

  key_set_add(both, one.key, &kid, 1, 1000);
  CHECK(seal_open_code(both, 1000, text, one.arena, &state, &code, &error));
  CHECK_INTEGER(state, SIGNATURE_VALID);
  CHECK(same_code(&code, &sample));
  CHECK(seal_open_code(both, 1001, text, one.arena, &state, &code, &error));
  CHECK_INTEGER(state, SIGNATURE_INVALID);
  one.key = other.key = NULL; /* the set has them */
  key_set_free(both);
  sealer_free(&one);
  sealer_free(&other);
}

TESTS(random_codes_return, sealed_codes_return, worst_cases_fit, long_names_lose_their_beginning,
      every_flipped_bit_is_refused, what_cannot_be_written_is_named, times_are_rounded_outwards,
      damaged_payloads_never_overrun, not_codes, keys_are_tried_by_kid)
