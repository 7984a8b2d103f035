/* analyzer/report/document.h
 * Reads the parts of a rule's documentation, a markdown file of a fixed form. */
#ifndef WAND_ANALYZER_REPORT_DOCUMENT_H
#define WAND_ANALYZER_REPORT_DOCUMENT_H

#include "analyzer/base/arena.h"

/* The value of a line "- Name: value", or NULL. */
const char *document_field(arena *a, const char *text, const char *name);

/* The text below "## Title" up to the next heading, without the empty lines around it; "" when there is none.
 */
const char *document_section(arena *a, const char *text, const char *title);

#endif
