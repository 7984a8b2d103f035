/* analyzer/rule/spawned.c
 * Keeps the book on started coroutines that spawned.h describes. */
#include "analyzer/rule/spawned.h"

/* Returns whether it was not there yet. */
static bool add_once(const flow_value **list, size_t *count, size_t max, const flow_value *v)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i] == v) {
            return false;
        }
    }
    if (v == NULL || *count == max) {
        return false;
    }
    list[(*count)++] = v;
    return true;
}

static spawned_site *site_of(spawned *all, rule_pass *pass, const ir_instruction *call)
{
    for (size_t i = 0; i < all->site_count; i++) {
        if (all->sites[i].call == call) {
            return &all->sites[i];
        }
    }
    if (all->site_count == SPAWNED_SITES_MAX) {
        return NULL;
    }
    spawned_site *s = &all->sites[all->site_count++];
    s->call = call;
    s->coroutine = flow_made(pass->flow->values, call, UINT32_MAX, false, NULL);
    return s;
}

static void add_context(const spawned *all, spawned_site *s, const flow_value *context)
{
    if (!add_once(s->contexts, &s->context_count, SPAWNED_CONTEXTS_MAX, context)) {
        return;
    }
    for (size_t i = 0; i < all->parent_count; i++) {
        if (all->parents[i][0] == context) {
            add_context(all, s, all->parents[i][1]);
        }
    }
}

spawned_site *spawned_started(spawned *all, rule_pass *pass, const flow_event *spawn, flow_state *state)
{
    spawned_site *s = site_of(all, pass, spawn->call);

    if (s == NULL) {
        return NULL;
    }
    if (rule_has(spawn, ROLE_CONTEXT)) {
        add_context(all, s, spawn->role[ROLE_CONTEXT]);
        s->is_bound = true;
    }
    if (rule_has(spawn, ROLE_GROUP)) {
        (void)add_once(s->joins, &s->join_count, SPAWNED_JOINS_MAX, spawn->role[ROLE_GROUP]);
    }
    flow_set(state, s->coroutine, spawn->flags & EFFECT_JOINED ? SPAWNED_JOINED : SPAWNED_RUNNING, NULL,
             spawn->loc);
    return s;
}

spawned_site *spawned_remote(spawned *all, rule_pass *pass, const flow_event *event)
{
    spawned_site *s = site_of(all, pass, event->call);
    const flow_value *object = event->role[ROLE_OBJECT];

    if (s == NULL || object->kind == FLOW_NOTHING || object->kind == FLOW_INTEGER) {
        return NULL;
    }
    if (event->kind == EFFECT_OBSERVE) {
        add_context(all, s, object);
    } else if (event->kind == EFFECT_DONE || event->kind == EFFECT_SEND || event->kind == EFFECT_CLOSE) {
        (void)add_once(s->joins, &s->join_count, SPAWNED_JOINS_MAX, object);
    }
    return s;
}

void spawned_derived(spawned *all, const flow_event *event)
{
    const flow_value *child = event->role[ROLE_OBJECT], *parent = event->role[ROLE_CONTEXT];

    for (size_t i = 0; i < all->parent_count; i++) {
        if (all->parents[i][0] == child && all->parents[i][1] == parent) {
            return;
        }
    }
    if (child != NULL && parent != NULL && child != parent && all->parent_count < SPAWNED_SITES_MAX) {
        all->parents[all->parent_count][0] = child;
        all->parents[all->parent_count++][1] = parent;
    }
}

void spawned_waited(spawned *all, const flow_value *partner, flow_state *state)
{
    for (size_t i = 0; partner != NULL && i < all->site_count; i++) {
        const spawned_site *s = &all->sites[i];
        for (size_t k = 0; k < s->join_count; k++) {
            if (s->joins[k] == partner && spawned_state(state, s) != 0) {
                flow_set(state, s->coroutine, SPAWNED_JOINED, NULL, s->call->loc);
            }
        }
    }
}

void spawned_parked(spawned *all, flow_state *state)
{
    for (size_t i = 0; i < all->site_count; i++) {
        const flow_mark *mark = flow_marked_as(state, all->sites[i].coroutine, SPAWNED_RUNNING);
        if (mark != NULL) {
            flow_set(state, mark->object, SPAWNED_SETTLED, NULL, mark->loc);
        }
    }
}

bool spawned_uses(const spawned_site *site, const flow_value *context)
{
    for (size_t i = 0; i < site->context_count; i++) {
        if (site->contexts[i] == context) {
            return true;
        }
    }
    return false;
}

int spawned_state(const flow_state *state, const spawned_site *site)
{
    const flow_mark *mark = flow_marked(state, site->coroutine);

    return mark == NULL ? 0 : mark->state;
}
