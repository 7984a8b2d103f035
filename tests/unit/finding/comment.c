/* The comment scanner: what is a comment and what only looks like one. */
#include "analyzer/finding/comment.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>

/* Each text's comments as "line:column-endline text|", with the marks c (follows code) and i (inside #if). */
static const struct {
    const char *source;
    const char *comments;
} cases[] = {
    {"// a\n", "1:1-1 a|"},
    {"x; // a\n/* b */", "1:4-1c a|2:1-2 b |"},
    {"/* a */ x; /* b */", "1:1-1 a |1:12-1c b |"},
    {"/* a\n   b */ // c\n", "1:1-2 a\n   b |2:9-2 c|"},
    {"\"// no\" // yes\n", "1:9-1c yes|"},
    {"\"/* no */\" '/*' '\"' // yes", "1:21-1c yes|"},
    {"\"a\\\"// no\" // yes", "1:12-1c yes|"},
    {"'\\'' // yes", "1:6-1c yes|"},
    {"\"unclosed // no\n// yes", "2:1-2 yes|"},
    {"#error don't // no\n// yes", "2:1-2 yes|"},
    {"\"spliced \\\n// no\" // yes", "2:8-2c yes|"},
    {"// a \\\nb\n// c", "1:1-2 a \\\nb|3:1-3 c|"},
    {"/\\\n/ a\n", "1:1-2 a|"},
    {"/\\\r\n* a *\\\r\n/ x", "1:1-3 a |"},
    {"/*/ a */", "1:1-1/ a |"},
    {"/**/ // b", "1:1-1|1:6-1 b|"},
    {"/***/ x", "1:1-1*|"},
    {"a / b // c\n", "1:7-1c c|"},
    {"1'000 // a\n'x'", "1:7-1c a|"},
    {"u8\"//\" L'/' // a", "1:13-1c a|"},
    {"\r// a\r// b\r\n// c", "2:1-2 a|3:1-3 b|4:1-4 c|"},
    {"#if 1\n// a\n#endif\n// b", "2:1-2i a|4:1-4 b|"},
    {"#ifdef A // a\n# if B\n# endif\n#endif\n// b", "1:10-1ci a|5:1-5 b|"},
    {"#endif\n#ifndef X\n// a\n", "3:1-3i a|"},
    {"x # if\n// a\n", "2:1-2 a|"},
    {"/* unclosed\n", "1:1-2 unclosed\n|"},
    {"/* unclosed *", "1:1-1 unclosed *|"},
    {"\\", ""},
    {"\"", ""},
    {"'\\", ""},
    {"//", "1:1-1|"},
    {"", ""},
    {"\xff\xfe // \x80", "1:4-1c \x80|"},
};

static void test_comments(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        comment_scan scan = comment_scan_of(cases[i].source, strlen(cases[i].source));
        char got[256] = "";
        size_t used = 0;
        comment c;

        while (comment_next(&scan, &c)) {
            used += (size_t)snprintf(got + used, sizeof got - used, "%u:%u-%u%s%s%.*s|", c.line, c.column,
                                     c.end_line, c.follows_code ? "c" : "", c.is_conditional ? "i" : "",
                                     (int)c.length, c.text);
        }
        assert_string_equal(got, cases[i].comments);
    }
}

/* A NUL is a character like any other. */
static void test_nul(void **state)
{
    static const char source[] = "x\0y // a\0b\n/* c";
    comment_scan scan = comment_scan_of(source, sizeof source - 1);
    comment c;

    (void)state;
    assert_true(comment_next(&scan, &c));
    assert_int_equal(c.length, 4);
    assert_true(comment_next(&scan, &c));
    assert_int_equal(c.line, 2);
    assert_false(comment_next(&scan, &c));
}

/* No text makes the scanner read beyond its end or stand still: every prefix and every byte, under the
 * sanitizers. */
static void test_any_text(void **state)
{
    static const char source[] =
        "#if a\n\"\\\"x\" '\\n' /* a \\\n * b */ 1'0.e // c \\\r\n d\r#endif\n/\\\n*\\";
    static const char bytes[] = "\\\"'/*#\n\r \0";
    char text[sizeof source];

    (void)state;
    for (size_t length = 0; length < sizeof source; length++) {
        for (size_t b = 0; b < sizeof bytes; b++) {
            char *exact = test_malloc(length + 1);
            comment_scan scan;
            comment c;
            size_t count = 0;

            memcpy(text, source, sizeof source);
            text[length / 2] = bytes[b];
            memcpy(exact, text, length);
            scan = comment_scan_of(exact, length);
            while (comment_next(&scan, &c)) {
                assert_true(c.text >= exact && c.text + c.length <= exact + length);
                assert_true(++count <= length);
            }
            test_free(exact);
        }
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_comments),
    cmocka_unit_test(test_nul),
    cmocka_unit_test(test_any_text),
};

TAP_MAIN(tests)
