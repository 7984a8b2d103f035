/* analyzer/frontend/assign.c
 * Everything that stores: =, op=, ++ and --. The right side comes first, then the place. */
#include "analyzer/frontend/lower.h"

static ir_value or_opaque(ir_value value, const ir_type *type)
{
    return value.kind == IR_NONE ? value_opaque(type) : value;
}

void lower_into(body *b, ir_value address, const ir_type *type, CXCursor c, uint32_t flags)
{
    ir_loc loc = source_cursor_loc(b->l, c);

    if ((type->kind == IR_TYPE_RECORD || type->kind == IR_TYPE_ARRAY) && is_lvalue(b, c)) {
        emit_copy(b, address, lower_address(b, c), type, flags, loc);
        return;
    }
    ir_value value = or_opaque(lower_value(b, c), type_value_of(b->l, type));
    emit_store(b, address, value, type, flags, loc);
}

ir_value lower_assignment(body *b, CXCursor c, const cursor_list *sides, bool is_wanted)
{
    const ir_type *type = lvalue_type(b, sides->items[0]);
    ir_loc loc = source_cursor_loc(b->l, c);

    if (type->kind == IR_TYPE_RECORD && is_lvalue(b, sides->items[1])) {
        ir_value from = lower_address(b, sides->items[1]);
        ir_value to = lower_address(b, sides->items[0]);
        emit_copy(b, to, from, type, 0, loc);
        return is_wanted ? emit_load(b, to, type, loc) : ir_none();
    }
    ir_value value = or_opaque(lower_value(b, sides->items[1]), type_value_of(b->l, type));
    ir_value address = lower_address(b, sides->items[0]);
    emit_store(b, address, value, type, 0, loc);
    return value;
}

static enum CXBinaryOperatorKind plain_operator(enum CXBinaryOperatorKind kind)
{
    switch (kind) {
    case CXBinaryOperator_MulAssign: return CXBinaryOperator_Mul;
    case CXBinaryOperator_DivAssign: return CXBinaryOperator_Div;
    case CXBinaryOperator_RemAssign: return CXBinaryOperator_Rem;
    case CXBinaryOperator_AddAssign: return CXBinaryOperator_Add;
    case CXBinaryOperator_SubAssign: return CXBinaryOperator_Sub;
    case CXBinaryOperator_ShlAssign: return CXBinaryOperator_Shl;
    case CXBinaryOperator_ShrAssign: return CXBinaryOperator_Shr;
    case CXBinaryOperator_AndAssign: return CXBinaryOperator_And;
    case CXBinaryOperator_XorAssign: return CXBinaryOperator_Xor;
    case CXBinaryOperator_OrAssign: return CXBinaryOperator_Or;
    default: return CXBinaryOperator_Invalid;
    }
}

/* The type that `op=` computes in: libclang has converted the right side to it, except for shifts. */
static const ir_type *computation_type(body *b, enum CXBinaryOperatorKind kind, const ir_type *left,
                                       const ir_type *right)
{
    bool is_shift = kind == CXBinaryOperator_Shl || kind == CXBinaryOperator_Shr;

    if (left->kind == IR_TYPE_POINTER || left->kind == IR_TYPE_OTHER || right->kind == IR_TYPE_OTHER) {
        return left;
    }
    if (!is_shift) {
        return right;
    }
    return left->kind == IR_TYPE_INTEGER && left->size < 4 ? type_basic(b->l, BASIC_INT) : left;
}

ir_value lower_compound_assignment(body *b, CXCursor c, const cursor_list *sides)
{
    enum CXBinaryOperatorKind kind = plain_operator(clang.getCursorBinaryOperatorKind(c));
    const ir_type *type = lvalue_type(b, sides->items[0]);
    const ir_type *plain = type_value_of(b->l, type);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_value right = or_opaque(lower_value(b, sides->items[1]), plain);
    ir_value address = lower_address(b, sides->items[0]);
    ir_value old = emit_load(b, address, type, loc);
    const ir_type *computed = computation_type(b, kind, plain, right.type);

    old = emit_cast(b, old, computed, 0, loc);
    ir_value result = emit_cast(b, lower_arithmetic(b, kind, old, right, computed, loc), plain, 0, loc);
    emit_store(b, address, result, type, 0, loc);
    return result;
}

ir_value lower_step(body *b, CXCursor c, CXCursor operand, enum CXUnaryOperatorKind kind)
{
    bool is_up = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc;
    bool is_post = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec;
    const ir_type *type = lvalue_type(b, operand);
    const ir_type *plain = type_value_of(b->l, type);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_value address = lower_address(b, operand);
    ir_value old = emit_load(b, address, type, loc);
    ir_value changed;

    if (plain->kind == IR_TYPE_POINTER) {
        changed =
            emit_index(b, old, value_integer(type_basic(b->l, BASIC_LONG), is_up ? 1 : -1), plain, 0, loc);
    } else if (plain->kind == IR_TYPE_FLOAT) {
        ir_value one = {.kind = IR_REAL, .type = plain, .real = 1};
        changed = emit_binary(b, is_up ? IR_ADD : IR_SUBTRACT, old, one, plain, loc);
    } else if (plain->is_bool) {
        changed = is_up ? value_integer(plain, 1) : emit_unary(b, IR_NOT, old, plain, loc);
    } else {
        changed = emit_binary(b, is_up ? IR_ADD : IR_SUBTRACT, old, value_integer(plain, 1), plain, loc);
    }
    emit_store(b, address, changed, type, 0, loc);
    return is_post ? old : changed;
}
