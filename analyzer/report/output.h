/* analyzer/report/output.h
 * Where a report goes: standard output, or a file that appears whole or not at all. */
#ifndef WAND_ANALYZER_REPORT_OUTPUT_H
#define WAND_ANALYZER_REPORT_OUTPUT_H

#include "analyzer/base/arena.h"

#include <stdio.h>

typedef struct output {
    FILE *stream;
    const char *path;      /* NULL: standard output */
    const char *temporary; /* NULL: written directly, because `path` is no regular file */
} output;

/* Whether a report can be written there, as far as that can be told without writing: 0 or a negative errno.
 */
int output_check(const char *path, arena *a);

/* path NULL or "-": standard output. Returns 0 or a negative errno. */
int output_open(output *out, const char *path, arena *a);

/* Flushes, and gives a file its name. Returns 0 or the negative errno of the first thing that went wrong;
 * then an older file of that name is as it was. -EPIPE: the reader of standard output went away. */
int output_close(output *out);

#endif
