/* analyzer/report/json_value.h
 * Small steps for building JSON with jansson, shared by the reports that are JSON. */
#ifndef WAND_ANALYZER_REPORT_JSON_VALUE_H
#define WAND_ANALYZER_REPORT_JSON_VALUE_H

#include "analyzer/base/arena.h"

#include <jansson.h>
#include <stdio.h>

/* A string, repaired to valid UTF-8; NULL is null. `a` is scratch. */
json_t *json_text(arena *a, const char *text);

/* Prints a value below `depth` levels of indentation, without a line end. Keys keep the order in which they
 * were set. The value is released. */
void json_print(FILE *to, json_t *value, unsigned depth);

#endif
