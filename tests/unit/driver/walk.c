/* Walking: which files an argument stands for. */
#include "analyzer/driver/walk.h"

#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <string.h>
#include <sys/stat.h>

/* The files that the arguments (separated by blanks) stand for, separated by blanks. */
static const char *walked(tree *t, const char *arguments)
{
    option_list list = {0};
    char *rest = arena_strdup(t->memory, arguments);
    source_list found;
    const char *text = "";

    for (char *word = strtok(rest, " "); word != NULL; word = strtok(NULL, " ")) {
        ARENA_PUSH(t->memory, list.items, list.count, list.capacity, word);
    }
    tree_listen();
    found = walk(t->memory, &list, &t->problems);
    tree_said(t);
    for (size_t i = 0; i < found.count; i++) {
        text = arena_printf(t->memory, "%s%s%s", text, i > 0 ? " " : "", found.paths[i]);
    }
    return text;
}

static void test_directories(void **state)
{
    tree *t = tree_make();

    (void)state;
    tree_write("b.c", "");
    tree_write("a/z.c", "");
    tree_write("a/y.h", "");
    tree_write("a/deep/er/x.c", "");
    tree_write("a-/w.c", "");
    tree_write(".hidden/v.c", "");
    tree_write("node_modules/u.c", "");
    tree_write("out/CMakeCache.txt", "");
    tree_write("out/t.c", "");
    tree_write("ninja/build.ninja", "");
    tree_write("ninja/s.c", "");
    assert_string_equal(walked(t, ""), "a-/w.c a/deep/er/x.c a/z.c b.c");
    assert_string_equal(walked(t, "."), "a-/w.c a/deep/er/x.c a/z.c b.c");
    assert_string_equal(walked(t, "a/ a"), "a/deep/er/x.c a/z.c");
    assert_string_equal(walked(t, "b.c a/y.h ./b.c"), "a/y.h b.c");
    assert_string_equal(walked(t, "out .hidden"), ".hidden/v.c out/t.c"); /* asked for */
    assert_int_equal(t->problems.count, 0);
    tree_remove(t);
}

static void test_links(void **state)
{
    tree *t = tree_make();

    (void)state;
    tree_write("a/x.c", "");
    assert_int_equal(symlink(".", "a/loop"), 0);
    assert_int_equal(symlink("..", "a/up"), 0);
    assert_int_equal(symlink("x.c", "a/y.c"), 0);
    assert_int_equal(symlink("nothing", "a/dangling.c"), 0);
    assert_int_equal(symlink("a", "b"), 0);
    assert_string_equal(walked(t, "."), "a/x.c");
    assert_string_equal(walked(t, "b"), "b/x.c");
    assert_int_equal(t->problems.count, 0);
    tree_remove(t);
}

static void test_problems(void **state)
{
    tree *t = tree_make();

    (void)state;
    tree_write("a.c", "");
    tree_write("h/a.h", "");
    tree_write("p.cpp", "");
    mkfifo("pipe.c", 0600);
    assert_string_equal(walked(t, "missing.c h p.cpp pipe.c a.c"), "a.c");
    assert_string_equal(tree_problems(t),
                        "missing.c: No such file or directory; is the name right?\n"
                        "h: no .c files in this directory; name the files or another directory\n"
                        "p.cpp: C++ is not read; name C files\n"
                        "pipe.c: not a regular file; wand check takes files and directories\n");
    assert_string_equal(walked(t, "."), "a.c"); /* a pipe below a directory isn't meant */
    tree_remove(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_directories),
    cmocka_unit_test(test_links),
    cmocka_unit_test(test_problems),
};

TAP_MAIN(tests)
