/* What became of an import, for people and for programs: one document for the command and the API.
 */
#ifndef HENG_IMPORT_REPORT_H
#define HENG_IMPORT_REPORT_H

#include "import/import.h"

struct import_document {
  struct text table;
  int end; /* enum import_end */
  int64_t rows, good, wrong, added, changed, unchanged;
  struct texts unused;
  struct list problems; /* struct import_problem */
  bool broken;
  bool more;
  struct text file; /* base64: the table with its problems; NO_TEXT when nothing is wrong */
};
extern const struct field import_document_fields[];

struct import_document report_document(const struct import_report *report);

void report_say(const struct import_report *report, bool chinese);
void report_say_json(const struct import_report *report, struct arena *arena);

#endif
