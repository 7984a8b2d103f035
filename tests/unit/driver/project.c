/* The project around the working directory, and its paths. */
#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <string.h>
#include <sys/stat.h>

static void test_root(void **state)
{
    tree *t = tree_make();
    project p;

    (void)state;
    assert_string_equal(t->place.root, t->place.directory); /* no .git above */
    tree_write(".git/HEAD", "");
    tree_write("sub/deep/a.c", "");
    assert_int_equal(chdir("sub/deep"), 0);
    p = project_find(t->memory);
    assert_string_equal(p.root, t->place.directory);
    assert_string_equal(p.directory, arena_printf(t->memory, "%s/sub/deep", p.root));
    assert_string_equal(project_display(t->memory, &p, "sub/deep/a.c"), "a.c");
    assert_string_equal(project_display(t->memory, &p, "b.c"), arena_printf(t->memory, "%s/b.c", p.root));
    assert_string_equal(project_display(t->memory, &p, "/usr/b.c"), "/usr/b.c");
    assert_string_equal(project_absolute(t->memory, &p, "../x.c"),
                        arena_printf(t->memory, "%s/sub/x.c", p.root));
    assert_string_equal(project_absolute(t->memory, &p, "/"), "/");
    tree_write("a.c", "");
    tree_write(".git", "gitdir: elsewhere\n"); /* a worktree has a file */
    p = project_find(t->memory);
    assert_string_equal(p.root, p.directory);
    tree_remove(t);
}

static void test_parent(void **state)
{
    arena *a = arena_new();

    (void)state;
    assert_string_equal(project_parent(a, "/a/b"), "/a");
    assert_string_equal(project_parent(a, "/a"), "/");
    assert_string_equal(project_parent(a, "/"), "/");
    assert_string_equal(project_parent(a, "a"), ".");
    arena_free(a);
}

/* A build finds the headers of its own tree. */
static void test_headers(void **state)
{
    tree *t = tree_make();

    (void)state;
    assert_non_null(t->place.wand_include);
    assert_int_equal(access(arena_printf(t->memory, "%s/wand.h", t->place.wand_include), R_OK), 0);
    tree_remove(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_root),
    cmocka_unit_test(test_parent),
    cmocka_unit_test(test_headers),
};

TAP_MAIN(tests)
