/* analyzer/report/report.h
 * Everything a report needs, and the forms it can take. Same input, same bytes: no clock, no pointer order.
 */
#ifndef WAND_ANALYZER_REPORT_REPORT_H
#define WAND_ANALYZER_REPORT_REPORT_H

#include "analyzer/finding/finding.h"
#include "analyzer/finding/source.h"

#include <stdio.h>

typedef struct report_rule {
    const char *name;
    const char *title;
    finding_dimension dimension;
    finding_severity severity;
    bool is_on;
    bool is_preview;
    const char *documentation; /* markdown */
} report_rule;

/* Something that went wrong with a file: a compiler's diagnostic, or why there was no analysis. */
typedef struct report_problem {
    finding_place place; /* line 0: about the whole file */
    const char *message;
} report_problem;

typedef struct report_input {
    const finding_list *findings; /* finished; also suppressed ones */
    source_cache *sources;
    const report_rule *rules; /* sorted by name */
    size_t rule_count;
    const report_problem *problems;
    size_t problem_count;
    const char *const *files; /* that were analysed, sorted */
    size_t file_count;
    const char *root;      /* absolute directory of the project */
    const char *directory; /* absolute working directory */
    const char *version;
    int exit_status;
    bool colour; /* text only */
} report_input;

/* Each writes a whole report. Errors of the stream are the caller's to check. */
void report_text(FILE *to, const report_input *input);
void report_json(FILE *to, const report_input *input);
void report_sarif(FILE *to, const report_input *input);

/* One line that sums up a text report ("3 findings in 2 files (1 error, 2 warnings)"), without a line end. */
const char *report_summary(arena *a, const report_input *input);

#endif
