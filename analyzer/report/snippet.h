/* analyzer/report/snippet.h
 * A line of source with a mark below the place that is meant. */
#ifndef WAND_ANALYZER_REPORT_SNIPPET_H
#define WAND_ANALYZER_REPORT_SNIPPET_H

#include "analyzer/report/style.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Prints the line, cut around `column` when it is very long, and below it a caret under the word there.
 * Column 0 prints the line alone. */
void snippet_print(FILE *to, const style *s, const char *line, size_t length, uint32_t number,
                   uint32_t column);

#endif
