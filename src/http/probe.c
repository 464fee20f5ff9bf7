/* Whether the server lives, whether it can do its work, and its figures. */
#include "act/ledger.h"
#include "http/house.h"
#include "http/http_domain.h"
#include "http/outbox.h"
#include "http/serving.h"
#include "http/stream.h"
#include "log/checkpoint.h"

const struct field readiness_fields[] = {
    FIELD(BOOLEAN, struct readiness, database, .help = "it answers"),
    FIELD(BOOLEAN, struct readiness, writer, .help = "it has committed something lately"),
    FIELD(BOOLEAN, struct readiness, keys, .help = "they are loaded"),
    FIELD(BOOLEAN, struct readiness, log, .help = "its checkpoint is ours and of its size"),
    FIELDS_END,
};

bool livez(struct act *act) {
  act->content_type = TEXT("text/plain; charset=utf-8");
  act->bytes = TEXT("ok\n");
  return true;
}

static bool log_is_consistent(struct act *act) {
  const struct note_signer *signer = act->city->log_signer;
  int64_t size = ledger_size(act->store);
  struct text note = ledger_checkpoint(act->store, act->arena);
  struct checkpoint checkpoint;
  struct error ignored;
  if (!note.at) return size == 0;
  return checkpoint_open(note, &signer->verifier, act->city->settings.log_origin, &checkpoint,
                         &ignored) &&
         (int64_t)checkpoint.size == size;
}

bool readyz(struct act *act) {
  const struct server *server = act->city->server;
  struct readiness *readiness = act->out;
  readiness->keys = act->city->log_signer != NULL;
  readiness->log = readiness->keys && log_is_consistent(act);
  readiness->database = !store_failed(act->store, NULL);
  readiness->writer = house_writer_is_alive(server->house);
  if (readiness->database && readiness->writer && readiness->keys && readiness->log) return true;
  return act_refuse(act, ERROR_busy, NULL, "not ready:%s%s%s%s",
                    readiness->database ? "" : " database", readiness->writer ? "" : " writer",
                    readiness->keys ? "" : " keys", readiness->log ? "" : " log");
}

bool metrics(struct act *act) {
  struct server *server = act->city->server;
  struct buffer out = BUFFER(act->arena);
  metrics_write(server->metrics, &out);
  struct writer_counts counts = writer_counts(server->writer);
  metrics_write_one(&out, "heng_writer_waiting", "gauge", "Writes that wait for the writer.",
                    counts.waiting);
  metrics_write_one(&out, "heng_writer_jobs_total", "counter", "Writes performed.", counts.jobs);
  metrics_write_one(&out, "heng_writer_batches_total", "counter", "Transactions committed.",
                    counts.batches);
  metrics_write_one(&out, "heng_writer_commit_microseconds_total", "counter",
                    "Time spent in committing.", counts.commit_us);
  metrics_write_one(&out, "heng_connections", "gauge", "Open connections.",
                    (int64_t)peers_count(server->peers));
  metrics_write_one(&out, "heng_live_streams", "gauge", "Open live streams.",
                    (int64_t)stream_count(server->stream));
  struct outbox_counts outbox = outbox_counts(server->outbox);
  metrics_write_one(&out, "heng_outbox_subscribers", "gauge", "Subscribers.", outbox.subscribers);
  metrics_write_one(&out, "heng_outbox_paused", "gauge", "Subscribers given up.", outbox.paused);
  metrics_write_one(&out, "heng_outbox_backlog", "gauge",
                    "Leaves that the others are behind, added up.", outbox.backlog);
  metrics_write_one(&out, "heng_outbox_delivered_total", "counter", "Deliveries acknowledged.",
                    outbox.delivered);
  metrics_write_one(&out, "heng_outbox_failed_total", "counter", "Deliveries that failed.",
                    outbox.failed);
  metrics_write_one(&out, "heng_log_size", "gauge", "Leaves in the log.", ledger_size(act->store));
  act->content_type = TEXT("text/plain; version=0.0.4; charset=utf-8");
  act->bytes = buffer_text(&out);
  return true;
}
