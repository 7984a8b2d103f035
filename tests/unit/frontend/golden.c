/* What every form of C becomes: golden/NAME.c is lowered, and what ir_print says of the unit is compared
 * with golden/NAME.ir. After a wanted change run this program with WAND_GOLDEN=update and read the difference
 * that the version control shows. */
#include "tests/support/tap.h"

#include "analyzer/frontend/frontend.h"
#include "analyzer/ir/text.h"
#include "analyzer/ir/verify.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FOLDER "tests/unit/frontend/golden"

/* Files whose subject is what is not understood; in all others everything must be. */
static const char *const unclear[] = {"errors.c", "assembly.c"};

static bool may_be_unclear(const char *name)
{
    for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
        if (strcmp(name, unclear[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void check_understood(const ir_unit *unit)
{
    assert_int_equal(unit->diagnostic_count, 0);
    for (size_t i = 0; i < unit->function_count; i++) {
        const ir_function *f = unit->functions[i];
        for (size_t j = 0; j < f->not_understood_count; j++) {
            print_error("%s: %s: %s\n", unit->path, f->name, f->not_understood[j]);
        }
        assert_int_equal(f->not_understood_count, 0);
    }
}

/* The text of a unit; the caller frees it. */
static char *text_of(const char *name)
{
    intern_table *names = intern_new();
    arena *memory = arena_new();
    frontend *front = NULL;
    frontend_request request = {
        .path = name, .directory = FOLDER, .wand_include = "runtime/include", .root = FOLDER};
    const char *message = "";
    ir_unit *unit = NULL;
    char *text = NULL;
    size_t length = 0;

    if (frontend_open(&front, names, &message) != 0 ||
        frontend_parse(front, &request, memory, &unit, &message) != 0) {
        fail_msg("%s: %s", name, message);
    }
    const char *problem = ir_verify(unit, memory);
    if (problem != NULL) {
        fail_msg("%s: %s", name, problem);
    }
    if (!may_be_unclear(name)) {
        check_understood(unit);
    }
    FILE *to = open_memstream(&text, &length);
    ir_print(to, unit);
    fclose(to);
    frontend_close(front);
    arena_free(memory);
    intern_free(names);
    return text;
}

static char *read_whole(const char *path)
{
    enum { FILE_BYTES_MAX = 256 * 1024 };
    char *text = calloc(1, FILE_BYTES_MAX);
    FILE *file = fopen(path, "r");

    assert_non_null(text);
    if (file != NULL) {
        assert_true(fread(text, 1, FILE_BYTES_MAX - 1, file) < FILE_BYTES_MAX - 1);
        fclose(file);
    }
    return text;
}

static void test_golden(void **state)
{
    const char *name = *state;
    const char *mode = getenv("WAND_GOLDEN");
    char golden[512];

    snprintf(golden, sizeof golden, "%s/%.*s.ir", FOLDER, (int)strlen(name) - 2, name);
    char *found = text_of(name);
    if (mode != NULL && strcmp(mode, "update") == 0) {
        FILE *file = fopen(golden, "w");
        assert_non_null(file);
        fputs(found, file);
        fclose(file);
    }
    char *expected = read_whole(golden);
    assert_string_equal(found, expected);
    free(expected);
    free(found);
}

static int is_source(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 2 && strcmp(entry->d_name + length - 2, ".c") == 0;
}

/* One test a file, so that a failure names it. */
int main(void)
{
    struct dirent **entries = NULL;
    int count = scandir(FOLDER, &entries, is_source, alphasort);
    struct CMUnitTest *tests = calloc(count > 0 ? (size_t)count : 1, sizeof *tests);

    if (count < 20 || tests == NULL) {
        fprintf(stderr, "%s: no golden files found; run this from the project's folder\n", FOLDER);
        return 1;
    }
    setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 0);
    alarm(TAP_TIMEOUT_SECONDS);
    for (int i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){
            .name = entries[i]->d_name, .test_func = test_golden, .initial_state = entries[i]->d_name};
    }
    int failed = _cmocka_run_group_tests("golden", tests, (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    free(tests);
    return failed;
}
