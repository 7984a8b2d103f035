/* analyzer/base/arena.h
 * Memory by lifetime: what is allocated from an arena is released together with it.
 *
 * Arenas are named by what they live for: a run, a unit, a function, scratch. Nothing
 * allocated here is ever freed on its own. Out of memory ends the process with a message:
 * an analysis that silently lost half its facts would be worse. */
#ifndef WAND_ANALYZER_BASE_ARENA_H
#define WAND_ANALYZER_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct arena arena;

/* Makes an empty arena. Never returns NULL. */
arena *arena_new(void);

/* Releases the arena and everything allocated from it; NULL is accepted. */
void arena_free(arena *a);

/* Releases everything allocated so far but keeps some memory for what comes next. */
void arena_reset(arena *a);

/* Returns `size` zeroed bytes, aligned for any type. */
void *arena_alloc(arena *a, size_t size);

/* Copies `size` bytes of `from` into the arena. */
void *arena_copy(arena *a, const void *from, size_t size);

/* Copies a string, or its first `length` bytes, and ends it with NUL. */
char *arena_strdup(arena *a, const char *text);
char *arena_strndup(arena *a, const char *text, size_t length);

/* Prints into a fresh string. */
char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(arena *a, const char *format, va_list arguments);

/* Bytes handed out so far, for statistics. */
size_t arena_used(const arena *a);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (count)))

/* Appends to a growable array kept as three fields: items, count, capacity. The old block stays in the arena.
 */
#define ARENA_PUSH(a, items, count, capacity, value)                                                         \
    do {                                                                                                     \
        if ((count) == (capacity)) {                                                                         \
            (items) = arena_grow((a), (items), (count), &(capacity), sizeof *(items));                       \
        }                                                                                                    \
        (items)[(count)++] = (value);                                                                        \
    } while (0)

/* Returns a block twice as large (at least 8 items) with the old items copied, and updates *capacity. */
void *arena_grow(arena *a, const void *items, size_t count, size_t *capacity, size_t item_size);

#endif
