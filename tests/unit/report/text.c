/* The text report: the compilers' form, the caret, the path. */
#include "tests/unit/report/printed.h"

#include "tests/support/tap.h"

#include <locale.h>
#include <string.h>

static const char *print_one(const char *source, uint32_t column, sample *s)
{
    sample_make(s);
    sample_source(s, "a.c", source);
    sample_finding(s, "a.c", 1, column, "message");
    return sample_print(s, report_text);
}

static void assert_printed(const char *source, uint32_t column, const char *wanted)
{
    sample s;

    assert_string_equal(print_one(source, column, &s), wanted);
    sample_drop(&s);
}

#define HEAD(column) "a.c:1:" column ": warning: message [p-rule-name]\n"

static void test_caret(void **state)
{
    (void)state;
    assert_printed("  go(x);\nmore", 3, HEAD("3") "    1 |   go(x);\n      |   ^~\n");
    assert_printed("\tgo(x);", 2, HEAD("2") "    1 | \tgo(x);\n      | \t^~\n");
    assert_printed("\xc3\xa4\xe6\xbc\xa2 go", 7,
                   HEAD("7") "    1 | \xc3\xa4\xe6\xbc\xa2 go\n      |     ^~\n");
    assert_printed("\033 go", 3, HEAD("3") "    1 | <U+001B> go\n      |          ^~\n");
    assert_printed("}\r\n", 1, HEAD("1") "    1 | }\n      | ^\n");
    assert_printed("go", 3, HEAD("3") "    1 | go\n      |   ^\n"); /* just after the end */
    assert_printed("go", 9, HEAD("9") "    1 | go\n");              /* the file changed meanwhile */
    assert_printed("", 1, HEAD("1") "    1 | \n      | ^\n");
}

/* Of a very long line the part around the caret is shown, and the caret stands below the same character. */
static void test_long_line(void **state)
{
    char source[2000];
    sample s;
    const char *printed;
    const char *line;
    const char *caret;

    (void)state;
    memset(source, '.', sizeof source);
    memcpy(source + 1000, "go", 2);
    source[sizeof source - 1] = '\0';
    printed = print_one(source, 1001, &s);
    line = strstr(printed, "\n    1 | ") + 1;
    caret = strchr(line, '\n') + 1;
    assert_true(caret - line < 170);
    assert_int_equal(strstr(line, "go") - line, strchr(caret, '^') - caret);
    assert_memory_equal(line + 8, "...", 3);
    assert_memory_equal(caret - 4, "...\n", 4);
    sample_drop(&s);
}

static void test_path(void **state)
{
    sample s;
    finding *f;

    (void)state;
    sample_make(&s);
    sample_source(&s, "a.c", "one\ntwo\nthree\n");
    f = sample_finding(&s, "a.c", 3, 1, "message");
    finding_add_step(&s.list, f, (finding_place){"a.c", 1, 1}, 0, "begins");
    finding_add_step(&s.list, f, (finding_place){"a.c", 1, 2}, 1, "goes on");
    finding_add_step(&s.list, f, (finding_place){"gone.c", 7, 1}, 0, "ends");
    finding_add_related(&s.list, f, (finding_place){"a.c", 2, 1}, "beside");
    f->macro = "GO";
    f->macro_place = (finding_place){"a.h", 4, 9};
    f->is_preview = true;
    sample_finding(&s, "b.c", 1, 1, "silent")->suppressed = "why";
    assert_string_equal(sample_print(&s, report_text), "a.c:3:1: warning: message (preview) [p-rule-name]\n"
                                                       "    3 | three\n"
                                                       "      | ^~~~~\n"
                                                       "a.h:4:9: note: macro 'GO' is defined here\n"
                                                       "a.c:1:1: note: (1) begins\n"
                                                       "    1 | one\n"
                                                       "a.c:1:2: note: (2)   goes on\n"
                                                       "gone.c:7:1: note: (3) ends\n"
                                                       "a.c:2:1: note: beside\n"
                                                       "    2 | two\n");
    assert_string_equal(report_summary(s.memory, &s.input),
                        "1 finding in 1 of 1 files (1 warning, 1 suppressed)");
    sample_drop(&s);
}

static void test_hostile_names(void **state)
{
    sample s;

    (void)state;
    sample_make(&s);
    sample_finding(&s, "a\n\033.c", 1, 1, "\r\x9b");
    assert_string_equal(sample_print(&s, report_text),
                        "a<U+000A><U+001B>.c:1:1: warning: <U+000D><9B> [p-rule-name]\n");
    sample_drop(&s);
}

static void test_colour(void **state)
{
    sample s;
    const char *printed;

    (void)state;
    sample_make(&s);
    s.input.colour = true;
    sample_finding(&s, "a.c", 1, 1, "message");
    printed = sample_print(&s, report_text);
    assert_non_null(strstr(printed, "\033[1;35mwarning: "));
    assert_string_equal(printed + strlen(printed) - 5, "\033[0m\n");
    sample_drop(&s);
}

static int setup(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(test_caret, setup), cmocka_unit_test(test_long_line), cmocka_unit_test(test_path),
    cmocka_unit_test(test_hostile_names),      cmocka_unit_test(test_colour),
};

TAP_MAIN(tests)
