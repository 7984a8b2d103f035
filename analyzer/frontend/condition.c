/* analyzer/frontend/condition.c
 * Conditions become control flow. Short circuits need no variable unless somebody wants their value. */
#include "analyzer/frontend/lower.h"

#include <string.h>

static bool is_integral(const ir_type *type)
{
    return type->kind == IR_TYPE_INTEGER || type->kind == IR_TYPE_POINTER;
}

/* Removes what doesn't change the truth: parentheses, and conversions to a type at least as wide. */
static CXCursor peel_condition(body *b, CXCursor c)
{
    for (;;) {
        c = cursor_peel_parentheses(b->scratch, c);
        if (c.kind != CXCursor_UnexposedExpr) {
            return c;
        }
        cursor_list parts = cursor_children(b->scratch, c);
        if (!cursor_is_implicit_cast(c, &parts)) {
            return c;
        }
        const ir_type *to = type_of_cursor(b->l, c);
        const ir_type *from = type_of_cursor(b->l, parts.items[0]);
        if (from != to &&
            (!is_integral(from) || !is_integral(to) || (to->size < from->size && !to->is_bool))) {
            return c;
        }
        c = parts.items[0];
    }
}

/* __builtin_expect(condition, ...): the condition. */
static bool is_expectation(body *b, CXCursor c, CXCursor *out)
{
    if (c.kind != CXCursor_CallExpr) {
        return false;
    }
    cursor_list parts = cursor_children(b->scratch, c);
    if (parts.count < 3) {
        return false;
    }
    const char *name = builtin_name(b, cursor_peel(b->scratch, parts.items[0]));
    *out = parts.items[1];
    return name != NULL && strncmp(name, "__builtin_expect", strlen("__builtin_expect")) == 0;
}

static void both(body *b, CXCursor c, const cursor_list *sides, bool is_and, ir_block *yes, ir_block *no)
{
    ir_block *second = block_new(b);

    (void)c;
    lower_condition(b, sides->items[0], is_and ? second : yes, is_and ? no : second);
    block_start(b, second);
    lower_condition(b, sides->items[1], yes, no);
}

static bool condition_operator(body *b, CXCursor c, ir_block *yes, ir_block *no)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (c.kind == CXCursor_UnaryOperator && parts.count == 1 &&
        clang.getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot) {
        lower_condition(b, parts.items[0], no, yes);
        return true;
    }
    if (c.kind == CXCursor_BinaryOperator && parts.count == 2) {
        switch (clang.getCursorBinaryOperatorKind(c)) {
        case CXBinaryOperator_LAnd: both(b, c, &parts, true, yes, no); return true;
        case CXBinaryOperator_LOr: both(b, c, &parts, false, yes, no); return true;
        case CXBinaryOperator_Comma:
            lower_effects(b, parts.items[0]);
            lower_condition(b, parts.items[1], yes, no);
            return true;
        default: return false;
        }
    }
    if (c.kind == CXCursor_ConditionalOperator && parts.count == 3) {
        ir_block *first = block_new(b);
        ir_block *second = block_new(b);
        lower_condition(b, parts.items[0], first, second);
        block_start(b, first);
        lower_condition(b, parts.items[1], yes, no);
        block_start(b, second);
        lower_condition(b, parts.items[2], yes, no);
        return true;
    }
    return false;
}

void lower_condition(body *b, CXCursor c, ir_block *yes, ir_block *no)
{
    CXCursor inner;

    c = peel_condition(b, c);
    while (is_expectation(b, c, &inner)) {
        c = peel_condition(b, inner);
    }
    if (condition_operator(b, c, yes, no)) {
        return;
    }
    ir_value value = lower_value(b, c);
    if (value.kind == IR_NONE) {
        value = value_opaque(type_basic(b->l, BASIC_INT));
    }
    end_branch(b, value, yes, no, source_cursor_loc(b->l, c), source_excerpt(b->l, c));
}

/* A local that carries a value over a join. Its life ends with the load, whatever scopes do. */
static ir_variable *join_variable(body *b, const ir_type *type, ir_loc loc)
{
    ir_variable *v = local_new(b, NULL, type_value_of(b->l, type), loc);

    emit_begin(b, v, loc);
    return v;
}

static ir_value take(body *b, ir_variable *v, ir_loc loc)
{
    ir_value value = emit_load(b, value_address(b, v), v->type, loc);

    emit_end(b, v, loc);
    return value;
}

ir_value lower_short_circuit(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_variable *v = join_variable(b, type, loc);
    ir_block *yes = block_new(b);
    ir_block *no = block_new(b);
    ir_block *join = block_new(b);

    lower_condition(b, c, yes, no);
    block_start(b, yes);
    emit_store(b, value_address(b, v), value_integer(type, 1), type, 0, loc);
    end_jump(b, join, loc);
    block_start(b, no);
    emit_store(b, value_address(b, v), value_integer(type, 0), type, 0, loc);
    end_jump(b, join, loc);
    block_start(b, join);
    return take(b, v, loc);
}

static bool is_short_circuit(body *b, CXCursor c)
{
    c = cursor_peel(b->scratch, c);
    if (c.kind != CXCursor_BinaryOperator) {
        return c.kind == CXCursor_ConditionalOperator;
    }
    enum CXBinaryOperatorKind kind = clang.getCursorBinaryOperatorKind(c);
    return kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr;
}

/* One arm: its value into the join variable, or its effects. */
static void arm(body *b, CXCursor c, ir_variable *v, ir_block *join, ir_loc loc)
{
    if (v != NULL) {
        lower_into(b, value_address(b, v), v->type, c, 0);
    } else {
        lower_effects(b, c);
    }
    end_jump(b, join, loc);
}

ir_value lower_conditional(body *b, CXCursor c, const cursor_list *parts)
{
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_block *yes = block_new(b);
    ir_block *no = block_new(b);
    ir_block *join = block_new(b);
    ir_variable *v = NULL;

    if (!is_short_circuit(b, parts->items[0])) {
        ir_value tested = lower_value(b, parts->items[0]);
        if (tested.kind == IR_INTEGER) { /* one arm only: no join, no variable */
            return lower_value(b, parts->items[tested.integer != 0 ? 1 : 2]);
        }
        v = type->kind == IR_TYPE_VOID ? NULL : join_variable(b, type, loc);
        CXCursor written = cursor_peel_parentheses(b->scratch, parts->items[0]);
        end_branch(b, tested.kind == IR_NONE ? value_opaque(type) : tested, yes, no,
                   source_cursor_loc(b->l, written), source_excerpt(b->l, written));
    } else {
        v = type->kind == IR_TYPE_VOID ? NULL : join_variable(b, type, loc);
        lower_condition(b, parts->items[0], yes, no);
    }
    block_start(b, yes);
    arm(b, parts->items[1], v, join, loc);
    block_start(b, no);
    arm(b, parts->items[2], v, join, loc);
    block_start(b, join);
    return v != NULL ? take(b, v, loc) : ir_none();
}

ir_value lower_gnu_conditional(body *b, CXCursor c, CXCursor tested, CXCursor otherwise)
{
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_value value = lower_value(b, tested);

    if (value.kind == IR_INTEGER) {
        return value.integer != 0 ? emit_cast(b, value, type, 0, loc) : lower_value(b, otherwise);
    }
    ir_variable *v = type->kind == IR_TYPE_VOID ? NULL : join_variable(b, type, loc);
    ir_block *no = block_new(b);
    ir_block *join = block_new(b);
    if (v != NULL) {
        emit_store(b, value_address(b, v), emit_cast(b, value, type, 0, loc), v->type, 0, loc);
    }
    end_branch(b, value, join, no, source_cursor_loc(b->l, tested), source_excerpt(b->l, tested));
    block_start(b, no);
    arm(b, otherwise, v, join, loc);
    block_start(b, join);
    return v != NULL ? take(b, v, loc) : ir_none();
}
