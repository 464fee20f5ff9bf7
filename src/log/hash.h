/* SHA-256 for the Merkle tree, which is pure and has its hash function handed in. */
#ifndef HENG_LOG_HASH_H
#define HENG_LOG_HASH_H

#include "log/merkle.h"

merkle_hash_fn log_hash;

#endif
