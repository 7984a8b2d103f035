/* From compiler command lines to flags. */
#include "analyzer/driver/compile_flags.h"
#include "analyzer/driver/split.h"

#include "tests/support/tap.h"

static const struct {
    const char *command;
    const char *flags;
} cases[] = {
    {"cc -c a.c", ""},
    {"/usr/bin/gcc -DX -I inc -O2 -c a.c -o a.o", "-DX -I inc -O2"},
    {"ccache gcc -DX a.c", "-DX"},
    {"ccache distcc gcc -DX a.c", "-DX"},
    {"wand cc gcc -DX a.c", "-DX"},
    {"/opt/wand cc ccache clang-19 -DX a.c", "-DX"},
    {"env CCACHE_DIR=/x CC=y gcc -DX a.c", "-DX"},
    {"nice -n19 gcc -DX a.c", "-DX"},
    {"cc -MD -MF a.d -MT a.o -MQ x -MP -MMD -Wp,-MD,x.d -oa.o -S -E a.c", ""},
    {"cc -include pre.h -isystem sys -x c a.c lib.o libx.a", "-include pre.h -isystem sys -x c"},
    {"cc -DX -- -a.c", "-DX"},
    {"cc @flags.rsp -std=c11 a.c", "@flags.rsp -std=c11"},
    {"cc -I", ""},
    {"cc", ""},
    {"ccache", ""},
    {"", ""},
};

static void test_flags(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena *a = arena_new();
        size_t word_count;
        size_t count;
        const char **words = split_words(a, cases[i].command, &word_count);
        const char **flags = compile_flags(a, words, word_count, &count);
        const char *got = "";

        for (size_t k = 0; k < count; k++) {
            got = arena_printf(a, "%s%s%s", got, k > 0 ? " " : "", flags[k]);
        }
        assert_string_equal(got, cases[i].flags);
        arena_free(a);
    }
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(test_flags)};

TAP_MAIN(tests)
