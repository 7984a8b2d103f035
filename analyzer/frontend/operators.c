/* analyzer/frontend/operators.c
 * Operators that compute and store nothing. Pointer plus integer is an index. */
#include "analyzer/frontend/lower.h"

static bool arithmetic_operator(enum CXBinaryOperatorKind kind, ir_operator *out)
{
    switch (kind) {
    case CXBinaryOperator_Mul: *out = IR_MULTIPLY; return true;
    case CXBinaryOperator_Div: *out = IR_DIVIDE; return true;
    case CXBinaryOperator_Rem: *out = IR_REMAINDER; return true;
    case CXBinaryOperator_Add: *out = IR_ADD; return true;
    case CXBinaryOperator_Sub: *out = IR_SUBTRACT; return true;
    case CXBinaryOperator_Shl: *out = IR_SHIFT_LEFT; return true;
    case CXBinaryOperator_Shr: *out = IR_SHIFT_RIGHT; return true;
    case CXBinaryOperator_LT: *out = IR_LESS; return true;
    case CXBinaryOperator_GT: *out = IR_GREATER; return true;
    case CXBinaryOperator_LE: *out = IR_LESS_EQUAL; return true;
    case CXBinaryOperator_GE: *out = IR_GREATER_EQUAL; return true;
    case CXBinaryOperator_EQ: *out = IR_EQUAL; return true;
    case CXBinaryOperator_NE: *out = IR_NOT_EQUAL; return true;
    case CXBinaryOperator_And: *out = IR_BIT_AND; return true;
    case CXBinaryOperator_Xor: *out = IR_BIT_XOR; return true;
    case CXBinaryOperator_Or: *out = IR_BIT_OR; return true;
    default: return false;
    }
}

static ir_value pointer_arithmetic(body *b, bool is_minus, ir_value pointer, ir_value index,
                                   const ir_type *type, ir_loc loc)
{
    if (is_minus) {
        index = emit_unary(b, IR_NEGATE, index, index.type, loc);
    }
    return emit_index(b, pointer, index, type, 0, loc);
}

ir_value lower_arithmetic(body *b, enum CXBinaryOperatorKind kind, ir_value x, ir_value y,
                          const ir_type *type, ir_loc loc)
{
    bool is_sum = kind == CXBinaryOperator_Add || kind == CXBinaryOperator_Sub;
    ir_operator op;

    if (x.kind == IR_NONE || y.kind == IR_NONE || !arithmetic_operator(kind, &op)) {
        emit_unknown(b, REASON_EXPRESSION, loc);
        return value_opaque(type);
    }
    bool x_points = x.type->kind == IR_TYPE_POINTER;
    bool y_points = y.type->kind == IR_TYPE_POINTER;
    if (is_sum && x_points && y_points) {
        return emit_binary(b, IR_POINTER_DIFFERENCE, x, y, type, loc);
    }
    if (is_sum && x_points) {
        return pointer_arithmetic(b, kind == CXBinaryOperator_Sub, x, y, type, loc);
    }
    if (is_sum && y_points) {
        return pointer_arithmetic(b, false, y, x, type, loc);
    }
    return emit_binary(b, op, x, y, type, loc);
}

ir_value lower_binary(body *b, CXCursor c, const cursor_list *sides, enum CXBinaryOperatorKind kind)
{
    ir_value x = lower_value(b, sides->items[0]);
    ir_value y = lower_value(b, sides->items[1]);

    return lower_arithmetic(b, kind, x, y, type_of_cursor(b->l, c), source_cursor_loc(b->l, c));
}

ir_value lower_unary(body *b, CXCursor c, CXCursor operand, enum CXUnaryOperatorKind kind)
{
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_operator op;

    switch (kind) {
    case CXUnaryOperator_AddrOf: return value_typed(lower_address(b, operand), type);
    case CXUnaryOperator_Extension: return lower_value(b, operand);
    case CXUnaryOperator_Plus: return value_typed(lower_value(b, operand), type);
    case CXUnaryOperator_Minus: op = IR_NEGATE; break;
    case CXUnaryOperator_Not: op = IR_COMPLEMENT; break;
    case CXUnaryOperator_LNot: op = IR_NOT; break;
    case CXUnaryOperator_Real:
    case CXUnaryOperator_Imag: lower_effects(b, operand); return value_opaque(type);
    default: emit_unknown(b, REASON_EXPRESSION, loc); return value_opaque(type);
    }
    ir_value value = lower_value(b, operand);
    if (value.kind == IR_NONE || value.kind == IR_OPAQUE) {
        return value_opaque(type);
    }
    return emit_unary(b, op, value, type, loc);
}
