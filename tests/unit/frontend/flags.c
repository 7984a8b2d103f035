/* Only flags that change the meaning of the source reach libclang. */
#include "tests/support/tap.h"

#include "analyzer/frontend/flags.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Filters a list of words and joins what is left with blanks. */
static void check(const char *given, const char *kept)
{
    arena *a = arena_new();
    flag_list list = {.memory = a};
    const char *flags[64];
    size_t count = 0;
    char joined[1024] = "";

    for (char *word = strtok(arena_strdup(a, given), " "); word != NULL; word = strtok(NULL, " ")) {
        flags[count++] = word;
    }
    flags_add_allowed(&list, flags, count, "/tmp");
    for (size_t i = 0; i < list.count; i++) {
        strcat(joined, i > 0 ? " " : "");
        strcat(joined, list.items[i]);
    }
    assert_string_equal(joined, kept);
    arena_free(a);
}

static void test_kept(void **unused)
{
    (void)unused;
    check("-DA -D B=1 -UC -U D -Iinc -I inc", "-DA -D B=1 -UC -U D -Iinc -I inc");
    check("-isystem sys -isystemsys -iquote q -idirafter d",
          "-isystem sys -isystemsys -iquote q -idirafter d");
    check("-include x.h -imacros y.h", "-include x.h -imacros y.h");
    check("-std=c99 -ansi -m32 -m64 -march=native --target=arm --sysroot=/s",
          "-std=c99 -ansi -m32 -m64 -march=native --target=arm --sysroot=/s");
    check("-nostdinc -pthread -fno-builtin -fshort-enums -funsigned-char -ffreestanding -fno-builtin-malloc",
          "-nostdinc -pthread -fno-builtin -fshort-enums -funsigned-char -ffreestanding -fno-builtin-malloc");
}

static void test_dropped(void **unused)
{
    (void)unused;
    check("-O2 -g -Wall -Werror -c -S -E -fPIC -fopenmp -flto", "");
    check("-MD -MMD -MF deps.d -MT target -MQ target -MJ x.json -M -MM -H -v --help", "");
    check("-o out.o -save-temps -### -fplugin=evil.so -fprofile-use -ftime-trace", "");
    check("-Wp,-MD,f -Wl,-z,now -Wa,-x -include-pch x.pch -mllvm -debug --config=/x", "");
    check("-fmodules -ivfsoverlay x.yaml -fcrash-diagnostics-dir=/x -gen-cdb-fragment-path d", "");
    check("other.c -x c++ -traditional-cpp -specs=x", "");
}

/* The argument of a dropped flag is dropped with it, even if it looks like one that is kept. */
static void test_arguments_of_dropped(void **unused)
{
    (void)unused;
    check("-Xclang -DX -DY", "-DY");
    check("-Xclang -load -Xclang ./evil.so -DZ", "-DZ");
    check("-o -DX -DY", "-DY");
    check("-D", "");
}

static void test_response_files(void **unused)
{
    char path[] = "/tmp/wand-flags-XXXXXX";
    char given[64];
    int file = mkstemp(path);
    static const char text[] = "-DA \"-DB=x y\"\n-I'in c' -fplugin=evil.so -DC\\ D\n@missing";

    (void)unused;
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    snprintf(given, sizeof given, "-DX @%s -DY", path + strlen("/tmp/"));
    check(given, "-DX -DA -DB=x y -Iin c -DC D -DY");
    check("@missing -DY", "-DY");
    check("@/tmp -DY", "-DY");
    unlink(path);
}

/* A response file that names itself ends. */
static void test_endless_response(void **unused)
{
    char path[] = "/tmp/wand-flags-XXXXXX";
    char text[64];
    int file = mkstemp(path);

    (void)unused;
    assert_true(file >= 0);
    snprintf(text, sizeof text, "@%s", path);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    check(text, "");
    unlink(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_kept),
    cmocka_unit_test(test_dropped),
    cmocka_unit_test(test_arguments_of_dropped),
    cmocka_unit_test(test_response_files),
    cmocka_unit_test(test_endless_response),
};

TAP_MAIN(tests)
