/* The city's keys for codes: published, listed, rotated.
 *
 * Their files are outside the database (seal/key_ring.h), so a rotation cannot be one transaction
 * with its event. Should the machine stop between the two, the clock's next act records the key
 * that it finds signing (note). */
#include "seal/key_ring.h"

#include "gate/keys.h"
#include "gate/sql.h"

enum { ALGORITHM_MOST = 20, KID_TEXT_MOST = 16, KEYS_MOST = KEY_RING_OLDER_MOST + 1 };

static const struct field key_rotate_in_fields[] = {
    FIELD(TEXT, struct key_rotate_in, algorithm, .flags = FIELD_OPTIONAL, .least = 1,
          .most = ALGORITHM_MOST,
          .help = "ES256, EdDSA or SM2; the city's own choice when not given"),
    FIELDS_END,
};
static const struct field key_view_fields[] = {
    FIELD(TEXT, struct key_view, kid, .most = KID_TEXT_MOST,
          .help = "as JWKS and codes name it, base64url"),
    FIELD(TEXT, struct key_view, thumbprint, .most = 2 * THUMBPRINT_SIZE,
          .help = "SHA-256 of the public key (RFC 9679), in hexadecimal"),
    FIELD(TEXT, struct key_view, algorithm, .most = ALGORITHM_MOST),
    FIELD(BOOLEAN, struct key_view, signing, .help = "new codes are signed with it"),
    FIELD_NAMED("ends", TIME, struct key_view, ends_us, .flags = FIELD_NULLABLE,
                .help = "when codes signed with it no longer count"),
    FIELDS_END,
};
const struct field key_list_fields[] = {
    FIELD(LIST, struct key_list, items, .most = KEYS_MOST, .size = sizeof(struct key_view),
          .fields = key_view_fields),
    FIELDS_END,
};

/* ---- published ---- */

static bool publish(struct act *act, struct text type, struct text bytes) {
  act->content_type = type;
  act->bytes = bytes;
  act->cache_control = TEXT("public, max-age=300");
  return true;
}

static bool keys_json(struct act *act) {
  return publish(act, TEXT("application/jwk-set+json"),
                 key_set_jwks(key_ring_keys(act->city->keys), act->now_us, act->arena));
}

static bool keys_cose(struct act *act) {
  return publish(act, TEXT("application/cose-key-set+cbor"),
                 key_set_cose(key_ring_keys(act->city->keys), act->now_us, act->arena));
}

static bool keys_published(struct act *act) {
  bool cose =
      act->accept.at && text_find(act->accept, TEXT("application/cose-key-set")) != SIZE_MAX;
  return cose ? keys_cose(act) : keys_json(act);
}

/* ---- listed ---- */

static struct text thumbprint_of(const struct key *key, struct arena *arena) {
  char *hex = arena_take(arena, 2 * THUMBPRINT_SIZE);
  hex_encode(key_thumbprint(key), THUMBPRINT_SIZE, hex);
  return (struct text){hex, 2 * THUMBPRINT_SIZE};
}

static struct text kid_of(const struct key *key, struct arena *arena) {
  char *kid = arena_take(arena, BASE64_SIZE(KID_SIZE));
  struct text bytes = key_kid(key);
  return (struct text){kid, base64_encode((const uint8_t *)bytes.at, bytes.length, true, kid)};
}

struct list key_views(const struct key_ring *ring, int64_t now_us, struct arena *arena) {
  const struct key_set *keys = key_ring_keys(ring);
  const struct key *signing = key_ring_signing(ring), *key;
  struct key_view *views = ARENA_ARRAY(arena, KEYS_MOST, struct key_view);
  size_t count = 0, cursor = 0;
  while ((key = key_set_next(keys, NO_TEXT, now_us, &cursor))) {
    int64_t ends_us = key_set_end_us(keys, key);
    views[count++] = (struct key_view){
        .kid = kid_of(key, arena),
        .thumbprint = thumbprint_of(key, arena),
        .algorithm = text_of(alg_name(key_alg(key))),
        .signing = key == signing,
        .ends_us = ends_us == KEY_WITHOUT_END ? NO_INTEGER : ends_us,
    };
  }
  return (struct list){views, count};
}

bool key_list(struct act *act) {
  ((struct key_list *)act->out)->items = key_views(act->city->keys, act->now_us, act->arena);
  return true;
}

/* ---- rotated ---- */

/* The subject is the key's thumbprint; no table changes, for the keys themselves are files. */
struct key_adopted {
  struct text algorithm;
  int64_t older_until_us; /* of the key before; NO_INTEGER for the first */
};

static const struct field key_adopted_fields[] = {
    FIELD(TEXT, struct key_adopted, algorithm, .most = ALGORITHM_MOST),
    FIELD_NAMED("older_until", TIME, struct key_adopted, older_until_us, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  (void)store, (void)event, (void)data;
}

static const struct event_type key_adopted = {.name = "key_adopted",
                                              .fields = key_adopted_fields,
                                              .size = sizeof(struct key_adopted),
                                              .apply = apply};

static void record(struct act *act, int64_t older_until_us) {
  const struct key *key = key_ring_signing(act->city->keys);
  struct text thumbprint = thumbprint_of(key, act->arena);
  const struct key_adopted adopted = {text_of(alg_name(key_alg(key))), older_until_us};
  if (FIND_INTEGER(act->store, sql_event_of_subject, NO_INTEGER, V(thumbprint),
                   V(text_of(key_adopted.name))) == NO_INTEGER)
    event_record(act, &key_adopted, NO_TEXT, thumbprint, &adopted);
}

static void note(struct act *act) {
  record(act, NO_INTEGER);
}

/* Behind the end of every code that was signed: booked visits end by then, and those that have been
 * arrived at are no longer than a visit may be. */
static int64_t last_code_ends_us(struct act *act) {
  int64_t booked_us =
      store_find_integer(act->store, &sql_visit_last_booked_end, NULL, 0, NO_INTEGER);
  int64_t arrived_us = act->now_us + VISIT_HOURS_MOST * HOUR_US;
  int64_t last_us = booked_us > arrived_us ? booked_us : arrived_us;
  return last_us + act->city->settings.late_minutes * MINUTE_US;
}

bool key_rotate(struct act *act) {
  const struct key_rotate_in *in = act->in;
  struct text name = in->algorithm.at ? in->algorithm : act->city->settings.code_algorithm;
  int64_t algorithm = alg_by_name(name), until_us = last_code_ends_us(act);
  if (algorithm != COSE_ES256 && algorithm != COSE_EDDSA && algorithm != COSE_SM2)
    return act_refuse(act, ERROR_bad_field, "algorithm", "Heng does not sign codes with that");
  note(act);
  if (key_views(act->city->keys, act->now_us, act->arena).count > KEY_RING_OLDER_MOST)
    return act_refuse(act, ERROR_wrong_state, "keys",
                      "%d older keys still count: wait for one to end", KEY_RING_OLDER_MOST);
  if (!key_ring_rotate(act->city->keys, algorithm, until_us, act->now_us, &act->error))
    return false;
  record(act, until_us);
  return key_list(act);
}

/* ---- retired: a secret that leaked must not count until its end ---- */

struct key_retired {
  struct text kid;
};

static const struct field key_retired_fields[] = {
    FIELD(TEXT, struct key_retired, kid, .most = KID_TEXT_MOST),
    FIELDS_END,
};

static const struct event_type key_retired = {.name = "key_retired",
                                              .fields = key_retired_fields,
                                              .size = sizeof(struct key_retired),
                                              .apply = apply};

static const struct field key_retire_in_fields[] = {
    FIELD(TEXT, struct key_retire_in, kid, .least = 1, .most = KID_TEXT_MOST,
          .help = "of an older key, as the list names it"),
    FIELDS_END,
};

bool key_retire(struct act *act) {
  const struct key_retire_in *in = act->in;
  const struct key_retired retired = {in->kid};
  uint8_t kid[KID_TEXT_MOST];
  size_t length;
  if (!base64_decode(in->kid, true, kid, &length))
    return act_refuse(act, ERROR_bad_field, "kid", "not a key id");
  event_record(act, &key_retired, NO_TEXT, in->kid, &retired);
  return key_ring_retire(act->city->keys, (struct text){(char *)kid, length}, act->now_us - 1,
                         &act->error) &&
         key_list(act);
}

/* ---- what keys give to the whole: a domain of their own, for they are the administrators' ---- */

#define PUBLISHED(suffix, stem, zh_help, en_help)                                                  \
  ROUTE(GET, "/.well-known/heng/keys" suffix, stem, ROLE_ANYONE, .flags = ROUTE_BYTES,             \
        .zh = zh_help, .en = en_help)

static const struct route routes[] = {
    PUBLISHED("", keys_published, "城市公钥：JWKS；Accept 为 COSE 密钥集时给 COSE 密钥集。",
              "The city's public keys: JWKS, or a COSE key set when Accept asks for one."),
    PUBLISHED(
        ".json", keys_json,
        "城市公钥（JWKS，RFC 7517）。有 exp（自 1970 年起的秒数）的，此后不再有效。",
        "The city's public keys as JWKS (RFC 7517). A key with `exp`, in seconds since 1970, no "
        "longer counts after it."),
    PUBLISHED(".cose", keys_cose, "城市公钥（COSE 密钥集，RFC 9052）。",
              "The city's public keys as COSE key set (RFC 9052)."),
    ROUTE(GET, "/api/keys", key_list, ROLE_SECURITY | ROLE_AUDIT,
          ROUTE_OUT(struct key_list, key_list_fields), .zh = "签码密钥：在用的和仍有效的旧钥。",
          .en = "Keys for codes: the one that signs, and older ones that still count."),
    ROUTE(POST, "/api/keys/rotate", key_rotate, ROLE_SECURITY, .flags = ROUTE_WRITES,
          ROUTE_IN(struct key_rotate_in, key_rotate_in_fields),
          ROUTE_OUT(struct key_list, key_list_fields), ROUTE_ERRORS(ERROR_wrong_state),
          .zh = "更换签码密钥；已签发的码到期前仍有效。",
          .en = "A new key for codes; those signed before stay valid till they expire."),
    ROUTE(POST, "/api/keys/{kid}/retire", key_retire, ROLE_SECURITY, .flags = ROUTE_WRITES,
          ROUTE_IN(struct key_retire_in, key_retire_in_fields),
          ROUTE_OUT(struct key_list, key_list_fields), ROUTE_ERRORS(ERROR_bad_key),
          .zh = "旧钥立即作废（如私钥泄露）：用它签发的码不再有效。在用的密钥须先更换。",
          .en = "An older key no longer counts, at once, as when its secret leaked: codes signed "
                "with it are void. The key that signs must be rotated first."),
    {0},
};

static const struct event_type *const events[] = {&key_adopted, &key_retired, NULL};

static bool tick(struct act *act) {
  note(act);
  return true;
}

const struct domain key_domain = {.name = "key",
                                  .zh = "签发访企码的密钥",
                                  .en = "Keys that codes are signed with",
                                  .routes = routes,
                                  .events = events,
                                  .tick = tick};
