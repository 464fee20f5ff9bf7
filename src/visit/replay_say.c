/* The report of a replay in words. Tables lie in the arena of the buffer written to. */
#include "base/table.h"
#include "base/time.h"
#include "visit/replay.h"

struct saying {
  const struct replay *replay;
  struct buffer *out;
  bool chinese;
};

__attribute__((format_arg(2), format_arg(3))) static const char *
word(const struct saying *s, const char *zh, const char *en) {
  return s->chinese ? zh : en;
}

static bool two(const struct saying *s) {
  return s->replay->policy_count == 2;
}

static void add_word(const struct saying *s, struct table *table, const char *zh, const char *en) {
  table_add(table, text_of(word(s, zh, en)));
}

static void say_title(const struct saying *s, const char *zh, const char *en) {
  buffer_format(s->out, "\n%s\n", word(s, zh, en));
}

static const char *number(const struct saying *s, int64_t value) {
  return number_with_commas(s->out->arena, value).at;
}

static void say_history(const struct saying *s) {
  const struct history *history = s->replay->history;
  char from[DATE_TEXT_SIZE] = "", to[DATE_TEXT_SIZE] = "";
  size_t from_length = 0, to_length = 0;
  int32_t first_day = INT32_MAX, last_day = INT32_MIN;
  for (size_t i = 0; i < history->count; i++) {
    if (history->visits[i].day < first_day) first_day = history->visits[i].day;
    if (history->visits[i].day > last_day) last_day = history->visits[i].day;
  }
  if (history->count > 0) {
    from_length = date_format(date_of_day(first_day), from);
    to_length = date_format(date_of_day(last_day), to);
  }
  buffer_format(s->out,
                word(s,
                     "历史：%s 行，企业代码 %s 个；不计 %s 行；计入访企 %s 次，%.*s 至 %.*s，企业 "
                     "%s 家，单位 %s 个\n",
                     "History: rows %s, codes of enterprises %s, left out %s; %s visits from "
                     "%.*s to %.*s to %s enterprises by %s units\n"),
                number(s, (int64_t)history->row_count), number(s, (int64_t)history->code_count),
                number(s, (int64_t)history->left_out), number(s, (int64_t)history->count),
                (int)from_length, from, (int)to_length, to,
                number(s, (int64_t)s->replay->enterprise_count),
                number(s, (int64_t)s->replay->unit_count));
  buffer_add(s->out, text_of(history->mapping->assume.life == LIFE_BOOKED
                                 ? word(s, "假定：红码的访企没有发生，其名额让给后来者\n",
                                        "Taken as given: what would have been red did not happen "
                                        "and left its place to others\n")
                                 : word(s, "假定：全部访企照样发生，红码的也占用名额\n",
                                        "Taken as given: all visits happened, red ones too, and "
                                        "took their place\n")));
}

static void say_verdicts(const struct saying *s) {
  const struct tally *all = &s->replay->all;
  struct table table = TABLE(s->out->arena, "llrrrr");
  say_title(s, "结论", "Verdicts");
  table_add(&table, TEXT(""));
  add_word(s, &table, "规则", "policy");
  add_word(s, &table, "绿码", "green");
  table_add(&table, TEXT(""));
  add_word(s, &table, "红码", "red");
  table_add(&table, TEXT(""));
  for (size_t p = 0; p < s->replay->policy_count; p++) {
    const struct policy *policy = &s->replay->policies[p];
    int64_t green = all->visits - all->red[p];
    table_add(&table, p == 0 ? TEXT("A") : TEXT("B"));
    table_add(&table, arena_format(table.arena, word(s, "%.*s 第 %lld 版", "%.*s version %lld"),
                                   TEXT_ARGS(policy->name), (long long)policy->version));
    table_add_number(&table, green);
    table_add_share(&table, green, all->visits);
    table_add_number(&table, all->red[p]);
    table_add_share(&table, all->red[p], all->visits);
  }
  table_write(&table, s->out);
}

static void say_reasons(const struct saying *s) {
  const struct replay *r = s->replay;
  struct table table = TABLE(s->out->arena, two(s) ? "rllrrrrrr" : "rllrr");
  say_title(s, "红码原因（一次访企可有多个原因）", "Reasons (a visit may have several)");
  table_add(&table, TEXT(""));
  add_word(s, &table, "原因", "reason");
  table_add(&table, TEXT(""));
  for (size_t p = 0; p < r->policy_count; p++) {
    table_add(&table, p == 0 ? TEXT("A") : TEXT("B"));
    add_word(s, &table, "仅此一因", "alone");
  }
  if (two(s)) {
    add_word(s, &table, "仅 A", "only A");
    add_word(s, &table, "仅 B", "only B");
  }
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    if (r->reasons[reason][0] + r->reasons[reason][1] == 0) continue;
    const struct reason_entry *entry = &reason_entries[reason];
    table_add_number(&table, entry->number);
    table_add(&table, text_of(entry->name));
    add_word(s, &table, entry->zh, entry->en);
    for (size_t p = 0; p < r->policy_count; p++) {
      table_add_number(&table, r->reasons[reason][p]);
      table_add_number(&table, r->only_reason[reason][p]);
    }
    for (size_t p = 0; two(s) && p < 2; p++) table_add_number(&table, r->reason_only[reason][p]);
  }
  table_write(&table, s->out);
}

static void say_difference(const struct saying *s) {
  const struct replay *r = s->replay;
  struct table table = TABLE(s->out->arena, "lrr");
  int64_t green_both = r->all.visits - r->red_both - r->red_only[0] - r->red_only[1];
  say_title(s, "两种规则的差别", "What differs between A and B");
  table_add(&table, TEXT(""));
  add_word(s, &table, "B 绿码", "green by B");
  add_word(s, &table, "B 红码", "red by B");
  add_word(s, &table, "A 绿码", "green by A");
  table_add_number(&table, green_both);
  table_add_number(&table, r->red_only[1]);
  add_word(s, &table, "A 红码", "red by A");
  table_add_number(&table, r->red_only[0]);
  table_add_number(&table, r->red_both);
  table_write(&table, s->out);
}

/* "visits, red A, share" and for two policies "red B, share" of one row or of the header. */
static void add_tally(const struct saying *s, struct table *table, const struct tally *tally) {
  if (tally)
    table_add_number(table, tally->visits);
  else
    add_word(s, table, "访企", "visits");
  for (size_t p = 0; p < s->replay->policy_count; p++) {
    if (tally) {
      table_add_number(table, tally->red[p]);
      table_add_share(table, tally->red[p], tally->visits);
    } else {
      const char *one = word(s, "红码", "red");
      const char *first = word(s, "A 红码", "red by A"), *second = word(s, "B 红码", "red by B");
      table_add(table, text_of(!two(s) ? one : p == 0 ? first : second));
      table_add(table, TEXT(""));
    }
  }
}

static void say_units(const struct saying *s) {
  struct table table = TABLE(s->out->arena, two(s) ? "lrrrrr" : "lrrr");
  say_title(s, "按单位", "By unit");
  add_word(s, &table, "单位", "unit");
  add_tally(s, &table, NULL);
  for (size_t i = 0; i < s->replay->unit_count; i++) {
    table_add(&table, names_text(s->replay->history->units, s->replay->units[i].unit));
    add_tally(s, &table, &s->replay->units[i].tally);
  }
  table_write(&table, s->out);
}

static void say_months(const struct saying *s) {
  struct table table = TABLE(s->out->arena, two(s) ? "lrrrrr" : "lrrr");
  say_title(s, "按月份", "By month");
  add_word(s, &table, "月份", "month");
  add_tally(s, &table, NULL);
  for (size_t i = 0; i < s->replay->month_count; i++) {
    int month = s->replay->first_month + (int)i;
    if (s->replay->months[i].visits == 0) continue;
    table_add(&table, arena_format(table.arena, "%04d-%02d", month / 12, month % 12 + 1));
    add_tally(s, &table, &s->replay->months[i]);
  }
  table_write(&table, s->out);
}

/* The latest name; a code with several names may stand for several businesses. */
static struct text name_of(const struct saying *s, const struct enterprise_tally *enterprise) {
  if (enterprise->name == 0) return TEXT("");
  struct text name = names_text(s->replay->history->names, enterprise->name);
  if (enterprise->name_count < 2) return name;
  return arena_format(s->out->arena, word(s, "%.*s（另有 %u 个名称）", "%.*s (other names: %u)"),
                      TEXT_ARGS(name), enterprise->name_count - 1);
}

static void say_enterprises(const struct saying *s, size_t top) {
  struct table table = TABLE(s->out->arena, two(s) ? "rllrrrrrr" : "rllrrrr");
  if (top > s->replay->enterprise_count) top = s->replay->enterprise_count;
  if (top == 0) return;
  say_title(s, "被访最多的企业", "The most visited enterprises");
  table_add(&table, TEXT(""));
  add_word(s, &table, "代码", "code");
  add_word(s, &table, "名称", "name");
  add_word(s, &table, "单位", "units");
  add_tally(s, &table, NULL);
  for (size_t i = 0; i < top; i++) {
    const struct enterprise_tally *enterprise = &s->replay->enterprises[i];
    table_add_number(&table, (int64_t)i + 1);
    table_add(&table, names_text(s->replay->history->enterprises, enterprise->enterprise));
    table_add(&table, name_of(s, enterprise));
    table_add_number(&table, enterprise->unit_count);
    add_tally(s, &table, &enterprise->tally);
  }
  table_write(&table, s->out);
}

void replay_say(const struct replay *replay, size_t top, bool chinese, struct buffer *out) {
  const struct saying s = {replay, out, chinese};
  say_history(&s);
  say_verdicts(&s);
  say_reasons(&s);
  if (two(&s)) say_difference(&s);
  say_units(&s);
  say_months(&s);
  say_enterprises(&s, top);
}
