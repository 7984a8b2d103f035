/* The graphs of real C, through the front end: golden/NAME.c is lowered, and what cfg_print says of its
 * functions is compared with golden/NAME.cfg. After a wanted change run this program with WAND_GOLDEN=update
 * and read the difference that the version control shows. */
#include "tests/support/tap.h"

#include "analyzer/cfg/cfg.h"
#include "analyzer/frontend/frontend.h"
#include "analyzer/ir/verify.h"

#include <stdio.h>
#include <string.h>

#define FOLDER "tests/unit/cfg/golden"

static frontend *front;
static intern_table *names;

static int open_front(void **unused)
{
    const char *message = "";

    (void)unused;
    names = intern_new();
    if (frontend_open(&front, names, &message) != 0) {
        print_error("%s\n", message);
        return -1;
    }
    return 0;
}

static int close_front(void **unused)
{
    (void)unused;
    frontend_close(front);
    intern_free(names);
    return 0;
}

/* The graphs of all functions that a file defines. */
static char *graphs_of(const char *path)
{
    arena *memory = arena_new();
    frontend_request request = {.path = path, .wand_include = "runtime/include", .root = "."};
    const char *message = "";
    char *text = NULL;
    size_t length = 0;
    ir_unit *unit = NULL;
    FILE *to = open_memstream(&text, &length);

    if (frontend_parse(front, &request, memory, &unit, &message) != 0) {
        print_error("%s: %s\n", path, message);
        fail();
    }
    const char *problem = ir_verify(unit, memory);
    if (problem != NULL) {
        print_error("%s: %s\n", path, problem);
    }
    assert_null(problem);
    assert_int_equal(unit->diagnostic_count, 0);
    for (size_t i = 0; i < unit->function_count; i++) {
        if (unit->functions[i]->is_defined && !unit->functions[i]->is_system) {
            fputs(i > 0 ? "\n" : "", to);
            cfg_print(to, cfg_build(memory, unit->functions[i]));
        }
    }
    fclose(to);
    arena_free(memory);
    return text;
}

static char *read_whole(const char *path)
{
    enum { FILE_BYTES_MAX = 64 * 1024 };
    char *text = calloc(1, FILE_BYTES_MAX);
    FILE *file = fopen(path, "r");

    assert_non_null(text);
    if (file != NULL) {
        assert_true(fread(text, 1, FILE_BYTES_MAX - 1, file) < FILE_BYTES_MAX - 1);
        fclose(file);
    }
    return text;
}

static void compare(const char *source, const char *golden)
{
    const char *mode = getenv("WAND_GOLDEN");
    char *found = graphs_of(source);

    if (mode != NULL && strcmp(mode, "update") == 0) {
        FILE *file = fopen(golden, "w");
        assert_non_null(file);
        fputs(found, file);
        fclose(file);
    }
    char *expected = read_whole(golden);
    assert_string_equal(found, expected);
    free(expected);
    free(found);
}

static void test_loops(void **unused)
{
    (void)unused;
    compare(FOLDER "/loops.c", FOLDER "/loops.cfg");
}

static void test_jumps(void **unused)
{
    (void)unused;
    compare(FOLDER "/jumps.c", FOLDER "/jumps.cfg");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_loops),
    cmocka_unit_test(test_jumps),
};

TAP_MAIN_WITH(tests, open_front, close_front)
