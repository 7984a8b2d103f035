/* analyzer/flow/state.h
 * What is known at one point of one path: memory, facts about symbols, the rule's marks, and how we got here.
 *
 * A state is a small value: it is copied where paths part and merged where they meet. Two states merge only
 * when the rule's marks are equal (property simulation), so that correlated branches stay apart where it
 * matters and nowhere else. */
#ifndef WAND_ANALYZER_FLOW_STATE_H
#define WAND_ANALYZER_FLOW_STATE_H

#include "analyzer/flow/value.h"
#include "rules/model/effect.h"

/* One step of the way to a state, newest first. */
typedef enum flow_step_kind {
    FLOW_STEP_BRANCH, /* text is the condition, taken tells the way */
    FLOW_STEP_CASE,   /* text is the switch's value, number the case; is_default */
    FLOW_STEP_EVENT,  /* effect: something happened (for the rule's notes) */
    FLOW_STEP_CHOICE, /* a call could end in several ways: effect_outcome's result is told by `low`..`high` */
} flow_step_kind;

typedef struct flow_step {
    const struct flow_step *previous;
    flow_step_kind kind;
    uint32_t depth; /* number of steps before this one */
    ir_loc loc;
    const char *text;
    bool taken;
    bool is_default;
    int64_t number;
    effect_range result;
} flow_step;

typedef struct flow_binding {
    const flow_region *region;
    const flow_value *value;     /* what it holds */
    bool is_default;             /* stands for all of the region's parts that have no binding of their own */
    const ir_instruction *since; /* default and value is FLOW_NOTHING: what made the content unknown */
} flow_binding;

typedef struct flow_fact {
    const flow_value *symbol;
    effect_range range;
} flow_fact;

/* A rule's mark on an object: a small state, a place, and data that the rule compares by pointer. */
typedef struct flow_mark {
    const flow_value *object;
    int state;
    const void *data;
    ir_loc loc;             /* not part of equality: where the state began */
    const flow_step *since; /* likewise: the path's length at that moment */
} flow_mark;

typedef struct flow_state {
    arena *memory;
    flow_values *values;
    flow_binding *bindings; /* sorted by region id */
    size_t binding_count, binding_capacity;
    flow_fact *facts; /* sorted by symbol id */
    size_t fact_count, fact_capacity;
    flow_mark *marks; /* sorted by object id, then in order of setting */
    size_t mark_count, mark_capacity;
    const flow_region **shared; /* bases that other code or coroutines can reach */
    size_t shared_count, shared_capacity;
    const flow_value **temps;    /* of the block being executed */
    const flow_region **sources; /* the region each temporary was loaded from, or NULL */
    uint32_t temp_first, temp_count;
    const ir_instruction *numbers_since; /* what last made the numbers in shared memory unknown, or NULL */
    const flow_step *trace;
    bool is_blurred;          /* something on the way was not understood */
    const ir_variable **live; /* variables with a cleanup function whose life has begun, oldest first */
    size_t live_count, live_capacity;
} flow_state;

flow_state *flow_state_new(arena *a, flow_values *values);
flow_state *flow_state_copy(const flow_state *s);

/* ---- memory ---- */

const flow_value *flow_load(flow_state *s, const flow_region *region);
void flow_store(flow_state *s, const flow_region *region, const flow_value *value);

/* What the elements that `region` may be are bound to, each once; returns how many were put in `found`. */
size_t flow_candidates(flow_state *s, const flow_region *region, const flow_value **found, size_t max);

/* The content of `region` and its parts is `value` (an integer), or unknown since `since`. */
void flow_fill(flow_state *s, const flow_region *region, const flow_value *value);
void flow_forget(flow_state *s, const flow_region *region, const ir_instruction *since);

/* Binds every part of `to`, an object of that type, as the same part of `from`. */
void flow_copy(flow_state *s, const flow_region *to, const flow_region *from, const ir_type *type,
               const ir_instruction *since);

/* Numbers in memory that others can reach may have changed; handles (pointers) there keep their values. */
void flow_forget_shared_numbers(flow_state *s, const ir_instruction *since);

void flow_share(flow_state *s,
                const flow_value *value); /* and all that is reachable from what it points to */
bool flow_is_shared(const flow_state *s, const flow_region *region);

/* The life of a local ended: forget it. */
void flow_drop(flow_state *s, const flow_region *region);

/* ---- facts ---- */

effect_range flow_range(const flow_state *s, const flow_value *v);

/* Adds that v lies in range; false when that can't be: the path does not exist. */
bool flow_assume_range(flow_state *s, const flow_value *v, effect_range range);

/* Adds that v is true (not 0) or false. */
bool flow_assume(flow_state *s, const flow_value *v, bool truth);

/* All values of an integer or pointer type; of wider and of other types anything. */
effect_range flow_range_of_type(const ir_type *type);

bool flow_range_is_empty(effect_range r);
effect_range flow_range_meet(effect_range a, effect_range b);
effect_range flow_range_hull(effect_range a, effect_range b);
bool flow_range_contains(effect_range outer, effect_range inner);

/* ---- marks ---- */

const flow_mark *flow_marked(const flow_state *s, const flow_value *object);
const flow_mark *flow_marked_as(const flow_state *s, const flow_value *object, int state);
void flow_set(flow_state *s, const flow_value *object, int state, const void *data, ir_loc loc);
void flow_unset(flow_state *s, const flow_value *object);

/* ---- meeting ---- */

/* Is everything equal that later steps could tell apart? */
bool flow_state_equal(const flow_state *a, const flow_state *b);
bool flow_marks_equal(const flow_state *a, const flow_state *b);

/* Makes `into` stand for both. `widen`: a loop comes round, ranges that grow lose their bounds. Returns
 * whether `into` changed. */
bool flow_state_merge(flow_state *into, const flow_state *from, uint32_t block, bool widen);

/* Drops facts about symbols that nothing refers to any more. */
void flow_state_tidy(flow_state *s);

/* All values that an earlier execution of `since` made become "an older one". */
void flow_age(flow_state *s, const ir_instruction *since);

/* The value that `since` makes as its `number`-th. It may exist from an earlier turn of a loop: that one
 * becomes "an older one". */
const flow_value *flow_make(flow_state *s, const ir_instruction *since, uint32_t number, const ir_type *type);

#endif
