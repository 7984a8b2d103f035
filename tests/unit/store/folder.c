/* folder.c: see folder.h. */
#include "tests/unit/store/folder.h"

#include "tests/support/tap.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

folder folder_make(void)
{
    folder f = {.path = "/tmp/wand-store-XXXXXX", .memory = arena_new()};

    assert_non_null(mkdtemp(f.path));
    snprintf(f.database, sizeof f.database, "%s/findings.db", f.path);
    return f;
}

void folder_remove(folder *f)
{
    char command[96];

    snprintf(command, sizeof command, "rm -rf '%s'", f->path);
    assert_int_equal(system(command), 0);
    arena_free(f->memory);
}

void folder_write(const char *path, const void *bytes, size_t size)
{
    FILE *stream = fopen(path, "w");

    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    fclose(stream);
}

void *folder_read(folder *f, const char *path, size_t *size)
{
    FILE *stream = fopen(path, "r");
    char *bytes = arena_alloc(f->memory, 1 << 20);

    *size = (size_t)-1;
    if (stream != NULL) {
        *size = fread(bytes, 1, 1 << 20, stream);
        fclose(stream);
    }
    return bytes;
}

long folder_sql(folder *f, const char *sql)
{
    sqlite3 *db = NULL;
    long value = -1;

    assert_int_equal(sqlite3_open(f->database, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    for (const char *rest = sql; *rest != '\0';) {
        sqlite3_stmt *statement = NULL;
        int result = sqlite3_prepare_v2(db, rest, -1, &statement, &rest);

        assert_int_equal(result, SQLITE_OK);
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            value = (long)sqlite3_column_int64(statement, 0);
        }
        assert_int_equal(result, SQLITE_DONE);
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return value;
}

int folder_run(store *s, folder *f, const char *letters)
{
    static const store_rule rules[] = {{"r", "title", "start", "warning", true}};
    static const store_file files[] = {{"a.c", "hash", true, false}};
    store_finding findings[32];
    char names[32][2];
    size_t count = strlen(letters);
    store_run run = {
        .version = "1", .libclang = "19", .rules = rules, .rule_count = 1, .files = files, .file_count = 1};
    const char *message = "";

    for (size_t i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "%c", letters[i]);
        findings[i] = (store_finding){.fingerprint = names[i],
                                      .rule = "r",
                                      .severity = "warning",
                                      .dimension = "start",
                                      .file = "a.c",
                                      .line = (uint32_t)i + 1,
                                      .column = 1,
                                      .function = "f",
                                      .message = "message"};
    }
    run.findings = findings;
    run.finding_count = count;
    return store_write(s, &run, NULL, f->memory, &message);
}
