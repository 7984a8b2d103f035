/* Every program of the corpus is lowered, and what comes out keeps the promises of ir.h. */
#include "tests/support/tap.h"

#include "analyzer/frontend/frontend.h"
#include "analyzer/ir/verify.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>

static frontend *front;
static intern_table *names;
static size_t file_count;
static size_t bad_count;

static void verify_file(const char *path)
{
    arena *memory = arena_new();
    frontend_request request = {.path = path, .wand_include = "runtime/include", .root = "."};
    const char *message = "";
    ir_unit *unit = NULL;
    int rc = frontend_parse(front, &request, memory, &unit, &message);
    const char *problem = rc != 0 ? message : ir_verify(unit, memory);

    if (problem != NULL) {
        print_error("%s: %s\n", path, problem);
        bad_count++;
    }
    file_count++;
    arena_free(memory);
}

static int visit(const char *path, const struct stat *status, int type, struct FTW *place)
{
    const char *dot = strrchr(path, '.');

    (void)status;
    (void)place;
    if (type == FTW_F && dot != NULL && strcmp(dot, ".c") == 0) {
        verify_file(path);
    }
    return 0;
}

static void test_corpus(void **unused)
{
    (void)unused;
    assert_int_equal(nftw("corpus", visit, 16, FTW_PHYS), 0);
    assert_int_equal(bad_count, 0);
    assert_true(file_count > 20); /* or the search itself no longer works */
}

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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_corpus),
};

TAP_MAIN_WITH(tests, open_front, close_front)
