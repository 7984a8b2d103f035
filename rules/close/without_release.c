/* rules/close/without_release.c
 * close-without-release: a channel is closed and its owner never gives up the reference.
 *
 * Who owns the handle decides where to look. One that this function made must be released, handed on, stored
 * or returned on every path after the close. One in a field or a global is lost when nobody in the program
 * releases what is kept there, or when the place is overwritten or its owner freed after the close. A bare
 * parameter has an owner out of sight. */
#include "analyzer/rule/rule.h"

#include <string.h>

enum {
    OWNED = 1,     /* made here */
    STORED,        /* made here, now in a field: data is the field's class */
    CLOSED,        /* made here and closed; loc is the close */
    CLOSED_STORED, /* closed, in a field: data is its class */
    SETTLED,       /* released, or in other hands */
};

static void settle(flow_state *state, const flow_value *channel, ir_loc loc)
{
    if (flow_marked(state, channel) != NULL) {
        flow_set(state, channel, SETTLED, NULL, loc);
    }
}

/* Releasing some element stands for releasing each: a loop does it for all. */
static void settle_elements(rule_pass *pass, flow_state *state, const flow_value *released, ir_loc loc)
{
    const char *class_name = rule_class_of_value(pass, released);
    const flow_region *r = released->kind == FLOW_INITIAL ? released->region : NULL;

    while (r != NULL && !(r->kind == FLOW_ELEMENT && r->is_any)) {
        r = r->base;
    }
    for (size_t i = 0; r != NULL && class_name != NULL && i < state->mark_count; i++) {
        if (rule_class_of_value(pass, state->marks[i].object) == class_name) {
            flow_set(state, state->marks[i].object, SETTLED, NULL, loc);
        }
    }
}

/* Lost by the very helper that closed it: judged there. */
static bool is_same_call(ir_loc a, ir_loc b)
{
    return a.line == b.line && a.column == b.column && a.file == b.file;
}

static void report(rule_pass *pass, flow_state *state, const flow_mark *mark, ir_loc leaves, const char *how)
{
    const ir_function *in = pass->function->function;
    const char *name = rule_name_of_value(pass, state, mark->object);
    finding *f = rule_report(pass, in, mark->loc, "'%s' is closed here, but never released: %s", name, how);

    if (mark->object->kind == FLOW_MADE) {
        rule_step(pass, f, in, mark->object->since->loc, 0, "'%s' is made here", name);
    }
    rule_branches(pass, f, in, state, NULL, 0);
    rule_step(pass, f, in, mark->loc, 0, "'%s' is closed here", name);
    rule_step(pass, f, in, leaves, 0, "the reference is lost here");
}

/* ---- the life of a handle ---- */

static void closed(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *channel = event->role[ROLE_OBJECT];
    const flow_mark *mark = flow_marked(state, channel);

    if (rule_was_reported(pass, event) || (mark == NULL && rule_is_parameter(channel))) {
        return;
    }
    if (mark != NULL && channel->kind == FLOW_MADE && channel->since == event->call) {
        settle(state, channel, event->loc); /* made and closed inside one helper: judged there */
    } else if (mark != NULL && mark->state == OWNED) {
        flow_set(state, channel, CLOSED, NULL, event->loc);
    } else if (mark != NULL && mark->state == STORED) {
        flow_set(state, channel, CLOSED_STORED, mark->data, event->loc);
    } else if (mark == NULL && channel->kind == FLOW_INITIAL &&
               flow_load(state, channel->region) != channel) {
        flow_set(state, channel, CLOSED, NULL, event->loc); /* moved out of the field: this function's now */
    } else if (mark == NULL && channel->kind == FLOW_INITIAL) {
        const char *class_name = rule_class_of(pass, event);
        if (class_name != NULL && !program_is_foreign(pass->program, class_name)) {
            flow_set(state, channel, CLOSED_STORED, class_name, event->loc);
        }
    }
}

/* A coroutine that gives up the reference was handed it. */
static void on_remote(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)pass;
    if (event->kind == EFFECT_RELEASE || event->kind == EFFECT_ESCAPE || event->kind == EFFECT_TAKE) {
        settle(state, event->role[ROLE_OBJECT], event->loc);
    }
}

static void started(rule_pass *pass, const flow_event *spawn, flow_state *state)
{
    if (rule_body_of(pass, spawn) == NULL && spawn->role[ROLE_ARGUMENT] != NULL) {
        settle(state, spawn->role[ROLE_ARGUMENT], spawn->loc); /* to a body nobody knows */
    }
}

/* A loop over all elements released them; whether it turned at all depends on numbers that others may change.
 */
static bool is_released_in_loop(rule_pass *pass, const char *class_name)
{
    const effect_summary *own = pass->function->summary;

    for (size_t i = 0; i < own->event_count; i++) {
        const effect *e = &own->events[i];
        if (e->kind == EFFECT_RELEASE && (e->flags & EFFECT_IN_LOOP) &&
            program_class(pass->program, e->spelled != NULL ? e->spelled : e->role[ROLE_OBJECT]) ==
                class_name) {
            return true;
        }
    }
    return false;
}

/* The memory that holds closed channels goes away with them. */
static void freed(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_region *owner = event->role[ROLE_OBJECT] == NULL
                                   ? NULL
                                   : flow_region_of(pass->flow->values, event->role[ROLE_OBJECT]);

    for (size_t i = 0; owner != NULL && i < state->mark_count; i++) {
        const flow_mark *mark = &state->marks[i];
        if (mark->state == CLOSED_STORED && mark->object->kind == FLOW_INITIAL &&
            flow_is_within(mark->object->region, owner) && !is_same_call(mark->loc, event->loc) &&
            !is_released_in_loop(pass, mark->data)) {
            report(pass, state, mark, event->loc, "what holds it is freed");
            flow_set(state, mark->object, SETTLED, NULL, event->loc);
        }
    }
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *object = event->role[ROLE_OBJECT];
    const flow_region *sent;

    switch (event->kind) {
    case EFFECT_ACQUIRE:
        if (object != NULL && event->handle != NULL && strcmp(event->handle, "channel") == 0) {
            flow_set(state, object, OWNED, NULL, event->loc);
        }
        break;
    case EFFECT_CLOSE:
        if (object != NULL && object->kind != FLOW_NOTHING) {
            closed(pass, event, state);
        }
        break;
    case EFFECT_RETAIN: /* a reference of this function's own */
        if (object != NULL && object->kind != FLOW_NOTHING && flow_marked(state, object) == NULL) {
            flow_set(state, object, OWNED, NULL, event->loc);
        }
        break;
    case EFFECT_RELEASE:
        if (object != NULL) {
            settle_elements(pass, state, object, event->loc);
        }
        /* fall through */
    case EFFECT_TAKE:
    case EFFECT_ESCAPE:
        if (object != NULL) {
            settle(state, object, event->loc);
        }
        break;
    case EFFECT_SEND: /* what is sent belongs to the receiver */
        sent = event->role[ROLE_ARGUMENT] == NULL
                   ? NULL
                   : flow_region_of(pass->flow->values, event->role[ROLE_ARGUMENT]);
        if (sent != NULL) {
            settle(state, flow_load(state, sent), event->loc);
        }
        break;
    case EFFECT_SPAWN: started(pass, event, state); break;
    case EFFECT_FREE: freed(pass, event, state); break;
    default: break;
    }
}

static bool is_own_memory(const flow_state *state, const flow_region *region)
{
    const flow_region *base = flow_base(region);

    return base->kind == FLOW_VARIABLE && base->variable->kind == IR_LOCAL && !flow_is_shared(state, region);
}

static void on_store(rule_pass *pass, const flow_region *region, const flow_value *value,
                     const ir_instruction *store, flow_state *state)
{
    const flow_mark *moved = flow_marked(state, value);

    for (size_t i = 0; i < state->mark_count; i++) { /* what this overwrites, alone or with all around it */
        const flow_mark *lost = &state->marks[i];
        if (lost->state == CLOSED_STORED && lost->object != value && lost->object->kind == FLOW_INITIAL &&
            flow_is_within(lost->object->region, region) && !is_same_call(lost->loc, store->loc) &&
            flow_load(state, lost->object->region) == lost->object) {
            report(pass, state, lost, store->loc, "the place that holds it is overwritten");
            flow_set(state, lost->object, SETTLED, NULL, store->loc);
        }
    }
    if (moved == NULL || moved->state == SETTLED || is_own_memory(state, region)) {
        return;
    }
    const char *class_name = program_class_of_region(pass->program, region);
    ir_loc loc = moved->loc;
    if (class_name == NULL || program_is_foreign(pass->program, class_name)) {
        flow_set(state, value, SETTLED, NULL, loc);
    } else if (moved->state == OWNED) {
        flow_set(state, value, STORED, class_name, loc);
    } else if (moved->state == CLOSED) {
        flow_set(state, value, CLOSED_STORED, class_name, loc);
    }
}

static void on_exit(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    if (exit->end != EFFECT_RETURNS || state->is_blurred) {
        return;
    }
    for (size_t i = 0; i < state->mark_count; i++) {
        const flow_mark *mark = &state->marks[i];
        if (mark->state == CLOSED && mark->object != exit->result) {
            report(pass, state, mark, exit->loc, "this path leaves without giving up the reference");
        } else if (mark->state == CLOSED_STORED && !program_does(pass->program, mark->data, EFFECT_RELEASE)) {
            report(pass, state, mark, exit->loc, "nothing in the program releases what is kept there");
        }
    }
}

const rule close_without_release = {
    .name = "close-without-release",
    .title = "channel closed, but what it holds is never released",
    .dimension = DIMENSION_TERMINATION,
    .severity = FINDING_WARNING,
    .needs = FLOW_BIT(EFFECT_CLOSE),
    .walker = {.splits = FLOW_BIT(EFFECT_ACQUIRE) | FLOW_BIT(EFFECT_CLOSE) | FLOW_BIT(EFFECT_RELEASE) |
                         FLOW_BIT(EFFECT_TAKE) | FLOW_BIT(EFFECT_RETAIN) | FLOW_BIT(EFFECT_FREE) |
                         FLOW_BIT(EFFECT_SPAWN),
               .on_event = on_event,
               .on_remote = on_remote,
               .on_store = on_store,
               .on_exit = on_exit},
};
