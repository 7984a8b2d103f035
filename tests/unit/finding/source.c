/* The source cache: lines as compilers count them, and files that can't be read. */
#include "analyzer/finding/source.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void assert_line(source_cache *cache, uint32_t number, const char *wanted)
{
    size_t length = 0;
    const char *line = source_line(source_get(cache, "a.c"), number, &length);

    if (wanted == NULL) {
        assert_null(line);
    } else {
        assert_non_null(line);
        assert_int_equal(length, strlen(wanted));
        assert_memory_equal(line, wanted, length);
    }
}

static void test_lines(void **state)
{
    static const char text[] = "one\ntwo\r\nthree\rfour\n\nsix";
    arena *a = arena_new();
    source_cache *cache = source_cache_new(a);

    (void)state;
    source_put(cache, "a.c", text, sizeof text - 1);
    assert_line(cache, 0, NULL);
    assert_line(cache, 1, "one");
    assert_line(cache, 2, "two");
    assert_line(cache, 3, "three");
    assert_line(cache, 4, "four");
    assert_line(cache, 5, "");
    assert_line(cache, 6, "six");
    assert_line(cache, 7, NULL);
    source_put(cache, "a.c", "", 0);
    assert_line(cache, 1, "");
    assert_line(cache, 2, NULL);
    source_cache_free(cache);
    arena_free(a);
}

static void test_unreadable(void **state)
{
    char folder[] = "/tmp/wand-source-XXXXXX";
    char pipe[64];
    arena *a = arena_new();
    source_cache *cache = source_cache_new(a);
    size_t length;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_null(source_get(cache, pipe)); /* and doesn't wait for a writer */
    assert_null(source_get(cache, folder));
    assert_null(source_get(cache, "/nonexistent/a.c"));
    assert_null(source_get(cache, "/nonexistent/a.c"));
    assert_null(source_line(NULL, 1, &length));
    unlink(pipe);
    rmdir(folder);
    source_cache_free(cache);
    arena_free(a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lines),
    cmocka_unit_test(test_unreadable),
};

TAP_MAIN(tests)
