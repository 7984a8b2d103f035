/* analyzer/store/store.c
 * Opening: what is ours is brought up to date, what isn't is not touched, and what doesn't exist is made
 * whole under another name first, so that nobody ever sees half a database. */
#include "analyzer/store/store.h"

#include "analyzer/store/inspect.h"
#include "analyzer/store/internal.h"
#include "analyzer/store/migrations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 20000 };

static int fail_errno(int error, const char *what, arena *a, const char **message)
{
    *message = arena_printf(a, "%s: %s", what, strerror(error));
    return -error;
}

/* The program's own folder ignores itself in git: a database of local runs belongs in no commit. */
static int make_folder(const char *path, arena *a, const char **message)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash != NULL ? arena_strndup(a, path, (size_t)(slash - path)) : "";
    const char *name = strrchr(folder, '/') != NULL ? strrchr(folder, '/') + 1 : folder;
    int fd;

    if (folder[0] == '\0' || strcmp(name, ".wand") != 0) {
        return 0;
    }
    if (mkdir(folder, 0777) != 0) {
        return errno == EEXIST ? 0 : fail_errno(errno, "cannot be made", a, message);
    }
    fd = open(arena_printf(a, "%s/.gitignore", folder), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) {
        ssize_t written = write(fd, "*\n", 2);

        (void)written; /* a convenience; without it the database works too */
        close(fd);
    }
    return 0;
}

/* Makes a new database under a temporary name and links it to `path`. If another process was faster, its
 * database stays. */
static int create(const char *path, arena *a, const char **message)
{
    char *temporary = arena_printf(a, "%s.new-XXXXXX", path);
    mode_t mask = umask(0);
    sqlite3 *db = NULL;
    int fd;
    int result;
    int error = 0;

    umask(mask);
    fd = mkstemp(temporary);
    if (fd < 0) {
        return fail_errno(errno, "cannot be made", a, message);
    }
    fchmod(fd, 0666 & ~mask);
    result = sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK) {
        result = migrate(db, store_migrations, store_migration_count);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
    if (result != SQLITE_OK) {
        error = store_fail(db, result, a, message);
    }
    sqlite3_close(db);
    if (error == 0 && link(temporary, path) != 0 && errno != EEXIST && rename(temporary, path) != 0) {
        error = fail_errno(errno, "cannot be made", a, message);
    }
    unlink(temporary);
    close(fd);
    return error;
}

/* Asks SQLite whether the whole file is sound, before anything is written to it. */
static int check_sound(sqlite3 *db, arena *a, const char **message)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL);
    int error = 0;

    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result != SQLITE_ROW) {
        error = store_fail(db, result, a, message);
    } else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);

        *message = arena_printf(a, "is damaged: %.*s", (int)strcspn(text, "\n"), text);
        error = -EINVAL;
    }
    sqlite3_finalize(statement);
    return error;
}

/* Another process may have written a newer version since the file was inspected, or it stands in the log
 * only. */
static int check_version(sqlite3 *db, arena *a, const char **message)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL);
    int error = 0;

    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result != SQLITE_ROW) {
        error = store_fail(db, result, a, message);
    } else if (sqlite3_column_int64(statement, 0) > (int64_t)store_migration_count) {
        *message = "was written by a newer version of wand";
        error = -ENOTSUP;
    }
    sqlite3_finalize(statement);
    return error;
}

static int prepare(sqlite3 *db, arena *a, const char **message)
{
    int result = sqlite3_exec(db,
                              "PRAGMA journal_mode = WAL;"
                              "PRAGMA synchronous = NORMAL;"
                              "PRAGMA foreign_keys = ON;",
                              NULL, NULL, NULL);

    if (result == SQLITE_OK) {
        result = migrate(db, store_migrations, store_migration_count);
    }
    return result == SQLITE_OK ? 0 : store_fail(db, result, a, message);
}

/* Opens what was found to be ours. Until it has proved sound, closing it must not write the log back. */
static int open_checked(store *s, const char *path, int flags, arena *a, const char **message)
{
    int result = sqlite3_open_v2(path, &s->db, flags, NULL);
    int error;

    if (result != SQLITE_OK) {
        return store_fail(s->db, result, a, message);
    }
    sqlite3_busy_timeout(s->db, BUSY_MS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if ((flags & SQLITE_OPEN_READWRITE) && sqlite3_db_readonly(s->db, "main") == 1) {
        return store_fail(s->db, SQLITE_READONLY, a, message);
    }
    error = check_sound(s->db, a, message);
    return error != 0 ? error : check_version(s->db, a, message);
}

static int refuse(inspection found, arena *a, const char **message)
{
    if (found == INSPECT_ERROR) {
        return fail_errno(errno, "cannot be read", a, message);
    }
    return found == INSPECT_NEWER ? -ENOTSUP : -EINVAL;
}

int store_open(store **out, const char *path, arena *a, const char **message)
{
    store *s = NULL;
    inspection found = inspect(path, store_migration_count, message);
    int error = 0;

    if (found == INSPECT_REFUSED || found == INSPECT_NEWER || found == INSPECT_ERROR) {
        return refuse(found, a, message);
    }
    if (found == INSPECT_ABSENT) {
        error = make_folder(path, a, message);
        if (error == 0) {
            error = create(path, a, message);
        }
        if (error != 0) {
            return error;
        }
    }
    s = calloc(1, sizeof *s);
    if (s == NULL) {
        *message = "cannot be opened: out of memory";
        return -ENOMEM;
    }
    error = open_checked(s, path, SQLITE_OPEN_READWRITE, a, message);
    if (error == 0) {
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
        error = prepare(s->db, a, message);
    }
    if (error != 0) {
        store_close(s);
        return error;
    }
    *out = s;
    return 0;
}

/* A name for sqlite3_open_v2 that promises that nobody writes: the only way to read where no log can be made.
 */
static const char *immutable_name(const char *path, arena *a)
{
    char *name = arena_alloc(a, strlen(path) * 3 + 32);
    char *to = name + sprintf(name, "file:");

    for (const char *from = path; *from != '\0'; from++) {
        to += sprintf(to, strchr("%?#", *from) != NULL ? "%%%02X" : "%c", (unsigned char)*from);
    }
    strcpy(to, "?immutable=1");
    return name;
}

int store_open_readonly(store **out, const char *path, arena *a, const char **message)
{
    inspection found = inspect(path, store_migration_count, message);
    store *s;
    int error;

    if (found == INSPECT_ABSENT || found == INSPECT_EMPTY) {
        *message = "does not exist, or holds no findings yet";
        return -ENOENT;
    }
    if (found != INSPECT_OURS) {
        return refuse(found, a, message);
    }
    s = calloc(1, sizeof *s);
    if (s == NULL) {
        *message = "cannot be opened: out of memory";
        return -ENOMEM;
    }
    error = open_checked(s, path, SQLITE_OPEN_READONLY, a, message);
    if (error == -EACCES) {
        sqlite3_close(s->db);
        s->db = NULL;
        error = open_checked(s, immutable_name(path, a), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, a, message);
    }
    if (error != 0) {
        store_close(s);
        return error;
    }
    *out = s;
    return 0;
}

void store_close(store *s)
{
    if (s != NULL) {
        sqlite3_close(s->db);
        free(s);
    }
}
