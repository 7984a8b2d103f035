/* analyzer/store/store.h
 * The findings database: every run's findings under their fingerprints, in SQLite.
 *
 * One file for a project. A run is written in one transaction: after a kill at any moment the committed runs
 * are there and the others never were. What is not such a database is named and left as it is. */
#ifndef WAND_ANALYZER_STORE_STORE_H
#define WAND_ANALYZER_STORE_STORE_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct store store;

/* ---- what a run writes ---- */

typedef struct store_rule {
    const char *name;
    const char *title;
    const char *dimension;
    const char *severity;
    bool is_on; /* ran: what it no longer finds is fixed */
} store_rule;

typedef struct store_file {
    const char *path; /* within the project */
    const char *hash; /* of its content; NULL when unknown */
    bool is_complete; /* analysed without errors: what is no longer found in it is fixed */
    bool is_gone;     /* no longer exists: likewise */
} store_file;

typedef struct store_step {
    bool is_related; /* belongs to the finding, but not to its path */
    unsigned depth;
    const char *file;
    uint32_t line;
    uint32_t column;
    const char *message;
} store_step;

typedef struct store_finding {
    const char *fingerprint;
    const char *rule;
    const char *severity;
    const char *dimension;
    const char *file;
    uint32_t line;
    uint32_t column;
    const char *function;
    const char *message;
    const char *suppressed; /* the reason, or NULL */
    bool is_preview;
    const store_step *steps;
    size_t step_count;
    /* filled by store_select, ignored by store_write */
    const char *status; /* "open", "suppressed", "fixed" */
    int64_t first_run;
    int64_t last_run;
} store_finding;

typedef struct store_run {
    int64_t started_ns; /* since 1970 */
    int64_t finished_ns;
    const char *version;  /* of wand */
    const char *libclang; /* version, or NULL */
    const store_rule *rules;
    size_t rule_count;
    const store_file *files;
    size_t file_count;
    const store_finding *findings;
    size_t finding_count;
} store_run;

/* Opens the database for writing, making it (and the last folder of its path) if there is none, and brings an
 * older one up to date. All messages, here and below, are sentences in `a` without the path. -EINVAL: not a
 * findings database, or damaged; -ENOTSUP: of a newer version. In both cases nothing was written. Otherwise
 * the errno of what failed. */
int store_open(store **out, const char *path, arena *a, const char **message);

/* Opens an existing database for reading; an older version is fine. -ENOENT when there is none. */
int store_open_readonly(store **out, const char *path, arena *a, const char **message);

/* NULL is accepted. */
void store_close(store *s);

/* Writes one run. *run_id, unless NULL, is its number from 1. On failure nothing of it is in the database. */
int store_write(store *s, const store_run *run, int64_t *run_id, arena *a, const char **message);

/* ---- what can be asked ---- */

/* Empty members don't filter. */
typedef struct store_filter {
    const char *rule;      /* name, or a pattern with "*" */
    const char *file;      /* path within the project, or a pattern with "*" */
    const char *dimension; /* name */
    int64_t since_run;     /* first seen in that run or later */
    bool all;              /* also suppressed and fixed ones */
} store_filter;

/* The findings, sorted by file, line, column and rule, with their steps, in `a`. */
int store_select(store *s, const store_filter *filter, arena *a, store_finding **out, size_t *count,
                 const char **message);

/* Paths of the files that have open findings, sorted. */
int store_open_files(store *s, arena *a, const char ***out, size_t *count, const char **message);

#endif
