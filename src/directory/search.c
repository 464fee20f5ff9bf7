/* Searching walks the list of the words' rarest piece, in the order of the answer, and keeps the
 * enterprises that have all of the words. The list of a piece is in two parts: enterprises that
 * begin with it, and others. When the words begin a name, the first piece stands at its beginning
 * and no other piece does, so one part has all that come first in the answer. */
#include "directory/search.h"

#include "directory/gram.h"
#include "directory/sql.h"

enum { WALK_STEP = 200, WALK_MOST = 20000, COUNT_MOST = 2000 };

/* Where an answer goes on: in which pass, over which of the words' pieces, after which entry. */
struct position {
  int64_t pass, piece, length;
  struct text enterprise;
};

enum { PASS_BEGINS, PASS_INSIDE, PASS_AT_BEGINNING, PASS_COUNT };

struct search {
  struct act *act;
  struct folded words;
  struct gram pieces[NAME_MOST];
  size_t piece_count;
  bool inactive;
  int64_t limit, walked;
  struct position position, last; /* where the walk is, and where the page's last entry was */
  struct page *page;
};

void search_index(struct store *store, const struct enterprise *enterprise, bool present) {
  struct gram grams[GRAMS_MOST];
  size_t count =
      grams_of_enterprise(enterprise->name, enterprise->short_name, enterprise->head.id, grams);
  const struct statement *statement = present ? &sql_gram_add : &sql_gram_drop;
  int64_t length = (int64_t)text_count_code_points(enterprise->name);
  for (size_t i = 0; i < count; i++) {
    struct text gram = {grams[i].bytes, grams[i].length};
    RUN(store, *statement, V(gram), V((int64_t)grams[i].inside), V(length), V(enterprise->head.id));
  }
}

static int64_t rarest_piece(struct search *search) {
  int64_t rarest = 0, fewest = INT64_MAX;
  for (size_t i = 0; i < search->piece_count; i++) {
    struct text gram = {search->pieces[i].bytes, search->pieces[i].length};
    int64_t count =
        FIND_INTEGER(search->act->store, sql_gram_count, 0, V(gram), V((int64_t)COUNT_MOST));
    if (count >= fewest) continue;
    rarest = (int64_t)i;
    fewest = count;
  }
  return rarest;
}

/* "pass.piece.length.enterprise" */
static bool read_position(struct text after, size_t piece_count, struct position *ret_position) {
  struct text pass = text_cut(&after, '.'), piece = text_cut(&after, '.'),
              length = text_cut(&after, '.');
  ret_position->enterprise = page_after(after);
  return text_to_integer(pass, &ret_position->pass) &&
         text_to_integer(piece, &ret_position->piece) &&
         text_to_integer(length, &ret_position->length) && ret_position->pass >= 0 &&
         ret_position->pass < PASS_COUNT && ret_position->piece >= 0 &&
         ret_position->piece < (int64_t)piece_count;
}

static void end_page(struct search *search, const struct position *at) {
  search->page->next =
      arena_format(search->act->arena, "%lld.%lld.%lld.%.*s", (long long)at->pass,
                   (long long)at->piece, (long long)at->length, TEXT_ARGS(at->enterprise));
}

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

/* Does the enterprise belong to the answer of this pass? The later passes leave out what the first
 * has given, which is what begins with the words in that part of the list that it walked. */
static bool belongs(const struct search *search, const struct enterprise *enterprise) {
  bool begins = false;
  bool found = stands_in(search, enterprise->name, &begins);
  found |= stands_in(search, enterprise->short_name, &begins);
  found |= stands_in(search, enterprise->head.id, &begins);
  const struct position *at = &search->position;
  if (at->pass == PASS_BEGINS) return begins;
  bool given = begins && walks_inside(at->pass, at->piece) == walks_inside(PASS_BEGINS, at->piece);
  return found && !given;
}

/* What the walk needs of an entry. */
struct walked {
  int64_t length;
  struct enterprise enterprise;
};

static const struct field walked_fields[] = {
    FIELD(INTEGER, struct walked, length),
    FIELD_NAMED("id", TEXT, struct walked, enterprise.head.id),
    FIELD_NAMED("name", TEXT, struct walked, enterprise.name),
    FIELD_NAMED("short_name", TEXT, struct walked, enterprise.short_name),
    FIELDS_END,
};

/* Adds an enterprise to the page, or ends a page that is full after its last. */
static bool take(struct search *search, struct text enterprise) {
  struct list *items = &search->page->items;
  if (items->count == (size_t)search->limit) {
    end_page(search, &search->last);
    return false;
  }
  struct enterprise *item = (struct enterprise *)items->at + items->count;
  if (enterprise_find(search->act->store, enterprise, search->act->arena, item)) items->count++;
  search->last = search->position;
  return true;
}

/* Walks some entries of the list; false when the page has ended or the list has. */
static bool walk(struct search *search) {
  struct position *at = &search->position;
  struct gram piece = search->pieces[at->piece];
  struct list rows = LIST(search->act->store, sql_gram_walk, walked_fields, struct walked,
                          search->act->arena, V(((struct text){piece.bytes, piece.length})),
                          V((int64_t)walks_inside(at->pass, at->piece)), V(at->length),
                          V(at->enterprise), V((int64_t)search->inactive), V((int64_t)WALK_STEP));
  const struct walked *walked = rows.at;
  for (size_t i = 0; i < rows.count; i++) {
    at->length = walked[i].length;
    at->enterprise = walked[i].enterprise.head.id;
    if (belongs(search, &walked[i].enterprise) && !take(search, at->enterprise)) return false;
  }
  search->walked += (int64_t)rows.count;
  if (rows.count < WALK_STEP) return false;
  if (search->walked >= WALK_MOST) end_page(search, at);
  return search->walked < WALK_MOST;
}

static void run_passes(struct search *search) {
  /* Whatever has a word of one or two characters at its beginning begins with it. */
  int64_t passes = search->words.count > 2 ? PASS_COUNT : PASS_AT_BEGINNING;
  while (search->position.pass < passes) {
    while (walk(search)) {
    }
    if (search->page->next.at) return;
    search->position = (struct position){
        .pass = search->position.pass + 1, .piece = search->position.piece, .enterprise = TEXT("")};
  }
}

bool search_enterprises(struct act *act, struct text words, bool inactive, struct text after,
                        int64_t limit, struct page *ret_page) {
  *ret_page =
      (struct page){.items = {.at = ARENA_ARRAY(act->arena, (size_t)limit, struct enterprise)}};
  struct search search = {.act = act, .inactive = inactive, .limit = limit, .page = ret_page};
  gram_fold(words, &search.words);
  search.piece_count = grams_of_query(&search.words, search.pieces);
  if (search.piece_count == 0) return true;
  if (!after.at)
    search.position = (struct position){.piece = rarest_piece(&search), .enterprise = TEXT("")};
  else if (!read_position(after, search.piece_count, &search.position))
    return act_refuse(act, ERROR_bad_field, "after", "it is not the `next` of a page");
  run_passes(&search);
  return true;
}
