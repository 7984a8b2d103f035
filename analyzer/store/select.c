/* analyzer/store/select.c
 * What the database is asked: findings by filter, and the files that have open ones. */
#include "analyzer/store/internal.h"

#include <errno.h>

static const char *const status_names[] = {"open", "suppressed", "fixed"};

static const char *text_at(sqlite3_stmt *statement, int column, arena *a)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return text != NULL ? arena_strdup(a, text) : NULL;
}

/* Fills *f from a row of the query below; returns the finding's number. */
static int64_t read_row(sqlite3_stmt *row, arena *a, store_finding *f)
{
    int status = sqlite3_column_int(row, 14);

    *f = (store_finding){
        .fingerprint = text_at(row, 1, a),
        .rule = text_at(row, 2, a),
        .file = text_at(row, 3, a),
        .line = (uint32_t)sqlite3_column_int64(row, 4),
        .column = (uint32_t)sqlite3_column_int64(row, 5),
        .function = text_at(row, 6, a),
        .severity = text_at(row, 7, a),
        .dimension = text_at(row, 8, a),
        .message = text_at(row, 9, a),
        .suppressed = text_at(row, 10, a),
        .is_preview = sqlite3_column_int(row, 11) != 0,
        .first_run = sqlite3_column_int64(row, 12),
        .last_run = sqlite3_column_int64(row, 13),
        .status = status_names[status >= 0 && status <= 2 ? status : 0],
    };
    return sqlite3_column_int64(row, 0);
}

static int read_steps(sqlite3_stmt *steps, int64_t id, arena *a, store_finding *f)
{
    store_step *items = NULL;
    size_t capacity = 0;
    int result = store_bind(steps, "i", id);

    if (result != SQLITE_OK) {
        return result;
    }
    while ((result = sqlite3_step(steps)) == SQLITE_ROW) {
        store_step step = {
            .is_related = sqlite3_column_int(steps, 0) != 0,
            .depth = (unsigned)sqlite3_column_int(steps, 1),
            .file = text_at(steps, 2, a),
            .line = (uint32_t)sqlite3_column_int64(steps, 3),
            .column = (uint32_t)sqlite3_column_int64(steps, 4),
            .message = text_at(steps, 5, a),
        };

        ARENA_PUSH(a, items, f->step_count, capacity, step);
    }
    f->steps = items;
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static const char select_findings[] =
    "SELECT findings.id, fingerprint, rules.name, files.path, line, column, function, findings.severity,"
    " findings.dimension, message, reason, is_preview, first_run, findings.last_run, status"
    " FROM findings JOIN rules ON rules.id = rule_id JOIN files ON files.id = file_id"
    " WHERE (?1 IS NULL OR rules.name GLOB ?1) AND (?2 IS NULL OR files.path = ?2 OR files.path GLOB ?2)"
    " AND (?3 IS NULL OR findings.dimension = ?3) AND first_run >= ?4 AND (?5 OR status = 0)"
    " ORDER BY files.path, line, column, rules.name, fingerprint";

static const char select_steps[] = "SELECT is_related, depth, file, line, column, message FROM steps"
                                   " WHERE finding_id = ? ORDER BY number";

int store_select(store *s, const store_filter *filter, arena *a, store_finding **out, size_t *count,
                 const char **message)
{
    sqlite3_stmt *rows = NULL;
    sqlite3_stmt *steps = NULL;
    store_finding *items = NULL;
    size_t found = 0;
    size_t capacity = 0;
    int error = 0;
    int result = sqlite3_prepare_v2(s->db, select_findings, -1, &rows, NULL);

    if (result == SQLITE_OK) {
        result = sqlite3_prepare_v2(s->db, select_steps, -1, &steps, NULL);
    }
    if (result == SQLITE_OK) {
        result = store_bind(rows, "sssii", filter->rule, filter->file, filter->dimension, filter->since_run,
                            (int64_t)filter->all);
    }
    while (result == SQLITE_OK && (result = sqlite3_step(rows)) == SQLITE_ROW) {
        store_finding f;
        int64_t id = read_row(rows, a, &f);

        result = read_steps(steps, id, a, &f);
        ARENA_PUSH(a, items, found, capacity, f);
    }
    if (result != SQLITE_DONE) {
        error = store_fail(s->db, result, a, message);
    } else {
        *out = items;
        *count = found;
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(steps);
    return error;
}

int store_open_files(store *s, arena *a, const char ***out, size_t *count, const char **message)
{
    sqlite3_stmt *rows = NULL;
    const char **items = NULL;
    size_t found = 0;
    size_t capacity = 0;
    int error = 0;
    int result = sqlite3_prepare_v2(s->db,
                                    "SELECT path FROM files WHERE id IN"
                                    " (SELECT file_id FROM findings WHERE status <> 2) ORDER BY path",
                                    -1, &rows, NULL);

    while (result == SQLITE_OK && (result = sqlite3_step(rows)) == SQLITE_ROW) {
        ARENA_PUSH(a, items, found, capacity, text_at(rows, 0, a));
        result = SQLITE_OK;
    }
    if (result != SQLITE_DONE) {
        error = store_fail(s->db, result, a, message);
    } else {
        *out = items;
        *count = found;
    }
    sqlite3_finalize(rows);
    return error;
}
