/* analyzer/driver/check.h
 * What the parts of `wand check` hand to each other. */
#ifndef WAND_ANALYZER_DRIVER_CHECK_H
#define WAND_ANALYZER_DRIVER_CHECK_H

#include "analyzer/driver/catalog.h"
#include "analyzer/driver/options.h"
#include "analyzer/driver/problems.h"
#include "analyzer/driver/project.h"
#include "analyzer/engine/engine.h"
#include "analyzer/frontend/frontend.h"

/* A file that some unit read and that isn't a system header. */
typedef struct check_file {
    const char *path; /* as printed */
    bool is_main;
    bool is_complete; /* a unit without errors read it */
} check_file;

typedef struct check {
    arena *memory;
    const options *options;
    project place;
    catalog rules;
    intern_table *names;
    source_cache *sources;
    problem_list problems;
    ir_unit **units;
    size_t unit_count;
    size_t unit_capacity;
    size_t failed_count;  /* units with errors, and files that gave none */
    const char *libclang; /* version */
    check_file *files;    /* by path */
    size_t file_count;
    finding_list findings;
    engine_statistics statistics;
    int64_t started_ns; /* since 1970 */
    int64_t parse_ns;
    int64_t analysis_ns;
} check;

/* Parses the sources that the command line names into check.units and lists check.files. */
void check_parse(check *c);

/* Runs the rules and applies suppressions; the result is check.findings, finished. Returns 0, or 2 after a
 * message when a model file can't be used. */
int check_analyse(check *c);

/* Writes the run into the database; a failure becomes a problem. */
void check_store(check *c);

/* Prints what was analysed and how long it took. */
void check_print_statistics(FILE *to, const check *c);

/* Monotonic nanoseconds. */
int64_t check_clock(void);

#endif
