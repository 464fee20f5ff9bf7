/* What became of an import, for people and for programs. */
#ifndef HENG_IMPORT_REPORT_H
#define HENG_IMPORT_REPORT_H

#include "import/import.h"

enum import_end { IMPORT_KEPT, IMPORT_KEPT_GOOD_ROWS, IMPORT_TRIED, IMPORT_DISCARDED };

void report_say(const struct import_kind *kind, const struct import_report *report,
                enum import_end end, bool chinese);
void report_say_json(const struct import_kind *kind, const struct import_report *report,
                     enum import_end end, struct arena *arena);

#endif
