/* analyzer/summary/summarise.c
 * Summarises one function: walks its paths and keeps, for each way out, what its callers can see.
 *
 * On the way, the effects so far are the client's mark: paths with different effects stay apart. Each list of
 * effects exists once (a tree of prefixes), so that equal lists are equal pointers. */
#include "analyzer/summary/dull.h"
#include "analyzer/summary/keep.h"
#include "analyzer/summary/outcome.h"

#include "analyzer/summary/index.h"
#include "analyzer/summary/parts.h"

enum { LIST_LENGTH_MAX = 48, SAME_EFFECT_MAX = 2, EVENTS_MAX = 600, FIELDS_MAX = 32 };

/* ---- lists of effects ---- */

static bool same_roles(const effect *a, const effect *b)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (a->role[role] != b->role[role] && (a->role[role] == NULL || b->role[role] == NULL ||
                                               !ir_path_equal(a->role[role], b->role[role]))) {
            return false;
        }
    }
    return true;
}

static bool same_effect(const effect *a, const effect *b)
{
    return a->kind == b->kind && a->flags == b->flags && a->handle == b->handle && a->count == b->count &&
           same_roles(a, b);
}

/* Would this effect say nothing new after the list? A loop then comes to rest. */
static bool is_repetition(const effect_list *list, const effect *e)
{
    bool is_last_on_object = true;
    int same = 0, same_place = 0;

    for (const effect_list *l = list; l->previous != NULL; l = l->previous) {
        if (same_effect(&l->effect, e)) {
            if (is_last_on_object || ++same >= SAME_EFFECT_MAX) {
                return true;
            }
        }
        bool is_same_place = l->effect.kind == e->kind && l->effect.inner == e->inner &&
                             l->effect.loc.line == e->loc.line && l->effect.loc.column == e->loc.column;
        if (is_same_place && ++same_place >= SAME_EFFECT_MAX) {
            return true; /* the next object of a loop: two stand for all */
        }
        if (ir_path_equal(l->effect.role[ROLE_OBJECT], e->role[ROLE_OBJECT])) {
            is_last_on_object = false;
        }
    }
    return list->length >= LIST_LENGTH_MAX;
}

static const effect_list *append(arena *a, effect_list *list, const effect *e)
{
    if (is_repetition(list, e)) {
        return list;
    }
    for (effect_list *child = list->children; child != NULL; child = child->next) {
        if (same_effect(&child->effect, e)) {
            return child;
        }
    }
    effect_list *child = ARENA_NEW(a, effect_list);
    child->effect = *e;
    child->previous = list;
    child->length = list->length + 1;
    child->next = list->children;
    list->children = child;
    return child;
}

/* ---- what can happen, in any order ---- */

static void add_event(summary_work *w, const effect *e)
{
    w->kinds |= FLOW_BIT(e->kind);
    if (w->event_count >= EVENTS_MAX) {
        return;
    }
    for (size_t i = 0; i < w->event_count; i++) {
        effect *known = &w->events[i];
        bool is_access = e->kind == EFFECT_READ || e->kind == EFFECT_WRITE; /* one is enough */
        if (known->kind == e->kind && known->handle == e->handle && same_roles(known, e) &&
            (known->flags & EFFECT_REMOTE) == (e->flags & EFFECT_REMOTE) &&
            (is_access || (known->loc.line == e->loc.line && known->loc.column == e->loc.column))) {
            known->flags |= e->flags & EFFECT_IN_LOOP;
            known->flags &= e->flags | ~(uint32_t)EFFECT_MAY;
            return;
        }
    }
    ARENA_PUSH(w->pass.memory, w->events, w->event_count, w->event_capacity, *e);
}

static const ir_path *path_of(summary_work *w, const flow_value *v)
{
    static const ir_path unknown = {.root = IR_ROOT_GHOST, .name = "?"};

    if (v == NULL) {
        return NULL;
    }
    if (v->kind == FLOW_INTEGER && v->integer == 0) {
        return NULL; /* a null pointer: the role is empty */
    }
    const ir_path *path = flow_path_of(w->pass.values, v);
    return path != NULL ? path : &unknown;
}

static effect effect_of(summary_work *w, const flow_event *event)
{
    effect e = {.kind = event->kind,
                .flags = event->flags,
                .handle = event->handle,
                .count = event->count,
                .unit = w->pass.function->unit,
                .loc = event->loc,
                .through = event->inner != NULL && event->inner->unit != NULL ? event->callee : NULL,
                .inner = event->inner != NULL && event->inner->unit != NULL ? event->inner : NULL};

    for (int role = 0; role < ROLE_COUNT; role++) {
        e.role[role] = path_of(w, event->role[role]);
    }
    if (event->source != NULL) {
        e.spelled = flow_path_of(w->pass.values, flow_initial(w->pass.values, event->source, NULL));
    }
    if (flow_in_loop(&w->pass)) {
        e.flags |= EFFECT_IN_LOOP;
    }
    return e;
}

/* ---- the client ---- */

static const effect_list *list_of(summary_work *w, const flow_state *state)
{
    const flow_mark *own = flow_marked(state, flow_nothing(w->pass.values));

    return own == NULL ? &w->root : own->data;
}

static bool is_ordered(effect_kind kind)
{
    const uint64_t unordered = FLOW_BIT(EFFECT_READ) | FLOW_BIT(EFFECT_WRITE) | FLOW_BIT(EFFECT_PARK) |
                               FLOW_BIT(EFFECT_USE) | FLOW_BIT(EFFECT_OBSERVE) | FLOW_BIT(EFFECT_SIGNAL);

    return (FLOW_BIT(kind) & unordered) == 0;
}

static void on_event(flow_pass *pass, flow_state *state, const flow_event *event)
{
    summary_work *w = pass->client->data;
    effect e = effect_of(w, event);

    if (e.role[ROLE_OBJECT] == NULL && e.spelled == NULL && (event->flags & EFFECT_REMOTE)) {
        return;
    }
    add_event(w, &e);
    if (event->kind == EFFECT_PARK) {
        w->parks = true;
    }
    bool is_context_use = event->kind == EFFECT_USE && event->handle != NULL;
    if (is_ordered(event->kind) || is_context_use ||
        (event->kind == EFFECT_OBSERVE && (event->flags & EFFECT_REMOTE))) {
        const effect_list *list = append(pass->memory, (effect_list *)list_of(w, state), &e);
        flow_set(state, flow_nothing(pass->values), 0, list, event->loc);
    }
}

static void on_possible(flow_pass *pass, flow_state *state, const flow_event *event)
{
    summary_work *w = pass->client->data;
    effect e = effect_of(w, event);

    (void)state;
    if (e.role[ROLE_OBJECT] != NULL || e.spelled != NULL) {
        add_event(w, &e);
    }
}

/* A field or global that now refers to an object which also goes by another name. */
static void add_hold(summary_work *w, const flow_region *region, const flow_value *value)
{
    effect_store hold = {.address = flow_path_of_address(w->pass.values, region),
                         .value = flow_path_of(w->pass.values, value)};

    if (region->type != NULL && region->type->kind != IR_TYPE_POINTER) {
        return; /* a number has no other name */
    }
    if (hold.address == NULL || hold.value == NULL || hold.value->root == IR_ROOT_FUNCTION ||
        program_class(w->program, hold.address) == NULL || w->hold_count >= EVENTS_MAX) {
        return;
    }
    for (size_t i = 0; i < w->hold_count; i++) {
        if (ir_path_equal(w->holds[i].address, hold.address) &&
            ir_path_equal(w->holds[i].value, hold.value)) {
            return;
        }
    }
    ARENA_PUSH(w->pass.memory, w->holds, w->hold_count, w->hold_capacity, hold);
}

static void on_load(flow_pass *pass, flow_state *state, const flow_region *region, const ir_instruction *load)
{
    summary_work *w = pass->client->data;
    effect e = {.kind = EFFECT_READ, .unit = pass->function->unit, .loc = load->loc};

    if (region->type == NULL || region->type->kind != IR_TYPE_INTEGER || !flow_is_shared(state, region)) {
        return;
    }
    e.role[ROLE_OBJECT] = flow_path_of_address(pass->values, region);
    if ((load->flags & IR_ATOMIC) || region->type->is_atomic) {
        e.flags |= EFFECT_ATOMIC;
    }
    if (e.role[ROLE_OBJECT] != NULL) {
        add_event(w, &e);
    }
}

static void add_field_writes(summary_work *w, const flow_region *region, const ir_instruction *store)
{
    const ir_record *record = store->type->record;

    for (size_t i = 0; i < record->field_count && i < FIELDS_MAX; i++) {
        const ir_field *f = &record->fields[i];
        const flow_region *part = f->name == NULL ? NULL
                                                  : flow_field(w->pass.values, region, record->tag, f->name,
                                                               f->offset_bits, f->type);
        effect e = {.kind = EFFECT_WRITE, .unit = w->pass.function->unit, .loc = store->loc};
        e.role[ROLE_OBJECT] = part == NULL ? NULL : flow_path_of_address(w->pass.values, part);
        if (e.role[ROLE_OBJECT] != NULL) {
            add_event(w, &e);
        }
    }
}

static void on_store(flow_pass *pass, flow_state *state, const flow_region *region, const flow_value *value,
                     const ir_instruction *store)
{
    summary_work *w = pass->client->data;
    effect e = {.kind = EFFECT_WRITE, .unit = pass->function->unit, .loc = store->loc};

    add_hold(w, region, value);
    if (!flow_is_shared(state, region)) {
        return;
    }
    if (value->kind == FLOW_RECORD && store->type != NULL && store->type->record != NULL) {
        add_field_writes(w, region, store); /* a whole record: each of its fields */
    }
    e.role[ROLE_OBJECT] = flow_path_of_address(pass->values, region);
    if (store->flags & IR_ATOMIC) {
        e.flags |= EFFECT_ATOMIC;
    }
    if (e.role[ROLE_OBJECT] != NULL) {
        add_event(w, &e);
    }
}

/* What happened on either path may have happened. */
static const effect_list *append_maybe(arena *a, const effect_list *list, const effect_list *from,
                                       const effect_list *until)
{
    if (from == until) {
        return list;
    }
    list = append_maybe(a, list, from->previous, until);
    effect e = from->effect;
    e.flags |= EFFECT_MAY;
    return append(a, (effect_list *)list, &e);
}

static bool on_crowd(flow_pass *pass, flow_state *into, const flow_state *from)
{
    summary_work *w = pass->client->data;
    const effect_list *a = list_of(w, into), *b = list_of(w, from), *common = a, *other = b;

    while (common != other) {
        if (common->length >= other->length) {
            common = common->previous;
        } else {
            other = other->previous;
        }
    }
    const effect_list *joined = append_maybe(pass->memory, common, a, common);
    joined = append_maybe(pass->memory, joined, b, common);
    flow_set(into, flow_nothing(pass->values), 0, joined, (ir_loc){0});
    return true;
}

static void on_exit(flow_pass *pass, flow_state *state, effect_end end, ir_loc where,
                    const flow_value *result)
{
    summary_work *w = pass->client->data;

    summary_add_outcome(w, state, list_of(w, state), end, where, result);
}

static bool same_summary(const effect_summary *a, const effect_summary *b)
{
    return a != NULL && a->outcome_count == b->outcome_count && a->event_count == b->event_count &&
           a->parks == b->parks;
}

static bool summarise_dull(program *p, program_function *f)
{
    bool is_changed = f->summary == NULL;

    if (is_changed) {
        f->summary = summary_of_dull(p, f);
    }
    return is_changed;
}

bool program_summarise(program *p, program_function *f)
{
    const uint64_t splits = FLOW_BIT(EFFECT_ACQUIRE) | FLOW_BIT(EFFECT_RELEASE) | FLOW_BIT(EFFECT_TAKE) |
                            FLOW_BIT(EFFECT_FREE) | FLOW_BIT(EFFECT_CLOSE) | FLOW_BIT(EFFECT_ADD) |
                            FLOW_BIT(EFFECT_DONE) | FLOW_BIT(EFFECT_WAIT) | FLOW_BIT(EFFECT_LOCK) |
                            FLOW_BIT(EFFECT_UNLOCK) | FLOW_BIT(EFFECT_CANCEL) | FLOW_BIT(EFFECT_DERIVE) |
                            FLOW_BIT(EFFECT_SPAWN) | FLOW_BIT(EFFECT_STOP) | FLOW_BIT(EFFECT_RETAIN);
    arena *scratch = arena_new();
    summary_work *w = ARENA_NEW(scratch, summary_work);
    flow_client client = {.data = w,
                          .splits = splits,
                          .on_event = on_event,
                          .on_possible = on_possible,
                          .on_load = on_load,
                          .on_store = on_store,
                          .on_crowd = on_crowd,
                          .on_exit = on_exit};

    if (summary_is_dull(p, f)) {
        arena_free(scratch);
        return summarise_dull(p, f);
    }
    w->program = p;
    w->pass = (flow_pass){.program = &p->flow,
                          .function = f->function,
                          .graph = f->graph,
                          .client = &client,
                          .memory = scratch,
                          .values = flow_values_new(scratch)};
    flow_walk(&w->pass);

    effect_summary *summary = summary_keep(w, scratch);
    bool is_changed = !same_summary(f->summary, summary);
    f->summary = summary;
    f->kinds = w->kinds;
    f->cut = w->pass.cut;
    f->visited = w->pass.visited;
    arena_free(scratch);
    return is_changed;
}
