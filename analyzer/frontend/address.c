/* analyzer/frontend/address.c
 * Lvalues: where an object is. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/declare.h"
#include "analyzer/frontend/initialise.h"
#include "analyzer/frontend/scope.h"

ir_variable *object_new(body *b, const ir_type *type, ir_loc loc)
{
    ir_variable *v = local_new(b, NULL, type, loc);

    scope_add(b, v, loc);
    return v;
}

static ir_variable *variable_of(body *b, CXCursor declaration)
{
    ir_variable *v = map_get(b->l->variables, MAP_KEY(declaration.data[0]));

    if (v != NULL) {
        return v;
    }
    if (clang.getCursorLinkage(declaration) == CXLinkage_NoLinkage &&
        clang.Cursor_getStorageClass(declaration) == CX_SC_Static) {
        return static_local_of(b->l, declaration, b->function); /* used in its own initialiser */
    }
    return global_of(b->l, declaration);
}

static ir_value declared(body *b, CXCursor c)
{
    CXCursor declaration = clang.getCursorReferenced(c);

    if (declaration.kind == CXCursor_FunctionDecl) {
        function_entry *e = function_of(b->l, declaration);
        return (ir_value){.kind = IR_FUNCTION, .type = type_pointer_to(b->l, e->ir.type), .function = &e->ir};
    }
    if (declaration.kind != CXCursor_VarDecl && declaration.kind != CXCursor_ParmDecl) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return value_opaque(type_pointer_to(b->l, type_of_cursor(b->l, c)));
    }
    return value_address(b, variable_of(b, declaration));
}

/* The parameter behind an expression that is written as an array or function but is a pointer, or NULL. */
static const ir_variable *adjusted_parameter(body *b, CXCursor c)
{
    c = cursor_peel(b->scratch, c);
    if (c.kind != CXCursor_DeclRefExpr) {
        return NULL;
    }
    CXCursor declaration = clang.getCursorReferenced(c);
    if (declaration.kind != CXCursor_ParmDecl) {
        return NULL;
    }
    const ir_variable *v = map_get(b->l->variables, MAP_KEY(declaration.data[0]));
    CXType written = clang.getCursorType(c);
    bool is_adjusted = v != NULL && v->type->kind == IR_TYPE_POINTER;
    return is_adjusted && (type_is_array(written) || type_is_function(written)) ? v : NULL;
}

ir_value lower_decay(body *b, CXCursor c)
{
    const ir_variable *v = adjusted_parameter(b, c);

    return v != NULL ? emit_load(b, value_address(b, v), v->type, source_cursor_loc(b->l, c))
                     : lower_address(b, c);
}

const ir_type *lvalue_type(body *b, CXCursor c)
{
    const ir_type *type = type_of_cursor(b->l, c);
    const ir_variable *v =
        type->kind == IR_TYPE_ARRAY || type->kind == IR_TYPE_FUNCTION ? adjusted_parameter(b, c) : NULL;

    return v != NULL ? v->type : type;
}

/* A member; the anonymous records on the way to it are part of the flattened record. */
static ir_value member_address(body *b, CXCursor c)
{
    CXCursor declaration = clang.getCursorReferenced(c);
    cursor_list parts = cursor_children(b->scratch, c);
    ir_loc loc = source_cursor_loc(b->l, c);

    while (parts.count > 0 && parts.items[0].kind == CXCursor_MemberRefExpr &&
           record_is_anonymous(clang.getCursorType(parts.items[0]))) {
        parts = cursor_children(b->scratch, parts.items[0]);
    }
    if (parts.count == 0) {
        emit_unknown(b, REASON_ERRORS, loc);
        return value_opaque(type_pointer_to(b->l, type_of_cursor(b->l, c)));
    }
    bool is_arrow = type_is_pointer(clang.getCursorType(parts.items[0]));
    ir_value base = is_arrow ? lower_value(b, parts.items[0]) : lower_address(b, parts.items[0]);
    type_of_cursor(b->l, parts.items[0]); /* its fields, when nothing has mentioned the type yet */
    const ir_field *field = field_of(b->l, declaration);
    if (field == NULL) {
        /* The member is an anonymous record as a whole: it starts where the base says, offset unknown. */
        emit_unknown(b, REASON_ERRORS, loc);
        return value_opaque(type_pointer_to(b->l, type_of_cursor(b->l, c)));
    }
    return emit_field(b, base, field, loc);
}

static ir_value subscript(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    const ir_type *type = type_pointer_to(b->l, type_of_cursor(b->l, c));

    if (parts.count != 2) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return value_opaque(type);
    }
    CXType first = clang.getCursorType(parts.items[0]);
    bool is_reversed = !type_is_pointer(first) && !type_is_array(first); /* i[a] */
    ir_value x = lower_value(b, parts.items[0]);
    ir_value y = lower_value(b, parts.items[1]);
    return emit_index(b, is_reversed ? y : x, is_reversed ? x : y, type, 0, source_cursor_loc(b->l, c));
}

/* A value without an address gets a synthetic local: f().member. */
static ir_value spill(body *b, CXCursor c)
{
    ir_loc loc = source_cursor_loc(b->l, c);
    const ir_type *type = type_value_of(b->l, type_of_cursor(b->l, c));
    ir_variable *v = object_new(b, type, loc);

    lower_into(b, value_address(b, v), type, c, 0);
    return value_address(b, v);
}

static ir_value compound_literal(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    CXType type = clang.getCursorType(c);
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_variable *v =
        b->is_global ? local_new(b, NULL, type_of(b->l, type), loc) : object_new(b, type_of(b->l, type), loc);

    if (parts.count > 0) {
        initialise(b, value_address(b, v), type, parts.items[parts.count - 1]);
    }
    return value_address(b, v);
}

static bool is_lvalue_operator(CXCursor c)
{
    enum CXUnaryOperatorKind kind = clang.getCursorUnaryOperatorKind(c);

    return kind == CXUnaryOperator_Deref;
}

bool is_lvalue(body *b, CXCursor c)
{
    CXCursor chosen;
    cursor_list parts;

    c = cursor_peel(b->scratch, c);
    switch (c.kind) {
    case CXCursor_DeclRefExpr: return clang.getCursorReferenced(c).kind != CXCursor_EnumConstantDecl;
    case CXCursor_ArraySubscriptExpr:
    case CXCursor_CompoundLiteralExpr:
    case CXCursor_StringLiteral: return true;
    case CXCursor_MemberRefExpr:
        parts = cursor_children(b->scratch, c);
        return parts.count > 0 &&
               (type_is_pointer(clang.getCursorType(parts.items[0])) || is_lvalue(b, parts.items[0]));
    case CXCursor_UnaryOperator: return is_lvalue_operator(c);
    case CXCursor_GenericSelectionExpr:
        chosen = generic_choice(b, c);
        return !cursor_is_null(chosen) && is_lvalue(b, chosen);
    case CXCursor_UnexposedExpr:
        parts = cursor_children(b->scratch, c);
        chosen = chosen_expression(b, c, &parts);
        return !cursor_is_null(chosen) && is_lvalue(b, chosen);
    default: return false;
    }
}

ir_value lower_address(body *b, CXCursor c)
{
    CXCursor chosen;
    cursor_list parts;

    c = cursor_peel(b->scratch, c);
    switch (c.kind) {
    case CXCursor_DeclRefExpr: return declared(b, c);
    case CXCursor_MemberRefExpr: return member_address(b, c);
    case CXCursor_ArraySubscriptExpr: return subscript(b, c);
    case CXCursor_CompoundLiteralExpr: return compound_literal(b, c);
    case CXCursor_StringLiteral: return lower_value(b, c);
    case CXCursor_UnaryOperator:
        if (is_lvalue_operator(c)) {
            parts = cursor_children(b->scratch, c);
            return lower_value(b, parts.items[0]);
        }
        return spill(b, c);
    case CXCursor_GenericSelectionExpr:
        chosen = generic_choice(b, c);
        return !cursor_is_null(chosen) ? lower_address(b, chosen) : spill(b, c);
    case CXCursor_UnexposedExpr:
        parts = cursor_children(b->scratch, c);
        if (parts.count == 1 && parts.items[0].kind == CXCursor_StringLiteral) {
            return lower_value(b, parts.items[0]); /* __func__ */
        }
        chosen = chosen_expression(b, c, &parts);
        return !cursor_is_null(chosen) ? lower_address(b, chosen) : spill(b, c);
    default: return spill(b, c);
    }
}
