/* analyzer/frontend/statement.c
 * Statements: which is lowered where, blocks, if and return. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/scope.h"

static void unknown_statement(body *b, CXCursor c)
{
    emit_unknown(b, REASON_STATEMENT, source_cursor_loc(b->l, c));
}

static bool is_expression(enum CXCursorKind kind)
{
    return kind >= CXCursor_FirstExpr && kind <= CXCursor_LastExpr;
}

void lower_compound(body *b, CXCursor c, ir_value *wanted)
{
    cursor_list parts = cursor_children(b->scratch, c);
    live *outer = b->alive;

    for (size_t i = 0; i < parts.count; i++) {
        bool is_value = wanted != NULL && i + 1 == parts.count;
        if (!is_value) {
            lower_statement(b, parts.items[i]);
        } else if (is_expression(parts.items[i].kind)) {
            *wanted = lower_value(b, parts.items[i]);
        } else {
            lower_statement(b, parts.items[i]);
        }
    }
    if (b->next_error < b->last_error) {
        position end = source_written(b->l, clang.getRangeEnd(clang.getCursorExtent(c)));
        pass_errors(b, end);
    }
    if (b->alive != outer) {
        scope_close(b, outer, source_end_loc(b->l, c));
    }
}

static void lower_if(body *b, CXCursor c, const cursor_list *parts)
{
    if (parts->count < 2) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return;
    }
    ir_block *yes = block_new(b);
    ir_block *no = parts->count > 2 ? block_new(b) : NULL;
    ir_block *after = block_new(b);
    ir_loc loc = source_cursor_loc(b->l, c);
    live *outer = b->alive;

    lower_condition(b, parts->items[0], yes, no != NULL ? no : after);
    live *inner = b->alive; /* compound literals of the condition live through both arms */
    block_start(b, yes);
    lower_statement(b, parts->items[1]);
    scope_close(b, inner, loc);
    if (no != NULL) {
        end_jump(b, after, (ir_loc){0});
        block_start(b, no);
        lower_statement(b, parts->items[2]);
        scope_close(b, inner, loc);
    }
    block_start(b, after);
    scope_close(b, outer, loc);
}

/* The value is computed first, then everything alive ends, then the function returns. */
static void lower_return(body *b, CXCursor c, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);
    ir_value value = ir_none();

    if (parts->count > 0) {
        value = lower_value(b, parts->items[0]);
        if (b->function->type->element != NULL && b->function->type->element->kind == IR_TYPE_VOID) {
            value = ir_none(); /* return f(); in a void function */
        }
    }
    scope_leave(b, NULL, loc);
    end_return(b, value, loc, false);
}

static void lower_exit(body *b, CXCursor c, bool is_break)
{
    loop_target *target = b->loops;

    while (!is_break && target != NULL && target->on_continue == NULL) {
        target = target->outer;
    }
    if (target == NULL) {
        unknown_statement(b, c);
        return;
    }
    ir_loc loc = source_cursor_loc(b->l, c);
    scope_leave(b, target->alive, loc);
    end_jump(b, is_break ? target->on_break : target->on_continue, loc);
}

/* Statement attributes and pragmas wrap one statement. */
static void lower_wrapper(body *b, CXCursor c, const cursor_list *parts)
{
    size_t statements = 0;

    for (size_t i = 0; i < parts->count; i++) {
        bool is_attribute =
            parts->items[i].kind >= CXCursor_FirstAttr && parts->items[i].kind <= CXCursor_LastAttr;
        if (!is_attribute) {
            lower_statement(b, parts->items[i]);
            statements++;
        }
    }
    if (statements != 1) {
        unknown_statement(b, c);
    }
}

/* What is missing from the header of a loop or branch is missing before its body begins. */
static void pass_header_errors(body *b, CXCursor c, const cursor_list *parts)
{
    bool has_header = c.kind == CXCursor_IfStmt || c.kind == CXCursor_WhileStmt ||
                      c.kind == CXCursor_ForStmt || c.kind == CXCursor_SwitchStmt;

    if (has_header && b->next_error < b->last_error && parts->count > 0) {
        CXCursor inside = parts->items[c.kind == CXCursor_IfStmt && parts->count > 1 ? 1 : parts->count - 1];
        pass_errors(b, source_written(b->l, clang.getRangeStart(clang.getCursorExtent(inside))));
    }
}

void lower_statement(body *b, CXCursor c)
{
    if (b->next_error < b->last_error) {
        pass_errors(b, source_written(b->l, clang.getRangeStart(clang.getCursorExtent(c))));
    }
    switch (c.kind) {
    case CXCursor_NullStmt: return;
    case CXCursor_CompoundStmt: lower_compound(b, c, NULL); return;
    case CXCursor_DeclStmt: lower_declarations(b, c); return;
    case CXCursor_BreakStmt: lower_exit(b, c, true); return;
    case CXCursor_ContinueStmt: lower_exit(b, c, false); return;
    default: break;
    }
    if (is_expression(c.kind)) {
        lower_effects(b, c);
        return;
    }
    cursor_list parts = cursor_children(b->scratch, c);
    pass_header_errors(b, c, &parts);
    switch (c.kind) {
    case CXCursor_IfStmt: lower_if(b, c, &parts); return;
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt:
    case CXCursor_ForStmt: lower_loop(b, c, &parts); return;
    case CXCursor_SwitchStmt: lower_switch(b, c, &parts); return;
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt: lower_case(b, c, &parts); return;
    case CXCursor_ReturnStmt: lower_return(b, c, &parts); return;
    case CXCursor_GotoStmt: lower_goto(b, c, &parts); return;
    case CXCursor_IndirectGotoStmt: lower_computed_goto(b, c, &parts); return;
    case CXCursor_LabelStmt: lower_label(b, c, &parts); return;
    case CXCursor_GCCAsmStmt:
    case CXCursor_MSAsmStmt: lower_asm(b, c, &parts); return;
    case CXCursor_UnexposedStmt: lower_wrapper(b, c, &parts); return;
    default: unknown_statement(b, c); return;
    }
}
