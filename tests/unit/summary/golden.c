/* Summaries of small C files as text: golden/NAME.c and golden/NAME.summary. After a wanted change run this
 * program with WAND_GOLDEN=update and read the difference that the version control shows. */
#include "tests/support/parse.h"
#include "tests/support/summary_text.h"
#include "tests/support/tap.h"

#include "analyzer/summary/program.h"

#include <stdio.h>
#include <string.h>

#define FOLDER "tests/unit/summary/golden"

enum { GOLDEN_BYTES_MAX = 64 * 1024 };

static parse_session *session;

static void print_summaries(FILE *to, const program *p)
{
    bool is_first = true;

    for (size_t i = 0; i < p->function_count; i++) {
        const program_function *f = p->functions[i];
        if (!f->function->is_system) {
            fputs(is_first ? "" : "\n", to);
            summary_print(to, f->summary);
            is_first = false;
        }
    }
}

static program *analyse(arena *memory, const char *source)
{
    ir_unit **units = ARENA_ARRAY(memory, ir_unit *, 1);
    model *models = model_new(memory, parse_names(session));
    const char *message = "";

    units[0] = parse_file(session, memory, source);
    assert_int_equal(model_read_builtin(models, &message), 0);
    return program_analyse(memory, parse_names(session), models, units, 1);
}

static char *text_of(const char *source)
{
    arena *memory = arena_new();
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    print_summaries(to, analyse(memory, source));
    fclose(to);
    arena_free(memory);
    return text;
}

static void compare(const char *name)
{
    const char *mode = getenv("WAND_GOLDEN");
    char source[200], golden[200], *found, *expected = calloc(1, GOLDEN_BYTES_MAX);

    snprintf(source, sizeof source, FOLDER "/%s.c", name);
    snprintf(golden, sizeof golden, FOLDER "/%s.summary", name);
    found = text_of(source);
    if (mode != NULL && strcmp(mode, "update") == 0) {
        FILE *file = fopen(golden, "w");
        assert_non_null(file);
        fputs(found, file);
        fclose(file);
    }
    FILE *file = fopen(golden, "r");
    assert_non_null(file);
    assert_non_null(expected);
    assert_true(fread(expected, 1, GOLDEN_BYTES_MAX - 1, file) < GOLDEN_BYTES_MAX - 1);
    fclose(file);
    assert_string_equal(found, expected);
    free(expected);
    free(found);
}

static void test_results(void **unused)
{
    (void)unused;
    compare("results");
}

static void test_effects(void **unused)
{
    (void)unused;
    compare("effects");
}

static void test_making(void **unused)
{
    (void)unused;
    compare("making");
}

static void test_recursion(void **unused)
{
    (void)unused;
    compare("recursion");
}

static void test_callbacks(void **unused)
{
    (void)unused;
    compare("callbacks");
}

static int open_session(void **unused)
{
    (void)unused;
    session = parse_open();
    return session == NULL ? -1 : 0;
}

static int close_session(void **unused)
{
    (void)unused;
    parse_close(session);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_results),   cmocka_unit_test(test_effects),   cmocka_unit_test(test_making),
    cmocka_unit_test(test_recursion), cmocka_unit_test(test_callbacks),
};

TAP_MAIN_WITH(tests, open_session, close_session)
