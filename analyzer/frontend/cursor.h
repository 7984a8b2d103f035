/* analyzer/frontend/cursor.h
 * Reading libclang's tree: children, and what stands behind parentheses and implicit casts. */
#ifndef WAND_ANALYZER_FRONTEND_CURSOR_H
#define WAND_ANALYZER_FRONTEND_CURSOR_H

#include "analyzer/base/arena.h"
#include "analyzer/frontend/library.h"

#include <stdbool.h>

typedef struct cursor_list {
    CXCursor *items;
    size_t count;
} cursor_list;

/* The direct children, in an array of `a`. Nothing recurses while libclang visits: deep nesting costs only
 * the caller's own frames. */
cursor_list cursor_children(arena *a, CXCursor cursor);

/* An UnexposedExpr with this one child is an implicit cast: it starts where its operand starts. */
bool cursor_is_implicit_cast(CXCursor cursor, const cursor_list *children);

/* Removes parentheses, __extension__ and implicit casts. */
CXCursor cursor_peel(arena *a, CXCursor cursor);

/* Removes parentheses and __extension__ only. */
CXCursor cursor_peel_parentheses(arena *a, CXCursor cursor);

static inline bool cursor_is_null(CXCursor cursor)
{
    return cursor.kind >= CXCursor_FirstInvalid && cursor.kind <= CXCursor_LastInvalid;
}

#endif
