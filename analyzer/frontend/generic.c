/* analyzer/frontend/generic.c
 * _Generic: libclang shows the associations but neither their types nor which one was chosen. */
#include "analyzer/frontend/lower.h"

/* The whole expression has the type of the chosen association; often only one has it. */
CXCursor generic_choice(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    CXCursor found = {.kind = CXCursor_InvalidCode};
    const ir_type *type = type_of_cursor(b->l, c);
    size_t matches = 0;

    for (size_t i = 1; i < parts.count; i++) {
        if (type_of_cursor(b->l, parts.items[i]) == type) {
            found = parts.items[i];
            matches++;
        }
    }
    if (matches != 1) {
        found.kind = CXCursor_InvalidCode;
    }
    return found;
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
