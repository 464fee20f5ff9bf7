/* The queue of a gate that was offline, and the list that it was offline with. */
#include "gate_fixture.h"
#include "seal/daylist.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

static const struct uploaded *upload(struct gate_fixture *fixture, const char *entries,
                                     size_t count) {
  const struct gate_uploaded *out =
      gate_act(fixture->gate_token, "gate_upload", gate_text("{\"entries\":[%s]}", entries));
  if (!out) people_stop(fixture->city);
  CHECK_INTEGER(out->entries.count, count);
  CHECK_INTEGER(out->now_us, fixture->city->now_us);
  return out->entries.at;
}

static const char *queue(struct gate_fixture *fixture, const char *code) {
  return gate_text(
      "{\"what\":\"arrive\",\"scan\":\"scan-0001\",\"text\":\"%s\",\"people\":3,"
      "\"scanned_at\":\"2026-05-18T09:05:00+08:00\"},"
      "{\"what\":\"arrive\",\"scan\":\"scan-0002\",\"visit\":\"000000000000\",\"people\":1,"
      "\"scanned_at\":\"2026-05-18T09:06:00+08:00\"},"
      "{\"what\":\"walk_in\",\"scan\":\"scan-0003\",\"unit_words\":\"某局\",\"kind\":\"tour\","
      "\"people\":5,\"scanned_at\":\"2026-05-18T09:20:00+08:00\"},"
      "{\"what\":\"depart\",\"scan\":\"scan-0004\",\"arrival\":\"scan-0003\","
      "\"scanned_at\":\"2026-05-18T09:40:00+08:00\"},"
      "{\"what\":\"depart\",\"scan\":\"scan-0005\",\"text\":\"%s\","
      "\"scanned_at\":\"2026-05-18T10:50:00+08:00\"},"
      "{\"what\":\"arrive\",\"scan\":\"scan-0006\",\"text\":\"%s\","
      "\"scanned_at\":\"2026-05-18T10:55:00+08:00\"}",
      code, code, code);
}

static const char *reply_text(struct gate_fixture *fixture, const struct gate_uploaded *out) {
  struct buffer json = BUFFER(fixture->city->arena);
  json_write(&json, gate_uploaded_fields, out);
  return arena_string(fixture->city->arena, buffer_text(&json));
}

static void a_queue_is_taken_entry_by_entry(void) {
  static const char *const errors[] = {NULL, "not_found", NULL, NULL, NULL, "bad_field"};
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *code = gate_code(fixture, gate_book_green(fixture));
  fixture->city->now_us += 5 * HOUR_US;
  const struct uploaded *results = upload(fixture, queue(fixture, code), 6);
  for (int i = 0; i < 6; i++) {
    CHECK_ROW("entry %d", i);
    CHECK((results[i].recorded == NULL) == (errors[i] != NULL));
    if (errors[i]) CHECK_TEXT(results[i].error, errors[i]);
    if (errors[i]) CHECK(results[i].next_zh.length > 0 && results[i].next_en.length > 0);
  }
  CHECK_INTEGER(results[0].recorded->uploaded_us, fixture->city->now_us);
  CHECK_INTEGER(results[0].recorded->scanned_us, GATE_START_US + 35 * MINUTE_US);
  CHECK_INTEGER(results[4].recorded->kind, SCAN_DEPART);
  gate_fixture_free(fixture);
}

static void a_queue_sent_again_changes_nothing(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *code = gate_code(fixture, gate_book_green(fixture));
  const char *input = gate_text("{\"entries\":[%s]}", queue(fixture, code));
  fixture->city->now_us += 5 * HOUR_US;
  const struct gate_uploaded *out = gate_act(fixture->gate_token, "gate_upload", input);
  if (!CHECK(out)) people_stop(fixture->city);
  const char *first = reply_text(fixture, out);
  out = gate_act(fixture->gate_token, "gate_upload", input);
  if (!CHECK(out)) people_stop(fixture->city);
  CHECK_TEXT(text_of(reply_text(fixture, out)), first);
  gate_fixture_free(fixture);
}

static void what_is_another_enterprises_is_refused(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture), *gate;
  struct text east = fixture->gate_token;
  fixture->gate_token = gate_enrol_at(fixture, fixture->other_contact, OTHER_ENTERPRISE,
                                      fixture->strange_site, &gate);
  const char *entry = gate_text("{\"what\":\"arrive\",\"scan\":\"scan-0001\",\"visit\":\"%s\","
                                "\"people\":1,\"scanned_at\":\"2026-05-18T08:31:00+08:00\"}",
                                visit);
  const struct uploaded *results = upload(fixture, entry, 1);
  CHECK_TEXT(results[0].error, "not_yours");
  fixture->gate_token = east;
  results = upload(fixture, entry, 1);
  CHECK(results[0].recorded != NULL);
  gate_fixture_free(fixture);
}

/* ---- today's list ---- */

static void todays_list_is_signed_and_dated(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *green = gate_book_green(fixture), *red = gate_book(fixture, "inspection");
  const char *gone = gate_book(fixture, "inspection");
  gate_step_because(fixture, fixture->officer, "visit_cancel", gone);
  CHECK(gate_act(fixture->gate_token, "gate_today", "{}") != NULL);
  struct text cose = fixture->city->act.bytes, payload;
  struct daylist list;
  struct code entries[8];
  enum signature_state signature;
  struct error error;
  CHECK(cose.length < 300);
  CHECK(seal_open(key_ring_keys(fixture->city->city.keys), fixture->city->now_us, cose,
                  fixture->city->arena, &signature, &payload, &error));
  CHECK_INTEGER(signature, SIGNATURE_VALID);
  if (!CHECK(daylist_read(payload, &list, entries, 8))) return;
  CHECK_TEXT(text_of(list.site), fixture->site);
  CHECK_INTEGER(list.issued_us, GATE_START_US);
  CHECK_INTEGER(list.start_us, GATE_START_US - 8 * HOUR_US - 30 * MINUTE_US);
  CHECK_INTEGER(list.entry_count, 3);
  const struct code *entry = daylist_find(&list, text_of(gone));
  if (CHECK(entry)) CHECK_INTEGER(entry->reasons, REASON_BIT(cancelled));
  entry = daylist_find(&list, text_of(green));
  if (CHECK(entry)) {
    CHECK_INTEGER(entry->reasons, 0);
    CHECK_INTEGER(entry->from_us, list.start_us + 9 * HOUR_US);
    CHECK_INTEGER(entry->until_us, list.start_us + 11 * HOUR_US);
    CHECK_INTEGER(entry->people, 3);
    CHECK_TEXT(text_of(entry->unit), "市场监管局");
  }
  entry = daylist_find(&list, text_of(red));
  if (CHECK(entry)) CHECK_INTEGER(entry->reasons, REASON_BIT(not_approved));
  CHECK_GATE(gate_act(fixture->contact, "gate_today", "{}"), bad_field); /* which of two sites? */
  CHECK(gate_act(fixture->contact, "gate_today",
                 gate_text("{\"site\":\"%s\"}", fixture->other_site)) != NULL);
  gate_fixture_free(fixture);
}

/* A list that left something out would turn away whoever is not on it. */
static void a_list_too_long_is_refused(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  for (int i = 0; i <= DAYLIST_ENTRIES_MOST; i++) gate_book(fixture, "inspection");
  CHECK_GATE(gate_act(fixture->gate_token, "gate_today", "{}"), too_large);
  gate_fixture_free(fixture);
}

TESTS(a_queue_is_taken_entry_by_entry, a_queue_sent_again_changes_nothing,
      what_is_another_enterprises_is_refused, todays_list_is_signed_and_dated,
      a_list_too_long_is_refused)
