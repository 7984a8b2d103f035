/* analyzer/frontend/declaration.c
 * Declarations inside functions: locals begin to live and get their values; statics belong to the unit. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/declare.h"
#include "analyzer/frontend/initialise.h"
#include "analyzer/frontend/scope.h"

static void attach_cleanup(body *b, ir_variable *v, CXCursor declaration)
{
    const char *name = cleanup_name(b->l, declaration);

    if (name == NULL) {
        return;
    }
    function_entry *e = function_by_name(b->l, name);
    if (e != NULL) {
        v->cleanup = &e->ir;
    } else {
        emit_unknown(b, REASON_CLEANUP, v->loc);
    }
}

/* Sizes of variable arrays are computed where the declaration stands. Inner ones are shown first. */
static void size_effects(body *b, const cursor_list *parts, CXCursor initialiser)
{
    for (size_t i = 0; i < parts->count; i++) {
        CXCursor c = parts->items[i];
        bool is_expression = c.kind >= CXCursor_FirstExpr && c.kind <= CXCursor_LastExpr;
        if (is_expression && !clang.equalCursors(c, initialiser)) {
            lower_effects(b, c);
        }
    }
}

static void automatic(body *b, CXCursor declaration)
{
    lowering *l = b->l;
    const char *name = take_string(l, clang.getCursorSpelling(declaration));
    ir_loc loc = source_cursor_loc(l, declaration);
    CXType type = clang.getCursorType(declaration);
    cursor_list parts = cursor_children(b->scratch, declaration);
    CXCursor initialiser = clang.Cursor_getVarDeclInitializer(declaration);

    if (type_canonical(type).kind == CXType_VariableArray) {
        size_effects(b, &parts, initialiser);
    }
    ir_variable *v = local_new(b, name, type_of(l, type), loc);
    map_set(l->variables, MAP_KEY(declaration.data[0]), v);
    if (parts.count > 0) {
        attach_cleanup(b, v, declaration);
    }
    /* Alive before its initialiser runs, but its cleanup must not run when that leaves the scope. */
    const ir_function *cleanup = v->cleanup;
    v->cleanup = NULL;
    scope_add(b, v, loc);
    if (!cursor_is_null(initialiser)) {
        initialise(b, value_address(b, v), type, initialiser);
    }
    v->cleanup = cleanup;
}

static void variable(body *b, CXCursor declaration)
{
    enum CX_StorageClass storage = clang.Cursor_getStorageClass(declaration);

    if (storage == CX_SC_Extern) {
        global_of(b->l, declaration);
    } else if (storage == CX_SC_Static) {
        ir_variable *v = static_local_of(b->l, declaration, b->function);
        ir_function *f = b->function;
        v->index = (uint32_t)f->local_count;
        ARENA_PUSH(b->l->memory, f->locals, f->local_count, b->local_capacity, v);
    } else {
        automatic(b, declaration);
    }
}

void lower_declarations(body *b, CXCursor c)
{
    cursor_list parts = cursor_children(b->scratch, c);

    for (size_t i = 0; i < parts.count; i++) {
        switch (parts.items[i].kind) {
        case CXCursor_VarDecl: variable(b, parts.items[i]); break;
        case CXCursor_TypedefDecl: {
            /* A typedef of a variable array computes its size here. */
            CXCursor none = {.kind = CXCursor_InvalidCode};
            if (type_canonical(clang.getCursorType(parts.items[i])).kind == CXType_VariableArray) {
                cursor_list sizes = cursor_children(b->scratch, parts.items[i]);
                size_effects(b, &sizes, none);
            }
            break;
        }
        default: break; /* tags, prototypes, assertions, local labels: nothing happens at run time */
        }
    }
}
