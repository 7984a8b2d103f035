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

/* Compiles the files, without output, as strictly as the compiler can. Returns: 1, or 0 when there is no such
 * compiler. */
static unsigned compile(const char *compiler, const char *standard, const char *language, const char *files)
{
    char command[4096];

    if (!exists(compiler))
        return 0;
    snprintf(command, sizeof command,
             "%s -std=%s -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I%s -x %s %s", compiler, standard,
             WAND_INCLUDE_DIR, language, files);
    must_succeed(command);
    return 1;
}

static void compile_c(const char *files)
{
    unsigned compiled = compile("gcc", "c11", "c", files) + compile("clang", "c11", "c", files);

    if (compiled < 2)
        compiled += compile(WAND_CC, "c11", "c", files);
    assert_true(compiled > 0);
}

static void compile_cxx(const char *files)
{
    if (compile("g++", "c++17", "c++", files) + compile("clang++", "c++17", "c++", files) == 0)
        skip();
}

static void every_name_and_address_as_strict_c(void **state UNUSED)
{
    compile_c(WAND_COMPILE_DIR "/every_name.c " WAND_COMPILE_DIR "/addresses.c");
}

static void newer_standards(void **state UNUSED)
{
    if (compile("gcc", "gnu2x", "c", WAND_COMPILE_DIR "/every_name.c") +
            compile("clang-19", "c23", "c", WAND_COMPILE_DIR "/every_name.c") ==
        0)
        skip();
}

static void every_name_as_cxx(void **state UNUSED)
{
    compile_cxx(WAND_COMPILE_DIR "/every_name.cc");
}

/* Writes a file that includes one header, twice, and nothing else. */
static void write_alone(const char *folder, const char *header, unsigned number)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/alone_%u.c", folder, number);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#include <%s>\n#include <%s>\nextern int alone;\n", header, header);
    assert_int_equal(fclose(file), 0);
}

static void each_header_alone(void **state UNUSED)
{
    char folder[] = "/tmp/wand_headers_XXXXXX", text[512];
    DIR *dir = opendir(WAND_INCLUDE_DIR "/wand");
    struct dirent *entry;
    unsigned count = 0;

    assert_non_null(mkdtemp(folder));
    write_alone(folder, "wand.h", count++);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        if (strstr(entry->d_name, ".h") == NULL)
            continue;
        snprintf(text, sizeof text, "wand/%s", entry->d_name);
        write_alone(folder, text, count++);
    }
    closedir(dir);
    assert_true(count > 1);
    snprintf(text, sizeof text, "%s/*.c", folder);
    compile(WAND_CC, "c11", "c", text);
    compile("g++", "c++17", "c++", text);
    snprintf(text, sizeof text, "rm -rf %s", folder);
    assert_int_equal(system(text), 0);
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

    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    for (size_t i = 0; i < COUNT_OF(compilers); i++) {
        char command[2048];
        if (!exists(compilers[i]))
            continue;
        snprintf(command, sizeof command,
                 "%s -std=c++17 -Wall -Wextra -Wpedantic -Werror -I%s %s/every_name.cc %s -lpthread -ldl -lm "
                 "-o /tmp/wand_cxx_%d && /tmp/wand_cxx_%d; code=$?; rm -f /tmp/wand_cxx_%d; exit $code",
                 compilers[i], WAND_INCLUDE_DIR, WAND_COMPILE_DIR, WAND_LIBRARY, (int)getpid(), (int)getpid(),
                 (int)getpid());
        must_succeed(command);
        return;
    }
    skip();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_name_and_address_as_strict_c),
    cmocka_unit_test(newer_standards),
    cmocka_unit_test(every_name_as_cxx),
    cmocka_unit_test(each_header_alone),
    cmocka_unit_test(the_umbrella_brings_the_standard_headers),
    cmocka_unit_test(a_cxx_program_runs),
};

TAP_MAIN(tests)
