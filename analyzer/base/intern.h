/* analyzer/base/intern.h
 * Interned strings: one copy of each text in a run, so that names compare by pointer. */
#ifndef WAND_ANALYZER_BASE_INTERN_H
#define WAND_ANALYZER_BASE_INTERN_H

#include <stddef.h>

typedef struct intern_table intern_table;

/* Makes a table; it owns its strings. intern_free releases both. */
intern_table *intern_new(void);
void intern_free(intern_table *table);

/* Returns the one copy of `text` (of its first `length` bytes), valid as long as the table. */
const char *intern(intern_table *table, const char *text);
const char *intern_n(intern_table *table, const char *text, size_t length);

#endif
