/* analyzer/frontend/function.c
 * One function: parameters, the body, the way out at the closing brace. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/declare.h"
#include "analyzer/frontend/scope.h"

static void add_parameters(body *b, CXCursor definition)
{
    lowering *l = b->l;
    ir_function *f = b->function;
    CXType type = clang.getCanonicalType(clang.getCursorType(definition));
    int count = clang.Cursor_getNumArguments(definition);

    f->parameter_count = count > 0 ? (size_t)count : 0;
    f->parameters = ARENA_ARRAY(l->memory, ir_variable *, f->parameter_count + 1);
    for (unsigned i = 0; i < f->parameter_count; i++) {
        CXCursor declaration = clang.Cursor_getArgument(definition, i);
        CXType own = clang.getCursorType(declaration);
        ir_variable *v = ARENA_NEW(l->memory, ir_variable);
        v->kind = IR_PARAMETER;
        v->name = take_string(l, clang.getCursorSpelling(declaration));
        /* Arrays and functions are pointers here; the function's type knows. */
        CXType adjusted = clang.getArgType(type, i);
        bool is_adjusted = type_is_array(own) || type_is_function(own);
        v->type = type_of(l, is_adjusted && adjusted.kind != CXType_Invalid ? adjusted : own);
        v->function = f;
        v->index = i;
        v->loc = source_cursor_loc(l, declaration);
        f->parameters[i] = v;
        map_set(l->variables, MAP_KEY(declaration.data[0]), v);
    }
}

/* The errors between the function's start and end. */
static void find_errors(body *b, CXCursor definition)
{
    lowering *l = b->l;
    CXSourceRange extent = clang.getCursorExtent(definition);

    if (l->error_count == 0) {
        return;
    }
    position start = source_written(l, clang.getRangeStart(extent));
    position end = source_written(l, clang.getRangeEnd(extent));
    if (start.file == NULL || start.file != end.file) {
        return;
    }
    size_t i = 0;
    while (i < l->error_count &&
           (l->errors[i].file < start.file->index ||
            (l->errors[i].file == start.file->index && l->errors[i].offset < start.offset))) {
        i++;
    }
    b->next_error = i;
    while (i < l->error_count && l->errors[i].file == start.file->index &&
           l->errors[i].offset <= end.offset) {
        i++;
    }
    b->last_error = i;
}

static CXCursor body_of(body *b, CXCursor definition)
{
    cursor_list parts = cursor_children(b->scratch, definition);
    CXCursor none = {.kind = CXCursor_InvalidCode};

    return parts.count > 0 && parts.items[parts.count - 1].kind == CXCursor_CompoundStmt
               ? parts.items[parts.count - 1]
               : none;
}

void lower_function(lowering *l, function_entry *e)
{
    body b;
    ir_function *f = &e->ir;

    body_open(&b, l, f, e->definition);
    CXCursor statements = body_of(&b, e->definition);
    f->end = source_end_loc(l, e->definition);
    f->is_defined = true;
    l->active = &b;
    add_parameters(&b, e->definition);
    find_errors(&b, e->definition);
    size_t first_error = b.next_error;
    if (!cursor_is_null(statements)) {
        lower_compound(&b, statements, NULL);
    }
    pass_errors(&b, source_written(l, clang.getRangeEnd(clang.getCursorExtent(e->definition))));
    end_return(&b, ir_none(), f->end, true);
    resolve_gotos(&b);
    b.had_error = b.last_error > first_error || cursor_is_null(statements);
    body_finish(&b);
    l->active = NULL;
}
