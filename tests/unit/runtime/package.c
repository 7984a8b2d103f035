/* package.c: a user's program, compiled as the README says: cc x.c $(pkg-config --cflags --libs wand). */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>
#include <unistd.h>

static const char program[] = "#include <wand.h>\n"
                              "\n"
                              "static void worker(void *arg)\n"
                              "{\n"
                              "    int answer = 42;\n"
                              "    wand_chan_send(arg, &answer);\n"
                              "}\n"
                              "\n"
                              "static void hello(void *arg)\n"
                              "{\n"
                              "    int answer = 0;\n"
                              "    wand_chan *c = wand_chan_new(sizeof answer, 0);\n"
                              "    WAND_DEFER(wand_chan_release, c);\n"
                              "    wand_go_ctx(wand_ctx_current(), worker, c);\n"
                              "    wand_chan_recv(c, &answer);\n"
                              "    printf(\"the answer is %d\\n\", answer);\n"
                              "    (void)arg;\n"
                              "}\n"
                              "\n"
                              "int main(void) { return wand_run(NULL, hello, NULL); }\n";

static child_result result;
static char folder[] = "/tmp/wand_package_XXXXXX";

static int make_program(void **state UNUSED)
{
    char path[128];
    FILE *file;

    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/x.c", folder);
    file = fopen(path, "w");
    if (file == NULL)
        return -1;
    fputs(program, file);
    return fclose(file);
}

static int remove_program(void **state UNUSED)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void shell(const char *command)
{
    char whole[4096];
    char *argv[] = {(char *)"sh", (char *)"-c", whole, NULL};

    snprintf(whole, sizeof whole, "cd %s && export PKG_CONFIG_PATH=%s && %s", folder, WAND_BUILD_DIR,
             command);
    child_exec(&result, argv);
    if (result.exit_status != 0 || strcmp(result.out, "the answer is 42\n") != 0)
        fail_msg("%s\nexit %d signal %d\n%s%s", whole, result.exit_status, result.signal, result.out,
                 result.err);
}

static void a_program_builds_in_place(void **state UNUSED)
{
    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    shell(
        "cc -Wall -Wextra -Werror x.c $(pkg-config --cflags --libs wand) -o x && env -u LD_LIBRARY_PATH ./x");
}

static void a_program_builds_statically(void **state UNUSED)
{
    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    shell("cc -O2 x.c $(pkg-config --cflags wand) " WAND_LIBRARY " -lpthread -ldl -o x && ./x");
}

static void a_program_builds_with_clang(void **state UNUSED)
{
    if (UNDER_ASAN || UNDER_TSAN || system("command -v clang >/dev/null 2>&1") != 0)
        skip();
    shell("clang -Wall -Wextra -Werror x.c $(pkg-config --cflags --libs wand) -o x && ./x");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_program_builds_in_place),
    cmocka_unit_test(a_program_builds_statically),
    cmocka_unit_test(a_program_builds_with_clang),
};

int main(void)
{
    setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 0);
    alarm(TAP_TIMEOUT_SECONDS);
    return cmocka_run_group_tests(tests, make_program, remove_program);
}
