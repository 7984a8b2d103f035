/* analyzer/store/inspect.h
 * Looks at a file before SQLite does, because SQLite may write to what it opens. */
#ifndef WAND_ANALYZER_STORE_INSPECT_H
#define WAND_ANALYZER_STORE_INSPECT_H

#include <stddef.h>

typedef enum inspection {
    INSPECT_ABSENT,
    INSPECT_EMPTY, /* an empty file, which may become a database */
    INSPECT_OURS,
    INSPECT_REFUSED, /* something else; it must not be touched */
    INSPECT_NEWER,   /* ours, but of a version above `newest`; likewise */
    INSPECT_ERROR,   /* can't be looked at; errno tells why */
} inspection;

/* *message is a fixed text where the result is REFUSED or NEWER. */
inspection inspect(const char *path, size_t newest, const char **message);

#endif
