/* analyzer/frontend/asm.c
 * Inline assembly: inputs are read, outputs get values nobody knows. Its jumps (asm goto) are not shown by
 * libclang, so a statement with the word goto is not understood. */
#define _GNU_SOURCE

#include "analyzer/frontend/lower.h"

#include <string.h>

static bool has_goto(body *b, CXCursor c)
{
    position at = source_spelled(b->l, clang.getRangeStart(clang.getCursorExtent(c)));

    if (at.file == NULL || at.offset >= at.file->size) {
        return false;
    }
    const char *text = at.file->text + at.offset;
    const char *open = memchr(text, '(', at.file->size - at.offset);
    return open != NULL && memmem(text, (size_t)(open - text), "goto", 4) != NULL;
}

void lower_asm(body *b, CXCursor c, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);

    if (has_goto(b, c)) {
        emit_unknown(b, REASON_ASM_GOTO, loc);
    }
    for (size_t i = 0; i < parts->count; i++) {
        CXCursor operand = parts->items[i];
        bool is_expression = operand.kind >= CXCursor_FirstExpr && operand.kind <= CXCursor_LastExpr;
        if (!is_expression || operand.kind == CXCursor_StringLiteral) {
            continue;
        }
        if (operand.kind != CXCursor_UnexposedExpr && is_lvalue(b, operand)) {
            const ir_type *type = type_of_cursor(b->l, operand);
            emit_store(b, lower_address(b, operand), value_opaque(type_value_of(b->l, type)), type, 0, loc);
        } else {
            lower_effects(b, operand);
        }
    }
}
