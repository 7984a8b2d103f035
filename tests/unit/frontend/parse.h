/* tests/unit/frontend/parse.h
 * Lowers a text as if it were a file, for tests that look at what comes out. */
#ifndef TESTS_UNIT_FRONTEND_PARSE_H
#define TESTS_UNIT_FRONTEND_PARSE_H

#include "tests/support/tap.h"

#include "analyzer/frontend/frontend.h"
#include "analyzer/ir/verify.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct parsed {
    intern_table *names;
    arena *memory;
    frontend *front;
    ir_unit *unit;
    const char *message;
    int result;
    char directory[64];
    char path[96];
} parsed;

/* Writes `size` bytes to main.c in a fresh folder and parses it there. */
static inline void parse_bytes(parsed *p, const char *text, size_t size, const char *const *flags,
                               size_t flag_count)
{
    *p = (parsed){.names = intern_new(), .memory = arena_new(), .message = ""};
    snprintf(p->directory, sizeof p->directory, "/tmp/wand-frontend-XXXXXX");
    assert_non_null(mkdtemp(p->directory));
    snprintf(p->path, sizeof p->path, "%s/main.c", p->directory);
    FILE *file = fopen(p->path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    fclose(file);
    assert_int_equal(frontend_open(&p->front, p->names, &p->message), 0);
    frontend_request request = {.path = "main.c",
                                .directory = p->directory,
                                .flags = flags,
                                .flag_count = flag_count,
                                .wand_include = "runtime/include",
                                .root = p->directory};
    p->result = frontend_parse(p->front, &request, p->memory, &p->unit, &p->message);
    if (p->result == 0) {
        const char *problem = ir_verify(p->unit, p->memory);
        if (problem != NULL) {
            fail_msg("%s", problem);
        }
    }
}

static inline void parse_text(parsed *p, const char *text)
{
    parse_bytes(p, text, strlen(text), NULL, 0);
    if (p->result != 0) {
        fail_msg("%s", p->message);
    }
}

static inline void parse_done(parsed *p)
{
    unlink(p->path);
    rmdir(p->directory);
    frontend_close(p->front);
    arena_free(p->memory);
    intern_free(p->names);
}

#endif
