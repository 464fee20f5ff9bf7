/* The numbers of visits, and the list of those that they count. */
#include "base/time.h"
#include "visit/oversight.h"

static void add_time(struct buffer *out, const char *name, int64_t time_us) {
  char text[TIME_TEXT_SIZE];
  buffer_format(out, "%s%.*s", name, (int)time_format(time_us, 0, text), text);
}

/* Percent-encoded, as names of counties must be. */
static void add_value(struct buffer *out, struct text value) {
  for (size_t i = 0; i < value.length; i++) {
    unsigned char byte = (unsigned char)value.at[i];
    bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                 (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
    if (plain)
      buffer_add_byte(out, (char)byte);
    else
      buffer_format(out, "%%%02X", byte);
  }
}

struct buffer tally_list(struct act *act, int64_t from_us, int64_t to_us) {
  struct buffer out = BUFFER(act->arena);
  add_time(&out, "/api/visits?from=", from_us);
  add_time(&out, "&to=", to_us);
  return out;
}

void tally_list_add(struct buffer *list, const char *filter, struct text value) {
  if (!filter || !value.length) return;
  buffer_format(list, "&%s=", filter);
  add_value(list, value);
}

void tally_add(struct tally *sum, const struct tally *tally) {
  sum->visits += tally->visits;
  sum->came += tally->came;
  sum->red += tally->red;
  sum->missed += tally->missed;
  sum->joint += tally->joint;
  sum->exempt += tally->exempt;
  sum->unratified += tally->unratified;
  sum->walk_in += tally->walk_in;
}
