/* analyzer/store/migrations.c
 * The schema, and how a database gets it. */
#include "analyzer/store/migrations.h"

#include <stdio.h>

const char *const store_migrations[] = {
    /* A file's findings and a run's occurrences are looked up often, hence the two indexes.
     * status: 0 open, 1 suppressed, 2 fixed. */
    "CREATE TABLE runs ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  started_ns INTEGER NOT NULL,"
    "  finished_ns INTEGER NOT NULL,"
    "  version TEXT NOT NULL,"
    "  libclang TEXT,"
    "  file_count INTEGER NOT NULL,"
    "  finding_count INTEGER NOT NULL) STRICT;"
    "CREATE TABLE files ("
    "  id INTEGER PRIMARY KEY,"
    "  path TEXT NOT NULL UNIQUE,"
    "  hash TEXT,"
    "  last_run INTEGER REFERENCES runs(id)) STRICT;"
    "CREATE TABLE rules ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL UNIQUE,"
    "  title TEXT NOT NULL,"
    "  dimension TEXT NOT NULL,"
    "  severity TEXT NOT NULL) STRICT;"
    "CREATE TABLE findings ("
    "  id INTEGER PRIMARY KEY,"
    "  fingerprint TEXT NOT NULL UNIQUE,"
    "  rule_id INTEGER NOT NULL REFERENCES rules(id),"
    "  file_id INTEGER NOT NULL REFERENCES files(id),"
    "  line INTEGER NOT NULL,"
    "  column INTEGER NOT NULL,"
    "  function TEXT NOT NULL,"
    "  severity TEXT NOT NULL,"
    "  dimension TEXT NOT NULL,"
    "  message TEXT NOT NULL,"
    "  reason TEXT,"
    "  is_preview INTEGER NOT NULL,"
    "  status INTEGER NOT NULL CHECK (status IN (0, 1, 2)),"
    "  first_run INTEGER NOT NULL REFERENCES runs(id),"
    "  last_run INTEGER NOT NULL REFERENCES runs(id),"
    "  fixed_run INTEGER REFERENCES runs(id)) STRICT;"
    "CREATE INDEX findings_of_file ON findings(file_id);"
    "CREATE TABLE steps ("
    "  finding_id INTEGER NOT NULL REFERENCES findings(id),"
    "  number INTEGER NOT NULL,"
    "  is_related INTEGER NOT NULL,"
    "  depth INTEGER NOT NULL,"
    "  file TEXT NOT NULL,"
    "  line INTEGER NOT NULL,"
    "  column INTEGER NOT NULL,"
    "  message TEXT NOT NULL,"
    "  PRIMARY KEY (finding_id, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE occurrences ("
    "  run_id INTEGER NOT NULL REFERENCES runs(id),"
    "  finding_id INTEGER NOT NULL REFERENCES findings(id),"
    "  line INTEGER NOT NULL,"
    "  PRIMARY KEY (run_id, finding_id)) STRICT, WITHOUT ROWID;",
};

const size_t store_migration_count = sizeof store_migrations / sizeof *store_migrations;

static int read_version(sqlite3 *db, int *version)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL);

    if (result == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        *version = sqlite3_column_int(statement, 0);
    }
    sqlite3_finalize(statement);
    return result;
}

static int set_header(sqlite3 *db, size_t version)
{
    char text[96];

    snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %zu", STORE_APPLICATION_ID,
             version);
    return sqlite3_exec(db, text, NULL, NULL, NULL);
}

int migrate(sqlite3 *db, const char *const *migrations, size_t count)
{
    int version = 0;
    int result = read_version(db, &version);

    if (result != SQLITE_OK || (size_t)version >= count) {
        return result;
    }
    result = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (result != SQLITE_OK) {
        return result;
    }
    /* Asked again: another process may have done it while this one waited. */
    result = read_version(db, &version);
    for (size_t i = (size_t)version; result == SQLITE_OK && i < count; i++) {
        result = sqlite3_exec(db, migrations[i], NULL, NULL, NULL);
    }
    if (result == SQLITE_OK && (size_t)version < count) {
        result = set_header(db, count);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }
    if (result != SQLITE_OK) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return result;
}
