/* analyzer/flow/walk.c
 * The worklist: executes blocks in reverse postorder on the states that reach them until nothing is new.
 *
 * States that reach a block merge with one that is there when the client's marks agree and either there
 * are many already or the block is a loop's header; so a loop ends, and a flag that decides two branches
 * one after the other stays decided. */
#include "analyzer/flow/walk.h"

#include <string.h>

enum {
    STATES_APART_MAX = 6, /* with equal marks, at one block */
    STATES_MAX = 48,      /* at one block; more are dropped and counted */
    VISITS_MAX = 6000,    /* states executed in one function */
    LOOP_STATES_MAX = 24,
};

typedef struct place {
    flow_states states;
    size_t next; /* states before this one have been executed since they last changed */
    bool *is_done;
    size_t is_done_capacity;
    uint32_t temp_first, temp_count;
} place;

typedef struct walk {
    flow_pass *pass;
    place *places; /* by block index */
    bool *is_queued;
} walk;

static void count_temps(const ir_block *block, place *p)
{
    uint32_t first = UINT32_MAX, last = 0;

    for (size_t i = 0; i < block->count; i++) {
        uint32_t temp = block->instructions[i].result;
        if (temp != IR_NO_RESULT) {
            first = temp < first ? temp : first;
            last = temp > last ? temp : last;
        }
    }
    p->temp_first = first == UINT32_MAX ? 0 : first;
    p->temp_count = first == UINT32_MAX ? 0 : last - first + 1;
}

static void note_use(bool *is_used, ir_value v)
{
    if (v.kind == IR_TEMP) {
        is_used[v.temp] = true;
    }
}

static const bool *find_used(arena *a, const ir_function *f)
{
    bool *is_used = ARENA_ARRAY(a, bool, f->temp_count + 1);

    for (size_t b = 0; b < f->block_count; b++) {
        const ir_block *block = f->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            const ir_instruction *instruction = &block->instructions[i];
            note_use(is_used, instruction->a);
            note_use(is_used, instruction->b);
            for (size_t k = 0; k < instruction->argument_count; k++) {
                note_use(is_used, instruction->arguments[k]);
            }
        }
        note_use(is_used, block->end.value);
    }
    return is_used;
}

static void mark_new(walk *w, place *p, size_t i, uint32_t block)
{
    while (p->is_done_capacity <= i) {
        p->is_done =
            arena_grow(w->pass->memory, p->is_done, p->is_done_capacity, &p->is_done_capacity, sizeof(bool));
    }
    p->is_done[i] = false;
    w->is_queued[block] = true;
}

/* Adds a state to a block: as it is, or merged into one that is there. */
static void arrive(walk *w, flow_state *state, const ir_block *block)
{
    place *p = &w->places[block->index];
    const cfg_loop *loop = cfg_loop_of(w->pass->graph, block);
    bool is_header = loop != NULL && loop->header == block;
    size_t alike = 0, same = SIZE_MAX;

    state->temps = NULL;
    state->sources = NULL;
    state->temp_count = 0;
    flow_state_tidy(state);
    for (size_t i = 0; i < p->states.count; i++) {
        if (flow_state_equal(p->states.items[i], state)) {
            return;
        }
        if (flow_marks_equal(p->states.items[i], state)) {
            alike++;
            same = i;
        }
    }
    if (alike > 0 && (is_header || alike >= STATES_APART_MAX)) {
        if (flow_state_merge(p->states.items[same], state, block->index, is_header)) {
            mark_new(w, p, same, block->index);
        }
        return;
    }
    if (p->states.count >= (is_header ? LOOP_STATES_MAX : STATES_MAX)) {
        w->pass->is_partial = true;
        w->pass->cut = "too many paths";
        return;
    }
    flow_states_add(w->pass, &p->states, state);
    mark_new(w, p, p->states.count - 1, block->index);
}

static void step(flow_state *state, flow_step s)
{
    flow_step *copy = arena_copy(state->memory, &s, sizeof s);

    copy->previous = state->trace;
    copy->depth = state->trace == NULL ? 1 : state->trace->depth + 1;
    state->trace = copy;
}

static void end_branch(walk *w, flow_state *state, const ir_terminator *end)
{
    const flow_value *v = flow_operand(w->pass, state, end->value);
    flow_state *sides[2] = {state, flow_state_copy(state)};
    bool is_possible[2];

    if (w->pass->client->on_branch != NULL) {
        w->pass->client->on_branch(w->pass, state, end, v);
    }
    for (int side = 0; side < 2; side++) { /* 0 true, 1 false */
        is_possible[side] = flow_assume(sides[side], v, side == 0);
    }
    for (int side = 0; side < 2; side++) {
        if (!is_possible[side]) {
            continue;
        }
        if (is_possible[0] && is_possible[1]) {
            step(sides[side],
                 (flow_step){
                     .kind = FLOW_STEP_BRANCH, .loc = end->loc, .text = end->text, .taken = side == 0});
        }
        arrive(w, sides[side], end->targets[side]);
    }
}

static void end_switch(walk *w, flow_state *state, const ir_terminator *end)
{
    const flow_value *v = flow_operand(w->pass, state, end->value);
    flow_state *rest = flow_state_copy(state);
    bool is_rest_possible = true;

    if (w->pass->client->on_branch != NULL) {
        w->pass->client->on_branch(w->pass, state, end, v);
    }
    for (size_t i = 0; i < end->case_count; i++) {
        const ir_case *c = &end->cases[i];
        flow_state *taken = flow_state_copy(state);
        if (flow_assume_range(taken, v, (effect_range){.low = c->low, .high = c->high})) {
            step(taken,
                 (flow_step){.kind = FLOW_STEP_CASE, .loc = end->loc, .text = end->text, .number = c->low});
            arrive(w, taken, c->target);
        }
        if (c->low == c->high && v->kind != FLOW_NOTHING) {
            const flow_value *other =
                flow_expression(w->pass->values, IR_NOT_EQUAL, v, flow_integer(w->pass->values, c->low));
            is_rest_possible = is_rest_possible && flow_assume(rest, other, true);
        }
    }
    if (is_rest_possible) {
        step(rest,
             (flow_step){.kind = FLOW_STEP_CASE, .loc = end->loc, .text = end->text, .is_default = true});
        arrive(w, rest, end->default_target);
    }
}

static void end_block(walk *w, flow_state *state, const ir_block *block)
{
    const ir_terminator *end = &block->end;

    switch (end->kind) {
    case IR_JUMP: arrive(w, state, end->targets[0]); break;
    case IR_BRANCH: end_branch(w, state, end); break;
    case IR_SWITCH: end_switch(w, state, end); break;
    case IR_INDIRECT:
        for (size_t i = 0; i < end->target_count; i++) {
            arrive(w, flow_state_copy(state), end->targets[i]);
        }
        break;
    case IR_RETURN:
        if (w->pass->client->on_exit != NULL) {
            const flow_value *result =
                end->value.kind == IR_NONE ? NULL : flow_operand(w->pass, state, end->value);
            w->pass->client->on_exit(w->pass, state, EFFECT_RETURNS, end->loc, result);
        }
        break;
    case IR_UNREACHABLE: break;
    }
}

/* Runs the block from instruction `from` on; a call that parts the path runs the rest for each part. */
static void run(walk *w, flow_state *state, const ir_block *block, size_t from)
{
    flow_states parts = {0};

    for (size_t i = from; i < block->count; i++) {
        const ir_instruction *instruction = &block->instructions[i];
        if (instruction->op != IR_CALL) {
            flow_execute(w->pass, state, instruction);
            continue;
        }
        parts = (flow_states){0};
        flow_call(w->pass, state, instruction, &parts);
        for (size_t k = 0; k + 1 < parts.count; k++) {
            run(w, parts.items[k], block, i + 1);
        }
        if (parts.count == 0) {
            return;
        }
        state = parts.items[parts.count - 1];
    }
    end_block(w, state, block);
}

static void enter(walk *w, const flow_state *from, const ir_block *block)
{
    const place *p = &w->places[block->index];
    flow_state *state = flow_state_copy(from);

    state->temp_first = p->temp_first;
    state->temp_count = p->temp_count;
    state->temps = ARENA_ARRAY(w->pass->memory, const flow_value *, p->temp_count);
    state->sources = ARENA_ARRAY(w->pass->memory, const flow_region *, p->temp_count);
    w->pass->block = block->index;
    w->pass->visited++;
    run(w, state, block, 0);
}

/* The queued block that comes first in reverse postorder, or NULL. */
static const ir_block *next_block(walk *w)
{
    const flow_pass *pass = w->pass;

    for (size_t i = 0; i < cfg_block_count(pass->graph); i++) {
        const ir_block *block = cfg_block_at(pass->graph, i);
        if (w->is_queued[block->index]) {
            return block;
        }
    }
    return NULL;
}

void flow_walk(flow_pass *pass)
{
    const ir_function *f = pass->function;
    walk w = {.pass = pass};
    const ir_block *block;

    if (pass->values == NULL) {
        pass->values = flow_values_new(pass->memory);
    }
    pass->is_used = find_used(pass->memory, f);
    w.places = ARENA_ARRAY(pass->memory, place, f->block_count);
    w.is_queued = ARENA_ARRAY(pass->memory, bool, f->block_count);
    for (size_t i = 0; i < f->block_count; i++) {
        count_temps(f->blocks[i], &w.places[i]);
    }
    arrive(&w, flow_state_new(pass->memory, pass->values), f->blocks[0]);
    while ((block = next_block(&w)) != NULL) {
        place *p = &w.places[block->index];
        w.is_queued[block->index] = false;
        for (size_t i = 0; i < p->states.count; i++) {
            if (!p->is_done[i]) {
                p->is_done[i] = true;
                enter(&w, p->states.items[i], block);
            }
        }
        if (pass->visited > VISITS_MAX) {
            pass->is_partial = true;
            pass->cut = "too many steps";
            return;
        }
    }
}

bool flow_in_loop(const flow_pass *pass)
{
    return cfg_loop_of(pass->graph, pass->function->blocks[pass->block]) != NULL;
}
