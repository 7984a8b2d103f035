/* Ten thousand levels of anything. */
#include "tests/unit/frontend/parse.h"

#include <errno.h>

enum { LEVELS = 10000 };

/* head, `levels` times open, middle, `levels` times close, tail. */
static void nest(int levels, const char *head, const char *open, const char *middle, const char *close,
                 const char *tail)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    parsed p;

    fputs(head, to);
    for (int i = 0; i < levels; i++) {
        fputs(open, to);
    }
    fputs(middle, to);
    for (int i = 0; i < levels; i++) {
        fputs(close, to);
    }
    fputs(tail, to);
    fclose(to);
    parse_bytes(&p, text, size, NULL, 0);
    if (levels == LEVELS) {
        assert_int_equal(p.result, 0);
        const ir_function *f = ir_function_named(p.unit, "f");
        assert_non_null(f);
        assert_true(f->is_defined);
        assert_int_equal(f->not_understood_count, 0);
    } else {
        assert_true(p.result == 0 || p.result == -EFAULT);
    }
    free(text);
    parse_done(&p);
}

#define HEAD "int g(int a);\nint f(int a)\n{\n"

static void test_parentheses(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD "return ", "(", "a", ")", ";}\n");
}

static void test_not(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD "return ", "!", "a", "", ";}\n");
    nest(LEVELS, HEAD "if (", "!", "a", "", ") return 1; return 0;}\n");
}

static void test_else_if(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD, "if (a == 1) g(1); else ", ";", "", "return 0;}\n");
}

static void test_blocks(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD, "{ int b = a; ", "g(a);", "}", "return 0;}\n");
}

static void test_loops(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD, "for (;;) ", "return 1;", "", "}\n");
    nest(LEVELS, HEAD, "while (a) ", "g(1);", "", "return 0;}\n");
}

static void test_conditionals(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD "return ", "a ? 1 : ", "a", "", ";}\n");
    nest(LEVELS, HEAD "return ", "a && ", "a", "", ";}\n");
    nest(LEVELS, HEAD "if (", "a || ", "a", "", ") g(1); return 0;}\n");
}

static void test_operators(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD "return ", "a + ", "a", "", ";}\n");
    nest(LEVELS, HEAD "return ", "g(", "a", ")", ";}\n");
    nest(LEVELS, HEAD, "a = ", "1", "", "; return a;}\n");
    nest(LEVELS, HEAD, "a, ", "1", "", "; return a;}\n");
}

static void test_labels(void **unused)
{
    (void)unused;
    nest(LEVELS, HEAD "switch (a) { default: ", "switch (a) default: ", "g(1);", "", "} return 0;}\n");
}

/* Deeper than any stack: the file is lost, the program is not, and the next file is fine. */
static void test_bottomless(void **unused)
{
    (void)unused;
    nest(2000000, HEAD "return ", "!", "a", "", ";}\n");
    nest(LEVELS, HEAD "return ", "~", "a", "", ";}\n");
}

static void test_long_tables(void **unused)
{
    (void)unused;
    nest(LEVELS, "int t[] = {", "1, ", "2", "", "};\nint f(void) { return t[3]; }\n");
    nest(LEVELS, "int g(int a); int f(int a) { int t[] = {", "g(a), ", "2", "", "}; return t[3]; }\n");
}

/* Some of these take clang squared time. */
static int give_time(void **unused)
{
    (void)unused;
    alarm(600);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_parentheses), cmocka_unit_test(test_not),    cmocka_unit_test(test_else_if),
    cmocka_unit_test(test_blocks),      cmocka_unit_test(test_loops),  cmocka_unit_test(test_conditionals),
    cmocka_unit_test(test_operators),   cmocka_unit_test(test_labels), cmocka_unit_test(test_bottomless),
    cmocka_unit_test(test_long_tables),
};

TAP_MAIN_WITH(tests, give_time, NULL)
