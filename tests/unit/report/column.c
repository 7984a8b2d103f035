/* Columns: from bytes to UTF-16 code units, and the end of a word. */
#include "analyzer/report/column.h"

#include "tests/support/tap.h"

#include <string.h>

static void test_utf16(void **state)
{
    static const struct {
        const char *line;
        uint32_t bytes, units;
    } cases[] = {
        {"abc", 1, 1},
        {"abc", 3, 3},
        {"abc", 4, 4},
        {"abc", 9, 4}, /* beyond the end: just after it */
        {"\tx", 2, 2},
        {"\xc3\xa4x", 3, 2},         /* two bytes, one unit */
        {"\xe2\x82\xacx", 4, 2},     /* three bytes, one unit */
        {"\xf0\x9f\x98\x80x", 5, 3}, /* four bytes, two units */
        {"\xf0\x9f\x98\x80\xc3\xa4x", 7, 4},
        {"\xff\xfex", 3, 3}, /* no UTF-8: one unit a byte */
        {"\xef\xbb\xbfx", 4, 2},
        {"", 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(column_utf16(cases[i].line, strlen(cases[i].line), cases[i].bytes, false),
                         cases[i].units);
    }
    assert_int_equal(column_utf16("\xef\xbb\xbfx", 4, 4, true), 1); /* a byte order mark is none */
    assert_int_equal(column_utf16("x", 1, 1, true), 1);
}

static void test_word(void **state)
{
    static const struct {
        const char *line;
        uint32_t begin, end;
    } cases[] = {
        {"wand_go(x)", 1, 8}, {"a(b)", 2, 3},     {"}", 1, 2}, {"ab", 3, 3},
        {"\xc3\xa4x+", 1, 4}, {"\xe2\x82", 1, 3}, {"", 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(column_after_word(cases[i].line, strlen(cases[i].line), cases[i].begin),
                         cases[i].end);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_utf16),
    cmocka_unit_test(test_word),
};

TAP_MAIN(tests)
