/* Splitting command lines as a shell does. */
#include "analyzer/driver/split.h"

#include "tests/support/tap.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *text;
    const char *words; /* each in brackets */
} cases[] = {
    {"", ""},
    {"  \t\n", ""},
    {"cc -c a.c", "[cc][-c][a.c]"},
    {"  cc\t-c\n a.c \r\n", "[cc][-c][a.c]"},
    {"a\\ b 'c d' \"e f\"", "[a b][c d][e f]"},
    {"-DX=\\\"s\\\"", "[-DX=\"s\"]"},
    {"'-DX=\"s t\"'", "[-DX=\"s t\"]"},
    {"\"a\\\"b\\\\c\\$d\\e\"", "[a\"b\\c$d\\e]"},
    {"'a\\b'", "[a\\b]"},
    {"a'b'\"c\"d", "[abcd]"},
    {"'it'\\''s'", "[it's]"},
    {"'' \"\" a", "[][][a]"},
    {"a \\\n b", "[a][b]"},
    {"a\\\nb \"c\\\nd\"", "[ab][cd]"},
    {"\\\n", ""},
    {"a \\\n", "[a]"},
    {"$HOME *.c ; | & > `x`", "[$HOME][*.c][;][|][&][>][`x`]"},
    {"'open", "[open]"},
    {"\"open", "[open]"},
    {"open\\", "[open\\]"},
    {"\"open\\", "[open\\]"},
    {"'", "[]"},
};

static void assert_split(const char *text, const char *wanted)
{
    arena *a = arena_new();
    size_t count;
    const char **words = split_words(a, text, &count);
    const char *got = "";

    for (size_t i = 0; i < count; i++) {
        got = arena_printf(a, "%s[%s]", got, words[i]);
    }
    assert_string_equal(got, wanted);
    arena_free(a);
}

static void test_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_split(cases[i].text, cases[i].words);
    }
}

enum { LENGTH = 4 };

/* The number-th text of four characters from those that matter; false where a quote or a backslash stays
 * open. */
static bool make_text(unsigned number, char text[LENGTH + 1])
{
    static const char characters[] = "a '\"\\";
    char quote = 0;

    for (int i = 0; i < LENGTH; i++, number /= 5) {
        text[i] = characters[number % 5];
    }
    text[LENGTH] = '\0';
    for (int i = 0; i < LENGTH; i++) {
        if (text[i] == '\\' && quote != '\'') {
            if (++i == LENGTH) {
                return false;
            }
        } else if (quote == 0 && (text[i] == '\'' || text[i] == '"')) {
            quote = text[i];
        } else if (text[i] == quote) {
            quote = 0;
        }
    }
    return quote == 0;
}

enum { TEXTS = 5 * 5 * 5 * 5 };

static void write_script(const char *path)
{
    FILE *script = fopen(path, "w");
    char text[LENGTH + 1];

    assert_non_null(script);
    fputs("show() { for word in \"$@\"; do printf '[%s]' \"$word\"; done; echo; }\n", script);
    for (unsigned i = 0; i < TEXTS; i++) {
        if (make_text(i, text)) {
            fprintf(script, "show %s\n", text);
        }
    }
    fclose(script);
}

/* What a real shell makes of every such text. */
static void test_against_shell(void **state)
{
    char path[] = "/tmp/wand-split-XXXXXX";
    char command[64];
    char line[256];
    char text[LENGTH + 1];
    FILE *shell;

    (void)state;
    close(mkstemp(path));
    write_script(path);
    snprintf(command, sizeof command, "sh %s", path);
    shell = popen(command, "r");
    assert_non_null(shell);
    for (unsigned i = 0; i < TEXTS; i++) {
        if (make_text(i, text)) {
            assert_non_null(fgets(line, sizeof line, shell));
            line[strcspn(line, "\n")] = '\0';
            assert_split(text, line);
        }
    }
    assert_int_equal(pclose(shell), 0);
    unlink(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_split),
    cmocka_unit_test(test_against_shell),
};

TAP_MAIN(tests)
