/* analyzer/frontend/loop.c
 * while, do and for. The block where each turn starts carries the loop's kind. */
#include "analyzer/frontend/lower.h"

#include "analyzer/frontend/scope.h"

static void enter(body *b, loop_target *target, ir_block *on_break, ir_block *on_continue)
{
    *target =
        (loop_target){.outer = b->loops, .on_break = on_break, .on_continue = on_continue, .alive = b->alive};
    b->loops = target;
}

static void mark(ir_block *header, ir_loop_kind kind, ir_loc loc)
{
    header->loop = kind;
    header->loop_loc = loc;
}

/* Compound literals in a condition live as long as the scope around the loop; their lives are not followed
 * around each turn. */
static void lower_while(body *b, CXCursor c, const cursor_list *parts)
{
    ir_block *header = block_new(b);
    ir_block *inside = block_new(b);
    ir_block *after = block_new(b);
    ir_loc loc = source_cursor_loc(b->l, c);
    live *outer = b->alive;
    loop_target target;

    mark(header, IR_LOOP_WHILE, loc);
    block_start(b, header);
    lower_condition(b, parts->items[0], inside, after);
    enter(b, &target, after, header);
    block_start(b, inside);
    lower_statement(b, parts->items[1]);
    scope_close(b, target.alive, loc);
    end_jump(b, header, loc);
    b->loops = target.outer;
    block_start(b, after);
    scope_close(b, outer, loc);
}

/* do { } while (0) is no loop: nothing marks it. */
static void lower_do(body *b, CXCursor c, const cursor_list *parts)
{
    ir_block *header = block_new(b);
    ir_block *test = block_new(b);
    ir_block *after = block_new(b);
    CXCursor condition = cursor_peel(b->scratch, parts->items[1]);
    ir_loc loc = source_cursor_loc(b->l, c);
    live *outer = b->alive;
    loop_target target;
    int64_t truth;

    bool is_once =
        condition.kind == CXCursor_IntegerLiteral && evaluate_integer(condition, &truth) && truth == 0;
    if (!is_once) {
        mark(header, IR_LOOP_DO, loc);
    }
    block_start(b, header);
    enter(b, &target, after, test);
    lower_statement(b, parts->items[0]);
    scope_close(b, target.alive, loc);
    b->loops = target.outer;
    block_start(b, test);
    lower_condition(b, parts->items[1], header, after);
    block_start(b, after);
    scope_close(b, outer, loc);
}

static void lower_for(body *b, CXCursor c, const for_parts *f)
{
    ir_block *header = block_new(b);
    ir_block *inside = block_new(b);
    ir_block *step = block_new(b);
    ir_block *after = block_new(b);
    ir_loc loc = source_cursor_loc(b->l, c);
    live *outer = b->alive;
    loop_target target;

    if (f->has_init) {
        lower_statement(b, f->init);
    }
    mark(header, IR_LOOP_FOR, loc);
    block_start(b, header);
    if (f->has_condition) {
        lower_condition(b, f->condition, inside, after);
    }
    enter(b, &target, after, step);
    block_start(b, inside);
    lower_statement(b, f->body);
    scope_close(b, target.alive, loc);
    b->loops = target.outer;
    block_start(b, step);
    if (f->has_step) {
        lower_effects(b, f->step);
    }
    end_jump(b, header, loc);
    block_start(b, after);
    scope_close(b, outer, loc); /* the variables of the header */
}

/* Without knowing which part is which: everything may happen, any number of times. */
static void lower_unclear_for(body *b, CXCursor c, const cursor_list *parts)
{
    for_parts f = {.body = parts->items[parts->count - 1]};

    emit_unknown(b, REASON_FOR, source_cursor_loc(b->l, c));
    for (size_t i = 0; i + 1 < parts->count; i++) {
        lower_effects(b, parts->items[i]);
    }
    lower_for(b, c, &f);
}

void lower_loop(body *b, CXCursor c, const cursor_list *parts)
{
    for_parts f;

    if (c.kind == CXCursor_ForStmt && parts->count > 0) {
        if (for_parts_of(b, c, parts, &f)) {
            lower_for(b, c, &f);
        } else {
            lower_unclear_for(b, c, parts);
        }
    } else if (parts->count != 2) {
        emit_unknown(b, REASON_ERRORS, source_cursor_loc(b->l, c));
    } else if (c.kind == CXCursor_WhileStmt) {
        lower_while(b, c, parts);
    } else {
        lower_do(b, c, parts);
    }
}
