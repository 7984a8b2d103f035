/* rules/wg/missing_done.c
 * wg-missing-done: a path leaves a counted coroutine without counting down its group.
 *
 * The spawner tells which group counts the body: it raised the group before the spawn and the body counts it
 * down on some path (or the body can reach it and nobody counts it down at all). Then every way out of the
 * body is held to it, unless the duty was handed on. */
#include "analyzer/rule/rule.h"

enum {
    COUNTED = 1,  /* raised by one, and nothing started since */
    COUNTED_MORE, /* raised */
    OWED,         /* raised for a body that never counts down; data is the body, loc the spawn */
    SETTLED,
};

/* What the walk of a body looks for. */
typedef struct duty {
    const ir_path *group; /* as the body names it; NULL: any group will do */
    const char *group_name;
    ir_loc started; /* in the spawner */
    const ir_function *spawner;
    ir_loc added; /* in the spawner; line 0 when the group was raised elsewhere */
} duty;

/* ---- in the body ---- */

static bool is_prefix(const ir_path *shorter, const ir_path *longer)
{
    if (shorter == NULL || shorter->step_count > longer->step_count) {
        return false;
    }
    ir_path cut = *longer;
    cut.step_count = shorter->step_count;
    return ir_path_equal(shorter, &cut);
}

static const ir_path *path_of(rule_pass *pass, const flow_value *v)
{
    return v == NULL ? NULL : flow_path_of(pass->flow->values, v);
}

static void settle(rule_pass *pass, flow_state *state, ir_loc loc)
{
    flow_set(state, flow_nothing(pass->flow->values), SETTLED, NULL, loc);
}

static bool names_group(rule_pass *pass, const duty *d, const flow_event *event)
{
    if (d->group == NULL || ir_path_equal(path_of(pass, event->role[ROLE_OBJECT]), d->group)) {
        return true;
    }
    return event->source != NULL &&
           ir_path_equal(path_of(pass, flow_initial(pass->flow->values, event->source, NULL)), d->group);
}

/* Whoever gets the group, or the object it hangs on, may count it down. */
static bool carries_group(rule_pass *pass, const duty *d, const flow_value *v)
{
    const ir_path *path = path_of(pass, v);

    if (path == NULL) {
        return false;
    }
    return d->group == NULL ? path->root == IR_ROOT_PARAMETER : is_prefix(path, d->group);
}

static bool is_handed_to_coroutine(rule_pass *pass, const duty *d, const flow_event *spawn, flow_state *state)
{
    const program_function *body = rule_body_of(pass, spawn);

    if (body == NULL) {
        return carries_group(pass, d, spawn->role[ROLE_ARGUMENT]);
    }
    for (size_t i = 0; i < body->summary->event_count; i++) {
        const effect *e = &body->summary->events[i];
        const flow_value *group = e->kind != EFFECT_DONE
                                      ? NULL
                                      : rule_value_at_spawn(pass, state, spawn, e->role[ROLE_OBJECT], NULL);
        if (group != NULL && (d->group == NULL || ir_path_equal(path_of(pass, group), d->group))) {
            return true;
        }
    }
    return false;
}

static void body_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const duty *d = pass->data;
    const flow_region *sent;

    switch (event->kind) {
    case EFFECT_DONE:
        if (names_group(pass, d, event)) {
            settle(pass, state, event->loc);
        }
        break;
    case EFFECT_ADD:
        if (event->count < 0 && names_group(pass, d, event)) { /* a done in bulk */
            settle(pass, state, event->loc);
        }
        break;
    case EFFECT_SPAWN:
        if (is_handed_to_coroutine(pass, d, event, state)) {
            settle(pass, state, event->loc);
        }
        break;
    case EFFECT_CALL:
    case EFFECT_SEND:
        sent = event->role[ROLE_ARGUMENT] == NULL
                   ? NULL
                   : flow_region_of(pass->flow->values, event->role[ROLE_ARGUMENT]);
        if ((event->kind == EFFECT_CALL && carries_group(pass, d, event->role[ROLE_ARGUMENT])) ||
            (sent != NULL && carries_group(pass, d, flow_load(state, sent)))) {
            settle(pass, state, event->loc);
        }
        break;
    case EFFECT_ESCAPE:
    case EFFECT_TAKE:
        if (carries_group(pass, d, event->role[ROLE_OBJECT])) {
            settle(pass, state, event->loc);
        }
        break;
    default: break;
    }
}

static void body_store(rule_pass *pass, const flow_region *region, const flow_value *value,
                       const ir_instruction *store, flow_state *state)
{
    if (flow_is_shared(state, region) && carries_group(pass, pass->data, value)) {
        settle(pass, state, store->loc); /* kept where others find it */
    }
}

/* On a path that knows the way to the group to be null there is no group to count down. */
static bool has_no_group(rule_pass *pass, flow_state *state, const duty *d)
{
    for (size_t i = 0; i < state->fact_count; i++) {
        const flow_fact *fact = &state->facts[i];
        if (fact->range.low == 0 && fact->range.high == 0 &&
            is_prefix(path_of(pass, fact->symbol),
                      d->group != NULL ? d->group : path_of(pass, fact->symbol))) {
            const ir_path *path = path_of(pass, fact->symbol);
            bool is_pointer = fact->symbol->type != NULL && fact->symbol->type->kind == IR_TYPE_POINTER;
            if (path != NULL && is_pointer && path->root == IR_ROOT_PARAMETER) {
                return true;
            }
        }
    }
    return false;
}

static void body_exit(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    const duty *d = pass->data;
    const ir_function *body = pass->function->function;

    if (exit->end != EFFECT_RETURNS || state->is_blurred || has_no_group(pass, state, d) ||
        flow_marked_as(state, flow_nothing(pass->flow->values), SETTLED) != NULL) {
        return;
    }
    finding *f =
        rule_report(pass, body, exit->loc,
                    "'%s' leaves here without counting down '%s', so whoever waits for it waits for ever",
                    body->name, d->group_name);
    rule_step(pass, f, d->spawner, d->added, 0, "'%s' is raised here", d->group_name);
    rule_step(pass, f, d->spawner, d->started, 0, "'%s' is started here, counted by '%s'", body->name,
              d->group_name);
    rule_branches(pass, f, body, state, NULL, 1);
    rule_step(pass, f, body, exit->loc, 1, "leaves here, and nothing on this path counts '%s' down",
              d->group_name);
}

static const rule_walker body_walker = {
    .splits =
        FLOW_BIT(EFFECT_DONE) | FLOW_BIT(EFFECT_SPAWN) | FLOW_BIT(EFFECT_ESCAPE) | FLOW_BIT(EFFECT_TAKE),
    .on_event = body_event,
    .on_store = body_store,
    .on_exit = body_exit,
};

/* ---- in the spawner ---- */

static bool is_raised_elsewhere(rule_pass *pass, const flow_value *group, const program_function *body)
{
    const index_entry *e = program_effects_on(pass->program, rule_class_of_value(pass, group));

    for (; e != NULL; e = e->next) {
        if (e->effect->kind == EFFECT_ADD && e->function != body && e->function != pass->function &&
            !program_is_coroutine(pass->program, e->function)) {
            return true;
        }
    }
    return false;
}

static void check_body(rule_pass *pass, ir_loc started, const program_function *body, flow_state *state,
                       const ir_path *group, const flow_value *value)
{
    if (!rule_first_time(pass, body, value)) {
        return;
    }
    const flow_mark *counted = rule_mark_of(pass, state, value);
    duty d = {.group = group,
              .group_name = rule_name_of_value(pass, state, value),
              .started = started,
              .spawner = pass->function->function};

    if (counted != NULL) {
        d.added = counted->loc;
    }
    rule_walk(pass, body, &body_walker, &d);
}

/* Groups that the body counts down on some path; returns whether there were any. */
static bool check_counted_down(rule_pass *pass, const flow_event *spawn, const program_function *body,
                               flow_state *state)
{
    bool is_any = false;

    for (size_t i = 0; i < body->summary->event_count; i++) {
        const effect *e = &body->summary->events[i];
        bool is_done = e->kind == EFFECT_DONE || (e->kind == EFFECT_ADD && e->count < 0);
        is_any |= is_done;
        if (!is_done || (e->flags & EFFECT_IN_LOOP)) {
            continue; /* in a loop: counts items, not itself */
        }
        const flow_value *value = rule_value_at_spawn(pass, state, spawn, e->role[ROLE_OBJECT], NULL);
        if (value != NULL && value != spawn->role[ROLE_GROUP] &&
            (rule_mark_of(pass, state, value) != NULL || is_raised_elsewhere(pass, value, body))) {
            check_body(pass, spawn->loc, body, state, e->role[ROLE_OBJECT], value);
        }
    }
    return is_any;
}

static bool can_reach(rule_pass *pass, flow_state *state, const flow_event *spawn, const flow_value *group)
{
    const flow_value *argument = spawn->role[ROLE_ARGUMENT];
    const flow_region *given = argument == NULL ? NULL : flow_region_of(pass->flow->values, argument);
    const flow_region *wanted = flow_region_of(pass->flow->values, group);

    if (given == NULL || wanted == NULL) {
        return false;
    }
    for (size_t i = 0; i < state->binding_count; i++) {
        if (flow_is_within(state->bindings[i].region, given) && state->bindings[i].value == group) {
            return true;
        }
    }
    return flow_is_within(wanted, given);
}

static bool is_counted_down_here(rule_pass *pass, const ir_path *group, const ir_function *except,
                                 bool only_remote)
{
    const effect_summary *own = pass->function->summary;

    for (size_t i = 0; i < own->event_count; i++) {
        const effect *e = &own->events[i];
        bool is_remote = (e->flags & EFFECT_REMOTE) != 0;
        if (e->kind == EFFECT_DONE && (is_remote || !only_remote) && !(is_remote && e->through == except) &&
            ir_path_equal(e->role[ROLE_OBJECT], group)) {
            return true;
        }
    }
    return false;
}

/* The body never counts down. It must where the group was raised by one just for it, and where nobody else
 * does. */
static void check_forgotten(rule_pass *pass, const flow_event *spawn, const program_function *body,
                            flow_state *state)
{
    for (size_t i = 0; i < state->mark_count; i++) {
        const flow_value *group = state->marks[i].object;
        const ir_path *path = path_of(pass, group);
        bool is_for_it = state->marks[i].state == COUNTED;
        if ((!is_for_it && state->marks[i].state != COUNTED_MORE) || path == NULL ||
            (!is_for_it && !can_reach(pass, state, spawn, group))) {
            continue;
        }
        bool is_done_elsewhere = rule_is_parameter(group) ||
                                 program_does(pass->program, rule_class_of_value(pass, group), EFFECT_DONE) ||
                                 is_counted_down_here(pass, path, body->function, false);
        if (is_for_it && !can_reach(pass, state, spawn, group)) {
            flow_set(state, group, OWED, body, spawn->loc);
        } else if (is_for_it || !is_done_elsewhere) {
            check_body(pass, spawn->loc, body, state, NULL, group);
        }
    }
}

/* What was raised for one body is not there for the next. */
static void use_up(flow_state *state)
{
    for (size_t i = 0; i < state->mark_count; i++) {
        if (state->marks[i].state == COUNTED) {
            flow_set(state, state->marks[i].object, COUNTED_MORE, NULL, state->marks[i].loc);
        }
    }
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    if (event->kind == EFFECT_ADD && event->role[ROLE_OBJECT] != NULL && event->count >= 0) {
        flow_set(state, event->role[ROLE_OBJECT], event->count == 1 ? COUNTED : COUNTED_MORE, NULL,
                 event->loc);
    }
    const flow_mark *owed =
        event->role[ROLE_OBJECT] == NULL ? NULL : flow_marked_as(state, event->role[ROLE_OBJECT], OWED);
    if (owed != NULL && event->kind == EFFECT_WAIT) { /* raised, and on this path nobody will count it down */
        ir_loc started = owed->loc;
        const program_function *body = owed->data;
        flow_set(state, event->role[ROLE_OBJECT], COUNTED_MORE, NULL, event->loc);
        check_body(pass, started, body, state, NULL, event->role[ROLE_OBJECT]);
    } else if (owed != NULL && event->kind == EFFECT_DONE) {
        flow_set(state, event->role[ROLE_OBJECT], COUNTED_MORE, NULL, event->loc);
    }
    if (event->kind == EFFECT_DONE) {
        use_up(state); /* nothing was started after all */
    }
    const program_function *body = event->kind == EFFECT_SPAWN ? rule_body_of(pass, event) : NULL;
    if (event->kind != EFFECT_SPAWN) {
        return;
    }
    if (rule_has(event, ROLE_GROUP)) { /* counted by that without its doing; it may owe others */
        if (body != NULL) {
            (void)check_counted_down(pass, event, body, state);
        }
        return;
    }
    if (body != NULL && !check_counted_down(pass, event, body, state) && !rule_was_judged_inside(event)) {
        check_forgotten(pass, event, body, state);
    }
    use_up(state);
}

const rule wg_missing_done = {
    .name = "wg-missing-done",
    .title = "path leaves a counted coroutine without counting down its group",
    .dimension = DIMENSION_LIFETIME,
    .severity = FINDING_WARNING,
    .needs = FLOW_BIT(EFFECT_SPAWN),
    .walker = {.splits = FLOW_BIT(EFFECT_SPAWN) | FLOW_BIT(EFFECT_ADD), .on_event = on_event},
};
