/* analyzer/frontend/designator.c
 * libclang shows the parts of a designator as the first children of its item, the value as the last. */
#define _GNU_SOURCE

#include "analyzer/frontend/designator.h"

#include "analyzer/frontend/lower.h"

#include <string.h>

bool is_designated(CXCursor item)
{
    return item.kind == CXCursor_UnexposedExpr &&
           clang.getCanonicalType(clang.getCursorType(item)).kind == CXType_Void;
}

/* Whether "..." stands between two indices: `[1 ... 2]` and `[1][2]` have the same children. */
static bool is_range(body *b, CXCursor first, CXCursor second)
{
    position from = source_spelled(b->l, clang.getRangeStart(clang.getCursorExtent(first)));
    position to = source_spelled(b->l, clang.getRangeStart(clang.getCursorExtent(second)));

    if (from.file == NULL || from.file != to.file || to.offset <= from.offset ||
        to.offset > from.file->size) {
        return false;
    }
    return memmem(from.file->text + from.offset, to.offset - from.offset, "...", 3) != NULL;
}

static bool read_index(body *b, const cursor_list *parts, size_t *i, CXType element, designator *out)
{
    CXCursor first = parts->items[*i];
    bool may_be_range = *i + 2 < parts->count && parts->items[*i + 1].kind != CXCursor_MemberRef;

    if (!evaluate_integer(first, &out->low) || out->low < 0) {
        return false;
    }
    out->high = out->low;
    if (may_be_range && (!type_is_array(element) || is_range(b, first, parts->items[*i + 1]))) {
        (*i)++;
        return evaluate_integer(parts->items[*i], &out->high) && out->high >= out->low;
    }
    return true;
}

bool designation_of(body *b, CXCursor item, CXType type, designation *out)
{
    cursor_list parts = cursor_children(b->scratch, item);

    if (parts.count < 2) {
        return false;
    }
    out->count = 0;
    out->steps = ARENA_ARRAY(b->scratch, designator, parts.count);
    out->value = parts.items[parts.count - 1];
    for (size_t i = 0; i + 1 < parts.count; i++) {
        designator *step = &out->steps[out->count++];
        if (parts.items[i].kind == CXCursor_MemberRef) {
            step->is_member = true;
            step->member = clang.getCursorReferenced(parts.items[i]);
            type = clang.getCursorType(step->member);
            continue;
        }
        CXType canonical = type_canonical(type);
        CXType element = type_is_array(canonical) ? clang.getArrayElementType(canonical) : canonical;
        if (!read_index(b, &parts, &i, element, step)) {
            return false;
        }
        type = element;
    }
    return true;
}
