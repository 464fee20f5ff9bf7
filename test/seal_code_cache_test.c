/* What is remembered answers as verifying would: under the same keys, and no longer than they last.
 */
#include "seal/code_cache.h"

#include "base/time.h"
#include "check.h"

#define NOW (1778115600 * SECOND_US)

static const struct code sample = {
    .issuer = "hengyang",
    .visit = "4k9m2x7q0abc",
    .site = "vwxyz0123456",
    .enterprise = "91430400MA4L00001X",
    .from_us = NOW,
    .until_us = NOW + HOUR_US,
    .issued_us = NOW - DAY_US,
    .people = 3,
    .serial = 2,
    .unit = "衡阳市市场监督管理局",
};

static struct key_set *set_of(struct key *key, int64_t not_after_us) {
  struct key_set *set = key_set_make();
  struct text kid = key_kid(key);
  key_set_add(set, key, &kid, 1, not_after_us);
  return set;
}

struct scene {
  struct arena *arena;
  struct code_cache *cache;
  struct key_set *keys, *others;
  struct text text;
};

static struct scene scene_make(void) {
  struct scene scene = {.arena = arena_make(), .cache = code_cache_make()};
  struct key *key = NULL, *other = NULL;
  struct error error;
  CHECK(key_make(COSE_ES256, &key, &error) && key_make(COSE_ES256, &other, &error));
  CHECK(seal_code(key, &sample, scene.arena, &scene.text, &error));
  scene.keys = set_of(key, NOW + MINUTE_US);
  scene.others = set_of(other, KEY_WITHOUT_END);
  return scene;
}

static void scene_free(struct scene *scene) {
  key_set_free(scene->keys);
  key_set_free(scene->others);
  code_cache_free(scene->cache);
  arena_free(scene->arena);
}

static enum signature_state open_at(struct scene *scene, const struct key_set *keys, int64_t now_us,
                                    struct text text) {
  enum signature_state state;
  struct code code;
  struct error error;
  if (!CHECK(
          code_cache_open(scene->cache, keys, now_us, text, scene->arena, &state, &code, &error)))
    return SIGNATURE_INVALID;
  if (state == SIGNATURE_VALID) CHECK_TEXT(text_of(code.visit), sample.visit);
  return state;
}

static void answers_the_same_twice(void) {
  struct scene scene = scene_make();
  for (int i = 0; i < 2; i++) {
    CHECK_INTEGER(open_at(&scene, scene.keys, NOW, scene.text), SIGNATURE_VALID);
    CHECK_INTEGER(open_at(&scene, scene.others, NOW, scene.text), SIGNATURE_UNKNOWN_KEY);
  }
  scene_free(&scene);
}

static void forgets_with_its_key(void) {
  struct scene scene = scene_make();
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW, scene.text), SIGNATURE_VALID);
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW + MINUTE_US, scene.text), SIGNATURE_VALID);
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW + MINUTE_US + 1, scene.text),
                SIGNATURE_UNKNOWN_KEY);
  scene_free(&scene);
}

static void tells_a_forgery_from_what_it_knows(void) {
  struct scene scene = scene_make();
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW, scene.text), SIGNATURE_VALID);
  char *forged = (char *)(uintptr_t)arena_string(scene.arena, scene.text);
  size_t place = scene.text.length - 5;
  forged[place] = forged[place] == '0' ? '1' : '0';
  struct text text = {forged, scene.text.length};
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW, text), SIGNATURE_INVALID);
  CHECK_INTEGER(open_at(&scene, scene.keys, NOW, text), SIGNATURE_INVALID);
  scene_free(&scene);
}

TESTS(answers_the_same_twice, forgets_with_its_key, tells_a_forgery_from_what_it_knows)
