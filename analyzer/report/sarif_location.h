/* analyzer/report/sarif_location.h
 * Places as SARIF wants them: percent-encoded URIs below SRCROOT, UTF-16 columns, the list of all files. */
#ifndef WAND_ANALYZER_REPORT_SARIF_LOCATION_H
#define WAND_ANALYZER_REPORT_SARIF_LOCATION_H

#include "analyzer/report/json_value.h"
#include "analyzer/report/report.h"

/* All files that a report mentions, as paths within the project, sorted. */
typedef struct sarif_files {
    arena *memory;
    const report_input *input;
    const char **paths;
    size_t count;
    size_t capacity;
} sarif_files;

sarif_files sarif_files_of(arena *a, const report_input *input);

/* The run's `artifacts`. */
json_t *sarif_artifacts(const sarif_files *files);

/* A `location` with an optional message (NULL) and an id (0 for none); an empty object where there is no
 * place. */
json_t *sarif_location(const sarif_files *files, finding_place place, const char *message, size_t id);

/* {"text": ...}, ending with a full stop. */
json_t *sarif_message(arena *a, const char *text);

/* Percent-encodes a path; an absolute one becomes a file: URI. */
const char *sarif_uri(arena *a, const char *path);

#endif
