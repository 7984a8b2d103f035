/* analyzer/frontend/expression.c
 * Values: which kind of expression is lowered where. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/declare.h"

#include <string.h>

bool evaluate_integer(CXCursor c, int64_t *out)
{
    CXEvalResult result = clang.Cursor_Evaluate(c);
    bool is_integer = result != NULL && clang.EvalResult_getKind(result) == CXEval_Int;

    if (is_integer) {
        *out = clang.EvalResult_isUnsignedInt(result) != 0 ? (int64_t)clang.EvalResult_getAsUnsigned(result)
                                                           : clang.EvalResult_getAsLongLong(result);
    }
    if (result != NULL) {
        clang.EvalResult_dispose(result);
    }
    return is_integer;
}

static ir_value unknown(body *b, CXCursor c)
{
    emit_unknown(b, REASON_EXPRESSION, source_cursor_loc(b->l, c));
    return value_opaque(type_of_cursor(b->l, c));
}

static ir_value literal(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);
    int64_t integer;

    if (type->kind == IR_TYPE_FLOAT) {
        CXEvalResult result = clang.Cursor_Evaluate(c);
        ir_value value = value_opaque(type);
        if (result != NULL && clang.EvalResult_getKind(result) == CXEval_Float) {
            value = (ir_value){.kind = IR_REAL, .type = type, .real = clang.EvalResult_getAsDouble(result)};
        }
        if (result != NULL) {
            clang.EvalResult_dispose(result);
        }
        return value;
    }
    return type->kind == IR_TYPE_INTEGER && evaluate_integer(c, &integer) ? value_integer(type, integer)
                                                                          : value_opaque(type);
}

static ir_value enumerator(body *b, CXCursor c, CXCursor declaration)
{
    const ir_type *type = type_of_cursor(b->l, c);

    return value_integer(type, type->is_unsigned
                                   ? (int64_t)clang.getEnumConstantDeclUnsignedValue(declaration)
                                   : clang.getEnumConstantDeclValue(declaration));
}

static ir_value load_lvalue(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);

    if (type->kind == IR_TYPE_ARRAY || type->kind == IR_TYPE_FUNCTION) {
        return lower_decay(b, c);
    }
    return emit_load(b, lower_address(b, c), type, source_cursor_loc(b->l, c));
}

static ir_value reference(body *b, CXCursor c)
{
    CXCursor declaration = clang.getCursorReferenced(c);

    switch (declaration.kind) {
    case CXCursor_EnumConstantDecl: return enumerator(b, c, declaration);
    case CXCursor_VarDecl:
    case CXCursor_ParmDecl:
    case CXCursor_FunctionDecl: return load_lvalue(b, c);
    default: return unknown(b, c);
    }
}

/* (type)operand; the children before the operand describe the type. */
static ir_value cast(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    const ir_type *type = type_of_cursor(b->l, c);
    ir_loc loc = source_cursor_loc(b->l, c);

    if (parts.count == 0) {
        return unknown(b, c);
    }
    CXCursor operand = parts.items[parts.count - 1];
    if (type->kind == IR_TYPE_VOID) {
        lower_effects(b, operand);
        return ir_none();
    }
    ir_value value = lower_value(b, operand);
    if (type->kind == IR_TYPE_RECORD && value.type != NULL && value.type->kind != IR_TYPE_RECORD) {
        ir_variable *v = object_new(b, type, loc); /* GNU: a cast to a union type makes one */
        emit_store(b, value_typed(value_address(b, v), type_pointer_to(b->l, value.type)), value, value.type,
                   0, loc);
        return emit_load(b, value_address(b, v), type, loc);
    }
    return emit_cast(b, value, type, IR_EXPLICIT, loc);
}

/* sizeof and _Alignof: constants, but the size of a variable array evaluates its operand. */
static ir_value size_of(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);
    int64_t integer;

    if (evaluate_integer(c, &integer)) {
        return value_integer(type, integer);
    }
    cursor_list parts = cursor_children(b->scratch, c);
    /* sizeof(int[f(n)]) shows f(n) twice: every other one counts. */
    for (size_t i = 0; i < parts.count; i++) {
        bool is_again = i > 0 && clang.equalLocations(clang.getCursorLocation(parts.items[i]),
                                                      clang.getCursorLocation(parts.items[i - 1]));
        if (!is_again && clang.getCursorType(parts.items[i]).kind != CXType_Invalid &&
            parts.items[i].kind != CXCursor_TypeRef) {
            lower_effects(b, parts.items[i]);
        }
    }
    return value_opaque(type);
}

static ir_value binary(body *b, CXCursor c)
{
    cursor_list sides = cursor_children(b->scratch, c);
    enum CXBinaryOperatorKind kind = clang.getCursorBinaryOperatorKind(c);

    if (sides.count != 2) {
        return unknown(b, c);
    }
    switch (kind) {
    case CXBinaryOperator_Comma: lower_effects(b, sides.items[0]); return lower_value(b, sides.items[1]);
    case CXBinaryOperator_Assign: return lower_assignment(b, c, &sides, true);
    case CXBinaryOperator_LAnd:
    case CXBinaryOperator_LOr: return lower_short_circuit(b, c);
    default: return lower_binary(b, c, &sides, kind);
    }
}

static ir_value unary(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    enum CXUnaryOperatorKind kind = clang.getCursorUnaryOperatorKind(c);

    if (parts.count != 1) {
        return unknown(b, c);
    }
    switch (kind) {
    case CXUnaryOperator_PostInc:
    case CXUnaryOperator_PostDec:
    case CXUnaryOperator_PreInc:
    case CXUnaryOperator_PreDec: return lower_step(b, c, parts.items[0], kind);
    case CXUnaryOperator_Deref: return load_lvalue(b, c);
    default: return lower_unary(b, c, parts.items[0], kind);
    }
}

static ir_value other_operator(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (c.kind == CXCursor_CompoundAssignOperator && parts.count == 2) {
        return lower_compound_assignment(b, c, &parts);
    }
    if (c.kind == CXCursor_ConditionalOperator && parts.count == 3) {
        return lower_conditional(b, c, &parts);
    }
    return unknown(b, c);
}

static ir_value statement_expression(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    ir_value value = ir_none();

    if (parts.count != 1) {
        return unknown(b, c);
    }
    lower_compound(b, parts.items[0], type_of_cursor(b->l, c)->kind == IR_TYPE_VOID ? NULL : &value);
    return value;
}

/* {x} around a scalar. */
static ir_value braces(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    if (parts.count == 0) {
        return value_integer(type_of_cursor(b->l, c), 0);
    }
    return lower_value(b, parts.items[0]);
}

static ir_value label_address(body *b, CXCursor c)
{
    /* A static table of labels is stored by the unit, but the labels are the function's. */
    body *owner = b->is_global ? b->l->active : b;
    label_entry *label = owner != NULL ? label_of(owner, c) : NULL;

    if (label == NULL) {
        return unknown(b, c);
    }
    label->is_address_taken = true;
    if (b->is_global) {
        return value_opaque(type_of_cursor(b->l, c));
    }
    return (ir_value){.kind = IR_LABEL, .type = type_of_cursor(b->l, c), .block = label->block};
}

static ir_value string_literal(body *b, CXCursor c)
{
    size_t length;
    const char *text = string_text(b, c, &length);
    const ir_type *type = type_of_cursor(b->l, c);

    return (ir_value){
        .kind = IR_STRING,
        .type = type_pointer_to(b->l, type->element != NULL ? type->element : type_basic(b->l, BASIC_CHAR)),
        .string = text};
}

ir_value lower_value(body *b, CXCursor c)
{
    switch (c.kind) {
    case CXCursor_IntegerLiteral:
    case CXCursor_FloatingLiteral:
    case CXCursor_CharacterLiteral:
    case CXCursor_ImaginaryLiteral:
    case CXCursor_FixedPointLiteral: return literal(b, c);
    case CXCursor_StringLiteral: return string_literal(b, c);
    case CXCursor_DeclRefExpr: return reference(b, c);
    case CXCursor_MemberRefExpr:
    case CXCursor_ArraySubscriptExpr:
    case CXCursor_CompoundLiteralExpr: return load_lvalue(b, c);
    case CXCursor_ParenExpr: return lower_value(b, cursor_peel_parentheses(b->scratch, c));
    case CXCursor_UnexposedExpr: return lower_unexposed(b, c);
    case CXCursor_UnaryOperator: return unary(b, c);
    case CXCursor_BinaryOperator: return binary(b, c);
    case CXCursor_CompoundAssignOperator:
    case CXCursor_ConditionalOperator: return other_operator(b, c);
    case CXCursor_CallExpr: return lower_call(b, c);
    case CXCursor_CStyleCastExpr: return cast(b, c);
    case CXCursor_StmtExpr: return statement_expression(b, c);
    case CXCursor_UnaryExpr: return size_of(b, c);
    case CXCursor_GenericSelectionExpr: return lower_generic(b, c);
    case CXCursor_AddrLabelExpr: return label_address(b, c);
    case CXCursor_InitListExpr: return braces(b, c);
    default: return unknown(b, c);
    }
}
