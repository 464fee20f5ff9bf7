/* The gate page's door to the pure core: reads a question, calls, writes the answer. Holds no rule;
 * its buffers are the module's only memory, and each call uses them anew. Compiled to WebAssembly
 * alone, and for the tests. */
#include "gate/gate_wasm.h"

#include "gate/say.h"
#include "seal/cbor.h"
#include "visit/listed.h"

enum { DAY_MINUTES = 24 * 60 };

static uint8_t input[CORE_INPUT_MOST], output[CORE_OUTPUT_MOST], covered[CORE_INPUT_MOST];
static struct code entries[DAYLIST_ENTRIES_MOST];

uint8_t *core_input(void) {
  return input;
}

uint32_t core_input_most(void) {
  return CORE_INPUT_MOST;
}

const uint8_t *core_output(void) {
  return output;
}

static struct text question(uint32_t length) {
  return (struct text){(const char *)input, length <= CORE_INPUT_MOST ? length : 0};
}

static struct text or_empty(struct text bytes) {
  return bytes.at ? bytes : TEXT("");
}

static uint32_t answered(const struct cbor_writer *answer) {
  return (uint32_t)cbor_written(answer).length;
}

/* ---- opening ---- */

static uint32_t open_cose(struct text cose) {
  struct cbor_writer answer = CBOR_WRITER(output, sizeof output);
  struct cose_message message;
  const char *problem;
  int64_t algorithm;
  if (!cose_read(cose, &message, &problem) || !message.sign1 || !message.tagged) return 0;
  const struct cose_signature *signature = &message.signatures[0];
  struct cose_covered cover = cose_covered_of(&message, 0, TEXT(""));
  size_t covered_length = cose_covered_write(&cover, covered, sizeof covered);
  if (covered_length > sizeof covered) return 0;
  bool sound = cose_alg(signature, &algorithm) && message.payload.at &&
               !message.body_headers.critical_unknown && !signature->protected.critical_unknown;
  struct text kid = cose_kid(signature);
  cbor_put_array(&answer, 7);
  cbor_put_integer(&answer, sound);
  cbor_put_integer(&answer, kid.at != NULL);
  cbor_put_bytes(&answer, or_empty(kid));
  cbor_put_integer(&answer, algorithm);
  cbor_put_bytes(&answer, (struct text){(const char *)covered, covered_length});
  cbor_put_bytes(&answer, signature->signature);
  cbor_put_bytes(&answer, or_empty(message.payload));
  return answered(&answer);
}

uint32_t core_open_code(uint32_t length) {
  uint8_t cose[CODE_BYTES_MOST];
  size_t cose_length;
  if (!code_read_text(question(length), cose, &cose_length)) return 0;
  return open_cose((struct text){(const char *)cose, cose_length});
}

uint32_t core_open_list(uint32_t length) {
  return open_cose(question(length));
}

/* ---- telling ---- */

static uint64_t count_of(reason_set reasons) {
  uint64_t count = 0;
  for (; reasons; reasons &= reasons - 1) count++;
  return count;
}

static void put_reason_numbers(struct cbor_writer *answer, reason_set reasons) {
  cbor_put_array(answer, count_of(reasons));
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (reasons >> reason & 1) cbor_put_integer(answer, reason_entries[reason].number);
}

static void put_code(struct cbor_writer *answer, const struct code *code) {
  char short_code[SHORT_CODE_LENGTH];
  bool has_short = short_code_write(text_of(code->visit), short_code);
  cbor_put_array(answer, 12);
  cbor_put_text(answer, text_of(code->visit));
  cbor_put_text(answer, (struct text){short_code, has_short ? sizeof short_code : 0});
  cbor_put_text(answer, text_of(code->issuer));
  cbor_put_text(answer, text_of(code->enterprise));
  cbor_put_text(answer, text_of(code->site));
  cbor_put_text(answer, text_of(code->unit));
  cbor_put_integer(answer, code->from_us);
  cbor_put_integer(answer, code->until_us);
  cbor_put_integer(answer, code->issued_us);
  cbor_put_integer(answer, code->people);
  cbor_put_integer(answer, code->serial);
  put_reason_numbers(answer, code->reasons);
}

uint32_t core_read_list(uint32_t length) {
  struct cbor_writer answer = CBOR_WRITER(output, sizeof output);
  struct daylist list;
  if (!daylist_read(question(length), &list, entries, DAYLIST_ENTRIES_MOST)) return 0;
  cbor_put_array(&answer, 8);
  cbor_put_text(&answer, text_of(list.site));
  cbor_put_text(&answer, text_of(list.enterprise));
  cbor_put_integer(&answer, list.day);
  cbor_put_integer(&answer, list.start_us);
  cbor_put_integer(&answer, list.issued_us);
  cbor_put_integer(&answer, list.early_minutes);
  cbor_put_integer(&answer, list.late_minutes);
  cbor_put_array(&answer, list.entry_count);
  for (size_t i = 0; i < list.entry_count; i++) put_code(&answer, &list.entries[i]);
  return answered(&answer);
}

static void put_line(struct cbor_writer *answer, const struct gate_verdict *verdict, bool chinese) {
  char line[GATE_SAY_MOST];
  cbor_put_text(answer, (struct text){line, gate_say(verdict, chinese, line)});
}

static void put_reasons(struct cbor_writer *answer, reason_set reasons) {
  cbor_put_array(answer, count_of(reasons));
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    const struct reason_entry *entry = &reason_entries[reason];
    if (!(reasons >> reason & 1)) continue;
    cbor_put_array(answer, 6);
    cbor_put_integer(answer, entry->number);
    cbor_put_text(answer, text_of(entry->name));
    cbor_put_text(answer, text_of(entry->zh));
    cbor_put_text(answer, text_of(entry->en));
    cbor_put_text(answer, text_of(entry->zh_next));
    cbor_put_text(answer, text_of(entry->en_next));
  }
}

/* ---- judging ---- */

struct asked {
  struct gate_facts facts;
  struct gate_verdict verdict; /* but for its reasons and people */
  bool has_list;
  struct daylist list;
  int64_t signature; /* enum signature_state */
  struct text shown; /* payload or short code */
};

static bool next_text(struct cbor_reader *reader, struct text *ret_text) {
  struct cbor_item item;
  if (!cbor_next(reader, &item) || item.kind != CBOR_TEXT || item.indefinite) return false;
  *ret_text = item.string;
  return true;
}

/* Only a list of the gate's own site counts. */
static bool take_list(struct text payload, struct asked *asked) {
  struct gate_facts *facts = &asked->facts;
  if (payload.length == 0) return true;
  if (!daylist_read(payload, &asked->list, entries, DAYLIST_ENTRIES_MOST)) return false;
  asked->has_list = text_equal(text_of(asked->list.enterprise), facts->enterprise) &&
                    (facts->site.length == 0 || text_equal(text_of(asked->list.site), facts->site));
  if (!asked->has_list) return true;
  facts->early_minutes = asked->list.early_minutes;
  facts->late_minutes = asked->list.late_minutes;
  if (asked->list.issued_us > facts->newest_seen_us) facts->newest_seen_us = asked->list.issued_us;
  int64_t offset_minutes = (asked->list.day * DAY_US - asked->list.start_us) / MINUTE_US;
  asked->verdict.offset_minutes = (int)offset_minutes;
  return offset_minutes > -DAY_MINUTES && offset_minutes < DAY_MINUTES;
}

static bool read_asked(struct text bytes, struct asked *ret_asked) {
  const int64_t time_most_us = INT64_C(1) << 53;
  struct cbor_reader reader = CBOR_READER(bytes);
  struct gate_facts *facts = &ret_asked->facts;
  struct gate_verdict *verdict = &ret_asked->verdict;
  struct text list;
  *ret_asked = (struct asked){.facts.clock_tolerance_us = CLOCK_TOLERANCE_US};
  if (!cbor_next_array(&reader, 10) || !next_text(&reader, &facts->enterprise) ||
      !next_text(&reader, &facts->site) ||
      !cbor_next_integer(&reader, 0, time_most_us, &facts->now_us) ||
      !cbor_next_integer(&reader, 0, time_most_us, &facts->newest_seen_us) ||
      !cbor_next_integer(&reader, 0, CODE_PEOPLE_MOST, &facts->people) ||
      !cbor_next_integer(&reader, 0, time_most_us, &verdict->arrived_us) ||
      !cbor_next_integer(&reader, 0, CODE_PEOPLE_MOST, &verdict->arrived_people) ||
      !cbor_next_bytes(&reader, &list) ||
      !cbor_next_integer(&reader, SIGNATURE_VALID, SIGNATURE_UNKNOWN_KEY, &ret_asked->signature) ||
      !cbor_next_bytes(&reader, &ret_asked->shown) || !cbor_at_end(&reader) ||
      !take_list(list, ret_asked))
    return false;
  if (facts->site.length == 0) facts->site = NO_TEXT;
  if (verdict->arrived_us == 0) verdict->arrived_us = -1;
  return true;
}

/* `code` NULL: nothing is believed of it. */
static uint32_t tell(const struct asked *asked, reason_set reasons, int64_t newest_seen_us,
                     const struct code *code) {
  struct cbor_writer answer = CBOR_WRITER(output, sizeof output);
  struct gate_verdict verdict = asked->verdict;
  verdict.reasons = reasons;
  verdict.people = code ? code->people : 0;
  cbor_put_array(&answer, 5);
  cbor_put_integer(&answer, newest_seen_us);
  put_reasons(&answer, reasons);
  put_line(&answer, &verdict, true);
  put_line(&answer, &verdict, false);
  cbor_put_array(&answer, code != NULL);
  if (code) put_code(&answer, code);
  return answered(&answer);
}

static uint32_t judge(struct asked *asked, const struct code *code,
                      enum signature_state signature) {
  bool believed = signature == SIGNATURE_VALID;
  if (believed && asked->has_list) asked->facts.knowledge = listed_knowledge(&asked->list, code);
  struct admission admission = admit(code, signature, &asked->facts);
  return tell(asked, admission.reasons, admission.newest_seen_us, believed ? code : NULL);
}

uint32_t core_judge_code(uint32_t length) {
  struct asked asked;
  struct code code = {0};
  if (!read_asked(question(length), &asked)) return 0;
  enum signature_state signature = (enum signature_state)asked.signature;
  if (signature == SIGNATURE_VALID && !code_read_payload(asked.shown, &code)) return 0;
  return judge(&asked, &code, signature);
}

uint32_t core_judge_short_code(uint32_t length) {
  struct asked asked;
  char start[SHORT_CODE_ID_LENGTH];
  if (!read_asked(question(length), &asked) || !short_code_read(asked.shown, start)) return 0;
  const struct code *code = asked.has_list ? listed_by_short_code(&asked.list, start) : NULL;
  if (code) return judge(&asked, code, SIGNATURE_VALID);
  if (asked.has_list && listed_is_of_day(&asked.list, asked.facts.now_us))
    return tell(&asked, REASON_BIT(not_booked), asked.facts.newest_seen_us, NULL);
  struct cbor_writer nothing = CBOR_WRITER(output, sizeof output);
  cbor_put_array(&nothing, 0);
  return answered(&nothing);
}
