/* Public keys from files: JWKS, COSE key sets, certificates, folders of certificates. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "seal/key_form.h"
#include "seal/key_set.h"

/* Where keys go, and where a word goes about those that are passed over. */
struct load {
  struct key_set *set;
  const char *path;
  struct arena *arena;
  struct buffer *notes;
  size_t added;
};

static void pass_over(struct load *load, const struct error *error) {
  buffer_format(load->notes, "%s: a key is not used: %s\n", load->path, error->detail);
}

static void add(struct load *load, struct key *key, const struct text *kids, size_t kid_count) {
  key_set_add(load->set, key, kids, kid_count, KEY_WITHOUT_END);
  load->added++;
}

static struct text thumbprint_start(const struct key *key, size_t size) {
  return (struct text){(const char *)key_thumbprint(key), size};
}

/* The kid as bytes, whether it is written in base64 or base64url, padded or not. */
static struct text decode_kid(struct text kid, struct arena *arena) {
  struct text url = arena_copy(arena, kid);
  char *at = arena_take(arena, kid.length + 1);
  while (url.length > 0 && url.at[url.length - 1] == '=') url.length--;
  for (size_t i = 0; i < url.length; i++)
    at[i] = url.at[i] == '+' ? '-' : url.at[i] == '/' ? '_' : url.at[i];
  uint8_t *bytes = arena_take(arena, url.length + 3);
  size_t length;
  if (!base64_decode((struct text){at, url.length}, true, bytes, &length) || length == 0)
    return NO_TEXT;
  return (struct text){(const char *)bytes, length};
}

static void add_jwk(struct load *load, const struct jwk *jwk) {
  struct key *key;
  struct error error;
  if (jwk->use.at && !text_equal(jwk->use, TEXT("sig"))) return;
  if (!key_from_jwk(jwk, &key, &error)) {
    pass_over(load, &error);
    return;
  }
  struct text kids[2] = {jwk->kid};
  size_t count = 1;
  if (!jwk->kid.at)
    kids[0] = key_kid(key);
  else if ((kids[1] = decode_kid(jwk->kid, load->arena)).at)
    count = 2;
  add(load, key, kids, count);
}

static bool load_json(struct load *load, struct text json, struct error *ret_error) {
  struct jwks jwks;
  struct jwk single;
  struct error error;
  if (json_read(json, jwks_fields, &jwks, load->arena, ret_error)) {
    for (size_t i = 0; i < jwks.keys.count; i++)
      add_jwk(load, &((const struct jwk *)jwks.keys.at)[i]);
    return true;
  }
  if (!json_read(json, jwk_fields, &single, load->arena, &error)) return false;
  add_jwk(load, &single);
  return true;
}

static bool load_cose(struct load *load, struct text bytes, struct error *ret_error) {
  struct cbor_reader reader = CBOR_READER(bytes);
  struct cbor_item array;
  struct text item;
  uint64_t taken = 0;
  if (!cbor_next(&reader, &array) || array.kind != CBOR_ARRAY)
    return fail(ret_error, ERROR_bad_key, load->path, "not a COSE key set");
  while (cbor_more(&reader, &array, &taken)) {
    struct key *key;
    struct text kid;
    struct error error;
    if (!cbor_skip(&reader, &item))
      return fail(ret_error, ERROR_bad_key, load->path, "not a COSE key set");
    if (!key_from_cose(item, &key, &kid, &error)) {
      pass_over(load, &error);
      continue;
    }
    if (!kid.at) kid = key_kid(key);
    add(load, key, &kid, 1);
  }
  return cbor_at_end(&reader) ||
         fail(ret_error, ERROR_bad_key, load->path, "bytes follow the COSE key set");
}

static void add_certificate(struct load *load, struct text bytes) {
  uint8_t kid[CERTIFICATE_KID_SIZE];
  struct key *key;
  struct error error;
  if (!key_from_certificate(bytes, &key, kid, &error)) {
    pass_over(load, &error);
    return;
  }
  struct text kids[] = {{(const char *)kid, sizeof kid},
                        thumbprint_start(key, KID_SIZE),
                        thumbprint_start(key, CERTIFICATE_KID_SIZE),
                        thumbprint_start(key, THUMBPRINT_SIZE)};
  add(load, key, kids, sizeof kids / sizeof *kids);
}

/* Block by block: a file may hold several. */
static void load_pem(struct load *load, struct text pem) {
  struct text mark = TEXT("-----BEGIN ");
  size_t at = text_find(pem, mark);
  while (at != SIZE_MAX) {
    struct text rest = {pem.at + at, pem.length - at};
    struct text behind = {rest.at + mark.length, rest.length - mark.length};
    size_t next = text_find(behind, mark);
    struct text block = {rest.at, next == SIZE_MAX ? rest.length : mark.length + next};
    add_certificate(load, block);
    at = next == SIZE_MAX ? SIZE_MAX : at + block.length;
  }
}

/* By its content: JSON begins with a brace, CBOR's arrays and DER's sequences have first bytes of
 * their own. */
static bool load_file(struct load *load, struct error *ret_error) {
  struct text bytes;
  if (!file_read(load->path, KEY_SET_FILE_MOST, load->arena, &bytes, ret_error)) return false;
  size_t before = load->added;
  struct text trimmed = text_trim(bytes);
  uint8_t first = bytes.length > 0 ? (uint8_t)bytes.at[0] : 0;
  if (text_find(bytes, TEXT("-----BEGIN ")) != SIZE_MAX)
    load_pem(load, bytes);
  else if (text_starts(trimmed, TEXT("{")))
    return load_json(load, trimmed, ret_error);
  else if (first >> 5 == 4)
    return load_cose(load, bytes, ret_error);
  else
    add_certificate(load, bytes);
  return load->added > before || fail(ret_error, ERROR_bad_key, load->path,
                                      "neither certificates, public keys, JWKS nor COSE key set");
}

static int is_certificate(const struct dirent *entry) {
  static const char *const endings[] = {".pem", ".crt", ".cer", ".der"};
  const char *ending = strrchr(entry->d_name, '.');
  for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
    if (strcasecmp(ending, endings[i]) == 0) return 1;
  return 0;
}

/* One file that cannot be used does not spoil a folder. */
static bool load_folder(struct load *load, struct error *ret_error) {
  struct dirent **found;
  const char *folder = load->path;
  int count = scandir(folder, &found, is_certificate, alphasort);
  if (count < 0) return fail(ret_error, ERROR_disk, folder, "reading: %s", strerror(errno));
  for (int i = 0; i < count; i++) {
    struct error error;
    struct text path = arena_format(load->arena, "%s/%s", folder, found[i]->d_name);
    load->path = path.at;
    if (!load_file(load, &error)) buffer_format(load->notes, "%s: %s\n", load->path, error.detail);
    free(found[i]);
  }
  free(found);
  return true;
}

bool key_set_load(struct key_set *set, const char *path, struct buffer *notes,
                  struct error *ret_error) {
  struct stat found;
  struct load load = {.set = set, .path = path, .arena = arena_make(), .notes = notes};
  bool folder = stat(path, &found) == 0 && S_ISDIR(found.st_mode);
  bool done = folder ? load_folder(&load, ret_error) : load_file(&load, ret_error);
  arena_free(load.arena);
  return done;
}
