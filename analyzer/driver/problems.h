/* analyzer/driver/problems.h
 * What went wrong with files: said once on standard error, and kept for the reports. */
#ifndef WAND_ANALYZER_DRIVER_PROBLEMS_H
#define WAND_ANALYZER_DRIVER_PROBLEMS_H

#include "analyzer/base/intern.h"
#include "analyzer/base/map.h"
#include "analyzer/report/report.h"

typedef struct problem_list {
    arena *memory;
    intern_table *names;
    map *said; /* lines already printed, interned: a header's error comes with every file that includes it */
    report_problem *items;
    size_t count;
    size_t capacity;
} problem_list;

problem_list problem_list_of(arena *a, intern_table *names);

/* A file as a whole: prints "wand: FILE: text". */
void problem_about_file(problem_list *list, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A place in a file: prints "file:line:col: error: text". Returns whether it was new. */
bool problem_at_place(problem_list *list, finding_place place, const char *text);

#endif
