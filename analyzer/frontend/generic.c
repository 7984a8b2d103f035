/* analyzer/frontend/generic.c
 * _Generic: libclang shows the associations but neither their types nor which one was chosen.
 *
 * The whole expression has the type of the chosen association; when several have it, the types are read from
 * the text and compared with the controlling expression's. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/typename.h"

#include <ctype.h>
#include <string.h>

static const CXCursor nothing = {.kind = CXCursor_InvalidCode};

/* The only association that has the type of the whole expression. */
static CXCursor choice_by_type(CXCursor c, const cursor_list *parts)
{
    const void *type = clang.getCanonicalType(clang.getCursorType(c)).data[0];
    CXCursor found = nothing;

    for (size_t i = 1; i < parts->count; i++) {
        if (clang.getCanonicalType(clang.getCursorType(parts->items[i])).data[0] == type) {
            if (!cursor_is_null(found)) {
                return nothing;
            }
            found = parts->items[i];
        }
    }
    return found;
}

/* The length of text up to one of `ends` outside all brackets and quotes, or `size` when there is none. */
static size_t length_until(const char *text, size_t size, const char *ends)
{
    int depth = 0;

    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '"' || c == '\'') {
            for (i++; i < size && text[i] != c; i++) {
                i += text[i] == '\\';
            }
        } else if (depth == 0 && strchr(ends, c) != NULL) {
            return i;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if ((c == ')' || c == ']' || c == '}') && depth-- == 0) {
            return size;
        }
    }
    return size;
}

/* The text behind "_Generic(" where the expression is spelled. */
static bool find_text(body *b, CXCursor c, const char **text, size_t *size)
{
    static const char keyword[] = "_Generic";
    position at = source_spelled(b->l, clang.getRangeStart(clang.getCursorExtent(c)));

    if (at.file == NULL || at.file->size - at.offset < sizeof keyword ||
        memcmp(at.file->text + at.offset, keyword, sizeof keyword - 1) != 0) {
        return false;
    }
    const char *open = memchr(at.file->text + at.offset, '(', at.file->size - at.offset);
    if (open == NULL) {
        return false;
    }
    *text = open + 1;
    *size = at.file->size - (size_t)(open + 1 - at.file->text);
    return true;
}

/* Walks over the associations in the text; the children come in the same order. */
static CXCursor choice_by_text(body *b, CXCursor c, const cursor_list *parts)
{
    const char *text;
    size_t size;
    CXCursor otherwise = nothing;
    const char *wanted = type_name_of(b->l, clang.getCursorType(parts->items[0]));

    if (!find_text(b, c, &text, &size)) {
        return nothing;
    }
    size_t skip = length_until(text, size, ",");
    for (size_t i = 1; i < parts->count; i++) {
        if (skip >= size) {
            return nothing;
        }
        text += skip + 1;
        size -= skip + 1;
        size_t length = length_until(text, size, ":");
        const char *name = length < size ? type_name_from_text(b->l, text, length) : NULL;
        if (name == NULL) {
            return nothing;
        }
        if (strcmp(name, wanted) == 0) {
            return parts->items[i];
        }
        if (strcmp(name, "default") == 0) {
            otherwise = parts->items[i];
        }
        text += length + 1;
        size -= length + 1;
        skip = length_until(text, size, ",");
    }
    return otherwise;
}

CXCursor generic_choice(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (parts.count < 2) {
        return nothing;
    }
    CXCursor found = choice_by_type(c, &parts);
    return cursor_is_null(found) ? choice_by_text(b, c, &parts) : found;
}

ir_value lower_generic(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);
    CXCursor chosen = generic_choice(b, c);
    int64_t integer;

    if (!cursor_is_null(chosen)) {
        return lower_value(b, chosen);
    }
    if (type->kind == IR_TYPE_INTEGER && evaluate_integer(c, &integer)) {
        return value_integer(type, integer);
    }
    emit_unknown(b, REASON_GENERIC, source_cursor_loc(b->l, c));
    return value_opaque(type);
}
