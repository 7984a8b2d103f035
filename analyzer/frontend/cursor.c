/* analyzer/frontend/cursor.c
 * Children are collected first and looked at afterwards. */
#include "analyzer/frontend/cursor.h"

#include <string.h>

enum { FEW = 16 };

typedef struct {
    arena *memory;
    CXCursor few[FEW];
    CXCursor *items;
    size_t count;
    size_t capacity;
} collection;

static enum CXChildVisitResult collect(CXCursor cursor, CXCursor parent, CXClientData data)
{
    collection *c = data;

    (void)parent;
    if (c->count == c->capacity) {
        c->items = arena_grow(c->memory, c->items, c->count, &c->capacity, sizeof *c->items);
    }
    c->items[c->count++] = cursor;
    return CXChildVisit_Continue;
}

cursor_list cursor_children(arena *a, CXCursor cursor)
{
    collection c;
    cursor_list list;

    c.memory = a;
    c.items = c.few;
    c.count = 0;
    c.capacity = FEW;
    clang.visitChildren(cursor, collect, &c);
    list.count = c.count;
    list.items = c.items == c.few && c.count > 0 ? arena_copy(a, c.few, c.count * sizeof c.few[0]) : c.items;
    return list;
}

bool cursor_is_implicit_cast(CXCursor cursor, const cursor_list *children)
{
    return cursor.kind == CXCursor_UnexposedExpr && children->count == 1 &&
           clang.equalLocations(clang.getCursorLocation(cursor), clang.getCursorLocation(children->items[0]));
}

static bool is_transparent(CXCursor cursor)
{
    return cursor.kind == CXCursor_ParenExpr ||
           (cursor.kind == CXCursor_UnaryOperator &&
            clang.getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Extension);
}

CXCursor cursor_peel(arena *a, CXCursor cursor)
{
    for (;;) {
        if (!is_transparent(cursor) && cursor.kind != CXCursor_UnexposedExpr) {
            return cursor;
        }
        cursor_list children = cursor_children(a, cursor);
        if (children.count != 1 ||
            (cursor.kind == CXCursor_UnexposedExpr && !cursor_is_implicit_cast(cursor, &children))) {
            return cursor;
        }
        cursor = children.items[0];
    }
}

CXCursor cursor_peel_parentheses(arena *a, CXCursor cursor)
{
    while (is_transparent(cursor)) {
        cursor_list children = cursor_children(a, cursor);
        if (children.count != 1) {
            return cursor;
        }
        cursor = children.items[0];
    }
    return cursor;
}
