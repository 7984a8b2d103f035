/* analyzer/flow/flow.h
 * Walks every path of a function with what is known of memory, and tells a client what happens on it.
 *
 * The client (a rule, or the summary of the function) keeps its own small state as marks on objects; paths
 * merge where those marks agree. What callees do comes as summaries from the program, so a helper's effects
 * arrive as events at the call, exactly like an API function's. */
#ifndef WAND_ANALYZER_FLOW_FLOW_H
#define WAND_ANALYZER_FLOW_FLOW_H

#include "analyzer/cfg/cfg.h"
#include "analyzer/flow/state.h"
#include "rules/model/effect.h"

/* What upper floors know of the whole program. */
typedef struct flow_program {
    void *data;
    /* The summary of a function: an API row or a computed one; NULL when nothing is known. */
    const effect_summary *(*summary_of)(void *data, const ir_function *function);
    /* The function or address that constant memory at a path holds from the start, or NULL. */
    const ir_function *(*constant_at)(void *data, flow_values *values, const flow_region *region);
    /* The i-th of the functions that may be there, where several are (an element of a table); NULL past the
     * last. */
    const ir_function *(*candidate_at)(void *data, flow_values *values, const flow_region *region, size_t i);
} flow_program;

typedef struct flow_pass flow_pass;

/* Something happened on a path. A spawn is followed by what its body does to what is known here, flagged
 * EFFECT_REMOTE: that happens some time later, in another coroutine. */
typedef struct flow_event {
    effect_kind kind;
    uint32_t flags;
    const char *handle;
    int64_t count;
    const flow_value
        *role[ROLE_COUNT];     /* NULL where the role is empty; FLOW_NOTHING where nothing is known */
    const flow_region *source; /* where the object was loaded from (the field in close(p->jobs)), or NULL */
    const ir_instruction *call;
    ir_loc loc; /* where to report it: the called name, the macro's use, the deferred declaration */
    const ir_function *callee; /* whose effect it is, NULL when the function pointer is unknown */
    const effect *inner; /* the effect in the callee's summary; its own loc when that is a computed one */
} flow_event;

typedef struct flow_client {
    void *data;
    uint64_t splits; /* effect kinds (1 << kind) whose presence keeps a call's outcomes apart */
    void (*on_event)(flow_pass *pass, flow_state *state, const flow_event *event);
    /* Something that can happen inside a callee, but belongs to no outcome of it: on no path in particular.
     */
    void (*on_possible)(flow_pass *pass, flow_state *state, const flow_event *event);
    void (*on_load)(flow_pass *pass, flow_state *state, const flow_region *region,
                    const ir_instruction *load);
    void (*on_store)(flow_pass *pass, flow_state *state, const flow_region *region, const flow_value *value,
                     const ir_instruction *store);
    /* A branch or switch is reached; value is its condition. */
    void (*on_branch)(flow_pass *pass, flow_state *state, const ir_terminator *branch,
                      const flow_value *value);
    /* Too many states meet: make the marks of `into` stand for those of both, so that they can merge; false
     * when they can't, then `from` is dropped and the walk is partial. */
    bool (*on_crowd)(flow_pass *pass, flow_state *into, const flow_state *from);
    /* The path leaves the function; result is NULL unless it returns a value. */
    void (*on_exit)(flow_pass *pass, flow_state *state, effect_end end, ir_loc where,
                    const flow_value *result);
} flow_client;

struct flow_pass {
    const flow_program *program;
    const ir_function *function;
    const cfg *graph;
    const flow_client *client;
    arena *memory;
    flow_values *values;
    uint32_t block;      /* index of the block being executed */
    size_t visited;      /* states executed */
    bool is_partial;     /* a budget was cut: not all paths were walked */
    const char *cut;     /* why, for the statistics */
    const bool *is_used; /* by temporary: does anything read it? */
};

#define FLOW_BIT(kind) (1ull << (kind))

/* Walks all paths. The pass is filled by the caller: program, function, graph, client, memory; values may be
 * NULL. */
void flow_walk(flow_pass *pass);

/* The value that a callee's access path has at a call: arguments by position, result for IR_ROOT_RETURN. NULL
 * when it has none. *source, when not NULL, gets the region of the last load. */
const flow_value *flow_evaluate(flow_pass *pass, flow_state *state, const ir_path *path,
                                const flow_value *const *arguments, size_t argument_count,
                                const flow_value *result, const ir_instruction *call,
                                const flow_region **source);

/* Is the block inside a loop of the function? */
bool flow_in_loop(const flow_pass *pass);

#endif
