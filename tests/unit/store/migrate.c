/* Migrations: from every version to the newest, and back to where it was when a step fails. */
#include "analyzer/store/migrations.h"

#include "tests/unit/store/folder.h"

#include "tests/support/tap.h"

#include <string.h>

static sqlite3 *open_database(folder *f)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(f->database, &db), SQLITE_OK);
    return db;
}

/* Findings that were written by each older version are there in the newest. */
static void test_from_every_version(void **state)
{
    (void)state;
    for (size_t from = 1; from <= store_migration_count; from++) {
        folder f = folder_make();
        sqlite3 *db = open_database(&f);
        store_finding *found = NULL;
        const char *message = "";
        size_t count = 0;
        store *s = NULL;

        assert_int_equal(migrate(db, store_migrations, from), SQLITE_OK);
        assert_int_equal(
            sqlite3_exec(db,
                         "INSERT INTO runs VALUES (1, 5, 6, '0.1', '19', 1, 1);"
                         "INSERT INTO files VALUES (1, 'a.c', 'h', 1);"
                         "INSERT INTO rules VALUES (1, 'r', 't', 'start', 'warning');"
                         "INSERT INTO findings VALUES (1, 'x', 1, 1, 3, 4, 'f', 'warning', 'start',"
                         " 'm', NULL, 0, 0, 1, 1, NULL)",
                         NULL, NULL, NULL),
            SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(store_open(&s, f.database, f.memory, &message), 0);
        assert_int_equal(folder_run(s, &f, "y"), 0);
        assert_int_equal(store_select(s, &(store_filter){.all = true}, f.memory, &found, &count, &message),
                         0);
        assert_int_equal(count, 2);
        store_close(s);
        assert_int_equal(folder_sql(&f, "PRAGMA user_version"), (long)store_migration_count);
        folder_remove(&f);
    }
}

static void test_steps(void **state)
{
    static const char *const steps[] = {"CREATE TABLE one (x)", "ALTER TABLE one ADD COLUMN y DEFAULT 7",
                                        "CREATE TABLE three (z); INSERT INTO three SELECT y FROM one"};
    folder f = folder_make();
    sqlite3 *db = open_database(&f);

    (void)state;
    assert_int_equal(migrate(db, steps, 1), SQLITE_OK);
    sqlite3_exec(db, "INSERT INTO one VALUES (1), (2)", NULL, NULL, NULL);
    assert_int_equal(migrate(db, steps, 3), SQLITE_OK);
    assert_int_equal(migrate(db, steps, 3), SQLITE_OK); /* nothing left to do */
    assert_int_equal(folder_sql(&f, "SELECT sum(z) FROM three"), 14);
    assert_int_equal(folder_sql(&f, "PRAGMA user_version"), 3);
    sqlite3_close(db);
    folder_remove(&f);
}

static void test_failing_step(void **state)
{
    static const char *const steps[] = {"CREATE TABLE one (x)", "CREATE TABLE two (x)",
                                        "INSERT INTO two VALUES (1); INSERT INTO missing VALUES (1)"};
    folder f = folder_make();
    sqlite3 *db = open_database(&f);

    (void)state;
    assert_int_equal(migrate(db, steps, 1), SQLITE_OK);
    assert_int_not_equal(migrate(db, steps, 3), SQLITE_OK);
    assert_int_equal(folder_sql(&f, "PRAGMA user_version"), 1);
    assert_int_equal(folder_sql(&f, "SELECT count(*) FROM sqlite_schema WHERE name = 'two'"), 0);
    sqlite3_close(db);
    folder_remove(&f);
}

/* A text that was released must never change: whoever changes the schema adds a step, and its hash here. */
static void test_released_texts(void **state)
{
    static const unsigned long hashes[] = {10070073527303358883u};

    (void)state;
    assert_int_equal(store_migration_count, sizeof hashes / sizeof *hashes);
    for (size_t i = 0; i < store_migration_count; i++) {
        unsigned long hash = 5381;

        for (const char *c = store_migrations[i]; *c != '\0'; c++) {
            hash = hash * 33 + (unsigned char)*c;
        }
        assert_int_equal(hash, hashes[i]);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_from_every_version),
    cmocka_unit_test(test_steps),
    cmocka_unit_test(test_failing_step),
    cmocka_unit_test(test_released_texts),
};

TAP_MAIN(tests)
