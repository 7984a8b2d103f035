/* analyzer/flow/state.c
 * States as a whole: copying, the rule's marks, comparing and merging. */
#include "analyzer/flow/state.h"

#include <string.h>

enum { FACTS_MAX = 64 };

flow_state *flow_state_new(arena *a, flow_values *values)
{
    flow_state *s = ARENA_NEW(a, flow_state);

    s->memory = a;
    s->values = values;
    return s;
}

/* A copied array starts full, so that the first push on either side moves it. */
#define COPY_ARRAY(s, items, count, capacity)                                                                \
    do {                                                                                                     \
        (s)->items = arena_copy((s)->memory, (s)->items, (s)->count * sizeof *(s)->items);                   \
        (s)->capacity = (s)->count;                                                                          \
    } while (0)

flow_state *flow_state_copy(const flow_state *from)
{
    flow_state *s = arena_copy(from->memory, from, sizeof *from);

    COPY_ARRAY(s, bindings, binding_count, binding_capacity);
    COPY_ARRAY(s, facts, fact_count, fact_capacity);
    COPY_ARRAY(s, marks, mark_count, mark_capacity);
    COPY_ARRAY(s, shared, shared_count, shared_capacity);
    COPY_ARRAY(s, live, live_count, live_capacity);
    if (s->temps != NULL) {
        s->temps = arena_copy(s->memory, s->temps, s->temp_count * sizeof *s->temps);
        s->sources = arena_copy(s->memory, s->sources, s->temp_count * sizeof *s->sources);
    }
    return s;
}

/* ---- marks ---- */

const flow_mark *flow_marked(const flow_state *s, const flow_value *object)
{
    for (size_t i = 0; i < s->mark_count; i++) {
        if (s->marks[i].object == object) {
            return &s->marks[i];
        }
    }
    return NULL;
}

const flow_mark *flow_marked_as(const flow_state *s, const flow_value *object, int state)
{
    const flow_mark *mark = flow_marked(s, object);

    return mark != NULL && mark->state == state ? mark : NULL;
}

void flow_set(flow_state *s, const flow_value *object, int state, const void *data, ir_loc loc)
{
    flow_mark mark = {.object = object, .state = state, .data = data, .loc = loc, .since = s->trace};
    size_t at = 0;

    while (at < s->mark_count && s->marks[at].object->id < object->id) {
        at++;
    }
    if (at < s->mark_count && s->marks[at].object == object) {
        s->marks[at] = mark;
        return;
    }
    ARENA_PUSH(s->memory, s->marks, s->mark_count, s->mark_capacity, mark);
    memmove(&s->marks[at + 1], &s->marks[at], (s->mark_count - 1 - at) * sizeof *s->marks);
    s->marks[at] = mark;
}

void flow_unset(flow_state *s, const flow_value *object)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->mark_count; i++) {
        if (s->marks[i].object != object) {
            s->marks[kept++] = s->marks[i];
        }
    }
    s->mark_count = kept;
}

/* ---- equality ---- */

bool flow_marks_equal(const flow_state *a, const flow_state *b)
{
    if (a->mark_count != b->mark_count) {
        return false;
    }
    for (size_t i = 0; i < a->mark_count; i++) {
        const flow_mark *x = &a->marks[i], *y = &b->marks[i];
        if (x->object != y->object || x->state != y->state || x->data != y->data) {
            return false;
        }
    }
    return true;
}

static bool bindings_equal(const flow_state *a, const flow_state *b)
{
    for (size_t i = 0; i < a->binding_count; i++) {
        const flow_binding *x = &a->bindings[i], *y = &b->bindings[i];
        if (x->region != y->region || x->value != y->value || x->is_default != y->is_default ||
            x->since != y->since) {
            return false;
        }
    }
    return true;
}

static bool facts_equal(const flow_state *a, const flow_state *b)
{
    for (size_t i = 0; i < a->fact_count; i++) {
        const flow_fact *x = &a->facts[i], *y = &b->facts[i];
        if (x->symbol != y->symbol || x->range.low != y->range.low || x->range.high != y->range.high ||
            x->range.nonzero != y->range.nonzero) {
            return false;
        }
    }
    return true;
}

bool flow_state_equal(const flow_state *a, const flow_state *b)
{
    return a->binding_count == b->binding_count && a->fact_count == b->fact_count &&
           a->shared_count == b->shared_count && a->is_blurred == b->is_blurred && flow_marks_equal(a, b) &&
           bindings_equal(a, b) && facts_equal(a, b);
}

/* ---- merging ---- */

static const flow_binding *binding_of(const flow_state *s, const flow_region *region)
{
    size_t low = 0, high = s->binding_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->bindings[middle].region->id < region->id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < s->binding_count && s->bindings[low].region == region ? &s->bindings[low] : NULL;
}

static effect_range widened(effect_range old, effect_range hull)
{
    if (hull.low < old.low) {
        hull.low = INT64_MIN;
    }
    if (hull.high > old.high) {
        hull.high = INT64_MAX;
    }
    return hull;
}

static bool is_local(const flow_region *region)
{
    const flow_region *base = flow_base(region);

    return base->kind == FLOW_VARIABLE && base->variable->kind == IR_LOCAL;
}

/* The merged symbol now stands for another turn's value too: what was said of the old one holds no more. */
static void renew(flow_state *s, const flow_value *merged, const flow_region *region)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->binding_count; i++) {
        flow_binding *b = &s->bindings[i];
        if (b->region != region && !b->is_default && flow_mentions(b->value, merged)) {
            b->value = flow_nothing(s->values);
        }
    }
    for (size_t i = 0; i < s->fact_count; i++) {
        if (s->facts[i].symbol == merged || !flow_mentions(s->facts[i].symbol, merged)) {
            s->facts[kept++] = s->facts[i];
        }
    }
    s->fact_count = kept;
}

/* Binds `region` in `into` to what stands for both values. */
static bool merge_region(flow_state *into, flow_state *from, const flow_region *region, uint32_t block,
                         bool widen)
{
    const flow_binding *mine = binding_of(into, region), *theirs = binding_of(from, region);

    if ((mine != NULL && mine->is_default) || (theirs != NULL && theirs->is_default)) {
        bool is_same = mine != NULL && theirs != NULL && mine->value == theirs->value &&
                       mine->since == theirs->since && mine->is_default == theirs->is_default;
        bool is_unknown =
            mine != NULL && mine->is_default && mine->value->kind == FLOW_NOTHING && mine->since == NULL;
        if (!is_same && !is_unknown) {
            flow_forget(into, region, NULL);
        }
        return !is_same && !is_unknown;
    }
    if ((mine == NULL || theirs == NULL) && is_local(region)) {
        if (mine != NULL) { /* its life has not begun on the other path */
            flow_drop(into, region);
        }
        return mine != NULL;
    }
    const flow_value *a = flow_load(into, region), *b = flow_load(from, region);
    if (a == b) {
        return false;
    }
    const flow_value *merged = flow_merged(into->values, block, region);
    effect_range old = flow_range(into, a), hull = flow_range_hull(old, flow_range(from, b));
    if (widen && a == merged) {
        hull = widened(old, hull);
    }
    flow_store(into, region, merged);
    for (size_t i = 0; i < into->fact_count; i++) {
        if (into->facts[i].symbol == merged) {
            memmove(&into->facts[i], &into->facts[i + 1], (into->fact_count - i - 1) * sizeof *into->facts);
            into->fact_count--;
            break;
        }
    }
    (void)flow_assume_range(into, merged, hull);
    if (b != merged) {
        renew(into, merged, region);
    }
    return a != merged || !flow_range_contains(old, flow_range(into, merged));
}

static bool holds(const flow_state *s, const flow_region *region, const flow_value *value)
{
    const flow_binding *b = binding_of(s, region);

    return b != NULL && b->value == value;
}

static bool merge_facts(flow_state *into, const flow_state *from, uint32_t block, bool widen)
{
    size_t kept = 0;
    bool is_changed = false;

    for (size_t i = 0; i < into->fact_count; i++) {
        flow_fact fact = into->facts[i];
        bool is_renewed =
            fact.symbol->kind == FLOW_MERGED && fact.symbol->block == block &&
            !holds(from, fact.symbol->region, fact.symbol); /* merge_region says what holds of it */
        if (is_renewed || (fact.symbol->kind == FLOW_MERGED &&
                           flow_range_contains(fact.range, flow_range(from, fact.symbol)))) {
            into->facts[kept++] = fact;
            continue;
        }
        effect_range hull = flow_range_hull(fact.range, flow_range(from, fact.symbol));
        if (flow_range_contains(fact.range, hull)) {
            into->facts[kept++] = fact;
            continue;
        }
        is_changed = true;
        hull = widen ? widened(fact.range, hull) : hull;
        if (hull.low != INT64_MIN || hull.high != INT64_MAX || hull.nonzero) {
            fact.range = hull;
            into->facts[kept++] = fact;
        }
    }
    into->fact_count = kept;
    return is_changed;
}

static bool merge_shared(flow_state *into, const flow_state *from)
{
    size_t before = into->shared_count;

    for (size_t i = 0; i < from->shared_count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < into->shared_count && !is_known; k++) {
            is_known = into->shared[k] == from->shared[i];
        }
        if (!is_known) {
            ARENA_PUSH(into->memory, into->shared, into->shared_count, into->shared_capacity,
                       from->shared[i]);
        }
    }
    return into->shared_count != before;
}

bool flow_state_merge(flow_state *into, const flow_state *from, uint32_t block, bool widen)
{
    flow_state *other = flow_state_copy(from);
    flow_state *before = flow_state_copy(into);
    bool is_changed = merge_facts(into, other, block, widen);

    for (size_t i = 0; i < before->binding_count; i++) {
        is_changed |= merge_region(into, other, before->bindings[i].region, block, widen);
    }
    for (size_t i = 0; i < other->binding_count; i++) {
        if (binding_of(before, other->bindings[i].region) == NULL) {
            is_changed |= merge_region(into, other, other->bindings[i].region, block, widen);
        }
    }
    is_changed |= merge_shared(into, other);
    is_changed |= from->is_blurred && !into->is_blurred;
    into->is_blurred |= from->is_blurred;
    if (into->numbers_since == NULL) {
        into->numbers_since = from->numbers_since;
    }
    return is_changed;
}

/* ---- housekeeping ---- */

static bool is_needed(const flow_state *s, const flow_value *symbol)
{
    if (symbol->kind == FLOW_INITIAL && symbol->since == s->numbers_since) {
        return true; /* may be loaded again */
    }
    if (symbol->kind == FLOW_INITIAL && symbol->since == NULL) {
        return true;
    }
    if (symbol->kind == FLOW_EXPRESSION) { /* may be asked again as long as its parts are there */
        return is_needed(s, symbol->left) &&
               (symbol->right == NULL || !flow_is_symbol(symbol->right) || is_needed(s, symbol->right));
    }
    for (size_t i = 0; i < s->binding_count; i++) {
        const flow_region *base = flow_base(s->bindings[i].region);
        if (flow_mentions(s->bindings[i].value, symbol) ||
            (base->kind == FLOW_POINTEE && flow_mentions(base->pointer, symbol))) {
            return true;
        }
    }
    for (size_t i = 0; i < s->mark_count; i++) {
        if (flow_mentions(s->marks[i].object, symbol)) {
            return true;
        }
    }
    return false;
}

void flow_state_tidy(flow_state *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->fact_count; i++) {
        if (is_needed(s, s->facts[i].symbol)) {
            s->facts[kept++] = s->facts[i];
        }
    }
    if (kept > FACTS_MAX) { /* the oldest symbols go: later branches rarely ask for them */
        memmove(s->facts, s->facts + (kept - FACTS_MAX), FACTS_MAX * sizeof *s->facts);
        kept = FACTS_MAX;
    }
    s->fact_count = kept;
}

static void age_marks(flow_state *s, const flow_value *newest, const flow_value *older)
{
    for (size_t i = 0; i < s->mark_count; i++) {
        flow_mark mark = s->marks[i];
        const flow_value *object = flow_replace(s->values, mark.object, newest, older);
        if (object != mark.object) {
            const flow_step *trace = s->trace;
            flow_unset(s, mark.object);
            flow_set(s, object, mark.state, mark.data, mark.loc);
            s->trace = trace;
            i = (size_t)-1; /* the order changed */
        }
    }
}

/* `newest` now stands for the object of an earlier turn. */
static void age(flow_state *s, const flow_value *newest)
{
    const flow_value *older = flow_made(s->values, newest->since, newest->number, true, newest->type);
    size_t kept = 0;

    for (size_t i = 0; i < s->binding_count; i++) {
        flow_binding b = s->bindings[i];
        const flow_region *base = flow_base(b.region);
        if (base->kind == FLOW_POINTEE && flow_mentions(base->pointer, newest)) {
            continue; /* the older one stands for many objects: nothing definite is known of its parts */
        }
        b.value = flow_replace(s->values, b.value, newest, older);
        s->bindings[kept++] = b;
    }
    s->binding_count = kept;
    kept = 0;
    for (size_t i = 0; i < s->fact_count; i++) {
        if (!flow_mentions(s->facts[i].symbol, newest)) {
            s->facts[kept++] = s->facts[i];
        }
    }
    s->fact_count = kept;
    age_marks(s, newest, older);
}

static const flow_value *newest_in(const flow_value *v, const ir_instruction *since)
{
    const flow_value *found = NULL;

    switch (v->kind) {
    case FLOW_MADE: return v->since == since && !v->is_older ? v : NULL;
    case FLOW_ADDRESS:
    case FLOW_INITIAL:
    case FLOW_RECORD: {
        const flow_region *base = flow_base(v->region);
        return base->kind == FLOW_POINTEE ? newest_in(base->pointer, since) : NULL;
    }
    case FLOW_EXPRESSION:
        found = newest_in(v->left, since);
        return found != NULL || v->right == NULL ? found : newest_in(v->right, since);
    default: return NULL;
    }
}

static const flow_value *find_newest(const flow_state *s, const ir_instruction *since)
{
    const flow_value *found = NULL;

    for (size_t i = 0; i < s->binding_count && found == NULL; i++) {
        const flow_region *base = flow_base(s->bindings[i].region);
        found = newest_in(s->bindings[i].value, since);
        if (found == NULL && base->kind == FLOW_POINTEE) {
            found = newest_in(base->pointer, since);
        }
    }
    for (size_t i = 0; i < s->mark_count && found == NULL; i++) {
        found = newest_in(s->marks[i].object, since);
    }
    for (size_t i = 0; i < s->fact_count && found == NULL; i++) {
        found = newest_in(s->facts[i].symbol, since);
    }
    return found;
}

void flow_age(flow_state *s, const ir_instruction *since)
{
    const flow_value *newest;

    while ((newest = find_newest(s, since)) != NULL) {
        age(s, newest);
    }
}

const flow_value *flow_make(flow_state *s, const ir_instruction *since, uint32_t number, const ir_type *type)
{
    flow_age(s, since);
    return flow_made(s->values, since, number, false, type);
}
