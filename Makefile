# Heng: `make` explains itself.

CC = gcc
WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wvla
CFLAGS = -O2 -g -ffunction-sections
PACKAGES = libmicrohttpd sqlite3 libcrypto libsodium libqrencode libpng libcurl libpq zlib
STANDARD = -std=gnu17 -D_GNU_SOURCE
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
B = build

# *_wasm.c is for the browser: see $(B)/gate.wasm
SOURCES := $(sort $(shell find src -name '*.c' ! -name '*_wasm.c'))
PROGRAM_OBJECTS := $(SOURCES:src/%.c=$(B)/%.o)
LIBRARY_OBJECTS := $(filter-out $(B)/main.o,$(PROGRAM_OBJECTS))
SANITIZED_OBJECTS := $(LIBRARY_OBJECTS:$(B)/%=$(B)/sanitized/%)
FUZZ_TARGETS := $(sort $(patsubst test/fuzz/%.c,%,$(wildcard test/fuzz/*_fuzz.c)))
REPLAYS := $(FUZZ_TARGETS:%=$(B)/test/fuzz/%)
TESTS := $(sort $(patsubst test/%.c,$(B)/test/%,$(wildcard test/*_test.c))) $(REPLAYS)
WASM_TESTS = $(addprefix $(B)/test/,wasm_core wasm_weigh wasm_weigh.wasm)
FUZZ_SECONDS = 60
WEB_SOURCES := $(sort $(shell find web -name node_modules -prune -o -type f -print))
PAGE_OBJECTS := $(B)/web/pages.o $(B)/web/page_bytes.o

.PHONY: help build run test check doc pictures bench fuzz clean install-packages
.DELETE_ON_ERROR:
.SECONDARY:

help: ## this text
	@echo "Heng (衡) weighs every official visit before it happens."
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

install-packages:
	@tools/install

build: install-packages ## install what is missing and build ./heng
	@$(MAKE) --no-print-directory heng

run: build ## build, make a demo city if there is none, serve it on 127.0.0.1:8080
	@demo/run

test: install-packages ## install, build and run every test, with sanitizers
	@$(MAKE) --no-print-directory heng $(B)/gate.wasm $(WASM_TESTS) $(TESTS)
	@HENG_HELD_REPLIES=/dev/null tools/test-all $(TESTS) tools/check-pure test/wasm test/walk test/pages

fuzz: install-packages ## run every fuzz target for FUZZ_SECONDS (60), one after another
	@$(MAKE) --no-print-directory $(FUZZ_TARGETS:%=$(B)/fuzz/%)
	@for target in $(FUZZ_TARGETS); do \
	  echo "  $$target, $(FUZZ_SECONDS) s"; mkdir -p $(B)/fuzz/found/$$target; \
	  (cd $(B)/fuzz && ./$$target -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -verbosity=0 \
	    -print_final_stats=1 found/$$target ../../test/fuzz/corpus/$${target%_fuzz}) || exit 1; \
	done

check: install-packages ## hold the sources against the rules of the house
	@tools/check

doc: heng ## write again what is made from the tables: man page, bash completion
	@mkdir -p doc
	@LANG=C ./heng help --man >doc/heng.1
	@LANG=C ./heng help --completion >doc/heng.bash

pictures: heng ## take the pictures in README again, of the demo city
	@tools/with-node vitest run --config tools/pictures.config.ts

bench: install-packages ## measure side by side: Heng against something bare (a few minutes)
	@$(MAKE) --no-print-directory heng $(B)/bench/bench
	@$(B)/bench/bench $(BENCHES)

clean: ## remove what was built
	rm -rf $(B) heng

# pkg-config is asked late: before install-packages it may not be there
flags = $(eval flags := $(STANDARD) $(WARNINGS) -Isrc $(shell pkg-config --cflags $(PACKAGES)))$(flags)
libraries = $(eval libraries := $(shell pkg-config --libs $(PACKAGES)) -lpthread -lm)$(libraries)

heng: $(PROGRAM_OBJECTS) $(PAGE_OBJECTS)
	@$(CC) $(CFLAGS) -Wl,--gc-sections,--print-gc-sections -o $@ $^ $(libraries) 2>$(B)/unused || \
	  { cat $(B)/unused; exit 1; }

# The pages: built by Vite, compressed, and made part of the program.
web/node_modules/.package-lock.json: web/package-lock.json
	@echo "  npm ci"
	@tools/with-node npm ci --silent --no-audit --no-fund
	@touch $@

$(B)/web/pages.c: web/node_modules/.package-lock.json $(WEB_SOURCES) policy/hengyang-2021.json $(B)/gate.wasm
	@echo "  web/"
	@tools/with-node vite build --logLevel warn
	@tools/with-node node tools/budget.mjs ../$(B)/web/dist
	@tools/with-node node tools/pack.mjs ../$(B)/web/dist ../$(B)/web/pages

$(B)/web/pages.o: $(B)/web/pages.c src/http/page.h
	@$(CC) $(STANDARD) $(WARNINGS) -Isrc -c -o $@ $<

$(B)/web/page_bytes.o: $(B)/web/pages.c
	@$(CC) -c -o $@ $(B)/web/pages.S

# What the pages know of the API; for the type check alone, so it may come after the program.
$(B)/web/schema.ts: heng
	@./heng openapi >$(B)/web/openapi.json
	@tools/with-node openapi-typescript ../$(B)/web/openapi.json -o ../$@ >/dev/null

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  $<"
	@$(CC) $(flags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/sanitized/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) $(flags) -O1 -g $(SANITIZE) -MMD -MP -c -o $@ $<

$(B)/test/%.o: test/%.c
	@mkdir -p $(@D)
	@$(CC) $(flags) -Itest -O1 -g $(SANITIZE) -MMD -MP -c -o $@ $<

$(B)/libheng-sanitized.a: $(SANITIZED_OBJECTS) $(PAGE_OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(B)/test/%_test: $(B)/test/%_test.o $(B)/libheng-sanitized.a
	@$(CC) $(SANITIZE) -o $@ $^ $(libraries)

$(B)/test/fuzz/%_fuzz: $(B)/test/fuzz/%_fuzz.o $(B)/test/fuzz/replay.o $(B)/libheng-sanitized.a
	@$(CC) $(SANITIZE) -o $@ $^ $(libraries)

# for `make fuzz` the whole program is built once more, so that its branches are seen
$(B)/fuzz/src/%.o: src/%.c
	@mkdir -p $(@D)
	@clang $(flags) -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

$(B)/fuzz/%_fuzz: test/fuzz/%_fuzz.c $(LIBRARY_OBJECTS:$(B)/%=$(B)/fuzz/src/%) $(PAGE_OBJECTS)
	@clang $(flags) -O1 -g $(SANITIZE) -fsanitize=fuzzer -o $@ $^ $(libraries)

# The gate page's core. MVP instructions alone, for old browsers; nothing is imported.
WASM = clang --target=wasm32-wasi -mcpu=mvp
CORE_SOURCES := src/gate/gate_wasm.c $(addprefix src/,$(addsuffix .c,base/text base/time gate/say \
  seal/base45 seal/cbor seal/code seal/cose seal/daylist seal/pack seal/short_code visit/admit \
  visit/listed visit/reason))
CORE_EXPORTS = core_input core_input_most core_output core_open_code core_open_list core_read_list \
  core_judge_code core_judge_short_code

$(B)/wasm/%.o: src/%.c
	@mkdir -p $(@D)
	@$(WASM) $(STANDARD) $(WARNINGS) -Isrc -Os -ffunction-sections -fdata-sections -MMD -MP -c -o $@ $<

$(B)/gate.wasm: $(CORE_SOURCES:src/%.c=$(B)/wasm/%.o)
	@$(WASM) -nostartfiles -Wl,--no-entry,--gc-sections,--strip-all,-z,stack-size=65536 \
	  $(CORE_EXPORTS:%=-Wl,--export=%) -o $@ $^

# What test/wasm holds against each other: the gate page's core, and weighing under WASI.
$(B)/test/wasm_core: $(B)/test/wasm_core.o $(B)/sanitized/gate/gate_wasm.o $(B)/libheng-sanitized.a
	@$(CC) $(SANITIZE) -o $@ $^ $(libraries)

$(B)/test/wasm_weigh: $(B)/test/wasm_weigh.o $(B)/libheng-sanitized.a
	@$(CC) $(SANITIZE) -o $@ $^ $(libraries)

$(B)/test/wasm_weigh.wasm: test/wasm_weigh.c $(addprefix src/,$(addsuffix .c,base/arena base/error \
    base/json_read base/json_write base/names base/text base/time visit/facts visit/policy \
    visit/reason visit/weigh))
	@mkdir -p $(@D)
	@$(WASM) $(STANDARD) $(WARNINGS) -Isrc -Itest -O1 -o $@ $^

# A header that is gone since the last build: what included it is compiled again.
src/%.h: ;
BENCH_SOURCES := $(wildcard bench/*.c)
$(B)/bench/%.o: bench/%.c
	@mkdir -p $(@D)
	@$(CC) $(flags) $(CFLAGS) -Itest -Ibench -MMD -MP -c -o $@ $<

$(B)/bench/bench: $(BENCH_SOURCES:bench/%.c=$(B)/bench/%.o) $(LIBRARY_OBJECTS) $(PAGE_OBJECTS)
	@$(CC) $(CFLAGS) -o $@ $^ $(libraries)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
