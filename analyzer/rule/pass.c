/* analyzer/rule/pass.c
 * Walks functions for rules, and answers their questions about events. */
#include "analyzer/rule/pass.h"

#include <string.h>

typedef struct adapter {
    rule_pass *pass;
    const rule_walker *walker;
} adapter;

/* The name by which a local or a field holds the value: kept for reports made when it does no more. */
static void note_name(rule_pass *pass, flow_state *state, const flow_region *region, const flow_value *value)
{
    bool is_local = region->kind == FLOW_VARIABLE && region->variable->kind != IR_PARAMETER &&
                    region->variable->name != NULL && !region->variable->is_synthetic;
    const char *known = map_get(pass->spoken, MAP_KEY(value));

    if (!flow_is_symbol(value) && value->kind != FLOW_ADDRESS) {
        return;
    }
    if (is_local && (known == NULL || strpbrk(known, ".>") != NULL)) {
        map_set(pass->spoken, MAP_KEY(value), (void *)region->variable->name);
    } else if (known == NULL && value->kind == FLOW_MADE && region->kind == FLOW_FIELD &&
               flow_base(region)->kind != FLOW_POINTEE) {
        map_set(pass->spoken, MAP_KEY(value), (void *)rule_name_of_region(pass, state, region));
    }
}

static void on_event(flow_pass *flow, flow_state *state, const flow_event *event)
{
    adapter *a = flow->client->data;

    void (*callback)(rule_pass *, const flow_event *, flow_state *) =
        event->flags & EFFECT_REMOTE ? a->walker->on_remote : a->walker->on_event;

    if (callback != NULL && !((event->flags & EFFECT_REMOTE) && event->role[ROLE_OBJECT] == NULL)) {
        callback(a->pass, event, state);
    }
}

static void on_load(flow_pass *flow, flow_state *state, const flow_region *region, const ir_instruction *load)
{
    adapter *a = flow->client->data;

    if (a->walker->on_load != NULL) {
        a->walker->on_load(a->pass, region, load, state);
    }
}

static void on_store(flow_pass *flow, flow_state *state, const flow_region *region, const flow_value *value,
                     const ir_instruction *store)
{
    adapter *a = flow->client->data;

    note_name(a->pass, state, region, value);
    if (a->walker->on_store != NULL) {
        a->walker->on_store(a->pass, region, value, store, state);
    }
}

static void on_branch(flow_pass *flow, flow_state *state, const ir_terminator *branch,
                      const flow_value *value)
{
    adapter *a = flow->client->data;

    a->walker->on_branch(a->pass, branch, value, state);
}

static void on_exit(flow_pass *flow, flow_state *state, effect_end end, ir_loc where,
                    const flow_value *result)
{
    adapter *a = flow->client->data;
    rule_exit exit = {.end = end, .loc = where, .result = result};

    if (a->walker->on_exit != NULL) {
        a->walker->on_exit(a->pass, &exit, state);
    }
}

void rule_walk(rule_pass *pass, const program_function *function, const rule_walker *walker, void *data)
{
    rule_pass inner = *pass;
    adapter a = {.pass = &inner, .walker = walker};
    flow_client client = {.data = &a,
                          .splits = walker->splits,
                          .on_event = on_event,
                          .on_load = walker->on_load != NULL ? on_load : NULL,
                          .on_store = on_store,
                          .on_branch = walker->on_branch != NULL ? on_branch : NULL,
                          .on_exit = on_exit};
    flow_pass flow = {.program = &pass->program->flow,
                      .function = function->function,
                      .graph = function->graph,
                      .client = &client,
                      .memory = pass->memory,
                      .values = flow_values_new(pass->memory)};

    inner.function = function;
    inner.flow = &flow;
    inner.data = data;
    inner.spoken = map_new(pass->memory);
    inner.seen = map_new(pass->memory);
    flow_walk(&flow);
    if (walker->on_end != NULL) {
        walker->on_end(&inner);
    }
}

void rule_run(const rule *r, const program *p, const program_function *f, finding_list *findings)
{
    if ((r->needs != 0 && (f->kinds & r->needs) == 0) || f->function->is_system) {
        return;
    }
    arena *memory = arena_new();
    rule_pass pass = {.rule = r, .program = p, .function = f, .findings = findings, .memory = memory};
    if (r->applies != NULL && !r->applies(&pass)) {
        arena_free(memory);
        return;
    }
    if (r->on_function != NULL) {
        pass.data = r->on_function(&pass);
    }
    rule_walk(&pass, f, &r->walker, pass.data);
    arena_free(memory);
}

bool rule_first_time(rule_pass *pass, const void *a, const void *b)
{
    uint64_t key = map_mix(MAP_KEY(a), MAP_KEY(b));

    if (map_get(pass->seen, key) != NULL) {
        return false;
    }
    map_set(pass->seen, key, (void *)a);
    return true;
}

/* ---- questions ---- */

const program_function *rule_body_of(const rule_pass *pass, const flow_event *spawn)
{
    const flow_value *body = spawn->role[ROLE_FUNCTION];

    return body == NULL || body->kind != FLOW_CODE ? NULL : program_find(pass->program, body->function);
}

const flow_value *rule_value_at_spawn(rule_pass *pass, flow_state *state, const flow_event *spawn,
                                      const ir_path *path, const flow_region **source)
{
    const flow_value *argument = spawn->role[ROLE_ARGUMENT];

    if (path == NULL || argument == NULL) {
        return NULL;
    }
    return flow_evaluate(pass->flow, state, path, &argument, 1, NULL, NULL, source);
}

bool rule_has(const flow_event *event, effect_role role)
{
    const flow_value *v = event->role[role];

    return v != NULL && !(v->kind == FLOW_INTEGER && v->integer == 0);
}

const char *rule_class_of_value(rule_pass *pass, const flow_value *value)
{
    switch (value == NULL ? FLOW_NOTHING : value->kind) {
    case FLOW_ADDRESS:
    case FLOW_INITIAL: return program_class_of_region(pass->program, value->region);
    default: return NULL;
    }
}

const char *rule_class_of(rule_pass *pass, const flow_event *event)
{
    const char *by_value = rule_class_of_value(pass, event->role[ROLE_OBJECT]);

    if (by_value != NULL || event->source == NULL) {
        return by_value;
    }
    return program_class_of_region(pass->program, event->source);
}

bool rule_is_parameter(const flow_value *value)
{
    const flow_region *region = value == NULL || value->kind != FLOW_INITIAL ? NULL : value->region;

    while (region != NULL && region->kind == FLOW_ELEMENT) {
        region = region->base;
    }
    if (region != NULL && region->kind == FLOW_POINTEE) { /* *out, list[i] of a parameter */
        return rule_is_parameter(region->pointer);
    }
    return region != NULL && region->kind == FLOW_VARIABLE && region->variable->kind == IR_PARAMETER;
}

/* The answer of a function that is neither an API row nor in sight. */
static bool comes_from_unseen_code(const rule_pass *pass, const flow_value *made)
{
    const ir_instruction *call = made->since;

    return call->op == IR_CALL &&
           (call->a.kind != IR_FUNCTION || program_summary(pass->program, call->a.function) == NULL);
}

bool rule_is_out_of_sight(const rule_pass *pass, const flow_value *value)
{
    while (value->kind == FLOW_INITIAL || value->kind == FLOW_ADDRESS) {
        const flow_region *base = flow_base(value->region);
        if (base->kind == FLOW_VARIABLE) {
            return base->variable->kind == IR_PARAMETER && program_is_external(pass->program, pass->function);
        }
        if (base->kind != FLOW_POINTEE) {
            return false;
        }
        value = base->pointer;
    }
    return value->kind == FLOW_MADE && comes_from_unseen_code(pass, value);
}

bool rule_is_through_helper(const flow_event *event)
{
    return event->inner != NULL && event->inner->unit != NULL;
}

bool rule_was_judged_inside(const flow_event *spawn)
{
    return rule_is_through_helper(spawn) && spawn->inner->role[ROLE_FUNCTION] != NULL &&
           spawn->inner->role[ROLE_FUNCTION]->root == IR_ROOT_FUNCTION;
}

const flow_mark *rule_mark_of(const rule_pass *pass, const flow_state *state, const flow_value *object)
{
    const flow_mark *mark = flow_marked(state, object);
    const ir_path *path = flow_path_of(pass->flow->values, object);

    for (size_t i = 0; mark == NULL && path != NULL && i < state->mark_count; i++) {
        if (ir_path_equal(flow_path_of(pass->flow->values, state->marks[i].object), path)) {
            mark = &state->marks[i];
        }
    }
    return mark;
}
