/* Compilation databases: which one, which entry, and what is said of bad ones. */
#include "analyzer/driver/compdb.h"

#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <string.h>
#include <sys/stat.h>

/* "directory: flags" of a file's entry, the directory without the tree's own; "none". */
static const char *flags_of(tree *t, compdb *db, const char *path)
{
    const compdb_entry *entry = compdb_find(db, path);
    const char *text;

    if (entry == NULL) {
        return "none";
    }
    assert_memory_equal(entry->directory, t->place.directory, strlen(t->place.directory));
    text = arena_printf(t->memory, "%s:", entry->directory + strlen(t->place.directory));
    for (size_t i = 0; i < entry->flag_count; i++) {
        text = arena_printf(t->memory, "%s %s", text, entry->flags[i]);
    }
    return text;
}

static void test_nearest(void **state)
{
    tree *t = tree_make();
    compdb *db = compdb_new(t->memory, &t->place, NULL, &t->problems);

    (void)state;
    tree_write("compile_commands.json",
               "[{\"directory\": \".\", \"file\": \"top.c\", \"command\": \"cc -DTOP -c top.c\"},"
               " {\"file\": \"sub/in.c\", \"arguments\": [\"cc\", \"-D\", \"TOP\", \"sub/in.c\"]},"
               " {\"file\": \"other/x.c\", \"command\": \"cc -DX\", \"output\": \"x.o\"}]");
    tree_write(
        "sub/compile_commands.json",
        "[{\"directory\": \"b\", \"file\": \"../in.c\", \"command\": \"cc -DSUB=\\\"a b\\\" ../in.c\"},"
        " {\"directory\": \"b\", \"file\": \"../in.c\", \"command\": \"cc -DSECOND ../in.c\"}]");
    tree_write("sub/deep/er/y.c", "");
    tree_listen();
    assert_string_equal(flags_of(t, db, "top.c"), ": -DTOP");
    assert_string_equal(flags_of(t, db, "./sub/../top.c"), ": -DTOP");
    assert_string_equal(flags_of(t, db, "sub/in.c"), "/sub/b: -DSUB=a b");
    assert_string_equal(flags_of(t, db, "other/x.c"), ": -DX"); /* needn't exist to be looked up */
    assert_string_equal(flags_of(t, db, "sub/deep/er/y.c"), "none");
    db = compdb_new(t->memory, &t->place, ".", &t->problems);
    assert_string_equal(flags_of(t, db, "sub/in.c"), ": -D TOP");
    assert_string_equal(tree_said(t), "");
    tree_remove(t);
}

static void test_links(void **state)
{
    tree *t = tree_make();
    compdb *db = compdb_new(t->memory, &t->place, NULL, &t->problems);

    (void)state;
    tree_write("real/a.c", "");
    assert_int_equal(symlink("real", "link"), 0);
    tree_write("compile_commands.json",
               arena_printf(t->memory,
                            "[{\"directory\": \"%s/real\", \"file\": \"a.c\", \"command\": \"cc -DX a.c\"}]",
                            t->place.directory));
    assert_string_equal(flags_of(t, db, "link/a.c"), "/real: -DX");
    tree_remove(t);
}

static const struct {
    const char *text;
    const char *part;
} bad[] = {
    {"", "line 1"},
    {"[", "line 1"},
    {"[\n{\"file\": \"a.c\",\n oops", "line 3, column"},
    {"[] trailing", "not JSON"},
    {"{\"file\": \"a.c\"}", "must be an array"},
    {"7", "must be an array"},
    {"[7]", "entry 1: it must be an object"},
    {"[{\"file\": \"a.c\", \"command\": \"cc -DX a.c\"}, {}]", "entry 2: it has no 'file'"},
    {"[{\"file\": 7, \"command\": \"cc\"}]", "it has no 'file'"},
    {"[{\"file\": \"a.c\"}]", "neither 'arguments'"},
    {"[{\"file\": \"a.c\", \"command\": 5}]", "neither 'arguments'"},
    {"[{\"file\": \"a.c\", \"arguments\": [\"cc\", null]}]", "strings only"},
    {"[{\"file\": \"a.c\", \"directory\": [], \"command\": \"cc\"}]", "'directory' must be a string"},
    {"[{\"file\": \"\xff.c\", \"command\": \"cc\"}]", "not JSON"},
};

/* A bad one is said once, in one line that names it, and all of its files are read without flags. */
static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tree *t = tree_make();
        compdb *db = compdb_new(t->memory, &t->place, NULL, &t->problems);
        const char *said;

        tree_write("compile_commands.json", bad[i].text);
        tree_listen();
        assert_null(compdb_find(db, "a.c"));
        assert_null(compdb_find(db, "sub/b.c"));
        said = tree_said(t);
        assert_memory_equal(said, "wand: compile_commands.json: ", 29);
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
        assert_non_null(strstr(said, bad[i].part));
        assert_int_equal(t->problems.count, 1);
        tree_remove(t);
    }
}

static void test_unreadable(void **state)
{
    tree *t = tree_make();

    (void)state;
    mkdir("compile_commands.json", 0777);
    tree_listen();
    assert_null(compdb_find(compdb_new(t->memory, &t->place, NULL, &t->problems), "a.c"));
    assert_null(compdb_find(compdb_new(t->memory, &t->place, "missing", &t->problems), "a.c"));
    tree_said(t);
    assert_int_equal(t->problems.count, 2);
    assert_non_null(strstr(tree_problems(t), "missing/compile_commands.json: cannot be read: No such file"));
    tree_remove(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_nearest),
    cmocka_unit_test(test_links),
    cmocka_unit_test(test_bad),
    cmocka_unit_test(test_unreadable),
};

TAP_MAIN(tests)
