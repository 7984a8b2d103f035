/* analyzer/store/migrations.h
 * The database's schema as a list of steps: each brings a database from one version to the next. */
#ifndef WAND_ANALYZER_STORE_MIGRATIONS_H
#define WAND_ANALYZER_STORE_MIGRATIONS_H

#include <sqlite3.h>
#include <stddef.h>

/* "wand" in ASCII, in the header of every database of ours. */
#define STORE_APPLICATION_ID 0x77616e64

/* Text i brings version i to version i + 1. A text that has been released is never changed. */
extern const char *const store_migrations[];
extern const size_t store_migration_count;

/* Brings the database to version `count`, in one transaction that one process at a time can hold. Returns an
 * SQLite result; on failure the database is as it was. */
int migrate(sqlite3 *db, const char *const *migrations, size_t count);

#endif
