/* What to tell the guard. Pure. */
#include "gate/say.h"

#include <string.h>

#include "base/must.h"
#include "base/time.h"

struct line {
  char *at;
  size_t length;
};

static void put(struct line *line, struct text text) {
  MUST(text.length <= GATE_SAY_MOST - line->length);
  memcpy(line->at + line->length, text.at, text.length);
  line->length += text.length;
}

static void put_number(struct line *line, int64_t number) {
  char digits[20];
  size_t start = sizeof digits;
  uint64_t rest = number < 0 ? 0 : (uint64_t)number;
  do digits[--start] = (char)('0' + rest % 10);
  while (rest /= 10);
  put(line, (struct text){digits + start, sizeof digits - start});
}

static void put_arrival(struct line *line, const struct gate_verdict *verdict, bool chinese) {
  enum { HOUR_AT = 11, HOUR_LENGTH = 5 };
  char time[TIME_TEXT_SIZE];
  if (verdict->arrived_us < 0) return;
  time_format(verdict->arrived_us, verdict->offset_minutes, time);
  put(line, chinese ? TEXT("已于 ") : TEXT(" Arrived at "));
  put(line, (struct text){time + HOUR_AT, HOUR_LENGTH});
  put(line, chinese ? TEXT(" 登记到访 ") : TEXT(", "));
  put_number(line, verdict->arrived_people);
  put(line, chinese ? TEXT(" 人。") : TEXT(" of them."));
}

static void put_green(struct line *line, const struct gate_verdict *verdict, bool chinese) {
  put(line, chinese ? TEXT("绿码，请放行，至多 ") : TEXT("Green: let them in, at most "));
  put_number(line, verdict->people);
  put(line, chinese ? TEXT(" 人。") : TEXT("."));
}

/* Every reason, and what to do about the first. */
static void put_red(struct line *line, reason_set reasons, bool chinese) {
  const struct reason_entry *first = NULL;
  struct text stop = chinese ? TEXT("。") : TEXT(".");
  put(line, chinese ? TEXT("红码，不得进入：") : TEXT("Red, they may not come in: "));
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    const struct reason_entry *entry = &reason_entries[reason];
    if (!(reasons >> reason & 1)) continue;
    if (first) put(line, chinese ? TEXT("、") : TEXT("; "));
    if (!first) first = entry;
    put(line, text_of(chinese ? entry->zh : entry->en));
  }
  put(line, stop);
  if (!chinese) put(line, TEXT(" "));
  put(line, text_of(chinese ? first->zh_next : first->en_next));
  put(line, stop);
}

size_t gate_say(const struct gate_verdict *verdict, bool chinese, char ret_line[GATE_SAY_MOST]) {
  struct line line = {ret_line, 0};
  if (verdict->reasons)
    put_red(&line, verdict->reasons, chinese);
  else
    put_green(&line, verdict, chinese);
  put_arrival(&line, verdict, chinese);
  return line.length;
}
