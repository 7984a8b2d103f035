/* analyzer/rule/spawned.h
 * Who joins whom: the coroutines that a function starts, what they need, and what has become of them on a
 * path.
 *
 * What a place starts is one coroutine here, marked with a state on each path: running, settled (this
 * function has parked since, so it has had time to run), cut short, joined. It is joined by a wait for the
 * group that counts it, or by a receive from a channel that it sends to or closes. */
#ifndef WAND_ANALYZER_RULE_SPAWNED_H
#define WAND_ANALYZER_RULE_SPAWNED_H

#include "analyzer/rule/definition.h"

enum {
    SPAWNED_CONTEXTS_MAX = 8,
    SPAWNED_JOINS_MAX = 12,
    SPAWNED_SITES_MAX = 64,
};

/* States of a coroutine's mark; a rule's own marks stay below SPAWNED_RUNNING. */
enum {
    SPAWNED_RUNNING = 1 << 16,
    SPAWNED_SETTLED = 1 << 17,
    SPAWNED_CUT_SHORT = 1 << 18,
    SPAWNED_JOINED = 1 << 19,
};

/* A place that starts coroutines, and what ties them to this function. The same on every path. */
typedef struct spawned_site {
    const ir_instruction *call;
    const flow_value *coroutine; /* stands for what was started here; carries its mark */
    const flow_value *contexts[SPAWNED_CONTEXTS_MAX];
    size_t context_count;
    const flow_value *joins[SPAWNED_JOINS_MAX];
    size_t join_count;
    bool is_bound; /* holds a reference of its own to its context */
} spawned_site;

typedef struct spawned {
    spawned_site sites[SPAWNED_SITES_MAX];
    size_t site_count;
    const flow_value *parents[SPAWNED_SITES_MAX][2]; /* child context, parent context */
    size_t parent_count;
} spawned;

/* To be told: a spawn, what its body will do, a derived context, a wait or receive, a park. */
spawned_site *spawned_started(spawned *all, rule_pass *pass, const flow_event *spawn, flow_state *state);
spawned_site *spawned_remote(spawned *all, rule_pass *pass, const flow_event *event);
void spawned_derived(spawned *all, const flow_event *event);
void spawned_waited(spawned *all, const flow_value *partner, flow_state *state);
void spawned_parked(spawned *all, flow_state *state);

/* Does the coroutine need the context, or one derived from it? */
bool spawned_uses(const spawned_site *site, const flow_value *context);

/* Its state on this path; 0 when it was not started. */
int spawned_state(const flow_state *state, const spawned_site *site);

#endif
