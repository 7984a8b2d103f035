/* analyzer/frontend/effect.c
 * Expressions whose value nobody wants. Mentioning a variable is not reading it, unless it is volatile or
 * atomic: `(void)x` leaves nothing behind. */
#include "analyzer/frontend/lower.h"

static void lvalue_effects(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);

    if (type->is_volatile || type->is_atomic) {
        lower_value(b, c);
    } else if (type->kind != IR_TYPE_VOID && c.kind != CXCursor_DeclRefExpr) {
        lower_address(b, c);
    }
}

static bool binary_effects(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (parts.count != 2) {
        return false;
    }
    switch (clang.getCursorBinaryOperatorKind(c)) {
    case CXBinaryOperator_Assign: lower_assignment(b, c, &parts, false); return true;
    case CXBinaryOperator_Comma:
        lower_effects(b, parts.items[0]);
        lower_effects(b, parts.items[1]);
        return true;
    case CXBinaryOperator_LAnd:
    case CXBinaryOperator_LOr: {
        ir_block *join = block_new(b);
        ir_block *second = block_new(b);
        bool is_and = clang.getCursorBinaryOperatorKind(c) == CXBinaryOperator_LAnd;
        lower_condition(b, parts.items[0], is_and ? second : join, is_and ? join : second);
        block_start(b, second);
        lower_effects(b, parts.items[1]);
        block_start(b, join);
        return true;
    }
    default:
        lower_effects(b, parts.items[0]);
        lower_effects(b, parts.items[1]);
        return true;
    }
}

static bool conditional_effects(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (parts.count != 3) {
        return false;
    }
    ir_block *yes = block_new(b);
    ir_block *no = block_new(b);
    ir_block *join = block_new(b);
    lower_condition(b, parts.items[0], yes, no);
    block_start(b, yes);
    lower_effects(b, parts.items[1]);
    end_jump(b, join, (ir_loc){0});
    block_start(b, no);
    lower_effects(b, parts.items[2]);
    block_start(b, join);
    return true;
}

static bool special_effects(body *b, CXCursor c)
{
    cursor_list parts;

    switch (c.kind) {
    case CXCursor_BinaryOperator: return binary_effects(b, c);
    case CXCursor_ConditionalOperator: return conditional_effects(b, c);
    case CXCursor_CStyleCastExpr:
        parts = cursor_children(b->scratch, c);
        if (parts.count == 0) {
            return false;
        }
        lower_effects(b, parts.items[parts.count - 1]);
        return true;
    case CXCursor_StmtExpr:
        parts = cursor_children(b->scratch, c);
        if (parts.count != 1) {
            return false;
        }
        lower_compound(b, parts.items[0], NULL);
        return true;
    default: return false;
    }
}

void lower_effects(body *b, CXCursor c)
{
    c = cursor_peel(b->scratch, c);
    if (special_effects(b, c)) {
        return;
    }
    if (is_lvalue(b, c)) {
        lvalue_effects(b, c);
    } else {
        lower_value(b, c);
    }
}
