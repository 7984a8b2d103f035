/* analyzer/frontend/flags.h
 * Which of a project's compiler flags reach libclang.
 *
 * Flags come from files of the repository under analysis and are not trusted: some make clang load code or
 * write files. Only what changes the meaning of the source is kept; the rest is dropped without a word. */
#ifndef WAND_ANALYZER_FRONTEND_FLAGS_H
#define WAND_ANALYZER_FRONTEND_FLAGS_H

#include "analyzer/base/arena.h"

#include <stddef.h>

typedef struct flag_list {
    arena *memory;
    const char **items;
    size_t count;
    size_t capacity;
} flag_list;

/* Appends one flag. */
void flags_add(flag_list *list, const char *flag);

/* Appends those of `flags` that are allowed, with @file arguments (relative to `directory`) replaced by the
 * flags in them. Never fails: an unreadable @file counts as empty. */
void flags_add_allowed(flag_list *list, const char *const *flags, size_t count, const char *directory);

#endif
