/* wand/observe.h: looking at a running program: how many coroutines live and which of them are stuck. */
#ifndef WAND_OBSERVE_H
#define WAND_OBSERVE_H

#include <stdio.h>

#include <wand/types.h>

WAND__BEGIN

/* How many coroutines are alive now, the caller and daemons included. */
WAND_API size_t wand_live_count(void);

/* Counts the coroutines that are alive but the caller and daemons, and tells of each its number, name,
 * spawn site, wait reason and stack.
 * Takes: to, may be NULL. With nothing to tell nothing is printed.
 * Returns: their number. */
WAND_API int wand_leak_check(FILE *to);

/* Allocation, all of the runtime's, can be replaced, for example to make it fail in a test.
 * Threads: before anything else of the runtime is used. */
typedef struct wand_allocator {
    void *(*alloc)(void *self, size_t bytes);            /* NULL: out of memory */
    void (*free)(void *self, void *block, size_t bytes); /* block is not NULL */
    bool (*map)(void *self, size_t bytes); /* whether pages for stacks may be mapped; NULL: always */
    void *self;
} wand_allocator;

/* Sets the allocator; NULL brings back malloc and free.
 * Returns: 0; -EBUSY while blocks of the last one are in use; -EINVAL when a function is missing. */
WAND_API int wand_set_allocator(const wand_allocator *allocator);

/* How many blocks the runtime has allocated and not freed, for tests that nothing is left behind. */
WAND_API size_t wand_alloc_live(void);

WAND__END

#endif
