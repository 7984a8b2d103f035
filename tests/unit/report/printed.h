/* printed.h: what a report prints, as a string, and a small report to print. */
#ifndef TESTS_UNIT_REPORT_PRINTED_H
#define TESTS_UNIT_REPORT_PRINTED_H

#include "analyzer/report/report.h"

/* A report over sources that exist only in memory. */
typedef struct sample {
    arena *memory;
    finding_list list;
    report_input input;
} sample;

/* Every report is below /project, seen from there, with the rules "p" and "q". */
void sample_make(sample *s);
void sample_drop(sample *s);

void sample_source(sample *s, const char *path, const char *text);

/* Adds a finding of rule "p" in function "f". */
finding *sample_finding(sample *s, const char *file, uint32_t line, uint32_t column, const char *message);

/* Finishes the list and prints it; the result lives in the sample. */
const char *sample_print(sample *s, void (*report)(FILE *to, const report_input *input));

#endif
