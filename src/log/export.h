/* Writes a log into a folder that any web server can serve (c2sp.org/tlog-tiles). */
#ifndef HENG_LOG_EXPORT_H
#define HENG_LOG_EXPORT_H

#include "log/tree.h"

/* Writes what the checkpoint `message` stands for: tiles first, the checkpoint last, so that a
 * reader of the folder never sees a promise without its tiles. Full tiles that are there already
 * are kept, so a second export writes only what is new. Refused (bad_log) when the folder holds
 * another log, or more of this one; failure disk. Missing folders are made. */
bool log_export(const struct log_reader *reader, struct text message, const char *folder,
                struct error *ret_error);

#endif
