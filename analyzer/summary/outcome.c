/* analyzer/summary/outcome.c
 * A way out of a function as its callers see it: conditions on what they passed, the result, effects on what
 * they can name, and what memory they can reach holds.
 *
 * What the function made itself counts when it gets out: returned, or stored where the caller can look. */
#include "analyzer/summary/outcome.h"

#include <string.h>

enum { OUTCOMES_MAX = 16, CONDITIONS_MAX = 6, STORES_MAX = 48, FRESH_MAX = 24, JOINS_MAX = 24 };

/* The objects made here that get out, by their number in the function; the position is their number outside.
 */
typedef struct fresh_set {
    uint32_t items[FRESH_MAX];
    size_t count;
} fresh_set;

static bool holds(const fresh_set *fresh, uint32_t number)
{
    for (size_t i = 0; i < fresh->count; i++) {
        if (fresh->items[i] == number) {
            return true;
        }
    }
    return false;
}

static bool is_visible(const ir_path *path, const fresh_set *fresh)
{
    switch (path->root) {
    case IR_ROOT_PARAMETER:
    case IR_ROOT_GHOST:
    case IR_ROOT_FUNCTION: return true;
    case IR_ROOT_VARIABLE: return path->variable->key != NULL;
    case IR_ROOT_FRESH: return holds(fresh, path->number);
    case IR_ROOT_RETURN: return false;
    }
    return false;
}

static bool note_fresh(fresh_set *fresh, const ir_path *path)
{
    if (path == NULL || path->root != IR_ROOT_FRESH || holds(fresh, path->number) ||
        fresh->count == FRESH_MAX) {
        return false;
    }
    fresh->items[fresh->count++] = path->number;
    return true;
}

/* ---- what gets out ---- */

static const ir_path *value_path(summary_work *w, const flow_value *v)
{
    return v == NULL ? NULL : flow_path_of(w->pass.values, v);
}

static void find_fresh(summary_work *w, const flow_state *state, const flow_value *result, fresh_set *fresh)
{
    bool is_growing = true;

    (void)note_fresh(fresh, value_path(w, result));
    while (is_growing) {
        is_growing = false;
        for (size_t i = 0; i < state->binding_count; i++) {
            const flow_binding *b = &state->bindings[i];
            const ir_path *address = b->is_default ? NULL : flow_path_of_address(w->pass.values, b->region);
            if (address != NULL && is_visible(address, fresh)) {
                is_growing |= note_fresh(fresh, value_path(w, b->value));
            }
        }
    }
}

static void add_stores(summary_work *w, const flow_state *state, const fresh_set *fresh, effect_outcome *o)
{
    effect_store *stores = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < state->binding_count && count < STORES_MAX; i++) {
        const flow_binding *b = &state->bindings[i];
        const ir_path *address = flow_path_of_address(w->pass.values, b->region);
        if (address == NULL || !is_visible(address, fresh) || address->root == IR_ROOT_GHOST ||
            (address->root == IR_ROOT_PARAMETER && flow_base(b->region)->kind == FLOW_VARIABLE)) {
            continue; /* the last: a parameter's own copy */
        }
        effect_store store = {.address = address};
        effect_range range = b->is_default ? EFFECT_RANGE_ANY : flow_range(state, b->value);
        store.is_nonzero = range.nonzero;
        if (range.low == range.high) {
            store.has_constant = true;
            store.constant = range.low;
        } else if (!b->is_default) {
            const ir_path *value = value_path(w, b->value);
            store.value = value != NULL && is_visible(value, fresh) ? value : NULL;
        }
        ARENA_PUSH(w->pass.memory, stores, count, capacity, store);
    }
    o->stores = stores;
    o->store_count = count;
}

static void add_conditions(summary_work *w, const flow_state *state, effect_outcome *o)
{
    effect_condition *conditions = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < state->fact_count && count < CONDITIONS_MAX; i++) {
        const flow_value *symbol = state->facts[i].symbol;
        const ir_path *path = symbol->kind == FLOW_INITIAL && symbol->since == NULL
                                  ? flow_path_of(w->pass.values, symbol)
                                  : NULL;
        if (path != NULL && path->root == IR_ROOT_PARAMETER) {
            effect_condition condition = {.value = path, .range = state->facts[i].range};
            ARENA_PUSH(w->pass.memory, conditions, count, capacity, condition);
        }
    }
    o->when = conditions;
    o->when_count = count;
}

/* Waits and receives that come later on the path, and the spawns that they join. */
typedef struct joins {
    const ir_path *partners[JOINS_MAX];
    size_t partner_count;
    ir_loc spawns[JOINS_MAX];
    size_t spawn_count;
} joins;

static bool is_partner(const joins *j, const ir_path *object)
{
    for (size_t i = 0; object != NULL && i < j->partner_count; i++) {
        if (ir_path_equal(j->partners[i], object)) {
            return true;
        }
    }
    return false;
}

/* Effects are shown from the last to the first. Returns whether it is a spawn that the function itself joins.
 */
static bool note_join(joins *j, const effect *e)
{
    bool is_remote = (e->flags & EFFECT_REMOTE) != 0;

    if (!is_remote && (e->kind == EFFECT_WAIT || e->kind == EFFECT_RECEIVE) && j->partner_count < JOINS_MAX) {
        j->partners[j->partner_count++] = e->role[ROLE_OBJECT];
    }
    if (is_remote && (e->kind == EFFECT_DONE || e->kind == EFFECT_SEND || e->kind == EFFECT_CLOSE) &&
        is_partner(j, e->role[ROLE_OBJECT]) && j->spawn_count < JOINS_MAX) {
        j->spawns[j->spawn_count++] = e->loc;
    }
    if (is_remote || e->kind != EFFECT_SPAWN) {
        return false;
    }
    for (size_t i = 0; i < j->spawn_count; i++) {
        if (j->spawns[i].line == e->loc.line && j->spawns[i].column == e->loc.column) {
            return true;
        }
    }
    return is_partner(j, e->role[ROLE_GROUP]);
}

static void add_effects(summary_work *w, const effect_list *list, const fresh_set *fresh, effect_outcome *o)
{
    static const ir_path unknown = {.root = IR_ROOT_GHOST, .name = "?"};
    effect *effects = ARENA_ARRAY(w->pass.memory, effect, list->length + 1);
    size_t count = 0;
    joins joined = {.partner_count = 0};

    for (const effect_list *l = list; l->previous != NULL; l = l->previous) {
        effect e = l->effect;
        e.flags |= note_join(&joined, &e) ? EFFECT_JOINED : 0;
        bool is_seen = e.kind == EFFECT_SPAWN || e.kind == EFFECT_CALL || e.kind == EFFECT_PANIC;
        if (e.role[ROLE_OBJECT] != NULL) {
            is_seen |=
                is_visible(e.role[ROLE_OBJECT], fresh) &&
                strcmp(e.role[ROLE_OBJECT]->root == IR_ROOT_GHOST ? e.role[ROLE_OBJECT]->name : "", "?") != 0;
        }
        if (!is_seen) {
            continue;
        }
        for (int role = 0; role < ROLE_COUNT; role++) {
            if (e.role[role] != NULL) {
                e.role[role] = is_visible(e.role[role], fresh) ? e.role[role] : &unknown;
            }
        }
        effects[count++] = e;
    }
    for (size_t i = 0; i < count / 2; i++) { /* oldest first */
        effect swapped = effects[i];
        effects[i] = effects[count - 1 - i];
        effects[count - 1 - i] = swapped;
    }
    o->effects = effects;
    o->effect_count = count;
}

/* ---- keeping few ---- */

static bool same_path(const ir_path *a, const ir_path *b)
{
    return a == b || (a != NULL && b != NULL && ir_path_equal(a, b));
}

static bool same_effects(const effect_outcome *a, const effect_outcome *b)
{
    if (a->effect_count != b->effect_count) {
        return false;
    }
    for (size_t i = 0; i < a->effect_count; i++) {
        const effect *x = &a->effects[i], *y = &b->effects[i];
        if (x->kind != y->kind || x->flags != y->flags || x->count != y->count) {
            return false;
        }
        for (int role = 0; role < ROLE_COUNT; role++) {
            if (!same_path(x->role[role], y->role[role])) {
                return false;
            }
        }
    }
    return true;
}

static bool same_stores(const effect_outcome *a, const effect_outcome *b)
{
    if (a->store_count != b->store_count) {
        return false;
    }
    for (size_t i = 0; i < a->store_count; i++) {
        const effect_store *x = &a->stores[i], *y = &b->stores[i];
        if (!same_path(x->address, y->address) || !same_path(x->value, y->value) ||
            x->has_constant != y->has_constant || x->is_nonzero != y->is_nonzero ||
            x->constant != y->constant) {
            return false;
        }
    }
    return true;
}

/* Which answers to the usual questions about a result are possible: negative, zero, positive. */
static int bucket(effect_range r)
{
    return (r.low < 0 ? 1 : 0) | (r.low <= 0 && r.high >= 0 && !r.nonzero ? 2 : 0) | (r.high > 0 ? 4 : 0);
}

static void keep_common_conditions(effect_outcome *into, const effect_outcome *other)
{
    effect_condition *when = (effect_condition *)into->when;
    size_t kept = 0;

    for (size_t i = 0; i < into->when_count; i++) {
        for (size_t k = 0; k < other->when_count; k++) {
            if (same_path(when[i].value, other->when[k].value)) {
                when[kept] = when[i];
                when[kept++].range = flow_range_hull(when[i].range, other->when[k].range);
                break;
            }
        }
    }
    into->when_count = kept;
}

static bool same_conditions(const effect_outcome *a, const effect_outcome *b)
{
    if (a->when_count != b->when_count) {
        return false;
    }
    for (size_t i = 0; i < a->when_count; i++) {
        if (!same_path(a->when[i].value, b->when[i].value) ||
            !flow_range_contains(a->when[i].range, b->when[i].range) ||
            !flow_range_contains(b->when[i].range, a->when[i].range)) {
            return false;
        }
    }
    return true;
}

/* Joins `o` to a kept outcome that tells the caller the same; `loosely` also when results or memory differ.
 */
static bool join(summary_work *w, const effect_outcome *o, bool loosely)
{
    for (size_t i = 0; i < w->outcome_count; i++) {
        effect_outcome *k = &w->outcomes[i];
        if (k->end != o->end || !same_effects(k, o)) {
            continue;
        }
        bool is_same = same_path(k->result_is, o->result_is) && bucket(k->result) == bucket(o->result) &&
                       same_stores(k, o);
        if (!is_same && !loosely) {
            continue;
        }
        if (is_same && !loosely && o->effect_count == 0 && !same_conditions(k, o) &&
            w->outcome_count < OUTCOMES_MAX / 2) {
            continue; /* what the result says of the arguments is worth keeping while there is room */
        }
        keep_common_conditions(k, o);
        k->result = flow_range_hull(k->result, o->result);
        if (!same_path(k->result_is, o->result_is)) {
            k->result_is = NULL;
        }
        if (!same_stores(k, o)) {
            effect_store *stores = (effect_store *)k->stores;
            for (size_t s = 0; s < k->store_count; s++) {
                stores[s] = (effect_store){.address = stores[s].address};
            }
        }
        return true;
    }
    return false;
}

void summary_add_outcome(summary_work *w, flow_state *state, const effect_list *effects, effect_end end,
                         ir_loc exit, const flow_value *result)
{
    effect_outcome o = {.end = end, .result = EFFECT_RANGE_ANY, .exit = exit};
    fresh_set fresh = {.count = 0};

    if (end == EFFECT_NO_RETURN) {
        return; /* callers see nothing of it but that it does not come back */
    }
    find_fresh(w, state, result, &fresh);
    if (result != NULL) {
        const ir_path *is = value_path(w, result);
        o.result = flow_range(state, result);
        o.result_is = is != NULL && is_visible(is, &fresh) ? is : NULL;
    }
    add_conditions(w, state, &o);
    add_effects(w, effects, &fresh, &o);
    add_stores(w, state, &fresh, &o);
    if (join(w, &o, false) || (w->outcome_count >= OUTCOMES_MAX && join(w, &o, true))) {
        return;
    }
    if (w->outcome_count >= OUTCOMES_MAX) {
        w->is_cut = true;
        return;
    }
    ARENA_PUSH(w->pass.memory, w->outcomes, w->outcome_count, w->outcome_capacity, o);
}
