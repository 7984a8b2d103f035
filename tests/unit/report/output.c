/* Report files: whole or not at all. */
#include "analyzer/report/output.h"

#include "tests/support/tap.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fixture {
    char folder[64];
    char file[96];
    arena *memory;
} fixture;

static int setup(void **state)
{
    static fixture x;

    x = (fixture){.folder = "/tmp/wand-output-XXXXXX", .memory = arena_new()};
    assert_non_null(mkdtemp(x.folder));
    snprintf(x.file, sizeof x.file, "%s/report", x.folder);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture *x = *state;
    char command[96];

    snprintf(command, sizeof command, "rm -rf '%s'", x->folder);
    assert_int_equal(system(command), 0);
    arena_free(x->memory);
    return 0;
}

static void assert_holds(const char *path, const char *wanted)
{
    char text[64] = "";
    FILE *stream = fopen(path, "r");

    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    assert_string_equal(text, wanted);
}

static void write_report(fixture *x, const char *text)
{
    output out;

    assert_int_equal(output_open(&out, x->file, x->memory), 0);
    fputs(text, out.stream);
    assert_int_equal(output_close(&out), 0);
}

static void test_replaces(void **state)
{
    fixture *x = *state;
    struct stat status;
    output out;

    write_report(x, "first");
    chmod(x->file, 0640);
    assert_int_equal(output_open(&out, x->file, x->memory), 0);
    fputs("second", out.stream);
    fflush(out.stream);
    assert_holds(x->file, "first"); /* until it is complete */
    assert_int_equal(output_close(&out), 0);
    assert_holds(x->file, "second");
    stat(x->file, &status);
    assert_int_equal(status.st_mode & 0777, 0640);
}

static void test_link_and_device(void **state)
{
    fixture *x = *state;
    struct stat status;
    char target[128];
    output out;

    snprintf(target, sizeof target, "%s/target", x->folder);
    assert_int_equal(symlink(target, x->file), 0);
    write_report(x, "through");
    assert_holds(target, "through");
    lstat(x->file, &status);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(output_open(&out, "/dev/full", x->memory), 0);
    fputs("text", out.stream);
    assert_int_equal(output_close(&out), -ENOSPC);
    assert_int_equal(stat("/dev/full", &status), 0);
}

static void test_cannot_be_made(void **state)
{
    fixture *x = *state;
    char path[128];
    output out;

    snprintf(path, sizeof path, "%s/none/report", x->folder);
    assert_int_equal(output_open(&out, path, x->memory), -ENOENT);
    assert_int_equal(output_check(path, x->memory), -ENOENT);
    assert_int_equal(output_check(x->folder, x->memory), -EISDIR);
    assert_int_equal(output_check(x->file, x->memory), 0);
    assert_int_not_equal(access(x->file, F_OK), 0); /* nothing was made */
    assert_int_equal(output_check("/dev/full", x->memory), 0);
    assert_int_equal(output_check(NULL, x->memory), 0);
    assert_int_equal(output_open(&out, x->folder, x->memory), -EISDIR);
}

/* A stream whose reader is gone says so, also when it noticed long before the end. */
static void test_lost_reader(void **state)
{
    int ends[2];

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    for (int early = 0; early < 2; early++) {
        output out = {.path = "a pipe"};

        assert_int_equal(pipe(ends), 0);
        close(ends[0]);
        out.stream = fdopen(ends[1], "w");
        fputs("text", out.stream);
        if (early) {
            fflush(out.stream);
        }
        assert_int_equal(output_close(&out), -EPIPE);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const struct CMUnitTest tests[] = {
    TEST(test_replaces),
    TEST(test_link_and_device),
    TEST(test_cannot_be_made),
    TEST(test_lost_reader),
};

TAP_MAIN(tests)
