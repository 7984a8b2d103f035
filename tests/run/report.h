/* report.h: what the runner prints: a line a program, the output of those that failed, and one closing line.
 */
#ifndef TESTS_RUN_REPORT_H
#define TESTS_RUN_REPORT_H

#include <stdbool.h>

#include "tests/run/job.h"

typedef struct report {
    bool as_tap; /* print every result as a TAP line, so that a runner can be a test program of another runner
                  */
    const char *prefix;
    int passed;
    int failed;
    int skipped;
} report;

/* Counts a finished program's results and prints them. */
void report_job(report *r, job *j);

/* Counts a program that could not be started. */
void report_unstarted(report *r, const job *j, int error);

/* Prints the closing line, or the plan. Returns the runner's exit status: 0 when nothing failed and something
 * passed. */
int report_close(const report *r);

#endif
