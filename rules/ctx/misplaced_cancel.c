/* rules/ctx/misplaced_cancel.c
 * ctx-misplaced-cancel: a context ends before those who need it are done.
 *
 * Four ways to get it wrong: release it while coroutines that use it still run; cancel it right after
 * starting them, without ever waiting; cancel it and then use it, return it or leave it where others find it;
 * end only the last of those that a loop made. A cancel before a wait is a stop, and right. */
#include "analyzer/rule/rule.h"

#include <string.h>

enum {
    LIVE = 1 << 0, /* a context made here */
    CANCELLED = 1 << 1,
    RELEASED = 1 << 2,
    KEPT = 1 << 4, /* one more reference was taken */
};

static void *on_function(rule_pass *pass)
{
    return ARENA_NEW(pass->memory, spawned);
}

/* ---- reporting ---- */

static void report(rule_pass *pass, flow_state *state, const flow_value *context, ir_loc ends,
                   const char *what, ir_loc then, const char *why)
{
    const ir_function *in = pass->function->function;
    const char *name = rule_name_of_value(pass, state, context);
    finding *f = rule_report(pass, in, ends, "'%s' %s", name, what);

    if (context->kind == FLOW_MADE) {
        rule_step(pass, f, in, context->since->loc, 0, "'%s' is made here", name);
    }
    rule_branches(pass, f, in, state, NULL, 0);
    rule_step(pass, f, in, ends, 0, "'%s' ends here", name);
    rule_step(pass, f, in, then, 0, "%s", why);
}

/* ---- using ---- */

static int marked(const flow_state *state, const flow_value *v)
{
    const flow_mark *mark = flow_marked(state, v);

    return mark == NULL ? 0 : mark->state;
}

static void used(rule_pass *pass, flow_state *state, const flow_value *context, ir_loc loc)
{
    const flow_mark *mark = context == NULL ? NULL : flow_marked(state, context);

    bool is_inside =
        mark != NULL && mark->loc.line == loc.line && mark->loc.column == loc.column; /* of one helper */

    if (mark != NULL && !is_inside && (mark->state & (CANCELLED | RELEASED))) {
        report(pass, state, context, mark->loc, "is ended here, but used after that", loc,
               "used here, when it has ended");
        flow_unset(state, context);
    }
}

static void started(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const spawned_site *s = spawned_started(pass->data, pass, event, state);

    for (size_t i = 0; s != NULL && i < s->context_count; i++) {
        used(pass, state, s->contexts[i], event->loc);
    }
}

static void on_remote(rule_pass *pass, const flow_event *event, flow_state *state)
{
    if (spawned_remote(pass->data, pass, event) != NULL && event->kind == EFFECT_OBSERVE) {
        used(pass, state, event->role[ROLE_OBJECT], event->loc);
    }
}

/* ---- ending ---- */

static void cancelled(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *context = event->role[ROLE_OBJECT];
    spawned *all = pass->data;
    int was = marked(state, context);

    if (was & (CANCELLED | RELEASED)) {
        return;
    }
    for (size_t i = 0; i < all->site_count; i++) {
        spawned_site *s = &all->sites[i];
        bool is_owned_elsewhere =
            context->kind == FLOW_MADE && context->since == s->call; /* a constructor started it */
        if (spawned_uses(s, context) && s->call != event->call && !is_owned_elsewhere &&
            spawned_state(state, s) == SPAWNED_RUNNING) {
            flow_set(state, s->coroutine, SPAWNED_CUT_SHORT, context, event->loc);
        }
    }
    flow_set(state, context, was | CANCELLED, NULL, event->loc);
}

/* Earlier turns of a loop made contexts that nobody ended: this ends only the last. */
static bool is_last_of_many(rule_pass *pass, flow_state *state, const flow_value *context)
{
    if (context->kind != FLOW_MADE || context->is_older || flow_in_loop(pass->flow)) {
        return false;
    }
    const flow_value *older =
        flow_made(pass->flow->values, context->since, context->number, true, context->type);
    return (marked(state, older) & (LIVE | CANCELLED | RELEASED)) == LIVE;
}

static void released(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *context = event->role[ROLE_OBJECT];
    spawned *all = pass->data;
    int was = marked(state, context);

    if (was & KEPT) {
        flow_set(state, context, was & ~KEPT, NULL, event->loc);
        return;
    }
    if (!(was & LIVE) || (was & RELEASED)) {
        return; /* not this function's to end, so not known to be the last reference */
    }
    for (size_t i = 0; i < all->site_count; i++) {
        spawned_site *s = &all->sites[i];
        int now = spawned_state(state, s);
        bool is_running =
            (now & (SPAWNED_RUNNING | SPAWNED_SETTLED)) != 0; /* one cut short is judged by the cancel */
        if (s->call != event->call && spawned_uses(s, context) && is_running &&
            !((was & CANCELLED) && s->is_bound)) {
            report(pass, state, context, event->loc,
                   "is released here while a coroutine that uses it still runs", s->call->loc,
                   "started here, and not waited for before the release");
            flow_unset(state, context);
            return;
        }
    }
    flow_set(state, context, was | RELEASED, NULL,
             was & CANCELLED ? flow_marked(state, context)->loc : event->loc);
}

static void ended(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *context = event->role[ROLE_OBJECT];

    if (context == NULL || context->kind == FLOW_NOTHING || context->kind == FLOW_INTEGER) {
        return;
    }
    if ((context->kind == FLOW_MADE && context->since == event->call) || rule_was_reported(pass, event)) {
        return; /* made and ended inside one helper, or found there: judged there */
    }
    if (is_last_of_many(pass, state, context)) {
        report(pass, state, context, event->loc,
               "is ended here after the loop, but the loop makes one each turn", context->since->loc,
               "made here each turn");
        flow_unset(state, context);
        return;
    }
    if (event->kind == EFFECT_CANCEL) {
        cancelled(pass, event, state);
    } else {
        released(pass, event, state);
    }
}

static bool is_context(const flow_event *event)
{
    return event->handle != NULL && strcmp(event->handle, "context") == 0;
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *object = event->role[ROLE_OBJECT];

    switch (event->kind) {
    case EFFECT_ACQUIRE:
        if (is_context(event) && object != NULL) {
            flow_set(state, object, LIVE, NULL, event->loc);
        }
        break;
    case EFFECT_DERIVE:
        used(pass, state, event->role[ROLE_CONTEXT], event->loc);
        spawned_derived(pass->data, event);
        break;
    case EFFECT_RETAIN:
        if (object != NULL && (marked(state, object) & LIVE)) {
            flow_set(state, object, marked(state, object) | KEPT, NULL, event->loc);
        }
        break;
    case EFFECT_CANCEL: ended(pass, event, state); break;
    case EFFECT_RELEASE:
        if (is_context(event)) {
            ended(pass, event, state);
        }
        break;
    case EFFECT_USE:
        if (is_context(event)) {
            used(pass, state, object, event->loc);
        }
        break;
    case EFFECT_SPAWN: started(pass, event, state); break;
    case EFFECT_WAIT:
    case EFFECT_RECEIVE: spawned_waited(pass->data, object, state); break;
    case EFFECT_PARK: spawned_parked(pass->data, state); break;
    default: break;
    }
}

/* ---- leaving ---- */

static bool is_failure(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    const ir_type *result = pass->function->function->type->element;

    if (exit->result == NULL || result == NULL) {
        return false;
    }
    effect_range range = flow_range(state, exit->result);
    return result->kind == IR_TYPE_POINTER ? range.low == 0 && range.high == 0 : range.high < 0;
}

/* Is it still where others find it? */
static bool is_left_behind(const flow_state *state, const flow_value *context)
{
    for (size_t i = 0; i < state->binding_count; i++) {
        const flow_binding *b = &state->bindings[i];
        if (b->value == context && !b->is_default && flow_is_shared(state, b->region) &&
            flow_base(b->region)->kind != FLOW_VARIABLE) {
            return true;
        }
    }
    return false;
}

/* Then it was kept for the coroutines that this function started, and they have been judged. */
static bool is_used_here(const spawned *all, const flow_value *context)
{
    for (size_t i = 0; i < all->site_count; i++) {
        if (spawned_uses(&all->sites[i], context)) {
            return true;
        }
    }
    return false;
}

static void on_exit(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    spawned *all = pass->data;

    if (exit->end != EFFECT_RETURNS || state->is_blurred) {
        return;
    }
    for (size_t i = 0; i < all->site_count; i++) {
        const flow_mark *mark = flow_marked_as(state, all->sites[i].coroutine, SPAWNED_CUT_SHORT);
        if (mark != NULL) {
            report(pass, state, mark->data, mark->loc,
                   "is cancelled here before the coroutine that needs it has run", all->sites[i].call->loc,
                   "started here, and never waited for");
        }
    }
    for (size_t i = 0; i < state->mark_count; i++) {
        const flow_mark *mark = &state->marks[i];
        if (!(mark->state & (CANCELLED | RELEASED)) || mark->state >= SPAWNED_RUNNING) {
            continue;
        }
        if (mark->object == exit->result) {
            report(pass, state, mark->object, mark->loc, "is ended here, but returned to the caller",
                   exit->loc, "returned here, when it has ended");
        } else if (!is_used_here(pass->data, mark->object) && !is_failure(pass, exit, state) &&
                   is_left_behind(state, mark->object)) {
            report(pass, state, mark->object, mark->loc, "is ended here, but left where others use it",
                   exit->loc, "others find it after this return, when it has ended");
        }
    }
}

const rule ctx_misplaced_cancel = {
    .name = "ctx-misplaced-cancel",
    .title = "context ended before those who need it are done",
    .dimension = DIMENSION_TERMINATION,
    .severity = FINDING_WARNING,
    .needs = FLOW_BIT(EFFECT_CANCEL) | FLOW_BIT(EFFECT_RELEASE),
    .on_function = on_function,
    .walker = {.splits = FLOW_BIT(EFFECT_ACQUIRE) | FLOW_BIT(EFFECT_CANCEL) | FLOW_BIT(EFFECT_RELEASE) |
                         FLOW_BIT(EFFECT_SPAWN) | FLOW_BIT(EFFECT_WAIT) | FLOW_BIT(EFFECT_RECEIVE) |
                         FLOW_BIT(EFFECT_DERIVE) | FLOW_BIT(EFFECT_RETAIN),
               .on_event = on_event,
               .on_remote = on_remote,
               .on_exit = on_exit},
};
