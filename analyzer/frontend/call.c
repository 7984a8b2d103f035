/* analyzer/frontend/call.c
 * Calls: who is called, with what, and whether it comes back. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/declare.h"

#include <string.h>

/* What is named as the callee behind parentheses, casts, * and &: those don't change which function it is. */
static CXCursor named_callee(body *b, CXCursor c)
{
    for (;;) {
        c = cursor_peel(b->scratch, c);
        bool is_step = c.kind == CXCursor_CStyleCastExpr;
        if (c.kind == CXCursor_UnaryOperator) {
            enum CXUnaryOperatorKind kind = clang.getCursorUnaryOperatorKind(c);
            is_step = kind == CXUnaryOperator_Deref || kind == CXUnaryOperator_AddrOf;
        }
        if (c.kind == CXCursor_GenericSelectionExpr) {
            CXCursor chosen = generic_choice(b, c);
            if (cursor_is_null(chosen)) {
                return c;
            }
            c = chosen;
            continue;
        }
        cursor_list parts = is_step ? cursor_children(b->scratch, c) : (cursor_list){0};
        if (parts.count == 0) {
            return c;
        }
        c = parts.items[parts.count - 1];
    }
}

static bool is_noreturn_callee(body *b, CXCursor callee)
{
    CXType pointer = type_canonical(clang.getCursorType(callee));
    CXType type = pointer.kind == CXType_Pointer ? clang.getPointeeType(pointer) : pointer;
    uintptr_t known = (uintptr_t)map_get(b->l->noreturn, MAP_KEY(type.data[0]));

    if (known == 0) {
        known = type_is_noreturn(b->l, type) ? 2 : 1;
        map_set(b->l->noreturn, MAP_KEY(type.data[0]), (void *)known);
    }
    return known == 2;
}

const char *builtin_name(body *b, CXCursor callee)
{
    lowering *l = b->l;

    if (callee.kind != CXCursor_DeclRefExpr) {
        return NULL;
    }
    CXCursor declaration = clang.getCursorReferenced(callee);
    uint64_t key = MAP_KEY(declaration.data[0]);
    if (declaration.kind != CXCursor_FunctionDecl) {
        return NULL;
    }
    const function_entry *e = map_get(l->functions, key);
    if (e != NULL) {
        return e->is_builtin ? e->ir.name : NULL;
    }
    const char *name = map_get(l->builtins, key);
    if (name == NULL) {
        name = take_string(l, clang.getCursorSpelling(declaration));
        if (!is_builtin_name(name)) {
            return NULL;
        }
        map_set(l->builtins, key, (void *)name);
    }
    return name;
}

static void lower_arguments(body *b, const cursor_list *parts, ir_value *arguments)
{
    for (size_t i = 1; i < parts->count; i++) {
        ir_value value = lower_value(b, parts->items[i]);
        if (value.kind == IR_NONE) {
            value = value_opaque(type_of_cursor(b->l, parts->items[i]));
        }
        arguments[i - 1] = value;
    }
}

/* The called value. A direct callee gives its entry as well. */
static ir_value callee_value(body *b, CXCursor shown, CXCursor named, function_entry **direct)
{
    *direct = NULL;
    if (named.kind == CXCursor_DeclRefExpr) {
        CXCursor declaration = clang.getCursorReferenced(named);
        if (declaration.kind == CXCursor_FunctionDecl) {
            *direct = function_of(b->l, declaration);
            const ir_function *f = &(*direct)->ir;
            return (ir_value){.kind = IR_FUNCTION, .type = type_pointer_to(b->l, f->type), .function = f};
        }
    }
    ir_value value = lower_value(b, shown);
    return value.kind == IR_NONE ? value_opaque(type_of_cursor(b->l, shown)) : value;
}

ir_value lower_call(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);
    const ir_type *type = type_value_of(b->l, type_of_cursor(b->l, c));
    function_entry *direct;
    ir_value result;

    if (parts.count == 0) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return value_opaque(type);
    }
    CXCursor named = named_callee(b, parts.items[0]);
    const char *builtin = builtin_name(b, named);
    if (builtin != NULL && (lower_builtin(b, c, builtin, &parts, &result) ||
                            lower_sync_builtin(b, c, builtin, &parts, &result))) {
        return result;
    }
    ir_value callee = callee_value(b, parts.items[0], named, &direct);
    ir_value *arguments = ARENA_ARRAY(b->scratch, ir_value, parts.count);
    lower_arguments(b, &parts, arguments);
    bool is_noreturn =
        direct != NULL && builtin == NULL ? direct->ir.is_noreturn : is_noreturn_callee(b, parts.items[0]);
    return emit_call(b, (ir_instruction){.flags = is_noreturn ? IR_NORETURN : 0u,
                                         .type = type,
                                         .a = callee,
                                         .arguments = arguments,
                                         .argument_count = parts.count - 1,
                                         .loc = source_cursor_loc(b->l, named)});
}
