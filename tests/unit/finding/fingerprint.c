/* Fingerprints: what they survive, and what makes another one. */
#include "analyzer/finding/fingerprint.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>

/* A finding and the line it stands on. */
typedef struct sample {
    const char *rule;
    const char *file;
    uint32_t number;
    const char *function;
    const char *message;
    const char *line;
} sample;

static const sample plain = {"r", "src/a.c", 7, "f", "message", "    wand_go(fn, arg);"};

static void print(fingerprint_counter *counter, arena *a, sample s, char out[33])
{
    finding_list list = {.memory = a};
    finding_place place = {.file = s.file, .line = s.number, .column = 5};
    finding *f =
        finding_add(&list, s.rule, FINDING_WARNING, DIMENSION_START, place, s.function, "%s", s.message);

    fingerprint_of(counter, f, s.line, s.line != NULL ? strlen(s.line) : 0, out);
}

static void assert_same(sample s, bool same, const char *root, const char *directory)
{
    arena *a = arena_new();
    char first[33];
    char second[33];

    print(fingerprint_counter_new(a, "/p", "/p"), a, plain, first);
    print(fingerprint_counter_new(a, root, directory), a, s, second);
    assert_int_equal(strlen(first), 32);
    assert_int_equal(strspn(first, "0123456789abcdef"), 32);
    if (same) {
        assert_string_equal(first, second);
    } else {
        assert_string_not_equal(first, second);
    }
    arena_free(a);
}

static void test_survives(void **state)
{
    sample s = plain;

    (void)state;
    s.number = 1007;
    s.message = "better words";
    assert_same(s, true, "/p", "/p");
    s.line = "wand_go( fn,\targ ) ;\r\nnext line";
    assert_same(s, true, "/p", "/p");
    s.file = "./src/../src//a.c";
    assert_same(s, true, "/p", "/p");
    s.file = "a.c";
    assert_same(s, true, "/p", "/p/src");
    s.file = "../src/a.c";
    assert_same(s, true, "/p", "/p/test");
    s.file = "/elsewhere/p/src/a.c";
    assert_same(s, true, "/elsewhere/p", "/tmp");
}

static void test_tells_apart(void **state)
{
    sample s = plain;

    (void)state;
    s.rule = "q";
    assert_same(s, false, "/p", "/p");
    s = plain;
    s.file = "src/b.c";
    assert_same(s, false, "/p", "/p");
    s = plain;
    s.function = "g";
    assert_same(s, false, "/p", "/p");
    s = plain;
    s.line = "wand_go(fn, argument);";
    assert_same(s, false, "/p", "/p");
    s = plain;
    s.rule = "rs"; /* the border between fields counts */
    s.file = "rc/a.c";
    assert_same(s, false, "/p", "/p");
}

static void test_equal_lines_are_numbered(void **state)
{
    arena *a = arena_new();
    fingerprint_counter *counter = fingerprint_counter_new(a, "/p", "/p");
    char seen[50][33];

    (void)state;
    for (int i = 0; i < 50; i++) {
        print(counter, a, plain, seen[i]);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(seen[i], seen[k]);
        }
    }
    arena_free(a);
}

/* Known values of FNV-1a with 128 bits: the empty text, and "a". */
static void test_hash(void **state)
{
    char out[33];

    (void)state;
    fingerprint_of_text("", 0, out);
    assert_string_equal(out, "6c62272e07bb014262b821756295c58d");
    fingerprint_of_text("a", 1, out);
    assert_string_equal(out, "d228cb696f1a8caf78912b704e4a8964");
}

static void test_paths(void **state)
{
    static const struct {
        const char *root, *directory, *file, *path;
    } cases[] = {
        {"/p", "/p", "a.c", "a.c"},           {"/p", "/p/s", "a.c", "s/a.c"},
        {"/p", "/p/s", "../a.c", "a.c"},      {"/p", "/p", "/q/a.c", "/q/a.c"},
        {"/p", "/p", "/pq/a.c", "/pq/a.c"},   {"/", "/", "a.c", "a.c"},
        {"/p", "/p", "../../../a.c", "/a.c"}, {"/p", "/p", "x/./y/.././a.c", "x/a.c"},
        {"/p", "/p", "..a/.b.c", "..a/.b.c"}, {NULL, "/p", "./a.c", "./a.c"},
    };
    arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(fingerprint_path(a, cases[i].root, cases[i].directory, cases[i].file),
                            cases[i].path);
    }
    arena_free(a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_survives),
    cmocka_unit_test(test_tells_apart),
    cmocka_unit_test(test_equal_lines_are_numbered),
    cmocka_unit_test(test_hash),
    cmocka_unit_test(test_paths),
};

TAP_MAIN(tests)
