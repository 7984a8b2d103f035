/* analyzer/rule/loops.h
 * What decides whether a loop goes on, and what the loop does meanwhile: notes taken during a walk.
 *
 * A branch that leaves a loop looks at memory: directly, through a local that the loop refills, or through a
 * helper that only reads. A branch on something the loop itself moves (a counter, the next node) decides no
 * wait. */
#ifndef WAND_ANALYZER_RULE_LOOPS_H
#define WAND_ANALYZER_RULE_LOOPS_H

#include "analyzer/rule/definition.h"

/* A loop's way out depends on what is stored here. */
typedef struct rule_look {
    uint32_t block;
    const flow_region *region; /* NULL when a helper looks: only the class is known */
    const char *class_name;    /* or NULL */
    const char *name;
} rule_look;

typedef struct rule_loops rule_loops;

rule_loops *rule_loops_new(rule_pass *pass);

/* To be called from the walker's callbacks of the same names. */
void rule_loops_event(rule_loops *loops, rule_pass *pass, const flow_event *event);
void rule_loops_store(rule_loops *loops, rule_pass *pass, const flow_region *region, const flow_value *value);
void rule_loops_branch(rule_loops *loops, rule_pass *pass, const flow_value *value, flow_state *state);

/* After the walk: the i-th thing that decides whether the loop goes on and that the loop does not write; NULL
 * past the last. */
const rule_look *rule_loops_look(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop,
                                 size_t i);

/* The kinds of effects in the loop, as bits; WRITE only for memory that is not a local variable. */
uint64_t rule_loops_kinds(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop);

/* Does the loop wait for a condition (a wait that names a mutex)? */
bool rule_loops_waits_for_condition(const rule_loops *loops, const rule_pass *pass, const cfg_loop *loop);

#endif
