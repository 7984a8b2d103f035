/* analyzer/store/internal.h
 * What the files of this folder share: the open database, and failing with a message. */
#ifndef WAND_ANALYZER_STORE_INTERNAL_H
#define WAND_ANALYZER_STORE_INTERNAL_H

#include "analyzer/store/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
};

/* A negative errno and a sentence for the last error of `db`. */
int store_fail(sqlite3 *db, int result, arena *a, const char **message);

/* Binds values in order: i (int64_t), s (const char *, NULL is null). Returns an SQLite result. */
int store_bind(sqlite3_stmt *statement, const char *types, ...);

#endif
