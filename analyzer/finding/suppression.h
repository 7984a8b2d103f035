/* analyzer/finding/suppression.h
 * Comments that silence a rule at one place, `// wand:allow(rule, spawn-*): reason`, and the findings about
 * such comments: no reason, no such rule, not readable, or silencing nothing. */
#ifndef WAND_ANALYZER_FINDING_SUPPRESSION_H
#define WAND_ANALYZER_FINDING_SUPPRESSION_H

#include "analyzer/finding/finding.h"
#include "analyzer/finding/source.h"

#include <stdbool.h>
#include <stddef.h>

/* A rule that the program knows, and whether it runs this time. */
typedef struct suppression_rule {
    const char *name;
    bool is_on;
} suppression_rule;

typedef struct suppression_file {
    const char *path;
    bool is_judged; /* report suppressions here that silence nothing */
} suppression_file;

typedef struct suppression_request {
    source_cache *sources;
    const suppression_file *files; /* each file once */
    size_t file_count;
    const suppression_rule *rules; /* also the ones below */
    size_t rule_count;
    /* Whether the compiler saw code on a line; asked only for suppressions between #if and #endif, which are
     * not judged where it says no. NULL says no. */
    bool (*is_compiled)(void *data, const char *path, uint32_t line);
    void *data;
} suppression_request;

/* Sets finding.suppressed where a comment silences it, and adds the findings about comments, as far as their
 * rules are on. Call it before finding_list_finish. */
void suppression_apply(finding_list *list, const suppression_request *request);

/* The rules that this file reports: name, title and documentation. */
typedef struct suppression_fact {
    const char *name;
    const char *title;
    const char *documentation; /* markdown */
} suppression_fact;

extern const suppression_fact suppression_facts[];
extern const size_t suppression_fact_count;

#endif
