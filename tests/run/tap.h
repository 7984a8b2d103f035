/* tap.h: counts the results in a program's TAP output. */
#ifndef TESTS_RUN_TAP_H
#define TESTS_RUN_TAP_H

#include <stdbool.h>
#include <stdio.h>

typedef struct tap_count {
    int passed;
    int failed;
    int skipped;
    int planned;
    bool has_plan;
} tap_count;

typedef enum tap_line { TAP_OTHER, TAP_PASS, TAP_FAIL, TAP_SKIP, TAP_PLAN, TAP_COMMENT } tap_line;

/* What one line says; a plan's number goes to *planned. */
tap_line tap_read_line(const char *line, int *planned);

/* Counts a whole output. A program may print several plans (one for each of its groups): they add up. */
tap_count tap_count_all(FILE *output);

#endif
