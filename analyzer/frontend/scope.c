/* analyzer/frontend/scope.c
 * What is alive is one chain through all scopes, so leaving any number of them is a walk along it. */
#include "analyzer/frontend/scope.h"

#include "analyzer/frontend/types.h"

void scope_add(body *b, ir_variable *variable, ir_loc loc)
{
    live *entry = ARENA_NEW(b->scratch, live);

    entry->outer = b->alive;
    entry->variable = variable;
    entry->depth = b->alive != NULL ? b->alive->depth + 1 : 1;
    b->alive = entry;
    emit_begin(b, variable, loc);
}

static void end_life(body *b, ir_variable *v, ir_loc leaving)
{
    if (v->cleanup != NULL) {
        ir_value argument = value_address(b, v);
        emit_call(b, (ir_instruction){.flags = IR_DEFERRED | (v->cleanup->is_noreturn ? IR_NORETURN : 0u),
                                      .type = v->cleanup->type->element,
                                      .a = {.kind = IR_FUNCTION,
                                            .type = type_pointer_to(b->l, v->cleanup->type),
                                            .function = v->cleanup},
                                      .variable = v,
                                      .arguments = &argument,
                                      .argument_count = 1,
                                      .loc = v->loc,
                                      .leaving = leaving});
    }
    emit_end(b, v, leaving);
}

void scope_leave(body *b, live *outer, ir_loc leaving)
{
    for (live *entry = b->alive; entry != NULL && entry != outer; entry = entry->outer) {
        end_life(b, entry->variable, leaving);
    }
}

void scope_close(body *b, live *outer, ir_loc leaving)
{
    scope_leave(b, outer, leaving);
    b->alive = outer;
}

static uint32_t depth_of(const live *entry)
{
    return entry != NULL ? entry->depth : 0;
}

static live *common(live *x, live *y)
{
    while (x != y) {
        if (depth_of(x) >= depth_of(y)) {
            x = x->outer;
        } else {
            y = y->outer;
        }
    }
    return x;
}

static void begin_lives(body *b, live *outer, live *inner, ir_loc loc)
{
    size_t count = depth_of(inner) - depth_of(outer);
    live **entries = ARENA_ARRAY(b->scratch, live *, count + 1);

    for (size_t i = count; i > 0; i--) {
        entries[i - 1] = inner;
        inner = inner->outer;
    }
    for (size_t i = 0; i < count; i++) {
        emit_begin(b, entries[i]->variable, loc);
    }
}

void scope_move(body *b, live *from, live *to, ir_loc leaving)
{
    live *both = common(from, to);
    live *saved = b->alive;

    b->alive = from;
    scope_leave(b, both, leaving);
    begin_lives(b, both, to, leaving);
    b->alive = saved;
}

ir_block *scope_edge(body *b, live *from, live *to, ir_block *target, ir_loc leaving)
{
    if (from == to) {
        return target;
    }
    ir_block *here = b->current;
    block_fresh(b);
    ir_block *edge = b->current;
    scope_move(b, from, to, leaving);
    end_jump(b, target, (ir_loc){0});
    b->current = here;
    return edge;
}
