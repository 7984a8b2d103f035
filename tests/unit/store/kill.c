/* Kills and crowds: whatever was committed is there, whoever else writes. */
#include "tests/unit/store/folder.h"

#include "tests/support/tap.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 24, WRITERS = 4, RUNS_EACH = 10 };

/* Writes runs for ever and says after each one that it is committed. */
static void write_for_ever(folder *f, int done)
{
    store *s = NULL;
    const char *message = "";

    for (;;) {
        if (store_open(&s, f->database, f->memory, &message) != 0 || folder_run(s, f, "abcdefgh") != 0 ||
            write(done, "x", 1) != 1) {
            _exit(1);
        }
        store_close(s);
    }
}

/* Waits until `wanted` runs were said to be committed. */
static size_t await(int fd, size_t wanted)
{
    size_t count = 0;
    char byte;

    while (count < wanted && read(fd, &byte, 1) == 1) {
        count++;
    }
    return count;
}

static size_t count_said(int fd)
{
    char bytes[512];
    size_t count = 0;
    ssize_t n;

    while ((n = read(fd, bytes, sizeof bytes)) > 0) {
        count += (size_t)n;
    }
    return count;
}

/* The first kills fall into the making of the database. */
static void test_kill(void **state)
{
    folder f = folder_make();
    size_t committed = 0;

    (void)state;
    for (int i = 0; i < KILLS; i++) {
        struct timespec pause = {.tv_nsec = 200000L + i % 20 * 700000L};
        int ends[2];
        int status;
        pid_t child;

        assert_int_equal(pipe(ends), 0);
        child = fork();
        if (child == 0) {
            write_for_ever(&f, ends[1]);
        }
        close(ends[1]);
        committed += i < KILLS / 4 ? 0 : await(ends[0], (size_t)i % 3 + 1);
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status)); /* it didn't fail before */
        committed += count_said(ends[0]);
        close(ends[0]);
        if (access(f.database, F_OK) == 0) {
            store *s = NULL;
            const char *message = "";

            assert_int_equal(store_open(&s, f.database, f.memory, &message), 0);
            store_close(s);
            assert_true(folder_sql(&f, "SELECT count(*) FROM runs") >= (long)committed);
            assert_int_equal(
                folder_sql(&f, "SELECT count(*) FROM runs WHERE id NOT IN"
                               " (SELECT run_id FROM occurrences) AND id > (SELECT max(id) FROM runs) - 200"),
                0);
        } else {
            assert_int_equal(committed, 0);
        }
    }
    assert_true(committed > 0);
    folder_remove(&f);
}

/* Several processes at once, the first of which makes the database: every run is there. */
static void test_crowd(void **state)
{
    folder f = folder_make();
    pid_t children[WRITERS];

    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            for (int k = 0; k < RUNS_EACH; k++) {
                store *s = NULL;
                const char *message = "";

                if (store_open(&s, f.database, f.memory, &message) != 0 || folder_run(s, &f, "abc") != 0) {
                    _exit(1);
                }
                store_close(s);
            }
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;

        waitpid(children[i], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM runs"), WRITERS * RUNS_EACH);
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM findings WHERE status = 0"), 3);
    folder_remove(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_kill),
    cmocka_unit_test(test_crowd),
};

TAP_MAIN(tests)
