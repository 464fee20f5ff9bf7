/* Weighs and writes what was read and what came of it, as JSON: test/wasm runs this natively and in
 * WebAssembly, and both must write the same bytes.
 *
 *   wasm_weigh CASES [POLICY FACTS]     cases as in weigh_cases.txt; facts as `heng weigh` reads */
#include "weigh_scene.h"

enum { FILE_MOST = 1 << 20 };

static void must_read(const char *path, struct arena *arena, struct text *ret_text) {
  char *bytes = arena_take(arena, FILE_MOST);
  FILE *file = fopen(path, "rb");
  *ret_text = (struct text){bytes, file ? fread(bytes, 1, FILE_MOST, file) : 0};
  if (!file || ret_text->length == FILE_MOST) {
    fprintf(stderr, "%s cannot be read\n", path);
    exit(1);
  }
  fclose(file);
}

/* What cannot be read is told too: refusals are the same as well. */
static void weigh_line(struct text line, const struct policy *policy, struct arena *arena) {
  struct facts facts;
  struct facts_names names;
  struct error error;
  if (!facts_read(line, policy, arena, &facts, &names, &error)) {
    printf("%d %s: %s\n", error.code, error.place, error.detail);
    return;
  }
  void *memory = arena_take(arena, weighing_size(facts.visit_count));
  struct verdict *verdicts = ARENA_ARRAY(arena, facts.visit_count, struct verdict);
  struct weighing *weighing = weigh(policy, &facts, memory, verdicts);
  struct buffer out = BUFFER(arena);
  facts_write(&out, policy, &facts, &names);
  verdicts_write(&out, &facts, verdicts, weighing);
  fwrite(out.at, 1, out.length, stdout);
}

/* A scene as a line of facts. */
static struct text line_of(struct scene *scene) {
  struct buffer line = BUFFER(scene->arena);
  const struct facts_names names = {scene->names, scene->names, scene->names};
  scene->facts.enterprise = TEXT("91430400MA4L00001X");
  for (size_t i = 0; i < scene->facts.visit_count; i++)
    scene->visits[i].id = arena_format(scene->arena, "v%zu", i + 1);
  facts_write(&line, &scene->policy, &scene->facts, &names);
  return buffer_text(&line);
}

static void weigh_cases(const char *path, struct arena *files) {
  struct scene scene = {.arena = arena_make()};
  struct text lines;
  must_read(path, files, &lines);
  while (lines.at) {
    struct text line = text_trim(text_cut(&lines, '\n'));
    if (line.length == 0 || line.at[0] == '#') continue;
    text_cut(&line, '|');
    read_scene(&scene, text_cut(&line, '|'));
    struct text facts = line_of(&scene);
    weigh_line(facts, &scene.policy, scene.arena);
    facts.length -= facts.length / 3; /* cut short, it is refused */
    weigh_line(facts, &scene.policy, scene.arena);
  }
  arena_free(scene.arena);
}

static void weigh_facts(const char *policy_path, const char *facts_path, struct arena *files) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct text json, lines;
  struct error error;
  must_read(policy_path, files, &json);
  must_read(facts_path, files, &lines);
  CHECK(policy_read(json, files, &policy, NULL, &error));
  while (lines.length > 0) {
    weigh_line(text_cut(&lines, '\n'), &policy, arena);
    arena_reset(arena);
  }
  arena_free(arena);
}

int main(int count, char **arguments) {
  struct arena *files = arena_make();
  if (count > 1) weigh_cases(arguments[1], files);
  if (count > 3) weigh_facts(arguments[2], arguments[3], files);
  arena_free(files);
  return check_failed != 0;
}
