/* A city in one file, and back.
 *
 * The file is a copy of the database, as it stood at one moment, with one table more: `backup_file`
 * holds city.json and, when asked, the keys. Keys are secrets: they are kept only encrypted, by
 * XChaCha20-Poly1305 under an Argon2id hash of a passphrase. All else is in clear, personal data
 * and password hashes included, so the file has mode 0600. */
#ifndef HENG_AUDIT_BACKUP_H
#define HENG_AUDIT_BACKUP_H

#include "act/city.h"

enum { PASSPHRASE_LEAST = 12 }; /* bytes */

struct backup_report {
  int64_t event_count; /* in the backup */
  int64_t key_count;   /* files of keys in it */
};

/* Works while a server runs. `passphrase` NO_TEXT leaves the keys out. Replaces the file `path`
 * once the new one is whole. Refusal bad_field for a short passphrase; failures disk, store, also
 * for a database that its own tools copy (pg_dump). */
bool backup_make(const struct city *city, const char *path, struct text passphrase,
                 struct backup_report *ret_report, struct error *ret_error);

struct restore_input {
  const char *path, *folder;
  struct text passphrase;  /* NO_TEXT: keys in the backup stay shut */
  const char *keys_folder; /* NULL: none given; those of `folder` are used when they are there */
  bool force;              /* gives up what `folder` holds beyond the backup */
  int64_t now_us;
};

struct restore_report {
  int64_t event_count;
  struct text replaced; /* where the folder that was there is now; NO_TEXT: there was none */
};

/* Checks everything first (the file, the log against its signed checkpoint, that it continues what
 * the folder holds), then puts the city in the folder's place in one step. Refusals bad_backup,
 * keys_wanted, would_lose, city_open_elsewhere; failures disk, store. Whatever is refused leaves
 * the folder as it was. */
bool restore_city(const struct restore_input *input, struct arena *arena,
                  struct restore_report *ret_report, struct error *ret_error);

/* backup_file: adding the folder's other files to a copied database, and taking them out again. */
bool backup_pack(const struct city *city, const char *path, struct text passphrase,
                 int64_t *ret_key_count, struct error *ret_error);
/* Writes the files into `folder` and drops the table; without a passphrase the keys stay shut. */
bool backup_unpack(const char *path, const char *folder, struct text passphrase,
                   struct error *ret_error);

#endif
