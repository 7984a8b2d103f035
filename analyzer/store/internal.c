/* analyzer/store/internal.c
 * From SQLite's results to ours. */
#include "analyzer/store/internal.h"

#include <errno.h>

/* The message names what a user can do something about. */
int store_fail(sqlite3 *db, int result, arena *a, const char **message)
{
    switch (result & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: *message = arena_printf(a, "is damaged: %s", sqlite3_errmsg(db)); return -EINVAL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: *message = "is locked by another process that doesn't let go of it"; return -EBUSY;
    case SQLITE_READONLY:
    case SQLITE_PERM: *message = "cannot be written: no permission"; return -EACCES;
    case SQLITE_CANTOPEN:
        *message = "cannot be opened for writing: no permission for the file or its directory";
        return -EACCES;
    case SQLITE_FULL: *message = "cannot be written: no space left"; return -ENOSPC;
    case SQLITE_NOMEM: *message = "cannot be opened: out of memory"; return -ENOMEM;
    default:
        *message =
            arena_printf(a, "cannot be used: %s", db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(result));
        return -EIO;
    }
}

int store_bind(sqlite3_stmt *statement, const char *types, ...)
{
    va_list arguments;
    int result = sqlite3_reset(statement);

    va_start(arguments, types);
    for (int i = 0; types[i] != '\0' && result == SQLITE_OK; i++) {
        if (types[i] == 'i') {
            result = sqlite3_bind_int64(statement, i + 1, va_arg(arguments, int64_t));
        } else {
            result =
                sqlite3_bind_text(statement, i + 1, va_arg(arguments, const char *), -1, SQLITE_TRANSIENT);
        }
    }
    va_end(arguments);
    return result;
}
