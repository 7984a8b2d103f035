/* analyzer/summary/outcome.h
 * Inside the summary of one function: its working data, and how a way out becomes an outcome. */
#ifndef WAND_ANALYZER_SUMMARY_OUTCOME_H
#define WAND_ANALYZER_SUMMARY_OUTCOME_H

#include "analyzer/summary/program.h"

/* A list of effects, newest first; lists with a common beginning share it. */
typedef struct effect_list {
    effect effect;
    const struct effect_list *previous; /* NULL for the empty list */
    size_t length;
    struct effect_list *children;
    struct effect_list *next; /* sibling */
} effect_list;

typedef struct summary_work {
    program *program;
    flow_pass pass;
    effect_list root;
    effect *events;
    size_t event_count, event_capacity;
    effect_outcome *outcomes;
    size_t outcome_count, outcome_capacity;
    effect_store *holds;
    size_t hold_count, hold_capacity;
    uint64_t kinds;
    bool parks;
    bool is_cut; /* more outcomes than are kept */
} summary_work;

/* A path left the function. result: NULL when it returns nothing. */
void summary_add_outcome(summary_work *w, flow_state *state, const effect_list *effects, effect_end end,
                         ir_loc exit, const flow_value *result);

#endif
