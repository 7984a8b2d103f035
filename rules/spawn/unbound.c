/* rules/spawn/unbound.c
 * spawn-unbound: a coroutine is started and nothing bounds its life.
 *
 * A spawn is bound by what it is given (a context, a group, a stop channel, a declared daemon) or by what its
 * body does with what it is given: looks at a context, counts down a group that somebody waits for, receives
 * from a channel that somebody closes, or ends with a send or close that somebody receives. */
#include "analyzer/rule/rule.h"

#include <string.h>

/* Does this function, or a coroutine it starts, do that to the very object? */
static bool is_done_here(rule_pass *pass, const flow_value *object, effect_kind kind)
{
    const effect_summary *own = pass->function->summary;
    const ir_path *path = flow_path_of(pass->flow->values, object);

    for (size_t i = 0; path != NULL && i < own->event_count; i++) {
        if (own->events[i].kind == kind && ir_path_equal(own->events[i].role[ROLE_OBJECT], path)) {
            return true;
        }
    }
    return false;
}

/* Something that this function made is returned or stored: its partner may be whoever gets it. */
static bool gets_out(const rule_pass *pass)
{
    const effect_summary *own = pass->function->summary;

    for (size_t i = 0; i < own->outcome_count; i++) {
        const effect_outcome *o = &own->outcomes[i];
        if (o->result_is != NULL && o->result_is->root == IR_ROOT_FRESH) {
            return true;
        }
        for (size_t k = 0; k < o->store_count; k++) {
            if (o->stores[k].value != NULL && o->stores[k].value->root == IR_ROOT_FRESH) {
                return true;
            }
        }
    }
    return false;
}

/* Does anybody do that to the object? Yes, too, where a partner that is not in sight may. */
static bool somebody(rule_pass *pass, const flow_value *object, const flow_region *source, effect_kind kind)
{
    const char *class_name = rule_class_of_value(pass, object);

    if (class_name == NULL && source != NULL) {
        class_name = program_class_of_region(pass->program, source);
    }
    if (object->kind == FLOW_NOTHING || object->kind == FLOW_MERGED || rule_is_parameter(object) ||
        program_is_foreign(pass->program, class_name) || rule_is_out_of_sight(pass, object)) {
        return true;
    }
    if (is_done_here(pass, object, kind) || program_does(pass->program, class_name, kind)) {
        return true;
    }
    return class_name == NULL && object->kind == FLOW_MADE && gets_out(pass);
}

/* A thread is joined by its handle: the same variable or field. */
static bool is_joined(rule_pass *pass, const flow_event *spawn)
{
    const flow_region *handle = spawn->role[ROLE_OBJECT] == NULL
                                    ? NULL
                                    : flow_region_of(pass->flow->values, spawn->role[ROLE_OBJECT]);
    const effect_summary *own = pass->function->summary;

    if (handle == NULL) {
        return spawn->role[ROLE_OBJECT] != NULL; /* kept where nobody sees */
    }
    const flow_value *value = flow_initial(pass->flow->values, handle, NULL);
    const ir_path *name = flow_path_of(pass->flow->values, value);
    for (size_t i = 0; name != NULL && i < own->event_count; i++) {
        if (own->events[i].kind == EFFECT_WAIT && ir_path_equal(own->events[i].spelled, name)) {
            return true;
        }
    }
    return rule_is_parameter(value) || rule_is_out_of_sight(pass, value) ||
           program_does(pass->program, program_class_of_region(pass->program, handle), EFFECT_WAIT);
}

static bool is_ghost(const flow_value *v, const char *name)
{
    return v->kind == FLOW_ADDRESS && v->region->kind == FLOW_GHOST && strcmp(v->region->field, name) == 0;
}

static bool ever_returns(const effect_summary *body)
{
    for (size_t i = 0; i < body->outcome_count; i++) {
        if (body->outcomes[i].end == EFFECT_RETURNS) {
            return true;
        }
    }
    return false;
}

/* Does what the body does here bound its life? */
static bool is_exit_signal(rule_pass *pass, flow_state *state, const flow_event *spawn,
                           const effect_summary *body, const effect *e)
{
    const flow_region *source = NULL;
    const flow_value *object = rule_value_at_spawn(pass, state, spawn, e->role[ROLE_OBJECT], &source);
    bool is_passed_on = (e->flags & EFFECT_REMOTE) != 0; /* by a coroutine that the body starts in turn */

    if (object == NULL || (is_passed_on && e->kind != EFFECT_DONE)) {
        return false;
    }
    switch (e->kind) {
    case EFFECT_OBSERVE: /* the body's own context is the background; one that it was given is not */
        return !is_ghost(object, "#background") && e->role[ROLE_OBJECT]->root != IR_ROOT_GHOST;
    case EFFECT_DONE: return somebody(pass, object, source, EFFECT_WAIT);
    case EFFECT_ADD: return e->count < 0 && somebody(pass, object, source, EFFECT_WAIT); /* a done in bulk */
    case EFFECT_RECEIVE: return somebody(pass, object, source, EFFECT_CLOSE);
    case EFFECT_SEND:
        return !(e->flags & EFFECT_IN_LOOP) && ever_returns(body) &&
               somebody(pass, object, source, EFFECT_RECEIVE);
    case EFFECT_CLOSE: return ever_returns(body) && somebody(pass, object, source, EFFECT_RECEIVE);
    default: return false;
    }
}

static bool has_exit_signal(rule_pass *pass, flow_state *state, const flow_event *spawn,
                            const effect_summary *body)
{
    for (size_t i = 0; i < body->event_count; i++) {
        if (is_exit_signal(pass, state, spawn, body, &body->events[i])) {
            return true;
        }
    }
    return false;
}

/* A context the function could have passed on: then the broken chain is another rule's business. */
static bool has_context_at_hand(rule_pass *pass)
{
    const ir_function *f = pass->function->function;

    for (size_t i = 0; i < f->parameter_count; i++) {
        const ir_type *to = f->parameters[i]->type->element;
        const model_handle *handle = to != NULL && to->record != NULL
                                         ? model_handle_of_record(pass->program->models, to->record->tag)
                                         : NULL;
        if (handle != NULL && strcmp(handle->type, "context") == 0) {
            return true;
        }
    }
    return false;
}

static bool is_bound_by_itself(rule_pass *pass, const flow_event *spawn)
{
    if ((spawn->flags & EFFECT_DAEMON) || rule_has(spawn, ROLE_GROUP) || rule_has(spawn, ROLE_STOP)) {
        return true;
    }
    return rule_has(spawn, ROLE_CONTEXT) &&
           (!is_ghost(spawn->role[ROLE_CONTEXT], "#background") || has_context_at_hand(pass));
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    if (event->kind != EFFECT_SPAWN || is_bound_by_itself(pass, event) || rule_was_judged_inside(event)) {
        return;
    }
    const program_function *body = rule_body_of(pass, event);
    if (body == NULL || is_joined(pass, event) || has_exit_signal(pass, state, event, body->summary)) {
        return;
    }
    const ir_function *in = pass->function->function, *started = body->function;
    bool is_thread = event->handle != NULL && strcmp(event->handle, "thread") == 0;
    if (is_thread) {
        finding *t =
            rule_report(pass, in, event->loc, "'%s' is started in a thread that nobody joins", started->name);
        rule_step(pass, t, in, event->loc, 0, "'%s' is started here, and no join of its handle is in sight",
                  started->name);
        return;
    }
    finding *f = rule_report(
        pass, in, event->loc,
        "'%s' is started with nothing that bounds its life: no context, no wait group, no stop channel",
        started->name);
    rule_branches(pass, f, in, state, NULL, 0);
    rule_step(pass, f, in, event->loc, 0, "'%s' is started here", started->name);
    rule_inner_steps(pass, f, event, 1);
    rule_step(pass, f, started, started->loc, 1,
              "'%s' looks at no context, counts down no group that somebody waits for, and receives from no "
              "channel "
              "that somebody closes",
              started->name);
}

const rule spawn_unbound = {
    .name = "spawn-unbound",
    .title = "coroutine started without anything that bounds its life",
    .dimension = DIMENSION_START,
    .severity = FINDING_WARNING,
    .needs = FLOW_BIT(EFFECT_SPAWN),
    .walker = {.splits = FLOW_BIT(EFFECT_SPAWN), .on_event = on_event},
};
