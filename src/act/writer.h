/* The commit path: one thread takes what has gathered, runs it inside one transaction, commits
 * once, and only then answers. A job that is refused is rolled back alone. */
#ifndef HENG_ACT_WRITER_H
#define HENG_ACT_WRITER_H

#include "act/act.h"

/* One request on its way through the writer; the submitter owns it and gets it back by `done`. */
struct job {
  struct act act;
  struct text idempotency_key; /* NO_TEXT when none */
  uint8_t digest[32];          /* SHA-256 of method, path and body: what the key stands for */
  /* The answer. */
  bool done_well; /* false: act.error says why */
  bool replayed;  /* `status`, `body` and act.etag are those of the first time */
  int status;
  struct text body;
  void (*done)(struct job *job); /* called on the writer's thread after the commit */
  void *owner;
  struct job *next;
};

struct writer;

enum { WRITER_QUEUE_MOST = 4096, WRITER_BATCH_MOST = 512 };

/* Opens its own connection to `place`. Failure store. `committed` (may be NULL) is called after
 * each commit, before any answer, with the log size: for the readers, the live stream and the
 * outbox. */
bool writer_start(const char *place, struct city *city,
                  void (*committed)(void *owner, int64_t size), void *owner,
                  struct writer **ret_writer, struct error *ret_error);
/* False when the queue is full: refuse with `busy`. */
bool writer_submit(struct writer *writer, struct job *job);
/* Submits and waits; for the command line, the clock and the outbox. */
void writer_wait(struct writer *writer, struct job *job);
/* For the metrics. */
struct writer_counts {
  int64_t waiting;                  /* jobs in the queue now */
  int64_t jobs, batches, commit_us; /* since the start */
};
struct writer_counts writer_counts(struct writer *writer);
/* Finishes what is queued, then stops. Takes NULL. */
void writer_stop(struct writer *writer);

#endif
