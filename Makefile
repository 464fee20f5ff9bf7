# Heng: `make` explains itself.

CC = gcc
WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wvla
CFLAGS = -O2 -g
PACKAGES = libmicrohttpd sqlite3 libcrypto libsodium libqrencode libpng libcurl libpq zlib
STANDARD = -std=gnu17 -D_GNU_SOURCE
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
B = build

SOURCES := $(sort $(shell find src -name '*.c'))
PROGRAM_OBJECTS := $(SOURCES:src/%.c=$(B)/%.o)
LIBRARY_OBJECTS := $(filter-out $(B)/main.o,$(PROGRAM_OBJECTS))
SANITIZED_OBJECTS := $(LIBRARY_OBJECTS:$(B)/%=$(B)/sanitized/%)
TESTS := $(sort $(patsubst test/%.c,$(B)/test/%,$(wildcard test/*_test.c)))

.PHONY: help run test check bench fuzz clean install-packages
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
	@$(MAKE) --no-print-directory heng $(TESTS)
	@tools/test-all $(TESTS)

clean: ## remove what was built
	rm -rf $(B) heng

# pkg-config is asked late: before install-packages it may not be there
flags = $(eval flags := $(STANDARD) $(WARNINGS) -Isrc $(shell pkg-config --cflags $(PACKAGES)))$(flags)
libraries = $(eval libraries := $(shell pkg-config --libs $(PACKAGES)) -lpthread -lm)$(libraries)

heng: $(PROGRAM_OBJECTS)
	@$(CC) $(CFLAGS) -o $@ $^ $(libraries)

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  $<"
	@$(CC) $(flags) $(CFLAGS) -MMD -c -o $@ $<

$(B)/sanitized/%.o: src/%.c
	@mkdir -p $(@D)
	@$(CC) $(flags) -O1 -g $(SANITIZE) -MMD -c -o $@ $<

$(B)/test/%.o: test/%.c
	@mkdir -p $(@D)
	@$(CC) $(flags) -Itest -O1 -g $(SANITIZE) -MMD -c -o $@ $<

$(B)/libheng-sanitized.a: $(SANITIZED_OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(B)/test/%_test: $(B)/test/%_test.o $(B)/libheng-sanitized.a
	@$(CC) $(SANITIZE) -o $@ $^ $(libraries)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
