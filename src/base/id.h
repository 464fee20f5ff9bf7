/* How long the names are that every part knows. */
#ifndef HENG_BASE_ID_H
#define HENG_BASE_ID_H

enum {
  ID_LENGTH = 12,   /* characters of lower-case Crockford base32: 60 bits */
  USCC_LENGTH = 18, /* of a unified social credit code (GB 32100-2015) */
};

#endif
