/* analyzer/flow/walk.h
 * What the parts of the walker share: lists of states, and executing one operation. */
#ifndef WAND_ANALYZER_FLOW_WALK_H
#define WAND_ANALYZER_FLOW_WALK_H

#include "analyzer/flow/flow.h"

typedef struct flow_states {
    flow_state **items;
    size_t count, capacity;
} flow_states;

static inline void flow_states_add(flow_pass *pass, flow_states *list, flow_state *state)
{
    ARENA_PUSH(pass->memory, list->items, list->count, list->capacity, state);
}

/* The value of an operand in a state. */
const flow_value *flow_operand(flow_pass *pass, flow_state *state, ir_value operand);

/* Executes an operation other than a call. */
void flow_execute(flow_pass *pass, flow_state *state, const ir_instruction *instruction);

/* Executes a call: adds to `out` the states in which it returned. */
void flow_call(flow_pass *pass, flow_state *state, const ir_instruction *call, flow_states *out);

/* The path leaves the function by a panic: runs the pending deferred calls, then tells the client. */
void flow_panic(flow_pass *pass, flow_state *state, const ir_instruction *call);

/* Sets what a temporary holds. */
void flow_set_temp(flow_state *state, uint32_t temp, const flow_value *value, const flow_region *source);
const flow_region *flow_source_of(const flow_state *state, ir_value operand);

#endif
