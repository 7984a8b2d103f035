/* Opening: what is made, what is refused, and that the refused stays byte for byte as it was. */
#include "tests/unit/store/folder.h"

#include "tests/support/tap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void make_database(folder *f, const char *letters)
{
    store *s = NULL;
    const char *message = "";

    assert_int_equal(store_open(&s, f->database, f->memory, &message), 0);
    assert_int_equal(folder_run(s, f, letters), 0);
    store_close(s);
}

/* Opening for writing and for reading both fail, say why, and change nothing. */
static void assert_refused(folder *f, int error, const char *part)
{
    size_t size[2];
    void *bytes[2];

    bytes[0] = folder_read(f, f->database, &size[0]);
    for (int i = 0; i < 2; i++) {
        store *s = NULL;
        const char *message = "";
        int got = i == 0 ? store_open(&s, f->database, f->memory, &message)
                         : store_open_readonly(&s, f->database, f->memory, &message);

        assert_int_equal(got, error);
        assert_null(s);
        assert_non_null(strstr(message, part));
    }
    bytes[1] = folder_read(f, f->database, &size[1]);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0] == (size_t)-1 ? 0 : size[0]);
}

static void test_new(void **state)
{
    folder f = folder_make();
    struct stat status;
    char path[128];

    (void)state;
    make_database(&f, "ab");
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM findings"), 2);
    assert_int_equal(folder_sql(&f, "PRAGMA application_id"), 0x77616e64);
    snprintf(path, sizeof path, "%s/.gitignore", f.path);
    assert_int_not_equal(stat(path, &status), 0); /* not our folder */
    folder_remove(&f);
}

static void test_own_folder_is_made(void **state)
{
    folder f = folder_make();
    char ignore[128];
    size_t size;

    (void)state;
    snprintf(f.database, sizeof f.database, "%s/.wand/findings.db", f.path);
    make_database(&f, "a");
    snprintf(ignore, sizeof ignore, "%s/.wand/.gitignore", f.path);
    assert_memory_equal(folder_read(&f, ignore, &size), "*\n", 2);
    assert_int_equal(size, 2);
    folder_remove(&f);
}

static void test_empty_file_becomes_one(void **state)
{
    folder f = folder_make();

    (void)state;
    folder_write(f.database, "", 0);
    make_database(&f, "a");
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM findings"), 1);
    folder_remove(&f);
}

static void test_no_database(void **state)
{
    static const char text[] = "precious notes";
    char many[5000];
    folder f = folder_make();

    (void)state;
    folder_write(f.database, text, sizeof text);
    assert_refused(&f, -EINVAL, "not a findings database");
    memset(many, 'x', sizeof many);
    folder_write(f.database, many, sizeof many);
    assert_refused(&f, -EINVAL, "not a findings database");
    folder_write(f.database, "SQLite format 3", 16);
    assert_refused(&f, -EINVAL, "not a findings database");
    unlink(f.database);
    mkdir(f.database, 0700);
    assert_refused(&f, -EINVAL, "is a directory");
    folder_remove(&f);
}

static void test_foreign(void **state)
{
    folder f = folder_make();

    (void)state;
    folder_sql(&f, "CREATE TABLE photos (id INTEGER); INSERT INTO photos VALUES (7)");
    assert_refused(&f, -EINVAL, "another program");
    folder_sql(&f, "PRAGMA application_id = 5");
    assert_refused(&f, -EINVAL, "another program");
    folder_sql(&f, "PRAGMA journal_mode = WAL; INSERT INTO photos VALUES (8)");
    assert_refused(&f, -EINVAL, "another program");
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM photos"), 2);
    folder_remove(&f);
}

static void test_newer(void **state)
{
    folder f = folder_make();

    (void)state;
    make_database(&f, "a");
    folder_sql(&f, "PRAGMA user_version = 9999");
    assert_refused(&f, -ENOTSUP, "newer version");
    folder_remove(&f);
}

static void test_truncated(void **state)
{
    folder f = folder_make();
    size_t size;
    char *bytes;

    (void)state;
    make_database(&f, "abc");
    bytes = folder_read(&f, f.database, &size);
    assert_true(size > 4096);
    folder_write(f.database, bytes, size / 2 + 7);
    assert_refused(&f, -EINVAL, "damaged");
    folder_write(f.database, bytes, 4096);
    assert_refused(&f, -EINVAL, "damaged");
    folder_write(f.database, bytes, 60);
    assert_refused(&f, -EINVAL, "not a findings database");
    folder_remove(&f);
}

/* Pages overwritten in the middle: SQLite's own check must see it before anything is written. */
static void test_damaged_inside(void **state)
{
    folder f = folder_make();
    size_t size;
    char *bytes;

    (void)state;
    make_database(&f, "abc");
    bytes = folder_read(&f, f.database, &size);
    for (size_t page = 1; page * 4096 < size; page++) {
        char saved[256];

        memcpy(saved, bytes + page * 4096, sizeof saved);
        memset(bytes + page * 4096, 0xa5, sizeof saved);
        folder_write(f.database, bytes, size);
        assert_refused(&f, -EINVAL, "damaged");
        memcpy(bytes + page * 4096, saved, sizeof saved);
    }
    folder_write(f.database, bytes, size);
    make_database(&f, "abc");
    folder_remove(&f);
}

static void test_no_folder(void **state)
{
    folder f = folder_make();
    store *s = NULL;
    const char *message = "";

    (void)state;
    snprintf(f.database, sizeof f.database, "%s/none/findings.db", f.path);
    assert_int_equal(store_open(&s, f.database, f.memory, &message), -ENOENT);
    assert_non_null(strstr(message, "cannot be made"));
    assert_int_equal(store_open_readonly(&s, f.database, f.memory, &message), -ENOENT);
    folder_remove(&f);
}

/* Opens as another user; the exit status is the errno. */
static int open_as_nobody(folder *f, bool for_reading)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        store *s = NULL;
        const char *message = "";
        int error = -EPERM;

        if (geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0)) {
            error = for_reading ? store_open_readonly(&s, f->database, f->memory, &message)
                                : store_open(&s, f->database, f->memory, &message);
        }
        store_close(s);
        _exit(-error);
    }
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static void test_permissions(void **state)
{
    folder f = folder_make();

    (void)state;
    chmod(f.path, 0755);
    assert_int_equal(open_as_nobody(&f, false), geteuid() == 0 ? EACCES : 0); /* nothing can be made there */
    unlink(f.database);
    make_database(&f, "a");
    chmod(f.database, 0444);
    chmod(f.path, 0555);
    assert_int_equal(open_as_nobody(&f, false), EACCES);
    assert_int_equal(open_as_nobody(&f, true), 0); /* reading needs no log */
    chmod(f.database, 0666);
    assert_int_equal(open_as_nobody(&f, false), EACCES); /* the log can't be made */
    chmod(f.path, 0755);
    folder_remove(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_new),
    cmocka_unit_test(test_own_folder_is_made),
    cmocka_unit_test(test_empty_file_becomes_one),
    cmocka_unit_test(test_no_database),
    cmocka_unit_test(test_foreign),
    cmocka_unit_test(test_newer),
    cmocka_unit_test(test_truncated),
    cmocka_unit_test(test_damaged_inside),
    cmocka_unit_test(test_no_folder),
    cmocka_unit_test(test_permissions),
};

TAP_MAIN(tests)
