/* analyzer/finding/source.h
 * The text of the files that findings point into, each read once: for fingerprints, suppressions and reports.
 */
#ifndef WAND_ANALYZER_FINDING_SOURCE_H
#define WAND_ANALYZER_FINDING_SOURCE_H

#include "analyzer/base/arena.h"

#include <stdint.h>

typedef struct source_file {
    const char *path;
    const char *text; /* ends with a NUL that isn't counted; may contain others */
    size_t size;
    const size_t *lines; /* offset of each line's first byte */
    size_t line_count;
} source_file;

typedef struct source_cache source_cache;

/* Everything read lives in `a`. source_cache_free releases only the table of names. */
source_cache *source_cache_new(arena *a);
void source_cache_free(source_cache *cache);

/* The file, read now if it wasn't yet, or NULL when it can't be read or isn't a regular file. */
const source_file *source_get(source_cache *cache, const char *path);

/* The text of a line (from 1) without its end of line, or NULL when there is no such line. Lines end as the
 * compilers see it: LF, CR LF, or a lone CR. */
const char *source_line(const source_file *file, uint32_t line, size_t *length);

/* Makes the cache hold `text` for `path`, whatever the file system says; for buffers and tests. */
void source_put(source_cache *cache, const char *path, const char *text, size_t size);

#endif
