/* Searching names walks the list of the words' rarest piece, in the order of the answer, and keeps
 * the enterprises that have all of the words. The list of a piece is in two parts: enterprises that
 * begin with it, and others. When the words begin a name, the first piece stands at its beginning
 * and no other piece does, so one part has all that come first in the answer. */
#include "directory/search.h"

#include "directory/gram.h"
#include "directory/sql.h"
#include "people/uscc.h"

enum { WALK_STEP = 200, WALK_MOST = 20000, COUNT_MOST = 2000 };

enum pass {
  PASS_BEGINS,
  PASS_INSIDE,
  PASS_AT_BEGINNING, /* its piece begins the name, which has the words inside all the same */
  PASS_CODE_BEGINS,
  PASS_CODE_INSIDE,
  PASS_COUNT
};

/* Where an answer goes on: after which entry of which pass. */
struct position {
  int64_t pass;
  int64_t piece, length, number; /* of names: in the list of which of the words' pieces */
  struct text code;              /* of codes */
};

struct search {
  struct act *act;
  struct folded words;
  struct gram pieces[NAME_MOST];
  size_t piece_count;
  struct text code; /* the words as part of a code; NO_TEXT when they cannot be */
  bool inactive;
  int64_t limit, walked;
  struct position position, last; /* where the walk is, and where the page's last entry was */
  struct page *page;
};

/* What a walk needs of an entry. */
struct walked {
  int64_t length, number;
  struct enterprise enterprise;
};

static const struct field walked_fields[] = {
    FIELD(INTEGER, struct walked, length),
    FIELD(INTEGER, struct walked, number),
    FIELD_NAMED("id", TEXT, struct walked, enterprise.head.id),
    FIELD_NAMED("name", TEXT, struct walked, enterprise.name),
    FIELD_NAMED("short_name", TEXT, struct walked, enterprise.short_name),
    FIELDS_END,
};

/* ---- the pieces ---- */

static struct text gram_text(const struct gram *gram) {
  return (struct text){gram->bytes, gram->length};
}

static void run_on_pieces(struct store *store, const struct statement *statement,
                          const struct enterprise *enterprise, int64_t number) {
  struct gram grams[GRAMS_MOST];
  size_t count = grams_of_names(enterprise->name, enterprise->short_name, grams);
  int64_t length = (int64_t)text_count_code_points(enterprise->name);
  for (size_t i = 0; i < count; i++)
    RUN(store, *statement, V(gram_text(&grams[i])), V((int64_t)grams[i].inside), V(length),
        V(number));
}

void search_index(struct store *store, const struct enterprise *enterprise, int64_t number) {
  run_on_pieces(store, &sql_gram_add, enterprise, number);
}

void search_forget(struct store *store, const struct enterprise *enterprise, int64_t number) {
  run_on_pieces(store, &sql_gram_drop, enterprise, number);
}

static int64_t rarest_piece(struct search *search) {
  int64_t rarest = 0, fewest = INT64_MAX;
  for (size_t i = 0; i < search->piece_count; i++) {
    int64_t count = FIND_INTEGER(search->act->store, sql_gram_count, 0,
                                 V(gram_text(&search->pieces[i])), V((int64_t)COUNT_MOST));
    if (count >= fewest) continue;
    rarest = (int64_t)i;
    fewest = count;
  }
  return rarest;
}

/* ---- the place in the answer: "pass.piece.length.number" or "pass.code" ---- */

static bool read_position(struct text after, size_t piece_count, struct position *ret_position) {
  struct text pass = text_cut(&after, '.');
  if (!text_to_integer(pass, &ret_position->pass) || ret_position->pass < 0 || !after.at)
    return false;
  ret_position->code = after;
  if (ret_position->pass >= PASS_CODE_BEGINS) return ret_position->pass < PASS_COUNT;
  struct text piece = text_cut(&after, '.'), length = text_cut(&after, '.');
  return text_to_integer(piece, &ret_position->piece) &&
         text_to_integer(length, &ret_position->length) && after.at &&
         text_to_integer(after, &ret_position->number) && ret_position->piece >= 0 &&
         ret_position->piece < (int64_t)piece_count;
}

static void end_page(struct search *search, const struct position *at) {
  struct arena *arena = search->act->arena;
  search->page->next =
      at->pass >= PASS_CODE_BEGINS
          ? arena_format(arena, "%lld.%.*s", (long long)at->pass, TEXT_ARGS(at->code))
          : arena_format(arena, "%lld.%lld.%lld.%lld", (long long)at->pass, (long long)at->piece,
                         (long long)at->length, (long long)at->number);
}

/* ---- what belongs to which pass ---- */

/* Which part of the piece's list a pass walks. */
static bool walks_inside(int64_t pass, int64_t piece) {
  return pass == PASS_INSIDE || (pass == PASS_BEGINS && piece > 0);
}

static bool stands_in(const struct search *search, struct text whole, bool *ret_begins) {
  struct folded folded;
  gram_fold(whole, &folded);
  *ret_begins |= gram_stands_at(&folded, &search->words, 0);
  return gram_stands_in(&folded, &search->words);
}

/* Later passes leave out what earlier ones gave: the first gave the names that begin with the words
 * in the part of the list that it walked, the first three together every name that has them. */
static bool belongs(const struct search *search, const struct enterprise *enterprise) {
  const struct position *at = &search->position;
  bool begins = false, code_begins = false;
  bool found = stands_in(search, enterprise->name, &begins);
  found |= stands_in(search, enterprise->short_name, &begins);
  if (at->pass == PASS_BEGINS) return begins;
  if (at->pass >= PASS_CODE_BEGINS) {
    stands_in(search, enterprise->head.id, &code_begins);
    return !found && code_begins == (at->pass == PASS_CODE_BEGINS);
  }
  bool given = begins && walks_inside(at->pass, at->piece) == walks_inside(PASS_BEGINS, at->piece);
  return found && !given;
}

/* Whatever has a word of one or two characters at its beginning begins with it. */
static bool skips(const struct search *search, int64_t pass) {
  if (pass == PASS_AT_BEGINNING) return search->words.count <= 2;
  if (pass == PASS_CODE_INSIDE) return !search->code.at || search->code.length == USCC_LENGTH;
  return pass == PASS_CODE_BEGINS && !search->code.at;
}

/* ---- walking ---- */

/* Adds an enterprise to the page, or ends a page that is full after its last. */
static bool take(struct search *search, struct text enterprise) {
  struct list *items = &search->page->items;
  if (items->count == (size_t)search->limit) {
    end_page(search, &search->last);
    return false;
  }
  struct enterprise *item = (struct enterprise *)items->at + items->count;
  if (FIND(search->act->store, sql_enterprise_by_id, enterprise_fields, item, search->act->arena,
           V(enterprise)))
    items->count++;
  search->last = search->position;
  return true;
}

static struct list next_entries(struct search *search) {
  struct store *store = search->act->store;
  struct arena *arena = search->act->arena;
  const struct position *at = &search->position;
  struct value inactive = V((int64_t)search->inactive), step = V((int64_t)WALK_STEP);
  struct text code = search->code;
  if (at->pass == PASS_CODE_BEGINS) {
    /* All codes are as long as `at->code`; none has a character after "z". */
    struct text from = at->code.length ? arena_format(arena, "%.*s0", TEXT_ARGS(at->code)) : code;
    return LIST(store, sql_code_begins, walked_fields, struct walked, arena, V(from),
                V(arena_format(arena, "%.*sz", TEXT_ARGS(code))), inactive, step);
  }
  if (at->pass == PASS_CODE_INSIDE)
    return LIST(store, sql_code_inside, walked_fields, struct walked, arena, V(at->code),
                V(arena_format(arena, "_%%%.*s%%", TEXT_ARGS(code))), inactive, step);
  return LIST(store, sql_gram_walk, walked_fields, struct walked, arena,
              V(gram_text(&search->pieces[at->piece])),
              V((int64_t)walks_inside(at->pass, at->piece)), V(at->length), V(at->number), inactive,
              step);
}

/* Walks some entries; false when the page has ended or the pass has. */
static bool walk(struct search *search) {
  struct position *at = &search->position;
  struct list entries = next_entries(search);
  const struct walked *walked = entries.at;
  for (size_t i = 0; i < entries.count; i++) {
    at->length = walked[i].length;
    at->number = walked[i].number;
    at->code = walked[i].enterprise.head.id;
    if (belongs(search, &walked[i].enterprise) && !take(search, at->code)) return false;
  }
  search->walked += (int64_t)entries.count;
  if (entries.count < WALK_STEP) return false;
  if (search->walked >= WALK_MOST) end_page(search, at);
  return search->walked < WALK_MOST;
}

static void run_passes(struct search *search) {
  while (search->position.pass < PASS_COUNT) {
    while (!skips(search, search->position.pass) && walk(search)) {
    }
    if (search->page->next.at) return;
    search->position = (struct position){
        .pass = search->position.pass + 1, .piece = search->position.piece, .code = TEXT("")};
  }
}

/* The words as part of a code: digits and capitals, more than one. */
static struct text as_code(const struct folded *words, struct arena *arena) {
  if (words->count < 2 || words->count > USCC_LENGTH) return NO_TEXT;
  struct buffer code = BUFFER(arena);
  for (size_t i = 0; i < words->count; i++) {
    int32_t c = words->at[i];
    if ((c < '0' || c > '9') && (c < 'A' || c > 'Z')) return NO_TEXT;
    buffer_add_byte(&code, (char)c);
  }
  return buffer_text(&code);
}

bool search_enterprises(struct act *act, struct text words, bool inactive, struct text after,
                        int64_t limit, struct page *ret_page) {
  *ret_page =
      (struct page){.items = {.at = ARENA_ARRAY(act->arena, (size_t)limit, struct enterprise)}};
  struct search search = {.act = act, .inactive = inactive, .limit = limit, .page = ret_page};
  gram_fold(words, &search.words);
  search.piece_count = grams_of_query(&search.words, search.pieces);
  search.code = as_code(&search.words, act->arena);
  if (search.piece_count == 0) return true;
  if (!after.at)
    search.position = (struct position){.piece = rarest_piece(&search)};
  else if (!read_position(after, search.piece_count, &search.position))
    return act_refuse(act, ERROR_bad_field, "after", "it is not the `next` of a page");
  run_passes(&search);
  return true;
}
