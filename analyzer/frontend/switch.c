/* analyzer/frontend/switch.c
 * switch: case labels may stand anywhere inside, so cases are collected while the body is lowered. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/scope.h"

static void end_switch(body *b, case_list *cases, ir_block *from, ir_block *after, live *alive,
                       ir_value value, ir_loc loc, const char *text)
{
    ir_block *here = b->current;

    for (size_t i = 0; i < cases->count; i++) {
        cases->items[i].target = scope_edge(b, alive, cases->alive[i], cases->items[i].target, loc);
    }
    ir_block *otherwise = cases->default_block != NULL
                              ? scope_edge(b, alive, cases->default_alive, cases->default_block, loc)
                              : after;
    b->current = from;
    if (value.kind == IR_INTEGER) {
        for (size_t i = 0; i < cases->count; i++) {
            if (cases->items[i].low <= value.integer && value.integer <= cases->items[i].high) {
                otherwise = cases->items[i].target;
                break;
            }
        }
        end_jump(b, otherwise, loc);
    } else {
        ir_terminator *end = end_other(b, IR_SWITCH, loc);
        end->value = value;
        end->text = text;
        end->cases = arena_copy(b->l->memory, cases->items, cases->count * sizeof cases->items[0]);
        end->case_count = cases->count;
        end->default_target = otherwise;
    }
    b->current = here;
}

void lower_switch(body *b, CXCursor c, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);
    loop_target target = {.outer = b->loops, .alive = b->alive};
    case_list cases = {.outer = b->cases};
    live *outer = b->alive;

    if (parts->count != 2) {
        emit_unknown(b, REASON_ERRORS, loc);
        return;
    }
    ir_value value = lower_value(b, parts->items[0]);
    if (value.kind == IR_NONE) {
        value = value_opaque(type_basic(b->l, BASIC_INT));
    }
    CXCursor written = cursor_peel_parentheses(b->scratch, parts->items[0]);
    ir_loc value_loc = source_cursor_loc(b->l, written);
    const char *text = source_excerpt(b->l, written);
    ir_block *from = b->current;
    ir_block *after = block_new(b);
    live *alive = b->alive;

    target.on_break = after;
    target.alive = b->alive;
    b->loops = &target;
    b->cases = &cases;
    block_fresh(b); /* what stands before the first case is reached by nobody */
    lower_statement(b, parts->items[1]);
    scope_close(b, alive, loc);
    b->loops = target.outer;
    b->cases = cases.outer;
    block_start(b, after);
    end_switch(b, &cases, from, after, alive, value, value_loc, text);
    scope_close(b, outer, loc);
}

static void add_case(body *b, case_list *cases, int64_t low, int64_t high, ir_block *block)
{
    ir_case made = {.low = low, .high = high, .target = block};

    ARENA_PUSH(b->scratch, cases->items, cases->count, cases->capacity, made);
    ARENA_PUSH(b->scratch, cases->alive, cases->alive_count, cases->alive_capacity, b->alive);
}

void lower_case(body *b, CXCursor c, const cursor_list *parts)
{
    case_list *cases = b->cases;
    size_t values = parts->count > 0 ? parts->count - 1 : 0;
    int64_t low = 0;
    int64_t high = 0;

    if (cases == NULL || parts->count == 0) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
        return;
    }
    ir_block *block = block_new(b);
    block_start(b, block);
    if (c.kind == CXCursor_DefaultStmt) {
        cases->default_block = block;
        cases->default_alive = b->alive;
    } else if (values >= 1 && evaluate_integer(parts->items[0], &low) &&
               (values == 1 || evaluate_integer(parts->items[1], &high))) {
        add_case(b, cases, low, values == 1 ? low : high, block);
    } else {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
    }
    lower_statement(b, parts->items[parts->count - 1]);
}
