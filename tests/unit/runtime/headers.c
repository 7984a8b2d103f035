/* headers.c: the public headers compile alone and together, as strict C11 and newer, and as C++17. */
#include "tests/unit/runtime/wand_test.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static child_result result;

static bool exists(const char *program)
{
    char command[256];

    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return system(command) == 0;
}

static void must_succeed(const char *command)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};

    child_exec(&result, argv);
    if (result.exit_status != 0 || result.err[0] != '\0')
        fail_msg("%s\n%s%s", command, result.out, result.err);
}

static unsigned compile(const char *compiler, const char *standard, const char *language, const char *file)
{
    char command[2048];

    if (!exists(compiler))
        return 0;
    snprintf(command, sizeof command,
             "%s -std=%s -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I%s -x %s %s", compiler, standard,
             WAND_INCLUDE_DIR, language, file);
    must_succeed(command);
    return 1;
}

static void compile_c(const char *file)
{
    unsigned compiled = compile(WAND_CC, "c11", "c", file);

    compiled += compile("gcc", "c11", "c", file);
    compiled += compile("gcc", "c17", "c", file);
    compiled += compile("gcc", "gnu2x", "c", file);
    compiled += compile("clang", "c11", "c", file);
    compiled += compile("clang", "gnu17", "c", file);
    compiled += compile("clang-19", "c11", "c", file);
    compiled += compile("clang-19", "c23", "c", file);
    assert_true(compiled > 0);
}

static unsigned compile_cxx(const char *file)
{
    return compile("g++", "c++17", "c++", file) + compile("g++", "c++20", "c++", file) +
           compile("clang++", "c++17", "c++", file) + compile("clang++-19", "c++20", "c++", file);
}

static void every_name_as_strict_c(void **state UNUSED)
{
    compile_c(WAND_COMPILE_DIR "/every_name.c");
}

static void every_address_as_strict_c(void **state UNUSED)
{
    compile_c(WAND_COMPILE_DIR "/addresses.c");
}

static void every_name_as_cxx(void **state UNUSED)
{
    if (compile_cxx(WAND_COMPILE_DIR "/every_name.cc") == 0)
        skip();
}

/* Writes a file that includes one header, and compiles it. */
static void compile_alone(const char *folder, const char *name)
{
    static const char *const files[] = {"/tmp/wand_alone_%d.c", "/tmp/wand_alone_%d.cc"};

    for (int i = 0; i < 2; i++) {
        char path[64];
        snprintf(path, sizeof path, files[i], (int)getpid());
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, "#include <%s%s>\n#include <%s%s>\nint alone;\n", folder, name, folder, name);
        fclose(file);
        if (i == 0) {
            compile(WAND_CC, "c11", "c", path);
            compile("clang", "c11", "c", path);
        } else {
            compile("g++", "c++17", "c++", path);
            compile("clang++", "c++17", "c++", path);
        }
        unlink(path);
    }
}

static void each_header_alone(void **state UNUSED)
{
    DIR *dir = opendir(WAND_INCLUDE_DIR "/wand");
    struct dirent *entry;
    int count = 0;

    compile_alone("", "wand.h");
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (length < 2 || strcmp(entry->d_name + length - 2, ".h") != 0)
            continue;
        compile_alone("wand/", entry->d_name);
        count++;
    }
    closedir(dir);
    assert_true(count > 0);
}

static void the_umbrella_brings_the_standard_headers(void **state UNUSED)
{
    int64_t big = INT64_MAX;
    size_t size = offsetof(wand_panic_info, message);
    bool truth = true;
    FILE *file = stderr;

    assert_true(truth && big > 0 && size == 0 && file != NULL && ECANCELED != 0);
}

/* The exact program of a C++ user: compiled, linked and run. */
static void a_cxx_program_runs(void **state UNUSED)
{
    static const char *const compilers[] = {"g++", "clang++"};
    unsigned ran = 0;

    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    for (size_t i = 0; i < COUNT_OF(compilers); i++) {
        char command[2048];
        if (!exists(compilers[i]))
            continue;
        snprintf(
            command, sizeof command,
            "%s -std=c++17 -O2 -Wall -Wextra -Wpedantic -Werror -I%s %s/every_name.cc %s -lpthread -ldl -lm "
            "-o /tmp/wand_cxx_%d && /tmp/wand_cxx_%d; code=$?; rm -f /tmp/wand_cxx_%d; exit $code",
            compilers[i], WAND_INCLUDE_DIR, WAND_COMPILE_DIR, WAND_LIBRARY, (int)getpid(), (int)getpid(),
            (int)getpid());
        must_succeed(command);
        ran++;
    }
    if (ran == 0)
        skip();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_name_as_strict_c),
    cmocka_unit_test(every_address_as_strict_c),
    cmocka_unit_test(every_name_as_cxx),
    cmocka_unit_test(each_header_alone),
    cmocka_unit_test(the_umbrella_brings_the_standard_headers),
    cmocka_unit_test(a_cxx_program_runs),
};

TAP_MAIN(tests)
