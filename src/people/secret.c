/* Secrets that the program gives out. */
#include "people/secret.h"

#include <sodium.h>

enum { TOKEN_SIZE = 32, GROUP_LENGTH = 4 };

struct text secret_token(struct arena *arena) {
  uint8_t random[TOKEN_SIZE];
  randombytes_buf(random, sizeof random);
  char *token = arena_take(arena, BASE64_SIZE(sizeof random));
  size_t length = base64_encode(random, sizeof random, true, token);
  sodium_memzero(random, sizeof random);
  return (struct text){token, length};
}

struct text secret_word(struct arena *arena, int groups) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  struct buffer out = BUFFER(arena);
  for (int i = 0; i < groups * GROUP_LENGTH; i++) {
    if (i && i % GROUP_LENGTH == 0) buffer_add_byte(&out, '-');
    buffer_add_byte(&out, digits[randombytes_uniform(32)]);
  }
  return buffer_text(&out);
}

struct text secret_hash(struct text secret, struct arena *arena) {
  uint8_t digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, (const uint8_t *)secret.at, secret.length);
  char *hex = arena_take(arena, 2 * sizeof digest);
  hex_encode(digest, sizeof digest, hex);
  return (struct text){hex, 2 * sizeof digest};
}

struct text secret_word_hash(struct text typed, struct arena *arena) {
  struct buffer plain = BUFFER(arena);
  for (size_t i = 0; i < typed.length; i++) {
    char c = typed.at[i];
    if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    buffer_add_byte(&plain, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
  }
  return secret_hash(buffer_text(&plain), arena);
}

bool secret_equal(struct text a, struct text b) {
  return a.length == b.length && a.length > 0 && sodium_memcmp(a.at, b.at, a.length) == 0;
}

struct text csrf_of_token(struct text token, struct arena *arena) {
  struct buffer both = BUFFER(arena);
  buffer_add(&both, TEXT("heng csrf "));
  buffer_add(&both, token);
  return secret_hash(buffer_text(&both), arena);
}
