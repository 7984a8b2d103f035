/* analyzer/report/column.h
 * Columns: the compilers count bytes, editors and SARIF count UTF-16 code units. */
#ifndef WAND_ANALYZER_REPORT_COLUMN_H
#define WAND_ANALYZER_REPORT_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The UTF-16 column (from 1) of a byte column (from 1). A byte that isn't UTF-8 counts as one unit, as it
 * does in editors that show a replacement character; the byte order mark of a first line counts as none. */
uint32_t column_utf16(const char *line, size_t length, uint32_t column, bool is_first_line);

/* The byte column just after the word (identifier or number) that begins at `column`; after one character
 * where none does. */
uint32_t column_after_word(const char *line, size_t length, uint32_t column);

#endif
