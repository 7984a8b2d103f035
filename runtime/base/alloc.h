/* alloc.h: all memory of the runtime: replaceable, counted, and allowed to fail.
 *
 * Who frees tells the size again, so an allocator needs no headers. Pages for stacks are mapped here as well,
 * so that a test can make that fail too. */
#ifndef RUNTIME_BASE_ALLOC_H
#define RUNTIME_BASE_ALLOC_H

#include <stddef.h>

/* Zeroed memory, or NULL. */
void *alloc_zeroed(size_t bytes);
void alloc_free(void *block, size_t bytes);

/* Zeroed pages that are only backed once they are touched, or NULL. */
void *alloc_map(size_t bytes);
void alloc_unmap(void *pages, size_t bytes);

size_t alloc_page_size(void);

#endif
