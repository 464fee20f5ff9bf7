/* The table backup_file: a folder's small files, the secret ones encrypted. */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "audit/backup.h"
#include "audit/sql.h"
#include "base/file.h"

enum { FILE_BYTES_MOST = 1024 * 1024, FILES_MOST = 256 };

#define SALT_SIZE  crypto_pwhash_SALTBYTES
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define KEY_SIZE   crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define TAG_SIZE   crypto_aead_xchacha20poly1305_ietf_ABYTES

/* What the passphrase becomes: Argon2id, libsodium's moderate cost (3 passes over 256 MiB). */
static bool stretch(struct text passphrase, const uint8_t salt[SALT_SIZE],
                    uint8_t ret_key[KEY_SIZE], struct error *ret_error) {
  return crypto_pwhash(ret_key, KEY_SIZE, passphrase.at, passphrase.length, salt,
                       crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                       crypto_pwhash_ALG_ARGON2ID13) == 0 ||
         fail(ret_error, ERROR_crypto, "passphrase", "too little memory to hash it");
}

static void wipe(struct text text) {
  if (text.at) sodium_memzero((void *)(uintptr_t)text.at, text.length);
}

/* Bound to its name, so that no file can stand for another. */
static struct text encrypt(struct text plain, struct text name, const uint8_t key[KEY_SIZE],
                           uint8_t ret_nonce[NONCE_SIZE], struct arena *arena) {
  uint8_t *sealed = arena_take(arena, plain.length + TAG_SIZE);
  unsigned long long length;
  randombytes_buf(ret_nonce, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &length, (const uint8_t *)plain.at,
                                             plain.length, (const uint8_t *)name.at, name.length,
                                             NULL, ret_nonce, key);
  return (struct text){(const char *)sealed, (size_t)length};
}

static bool decrypt(struct text sealed, struct text name, struct text nonce,
                    const uint8_t key[KEY_SIZE], struct text *ret_plain, struct arena *arena) {
  uint8_t *plain = arena_take(arena, sealed.length + 1);
  unsigned long long length;
  bool opened = nonce.length == NONCE_SIZE &&
                crypto_aead_xchacha20poly1305_ietf_decrypt(
                    plain, &length, NULL, (const uint8_t *)sealed.at, sealed.length,
                    (const uint8_t *)name.at, name.length, (const uint8_t *)nonce.at, key) == 0;
  if (opened) *ret_plain = (struct text){(const char *)plain, (size_t)length};
  return opened;
}

/* A passphrase with a salt and what it became. */
struct vault {
  struct text passphrase;
  bool is_open;
  uint8_t salt[SALT_SIZE], key[KEY_SIZE];
};

static struct value bytes_of(const uint8_t *bytes, size_t size) {
  return value_bytes((struct text){(const char *)bytes, size});
}

static bool pack_key(struct store *store, const char *folder, const char *file,
                     const struct vault *vault, struct arena *arena, struct error *ret_error) {
  struct text name = arena_format(arena, "keys/%s", file), plain;
  uint8_t nonce[NONCE_SIZE];
  if (!file_read(arena_format(arena, "%s/%.*s", folder, TEXT_ARGS(name)).at, FILE_BYTES_MOST, arena,
                 &plain, ret_error))
    return false;
  struct text sealed = encrypt(plain, name, vault->key, nonce, arena);
  wipe(plain);
  RUN(store, sql_backup_file_add, V(name), value_bytes(sealed), bytes_of(nonce, sizeof nonce),
      bytes_of(vault->salt, sizeof vault->salt));
  return !store_failed(store, ret_error);
}

static bool pack_keys(struct store *store, const char *folder, const struct vault *vault,
                      struct arena *arena, int64_t *ret_count, struct error *ret_error) {
  const char *path = arena_format(arena, "%s/keys", folder).at;
  DIR *files = opendir(path);
  if (!files) return fail(ret_error, ERROR_disk, path, "%s", strerror(errno));
  bool done = true;
  for (struct dirent *file; done && (file = readdir(files));) {
    if (file->d_type != DT_REG) continue;
    done = pack_key(store, folder, file->d_name, vault, arena, ret_error);
    ++*ret_count;
  }
  closedir(files);
  return done;
}

static bool pack(struct store *store, const char *folder, struct text passphrase,
                 struct arena *arena, int64_t *ret_key_count, struct error *ret_error) {
  struct text settings;
  struct vault vault;
  if (!file_read(arena_format(arena, "%s/city.json", folder).at, FILE_BYTES_MOST, arena, &settings,
                 ret_error))
    return false;
  store_script(store, sql_backup_file_create);
  RUN(store, sql_backup_file_add, V(TEXT("city.json")), value_bytes(settings), value_bytes(NO_TEXT),
      value_bytes(NO_TEXT));
  if (!passphrase.at) return !store_failed(store, ret_error);
  randombytes_buf(vault.salt, sizeof vault.salt);
  bool done = stretch(passphrase, vault.salt, vault.key, ret_error) &&
              pack_keys(store, folder, &vault, arena, ret_key_count, ret_error);
  sodium_memzero(&vault, sizeof vault);
  return done;
}

bool backup_pack(const struct city *city, const char *path, struct text passphrase,
                 int64_t *ret_key_count, struct error *ret_error) {
  struct store *store;
  *ret_key_count = 0;
  if (!store_open(path, false, &store, ret_error)) return false;
  struct arena *arena = arena_make();
  store_begin(store);
  bool packed = pack(store, city->folder, passphrase, arena, ret_key_count, ret_error);
  if (packed)
    packed = store_commit(store, ret_error);
  else
    store_rollback(store);
  arena_free(arena);
  store_close(store);
  return packed;
}

struct packed_file {
  struct text name, bytes, nonce, salt;
};

static const struct field packed_file_fields[] = {
    FIELD(TEXT, struct packed_file, name),
    FIELD(TEXT, struct packed_file, bytes),
    FIELD(TEXT, struct packed_file, nonce),
    FIELD(TEXT, struct packed_file, salt),
    FIELDS_END,
};

/* "city.json" or "keys/<a name without a slash>": nothing else may be written. */
static bool name_is_fit(struct text name) {
  struct text rest = name;
  if (text_equal(name, TEXT("city.json"))) return true;
  struct text folder = text_cut(&rest, '/');
  return text_equal(folder, TEXT("keys")) && rest.length > 0 && rest.length <= 100 &&
         text_find(rest, TEXT("/")) == SIZE_MAX && !text_starts(rest, TEXT(".")) &&
         !memchr(rest.at, 0, rest.length);
}

/* The key is made anew only when the salt is another one, for it costs a second. */
static bool open_vault(struct vault *vault, struct text salt, struct error *ret_error) {
  if (salt.length != SALT_SIZE)
    return fail(ret_error, ERROR_bad_backup, "backup_file", "a salt has not its length");
  if (vault->is_open && memcmp(vault->salt, salt.at, SALT_SIZE) == 0) return true;
  memcpy(vault->salt, salt.at, SALT_SIZE);
  return vault->is_open = stretch(vault->passphrase, vault->salt, vault->key, ret_error);
}

static bool unpack_file(const struct packed_file *file, const char *folder, struct vault *vault,
                        struct arena *arena, struct error *ret_error) {
  struct text plain = file->bytes;
  bool is_key = !text_equal(file->name, TEXT("city.json"));
  if (!name_is_fit(file->name) || is_key != (file->nonce.at != NULL))
    return fail(ret_error, ERROR_bad_backup, "backup_file", "it holds a file that no backup has");
  if (is_key) {
    if (!vault->passphrase.at) return true; /* it stays shut */
    if (!open_vault(vault, file->salt, ret_error)) return false;
    if (!decrypt(file->bytes, file->name, file->nonce, vault->key, &plain, arena))
      return fail(ret_error, ERROR_keys_wanted, "passphrase", "it is not that of the backup");
  }
  bool written = file_replace(arena_format(arena, "%s/%.*s", folder, TEXT_ARGS(file->name)).at,
                              plain, 0600, ret_error);
  if (is_key) wipe(plain);
  return written;
}

static bool unpack(struct store *store, const char *folder, struct text passphrase,
                   struct arena *arena, struct error *ret_error) {
  struct vault vault = {.passphrase = passphrase};
  struct error error;
  if (!store_prepares(store, &sql_backup_file_list, &error))
    return fail(ret_error, ERROR_bad_backup, NULL, "it is not a backup made by heng");
  struct list files = store_list(store, &sql_backup_file_list, NULL, 0, packed_file_fields,
                                 sizeof(struct packed_file), arena);
  bool done = !store_failed(store, ret_error) &&
              file_make_folder(arena_format(arena, "%s/keys", folder).at, 0700, ret_error);
  for (size_t i = 0; i < files.count && done; i++)
    done = unpack_file((const struct packed_file *)files.at + i, folder, &vault, arena, ret_error);
  sodium_memzero(&vault, sizeof vault);
  if (done) store_script(store, sql_backup_file_drop);
  return done;
}

bool backup_unpack(const char *path, const char *folder, struct text passphrase,
                   struct error *ret_error) {
  struct store *store;
  struct error error;
  if (!store_open(path, false, &store, &error))
    return fail(ret_error, ERROR_bad_backup, NULL, "%s", error.detail);
  if (!store_check(store, false, &error)) {
    store_close(store);
    return fail(ret_error, ERROR_bad_backup, NULL, "%s", error.detail);
  }
  struct arena *arena = arena_make();
  store_begin(store);
  bool unpacked = unpack(store, folder, passphrase, arena, ret_error);
  if (unpacked)
    unpacked = store_commit(store, ret_error);
  else
    store_rollback(store);
  arena_free(arena);
  store_close(store);
  return unpacked;
}
