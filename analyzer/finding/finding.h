/* analyzer/finding/finding.h
 * A finding: a rule, a place, a message, and the path that leads there.
 *
 * Rules publish findings into a list (a sink that lower floors know nothing of); the database and the
 * reports read it. Everything lives in the list's arena. */
#ifndef WAND_ANALYZER_FINDING_FINDING_H
#define WAND_ANALYZER_FINDING_FINDING_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum finding_severity { FINDING_NOTE, FINDING_WARNING, FINDING_ERROR } finding_severity;

typedef enum finding_dimension {
    DIMENSION_START,
    DIMENSION_LIFETIME,
    DIMENSION_OBSERVATION,
    DIMENSION_TERMINATION,
} finding_dimension;

typedef struct finding_place {
    const char *file; /* as printed */
    uint32_t line;
    uint32_t column; /* bytes, from 1 */
} finding_place;

typedef struct finding_step {
    finding_place place;
    const char *message;
    unsigned depth; /* nesting: 0 in the function of the finding, 1 in a callee ... */
} finding_step;

typedef struct finding {
    const char *rule;
    finding_severity severity;
    finding_dimension dimension;
    finding_place place;
    const char *function; /* enclosing function, "" at file scope */
    const char *message;
    finding_step *steps; /* the witness path, in the order things happen */
    size_t step_count;
    size_t step_capacity;
    finding_step *related; /* places that belong to the finding but not to its path */
    size_t related_count;
    size_t related_capacity;
    const char *macro; /* name of the macro whose use the place is, or NULL */
    finding_place macro_place;
    char fingerprint[33];   /* hex; set by finding_list_finish */
    const char *suppressed; /* the reason given in the source, or NULL */
    bool is_preview;
} finding;

typedef struct finding_list {
    arena *memory;
    finding **items;
    size_t count;
    size_t capacity;
    const char *root;      /* absolute directory of the project, for fingerprints; or NULL */
    const char *directory; /* absolute directory that relative paths of places are relative to; or NULL */
} finding_list;

/* Adds a finding. Strings are copied. The result can be completed until finding_list_finish. */
finding *finding_add(finding_list *list, const char *rule, finding_severity severity,
                     finding_dimension dimension, finding_place place, const char *function,
                     const char *format, ...) __attribute__((format(printf, 7, 8)));

/* Appends a witness step, or a related place. */
void finding_add_step(finding_list *list, finding *f, finding_place place, unsigned depth, const char *format,
                      ...) __attribute__((format(printf, 5, 6)));
void finding_add_related(finding_list *list, finding *f, finding_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Sorts by file, line, column, rule, message; drops duplicates (same rule and place: the one with the shorter
 * path stays); computes fingerprints. `line_of(data, place)` gives the text of a source line (any length, not
 * NUL-terminated at the newline) or NULL. */
void finding_list_finish(finding_list *list,
                         const char *(*line_of)(void *data, finding_place place, size_t *length), void *data);

const char *finding_severity_name(finding_severity severity);
const char *finding_dimension_name(finding_dimension dimension);

#endif
