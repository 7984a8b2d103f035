/* analyzer/flow/walk.c
 * The worklist: executes blocks in reverse postorder on the states that reach them until nothing is new.
 *
 * States that reach a block merge with one that is there when the client's marks agree and either there
 * are many already or the block is a loop's header; so a loop ends, and a flag that decides two branches
 * one after the other stays decided. */
#include "analyzer/flow/walk.h"

#include "analyzer/flow/liveness.h"

#include <string.h>

enum {
    STATES_APART_MAX = 6, /* with equal marks, at one place */
    HEADER_APART_MAX = 4, /* the same where a loop begins */
    STATES_MAX = 24,      /* in all, at one place */
    HEADER_STATES_MAX = 8,
    VISITS_MAX = 4000, /* states executed in one function */
    VISITS_BASE = 400, /* and in a small one, with so many more for each block */
    VISITS_PER_BLOCK = 40,
    CROWDS_MAX = 12, /* at one place */
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
    flow_liveness *liveness;
    uint32_t *crowds; /* by block: how often states with different marks had to become one */
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

/* Where a state goes that joins others: into an equal one, beside them, or merged with the last alike. */
typedef enum placing { PLACED_EQUAL, PLACED_BESIDE, PLACED_MERGED, PLACED_UNCHANGED, PLACED_NOWHERE } placing;

static placing place_state(walk *w, flow_states *states, flow_state *state, uint32_t block, size_t apart_max,
                           size_t all_max, bool widen, size_t *at)
{
    size_t alike = 0, same = SIZE_MAX;

    for (size_t i = 0; i < states->count; i++) {
        if (flow_state_equal(states->items[i], state)) {
            return PLACED_EQUAL;
        }
        if (flow_marks_equal(states->items[i], state)) {
            alike++;
            same = i;
        }
    }
    if (alike < apart_max && states->count < all_max) {
        flow_states_add(w->pass, states, state);
        *at = states->count - 1;
        return PLACED_BESIDE;
    }
    if (alike == 0 && ++w->crowds[block] > CROWDS_MAX) {
        w->pass->is_partial = true; /* more of the same: what is here stands for it */
        return PLACED_NOWHERE;
    }
    if (alike == 0) {
        same = states->count - 1;
        if (w->pass->client->on_crowd == NULL ||
            !w->pass->client->on_crowd(w->pass, states->items[same], state)) {
            w->pass->is_partial = true;
            w->pass->cut = "too many paths";
            return PLACED_NOWHERE;
        }
        (void)flow_state_merge(states->items[same], state, block, widen);
        *at = same;
        return PLACED_MERGED;
    }
    *at = same;
    return flow_state_merge(states->items[same], state, block, widen) ? PLACED_MERGED : PLACED_UNCHANGED;
}

static void drop_dead(const walk *w, flow_state *state, const ir_block *block)
{
    size_t kept = 0;

    for (size_t i = 0; i < state->binding_count; i++) {
        const flow_region *r = state->bindings[i].region;
        bool is_local = r->kind == FLOW_VARIABLE && r->variable->kind == IR_LOCAL;
        if (!is_local || flow_is_live(w->liveness, block, r->variable)) {
            state->bindings[kept++] = state->bindings[i];
        }
    }
    state->binding_count = kept;
}

/* Adds a state to a block: as it is, or merged into one that is there. */
static void arrive(walk *w, flow_state *state, const ir_block *block)
{
    place *p = &w->places[block->index];
    const cfg_loop *loop = cfg_loop_of(w->pass->graph, block);
    bool is_header = loop != NULL && loop->header == block;
    size_t apart = is_header ? HEADER_APART_MAX : STATES_APART_MAX;
    size_t at;

    drop_dead(w, state, block);
    state->temps = NULL;
    state->sources = NULL;
    state->temp_count = 0;
    flow_state_tidy(state);
    placing placed = place_state(w, &p->states, state, block->index, apart,
                                 is_header ? HEADER_STATES_MAX : STATES_MAX, is_header, &at);
    if (placed == PLACED_BESIDE || placed == PLACED_MERGED) {
        mark_new(w, p, at, block->index);
    }
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

/* Temporaries that differ are unknown where two states of one block become one. */
static void merge_temps(flow_pass *pass, flow_state *into, const flow_state *from)
{
    for (uint32_t i = 0; i < into->temp_count; i++) {
        if (into->temps[i] != from->temps[i]) {
            into->temps[i] = flow_nothing(pass->values);
        }
        if (into->sources[i] != from->sources[i]) {
            into->sources[i] = NULL;
        }
    }
}

/* The states after a call in the middle of a block: few of them, so that calls in a row don't multiply. */
static void thin_out(walk *w, flow_states *states, const ir_block *block)
{
    flow_states kept = {0};

    for (size_t i = 0; i < states->count; i++) {
        size_t at = 0;
        placing placed = kept.count < STATES_APART_MAX ? PLACED_BESIDE : PLACED_NOWHERE;
        if (placed == PLACED_BESIDE) {
            flow_states_add(w->pass, &kept, states->items[i]);
            continue;
        }
        placed =
            place_state(w, &kept, states->items[i], block->index, STATES_APART_MAX, STATES_MAX, false, &at);
        if (placed == PLACED_MERGED || placed == PLACED_UNCHANGED) {
            merge_temps(w->pass, kept.items[at], states->items[i]);
        }
    }
    *states = kept;
}

/* Runs the block's operations on one state; a call can part it in several. */
static void run(walk *w, flow_state *state, const ir_block *block)
{
    flow_states states = {0};

    flow_states_add(w->pass, &states, state);
    for (size_t i = 0; i < block->count; i++) {
        const ir_instruction *instruction = &block->instructions[i];
        flow_states after = {0};
        for (size_t k = 0; k < states.count; k++) {
            if (instruction->op == IR_CALL) {
                flow_call(w->pass, states.items[k], instruction, &after);
            } else {
                flow_execute(w->pass, states.items[k], instruction);
            }
        }
        if (instruction->op == IR_CALL) {
            states = after;
            thin_out(w, &states, block);
        }
    }
    for (size_t k = 0; k < states.count; k++) {
        end_block(w, states.items[k], block);
    }
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
    run(w, state, block);
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
    w.liveness = flow_liveness_new(pass->memory, pass->graph);
    w.places = ARENA_ARRAY(pass->memory, place, f->block_count);
    w.is_queued = ARENA_ARRAY(pass->memory, bool, f->block_count);
    w.crowds = ARENA_ARRAY(pass->memory, uint32_t, f->block_count);
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
        if (pass->visited > VISITS_MAX || pass->visited > VISITS_BASE + VISITS_PER_BLOCK * f->block_count) {
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
