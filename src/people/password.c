/* Passwords: which are fit to be one, and Argon2id by libsodium. */
#include "people/password.h"

#include <sodium.h>
#include <string.h>

/* Those of at least PASSWORD_LEAST characters that head every published list of leaked ones, and
 * what is near at hand here. Lower case. */
static const char *const denied[] = {
    "password12",   "password123",    "password1234", "passw0rd123",   "p@ssw0rd123",
    "qwertyuiop",   "qwerty1234",     "qwerty12345",  "qwerty123456",  "1q2w3e4r5t",
    "1qaz2wsx3edc", "1qaz@wsx3edc",   "zaq12wsxcde",  "asdfghjkl;",    "zxcvbnm123",
    "iloveyou123",  "admin12345",     "admin123456",  "administrator", "letmein1234",
    "welcome123",   "welcome1234",    "woaini1314",   "woaini1314520", "5201314520",
    "1314520520",   "a123456789",     "abc1234567",   "abcd123456",    "hengyang2021",
    "hengyang123",  "hengyang123456", "heng123456",   "0987654321",    NULL,
};

static bool weak(struct error *ret_error, const char *why) {
  return fail(ret_error, ERROR_weak_password, "password", "%s", why);
}

static char lower(char c) {
  return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool equal_without_case(struct text a, struct text b) {
  if (a.length != b.length) return false;
  for (size_t i = 0; i < a.length; i++)
    if (lower(a.at[i]) != lower(b.at[i])) return false;
  return true;
}

/* "aaaaaaaaaa", "1234567890", "9876543210", "abcdefghij" */
static bool is_plain_run(struct text password) {
  int step = (uint8_t)password.at[1] - (uint8_t)password.at[0];
  if (step < -1 || step > 1) return false;
  for (size_t i = 1; i < password.length; i++) {
    bool wraps = password.at[i] == '0' && password.at[i - 1] == '9' && step == 1;
    if (!wraps && (uint8_t)password.at[i] - (uint8_t)password.at[i - 1] != step) return false;
  }
  return true;
}

bool password_acceptable(struct text password, struct text login, struct error *ret_error) {
  size_t length = text_count_code_points(password);
  if (length < PASSWORD_LEAST) return weak(ret_error, "fewer than 10 characters");
  if (length > PASSWORD_MOST) return weak(ret_error, "more than 128 characters");
  if (equal_without_case(password, login)) return weak(ret_error, "the same as the login");
  if (is_plain_run(password)) return weak(ret_error, "a plain run of characters");
  for (size_t i = 0; denied[i]; i++)
    if (equal_without_case(password, text_of(denied[i])))
      return weak(ret_error, "one of those that everybody tries first");
  return true;
}

bool password_hash(struct text password, int64_t memory_kib, struct arena *arena,
                   struct text *ret_hash, struct error *ret_error) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.at, password.length, PASSWORD_PASSES,
                            (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ret_error, ERROR_crypto, NULL, "no memory for hashing a password");
  *ret_hash = arena_copy(arena, text_of(hash));
  return true;
}

bool password_matches(struct text hash, struct text password, int64_t memory_kib) {
  char stored[crypto_pwhash_STRBYTES] = {0};
  if (!hash.at || hash.length >= sizeof stored) {
    (void)!crypto_pwhash_str_alg(stored, password.at, password.length, PASSWORD_PASSES,
                                 (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
    return false;
  }
  memcpy(stored, hash.at, hash.length);
  return crypto_pwhash_str_verify(stored, password.at, password.length) == 0;
}
