/* Escaping: nothing from a file moves the cursor, and nothing that isn't UTF-8 gets into JSON. */
#include "analyzer/report/escape.h"

#include "tests/support/tap.h"

#include <locale.h>
#include <string.h>

static const struct {
    const char *text;
    const char *printed;
} cases[] = {
    {"plain\ttext", "plain\ttext"},
    {"\033[31m", "<U+001B>[31m"},
    {"a\r\n\a\b\177", "a<U+000D><U+000A><U+0007><U+0008><U+007F>"},
    {"\xc2\x9b[31m", "<U+009B>[31m"},
    {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
    {"\xe2\x80\xae", "<U+202E>"},
    {"\xe2\x81\xa6x\xe2\x80\x8b", "<U+2066>x<U+200B>"},
    {"\xf3\xa0\x81\x81", "<U+E0041>"},
    {"\xff\xfe", "<FF><FE>"},
    {"\xc3", "<C3>"},
    {"\xc3(", "<C3>("},
    {"\xe2\x82", "<E2><82>"},
    {"\xc0\xaf", "<C0><AF>"},
    {"\xe0\x80\xaf", "<E0><80><AF>"},
    {"\xed\xa0\x80", "<ED><A0><80>"},
    {"\xf4\x90\x80\x80", "<F4><90><80><80>"},
    {"", ""},
};

static const char *print(arena *a, const char *text, size_t length)
{
    char *out = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&out, &size);
    const char *copy;

    escape_print(stream, text, length);
    fclose(stream);
    copy = arena_strdup(a, out);
    free(out);
    return copy;
}

static void test_print(void **state)
{
    arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(print(a, cases[i].text, strlen(cases[i].text)), cases[i].printed);
    }
    assert_string_equal(print(a, "a\0b", 3), "a<U+0000>b");
    arena_free(a);
}

/* The width that a character claims is what is printed for it. */
static void test_width(void **state)
{
    arena *a = arena_new();

    (void)state;
    for (size_t i = 1; i < 17; i++) {
        const char *text = cases[i].text;
        escape_character c;

        if (text[0] == '\0') {
            continue;
        }
        c = escape_decode(text, strlen(text));
        if (!c.is_shown) {
            assert_int_equal(c.width, strlen(print(a, text, c.length)));
        }
    }
    assert_int_equal(escape_decode("\xe6\xbc\xa2", 3).width, 2); /* a wide character */
    assert_int_equal(escape_decode("\xcc\x88", 2).width, 0);     /* a combining one */
    assert_int_equal(escape_decode("x", 1).width, 1);
    arena_free(a);
}

/* Every pair of bytes comes out as text without control characters, and as valid UTF-8. */
static void test_every_pair(void **state)
{
    arena *a = arena_new();

    (void)state;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        char text[3] = {(char)(pair >> 8), (char)pair, '\0'};
        const char *printed = print(a, text, 2);
        const char *repaired = escape_utf8(a, text);

        for (const char *c = printed; *c != '\0'; c++) {
            assert_true((unsigned char)*c >= 0x20 || *c == '\t');
            assert_int_not_equal(*c, 0x7f);
        }
        for (size_t at = 0, length = strlen(repaired); at < length;) {
            escape_character c = escape_decode(repaired + at, length - at);

            assert_true(c.is_valid);
            at += c.length;
        }
        if (pair % 4096 == 0) {
            arena_free(a);
            a = arena_new();
        }
    }
    assert_string_equal(escape_utf8(a, "a\xff\033b"), "a\xef\xbf\xbd\033"
                                                      "b");
    arena_free(a);
}

static int setup(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_print),
    cmocka_unit_test_setup(test_width, setup),
    cmocka_unit_test(test_every_pair),
};

TAP_MAIN(tests)
