/* analyzer/store/write.c
 * Writes one run in one transaction. */
#include "analyzer/store/internal.h"

#include <errno.h>
#include <string.h>

/* Of how many runs is remembered which findings each had; older ones keep their row in `runs`. */
#define RUNS_WITH_OCCURRENCES "200"

enum statement_id {
    INSERT_RUN,
    UPSERT_RULE,
    MARK_RULE,
    UPSERT_FILE,
    MARK_FILE,
    UPSERT_FINDING,
    DELETE_STEPS,
    INSERT_STEP,
    INSERT_OCCURRENCE,
    MARK_FIXED,
    STATEMENT_COUNT
};

static const char *const statements[STATEMENT_COUNT] = {
    [INSERT_RUN] = "INSERT INTO runs (started_ns, finished_ns, version, libclang, file_count, finding_count)"
                   " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
    [UPSERT_RULE] = "INSERT INTO rules (name, title, dimension, severity) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET title = excluded.title,"
                    " dimension = excluded.dimension, severity = excluded.severity",
    [MARK_RULE] = "INSERT INTO temp.run_rules SELECT id FROM main.rules WHERE name = ?",
    /* A file that only a finding mentions keeps what is known of it. */
    [UPSERT_FILE] = "INSERT INTO files (path, hash, last_run) VALUES (?, ?, ?)"
                    " ON CONFLICT (path) DO UPDATE SET hash = coalesce(excluded.hash, hash),"
                    " last_run = coalesce(excluded.last_run, last_run)",
    [MARK_FILE] = "INSERT OR IGNORE INTO temp.run_files SELECT id FROM main.files WHERE path = ?",
    [UPSERT_FINDING] =
        "INSERT INTO findings (fingerprint, rule_id, file_id, line, column, function, severity, dimension,"
        " message, reason, is_preview, status, first_run, last_run)"
        " VALUES (?, (SELECT id FROM rules WHERE name = ?), (SELECT id FROM files WHERE path = ?),"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (fingerprint) DO UPDATE SET rule_id = excluded.rule_id, file_id = excluded.file_id,"
        " line = excluded.line, column = excluded.column, function = excluded.function,"
        " severity = excluded.severity, dimension = excluded.dimension, message = excluded.message,"
        " reason = excluded.reason, is_preview = excluded.is_preview, status = excluded.status,"
        " last_run = excluded.last_run, fixed_run = NULL RETURNING id",
    [DELETE_STEPS] = "DELETE FROM steps WHERE finding_id = ?",
    [INSERT_STEP] = "INSERT INTO steps (finding_id, number, is_related, depth, file, line, column, message)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [INSERT_OCCURRENCE] = "INSERT OR REPLACE INTO occurrences (run_id, finding_id, line) VALUES (?, ?, ?)",
    [MARK_FIXED] = "UPDATE findings SET status = 2, fixed_run = ?1 WHERE status <> 2 AND last_run <> ?1"
                   " AND file_id IN (SELECT id FROM temp.run_files)"
                   " AND rule_id IN (SELECT id FROM temp.run_rules)",
};

typedef struct writer {
    sqlite3 *db;
    sqlite3_stmt *prepared[STATEMENT_COUNT];
    int64_t run;
} writer;

static int prepare_all(writer *w)
{
    int result = sqlite3_exec(w->db,
                              "CREATE TEMP TABLE IF NOT EXISTS run_rules (id INTEGER);"
                              "CREATE TEMP TABLE IF NOT EXISTS run_files (id INTEGER PRIMARY KEY);"
                              "DELETE FROM temp.run_rules; DELETE FROM temp.run_files;",
                              NULL, NULL, NULL);

    for (int i = 0; i < STATEMENT_COUNT && result == SQLITE_OK; i++) {
        result =
            sqlite3_prepare_v3(w->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &w->prepared[i], NULL);
    }
    return result;
}

/* Runs a bound statement to its end; `bound` is the result of binding. *value is the last row's first column.
 */
static int finish(writer *w, enum statement_id id, int bound, int64_t *value)
{
    sqlite3_stmt *statement = w->prepared[id];
    int result = bound;

    if (result == SQLITE_OK) {
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            if (value != NULL) {
                *value = sqlite3_column_int64(statement, 0);
            }
        }
    }
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

#define DO(w, id, value, ...) finish((w), (id), store_bind((w)->prepared[id], __VA_ARGS__), (value))

static int write_rule(writer *w, const store_rule *rule)
{
    int result = DO(w, UPSERT_RULE, NULL, "ssss", rule->name, rule->title, rule->dimension, rule->severity);

    if (result == SQLITE_OK && rule->is_on) {
        result = DO(w, MARK_RULE, NULL, "s", rule->name);
    }
    return result;
}

static int write_file(writer *w, const store_file *file)
{
    int result = file->is_gone
                     ? DO(w, UPSERT_FILE, NULL, "sss", file->path, (const char *)NULL, (const char *)NULL)
                     : DO(w, UPSERT_FILE, NULL, "ssi", file->path, file->hash, w->run);

    if (result == SQLITE_OK && (file->is_complete || file->is_gone)) {
        result = DO(w, MARK_FILE, NULL, "s", file->path);
    }
    return result;
}

static int write_steps(writer *w, int64_t id, const store_finding *f)
{
    int result = DO(w, DELETE_STEPS, NULL, "i", id);

    for (size_t i = 0; i < f->step_count && result == SQLITE_OK; i++) {
        const store_step *step = &f->steps[i];

        result =
            DO(w, INSERT_STEP, NULL, "iiiisiis", id, (int64_t)i, (int64_t)step->is_related,
               (int64_t)step->depth, step->file, (int64_t)step->line, (int64_t)step->column, step->message);
    }
    return result;
}

static int write_finding(writer *w, const store_finding *f)
{
    int64_t id = 0;
    int64_t status = f->suppressed != NULL;
    int result = DO(w, UPSERT_FILE, NULL, "sss", f->file, (const char *)NULL, (const char *)NULL);

    if (result == SQLITE_OK) {
        result = DO(w, UPSERT_FINDING, &id, "sssiisssssiiii", f->fingerprint, f->rule, f->file,
                    (int64_t)f->line, (int64_t)f->column, f->function, f->severity, f->dimension, f->message,
                    f->suppressed, (int64_t)f->is_preview, status, w->run, w->run);
    }
    if (result == SQLITE_OK) {
        result = write_steps(w, id, f);
    }
    if (result == SQLITE_OK) {
        result = DO(w, INSERT_OCCURRENCE, NULL, "iii", w->run, id, (int64_t)f->line);
    }
    return result;
}

static int write_all(writer *w, const store_run *run)
{
    int result = DO(w, INSERT_RUN, &w->run, "iissii", run->started_ns, run->finished_ns, run->version,
                    run->libclang, (int64_t)run->file_count, (int64_t)run->finding_count);

    for (size_t i = 0; i < run->rule_count && result == SQLITE_OK; i++) {
        result = write_rule(w, &run->rules[i]);
    }
    for (size_t i = 0; i < run->file_count && result == SQLITE_OK; i++) {
        result = write_file(w, &run->files[i]);
    }
    for (size_t i = 0; i < run->finding_count && result == SQLITE_OK; i++) {
        result = write_finding(w, &run->findings[i]);
    }
    if (result == SQLITE_OK) {
        result = DO(w, MARK_FIXED, NULL, "i", w->run);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(w->db,
                              "DELETE FROM occurrences WHERE run_id <= (SELECT max(id) FROM runs) "
                              "- " RUNS_WITH_OCCURRENCES,
                              NULL, NULL, NULL);
    }
    return result;
}

int store_write(store *s, const store_run *run, int64_t *run_id, arena *a, const char **message)
{
    writer w = {.db = s->db};
    int error = 0;
    int result = prepare_all(&w);

    if (result == SQLITE_OK) {
        result = sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    }
    if (result == SQLITE_OK) {
        result = write_all(&w, run);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    }
    if (result != SQLITE_OK) {
        error = store_fail(s->db, result, a, message);
    }
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(w.prepared[i]);
    }
    if (sqlite3_get_autocommit(s->db) == 0) {
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    if (error == 0 && run_id != NULL) {
        *run_id = w.run;
    }
    return error;
}
