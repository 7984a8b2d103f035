/* analyzer/flow/call.c
 * Calls: a callee's outcomes become states of the caller, its effects become events.
 *
 * An outcome that can't be (a condition on an argument that does not hold) makes no state. Outcomes that
 * the client would not tell apart make one. A function passed to the callee and called by it is applied in
 * turn, where it is known. */
#include "analyzer/flow/walk.h"

#include <string.h>

enum { NESTING_MAX = 8, SELECT_CASES_MAX = 32, CANDIDATES_MAX = 16 };

/* A call being applied: whose arguments the paths of effects speak of. */
typedef struct frame {
    const ir_instruction *call;
    const flow_value *const *arguments;
    const flow_region *const *sources;
    size_t argument_count;
    const flow_value *result;
    const effect_summary *summary;
    const ir_function *callee;
    const effect *through; /* the effect of the outer summary that led to this nested call, or NULL */
    uint32_t flags;        /* added to every event */
    int depth;
} frame;

/* ---- access paths ---- */

static const flow_value *root_value(flow_pass *pass, const frame *f, const ir_path *path)
{
    switch (path->root) {
    case IR_ROOT_PARAMETER: return path->number < f->argument_count ? f->arguments[path->number] : NULL;
    case IR_ROOT_RETURN: return f->result;
    case IR_ROOT_VARIABLE: return flow_address(pass->values, flow_variable(pass->values, path->variable));
    case IR_ROOT_GHOST:
        return strcmp(path->name, "?") == 0
                   ? flow_nothing(pass->values)
                   : flow_address(pass->values, flow_ghost(pass->values, path->name));
    case IR_ROOT_FUNCTION: return flow_code(pass->values, path->function);
    case IR_ROOT_FRESH: /* what the callee made: of this call, told apart by its number in the callee */
        return f->call == NULL ? NULL
                               : flow_made(pass->values, f->call,
                                           path->number + (uint32_t)f->depth * 0x9E3779B9u + 1, false, NULL);
    }
    return NULL;
}

static const flow_value *evaluate(flow_pass *pass, flow_state *state, const frame *f, const ir_path *path,
                                  const flow_region **source)
{
    const flow_value *v = path == NULL ? NULL : root_value(pass, f, path);
    const flow_region *loaded = NULL;

    if (v != NULL && path->root == IR_ROOT_PARAMETER && path->step_count == 0 && f->sources != NULL) {
        loaded = f->sources[path->number];
    }
    for (size_t i = 0; v != NULL && i < path->step_count; i++) {
        const ir_step *step = &path->steps[i];
        const flow_region *region = flow_region_of(pass->values, v);
        if (region == NULL) {
            return v->kind == FLOW_INTEGER ? NULL : flow_nothing(pass->values);
        }
        if (step->kind == IR_STEP_FIELD) {
            v = flow_address(pass->values,
                             flow_field(pass->values, region, step->tag, step->field, UINT64_MAX, NULL));
        } else if (step->kind == IR_STEP_ELEMENT) {
            v = flow_address(pass->values, flow_element(pass->values, region, true, 0, region->type));
        } else {
            loaded = region;
            v = flow_load(state, region);
            if (v->kind == FLOW_INITIAL && pass->program->constant_at != NULL) {
                const ir_function *constant =
                    pass->program->constant_at(pass->program->data, pass->values, region);
                v = constant != NULL ? flow_code(pass->values, constant) : v;
            }
        }
    }
    if (source != NULL) {
        *source = loaded;
    }
    return v;
}

const flow_value *flow_evaluate(flow_pass *pass, flow_state *state, const ir_path *path,
                                const flow_value *const *arguments, size_t argument_count,
                                const flow_value *result, const ir_instruction *call,
                                const flow_region **source)
{
    frame f = {.call = call, .arguments = arguments, .argument_count = argument_count, .result = result};

    return evaluate(pass, state, &f, path, source);
}

/* ---- events ---- */

/* What a coroutine that is started here does to what can be named here. */
static void emit_remote(flow_pass *pass, flow_state *state, const frame *f, const flow_event *spawn)
{
    const flow_value *body = spawn->role[ROLE_FUNCTION], *argument = spawn->role[ROLE_ARGUMENT];
    const effect_summary *summary = body != NULL && body->kind == FLOW_CODE
                                        ? pass->program->summary_of(pass->program->data, body->function)
                                        : NULL;
    frame inside = {.arguments = &argument, .argument_count = 1};

    for (size_t i = 0; summary != NULL && argument != NULL && i < summary->event_count; i++) {
        const effect *e = &summary->events[i];
        flow_event event = {.kind = e->kind,
                            .flags = e->flags | EFFECT_REMOTE,
                            .handle = e->handle,
                            .count = e->count,
                            .call = f->call,
                            .loc = f->call->loc,
                            .callee = body->function,
                            .inner = e};
        for (int role = 0; role < ROLE_COUNT; role++) {
            event.role[role] =
                evaluate(pass, state, &inside, e->role[role], role == ROLE_OBJECT ? &event.source : NULL);
        }
        if (event.role[ROLE_OBJECT] != NULL) {
            pass->client->on_event(pass, state, &event);
        }
    }
}

/* Was the body known where the helper starts it? Then what it does came along with the helper's effects. */
static bool is_started_inside(const effect *e)
{
    return e->unit != NULL && e->role[ROLE_FUNCTION] != NULL &&
           e->role[ROLE_FUNCTION]->root == IR_ROOT_FUNCTION;
}

/* The i-th function that a value read from a constant table may be; NULL past the last. */
static const ir_function *candidate(const flow_pass *pass, const flow_value *v, size_t i)
{
    if (v == NULL || v->kind != FLOW_INITIAL || pass->program->candidate_at == NULL) {
        return NULL;
    }
    return pass->program->candidate_at(pass->program->data, pass->values, v->region, i);
}

static void emit_spawn(flow_pass *pass, flow_state *state, const frame *f, flow_event *event, const effect *e)
{
    pass->client->on_event(pass, state, event);
    if (!is_started_inside(e)) {
        emit_remote(pass, state, f, event);
    }
}

/* An element of an array of which only some are known to be one of several: it may be each of them. */
static void emit_for_each(flow_pass *pass, flow_state *state, flow_event *event)
{
    const flow_value *object = event->role[ROLE_OBJECT];
    const flow_value *candidates[CANDIDATES_MAX];
    size_t count = object != NULL && object->kind == FLOW_NOTHING && event->source != NULL
                       ? flow_candidates(state, event->source, candidates, CANDIDATES_MAX)
                       : 0;

    for (size_t i = 0; i < count; i++) {
        event->role[ROLE_OBJECT] = candidates[i];
        pass->client->on_event(pass, state, event);
    }
    event->role[ROLE_OBJECT] = object;
    if (count == 0) {
        pass->client->on_event(pass, state, event);
    }
}

static void emit(flow_pass *pass, flow_state *state, const frame *f, const effect *e, uint32_t more_flags)
{
    flow_event event = {.kind = e->kind,
                        .flags = e->flags | f->flags | more_flags,
                        .handle = e->handle,
                        .count = e->count,
                        .call = f->call,
                        .loc = f->call->loc,
                        .callee = f->callee,
                        .inner = e};

    for (int role = 0; role < ROLE_COUNT; role++) {
        event.role[role] =
            evaluate(pass, state, f, e->role[role], role == ROLE_OBJECT ? &event.source : NULL);
    }
    if (e->kind == EFFECT_ADD && e->count == 0 && event.role[ROLE_ARGUMENT] != NULL &&
        event.role[ROLE_ARGUMENT]->kind == FLOW_INTEGER) {
        event.count = event.role[ROLE_ARGUMENT]->integer;
    }
    if (f->call->flags & IR_DEFERRED) {
        event.flags |= EFFECT_DEFERRED;
    }
    if (pass->client->on_event != NULL && e->kind == EFFECT_SPAWN && !(e->flags & EFFECT_REMOTE)) {
        const flow_value *body = event.role[ROLE_FUNCTION];
        const ir_function *one = candidate(pass, body, 0);
        for (size_t i = 0; one != NULL; one = candidate(pass, body, ++i)) { /* any of a table's functions */
            event.role[ROLE_FUNCTION] = flow_code(pass->values, one);
            emit_spawn(pass, state, f, &event, e);
        }
        if (event.role[ROLE_FUNCTION] == body) {
            emit_spawn(pass, state, f, &event, e);
        }
    } else if (pass->client->on_event != NULL) {
        emit_for_each(pass, state, &event);
    }
    if (e->flags & EFFECT_REMOTE) {
        return;
    }
    if (e->kind == EFFECT_SPAWN && event.role[ROLE_ARGUMENT] != NULL) {
        flow_share(state, event.role[ROLE_ARGUMENT]);
        flow_forget_shared_numbers(state, f->call);
    } else if (e->kind == EFFECT_ESCAPE && event.role[ROLE_OBJECT] != NULL) {
        flow_share(state, event.role[ROLE_OBJECT]);
    } else if ((e->kind == EFFECT_SEND || e->kind == EFFECT_TAKE) && event.role[ROLE_ARGUMENT] != NULL) {
        const flow_region *sent = flow_region_of(pass->values, event.role[ROLE_ARGUMENT]);
        if (sent != NULL) {
            flow_share(state, flow_load(state, sent));
        }
    }
}

static void emit_kind(flow_pass *pass, flow_state *state, const frame *f, effect_kind kind, uint32_t flags,
                      const flow_value *object, const flow_value *function)
{
    flow_event event = {
        .kind = kind, .flags = flags | f->flags, .call = f->call, .loc = f->call->loc, .callee = f->callee};

    event.role[ROLE_OBJECT] = object;
    event.role[ROLE_FUNCTION] = function;
    event.role[ROLE_ARGUMENT] = function != NULL ? object : NULL;
    if (function != NULL) {
        event.role[ROLE_OBJECT] = NULL;
    }
    if (pass->client->on_event != NULL) {
        pass->client->on_event(pass, state, &event);
    }
}

/* ---- outcomes ---- */

static void apply_summary(flow_pass *pass, flow_state *state, const frame *f, flow_states *out);

static uint64_t splitting_kinds(const flow_pass *pass, const effect_outcome *o)
{
    uint64_t kinds = 0;

    for (size_t i = 0; i < o->effect_count; i++) {
        kinds |= FLOW_BIT(o->effects[i].kind);
    }
    /* a nested call can do anything the client may care for */
    return kinds & (pass->client->splits | FLOW_BIT(EFFECT_CALL) | FLOW_BIT(EFFECT_SELECT));
}

/* Would the client see the same path in both? Then they become one. */
static bool are_alike(const flow_pass *pass, const effect_outcome *a, const effect_outcome *b)
{
    return a->end == b->end && a->store_count == 0 && b->store_count == 0 && a->when_count == 0 &&
           b->when_count == 0 && a->result_is == b->result_is && splitting_kinds(pass, a) == 0 &&
           splitting_kinds(pass, b) == 0;
}

static bool apply_conditions(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o)
{
    for (size_t i = 0; i < o->when_count; i++) {
        const flow_value *v = evaluate(pass, state, f, o->when[i].value, NULL);
        if (v != NULL && v->kind != FLOW_NOTHING && !flow_assume_range(state, v, o->when[i].range)) {
            return false;
        }
    }
    return true;
}

static void apply_stores(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o)
{
    for (size_t i = 0; i < o->store_count; i++) {
        const effect_store *store = &o->stores[i];
        const flow_value *address = evaluate(pass, state, f, store->address, NULL);
        const flow_region *region = address == NULL ? NULL : flow_region_of(pass->values, address);
        if (region == NULL) {
            continue;
        }
        const flow_value *value = store->has_constant ? flow_integer(pass->values, store->constant)
                                                      : evaluate(pass, state, f, store->value, NULL);
        if (pass->client->on_store != NULL) {
            pass->client->on_store(pass, state, region, value != NULL ? value : flow_nothing(pass->values),
                                   f->call);
        }
        if (value != NULL && store->is_nonzero) {
            (void)flow_assume(state, value, true);
        }
        if (value == NULL || value->kind == FLOW_NOTHING) {
            flow_forget(state, region, f->call);
            continue;
        }
        flow_store(state, region, value);
        if (flow_is_shared(state, region)) {
            flow_share(state, value);
        }
    }
}

/* A function that the callee calls: apply it, if it is known which it is. */
static void apply_callback(flow_pass *pass, flow_state *state, const frame *f, const effect *e,
                           flow_states *out)
{
    const flow_value *function = evaluate(pass, state, f, e->role[ROLE_FUNCTION], NULL);
    const flow_value *argument = evaluate(pass, state, f, e->role[ROLE_ARGUMENT], NULL);
    const effect_summary *summary = NULL;

    if (argument == NULL) {
        argument = flow_nothing(pass->values);
    }
    if (function != NULL && function->kind == FLOW_CODE && f->depth < NESTING_MAX) {
        summary = pass->program->summary_of(pass->program->data, function->function);
    }
    if (summary == NULL) {
        emit_kind(pass, state, f, EFFECT_CALL, e->flags, argument,
                  function != NULL ? function : flow_nothing(pass->values));
        flow_states_add(pass, out, state);
        return;
    }
    frame inner = {.call = f->call,
                   .arguments = &argument,
                   .argument_count = 1,
                   .result = flow_nothing(pass->values),
                   .summary = summary,
                   .callee = function->function,
                   .through = e,
                   .flags = f->flags | (e->flags & (EFFECT_PROTECTED | EFFECT_MAY)),
                   .depth = f->depth + 1};
    apply_summary(pass, state, &inner, out);
}

/* The states in which effects from..end of an outcome have happened. */
static void apply_effects(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o,
                          size_t from, flow_states *out)
{
    for (size_t i = from; i < o->effect_count; i++) {
        const effect *e = &o->effects[i];
        if (e->kind == EFFECT_CALL) {
            flow_states called = {0};
            apply_callback(pass, state, f, e, &called);
            for (size_t k = 0; k < called.count; k++) {
                apply_effects(pass, called.items[k], f, o, i + 1, out);
            }
            return;
        }
        emit(pass, state, f, e, 0);
    }
    flow_states_add(pass, out, state);
}

static bool finish_outcome(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o,
                           effect_range result)
{
    const flow_value *value = f->result;

    apply_stores(pass, state, f, o);
    if (o->result_is != NULL) {
        value = evaluate(pass, state, f, o->result_is, NULL);
        if (value == NULL) {
            value = f->result;
        }
    }
    if (!flow_assume_range(state, value, result)) {
        return false;
    }
    if (f->depth == 0) {
        const flow_region *source = NULL;
        if (o->result_is != NULL) {
            (void)evaluate(pass, state, f, o->result_is, &source);
        }
        if (result.low == result.high && value == f->result) {
            value = flow_integer(pass->values, result.low);
        }
        flow_set_temp(state, f->call->result, value, source);
    }
    return true;
}

static void leave(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o,
                  flow_states *out)
{
    if (o->end == EFFECT_PANICS) {
        if (f->flags & EFFECT_PROTECTED) {
            flow_state *caught = state;
            const flow_value *value = flow_make(caught, f->call, 0, f->call->type);
            (void)flow_assume_range(caught, value, (effect_range){.low = INT64_MIN, .high = -1});
            flow_set_temp(caught, f->call->result, value, NULL);
            flow_states_add(pass, out, caught);
        } else {
            flow_panic(pass, state, f->call);
        }
    } else if (pass->client->on_exit != NULL) {
        pass->client->on_exit(pass, state, o->end, f->call->loc, NULL);
    }
}

static void apply_outcome(flow_pass *pass, flow_state *state, const frame *f, const effect_outcome *o,
                          effect_range result, flow_states *out)
{
    flow_states done = {0};

    if (!apply_conditions(pass, state, f, o)) {
        return;
    }
    apply_effects(pass, state, f, o, 0, &done);
    for (size_t i = 0; i < done.count; i++) {
        if (o->end != EFFECT_RETURNS) {
            leave(pass, done.items[i], f, o, out);
        } else if (finish_outcome(pass, done.items[i], f, o, result)) {
            flow_states_add(pass, out, done.items[i]);
        }
    }
}

static void park(flow_pass *pass, flow_state *state, const frame *f)
{
    emit_kind(pass, state, f, EFFECT_PARK, 0, NULL, NULL);
    flow_forget_shared_numbers(state, f->call);
}

static bool only_reads(const effect_summary *s)
{
    for (size_t i = 0; i < s->event_count; i++) {
        if (s->events[i].kind != EFFECT_READ) {
            return false;
        }
    }
    return true;
}

/* What can happen inside without being part of an outcome: looks, and all that a callee does that never
 * returns. */
static void emit_possible(flow_pass *pass, flow_state *state, const frame *f)
{
    const effect_summary *s = f->summary;
    const uint64_t always = FLOW_BIT(EFFECT_OBSERVE) | FLOW_BIT(EFFECT_SIGNAL);

    for (size_t i = 0; !s->is_model && i < s->event_count; i++) {
        const effect *e = &s->events[i];
        if (s->outcome_count > 0 && !(FLOW_BIT(e->kind) & always) &&
            !(e->kind == EFFECT_READ && only_reads(s))) {
            continue;
        }
        flow_event event = {.kind = e->kind,
                            .flags = e->flags | f->flags | EFFECT_MAY,
                            .handle = e->handle,
                            .count = e->count,
                            .call = f->call,
                            .loc = f->call->loc,
                            .callee = f->callee,
                            .inner = e};
        for (int role = 0; role < ROLE_COUNT; role++) {
            event.role[role] =
                evaluate(pass, state, f, e->role[role], role == ROLE_OBJECT ? &event.source : NULL);
        }
        pass->client->on_possible(pass, state, &event);
    }
}

/* A local number or pointer whose address is passed is an out parameter. */
static void forget_numbers(flow_pass *pass, flow_state *state, const frame *f)
{
    for (size_t i = 0; i < f->argument_count; i++) {
        const flow_region *region = flow_region_of(pass->values, f->arguments[i]);
        if (region != NULL && f->arguments[i]->kind == FLOW_ADDRESS && region->kind == FLOW_VARIABLE &&
            region->type != NULL && region->type->kind != IR_TYPE_RECORD &&
            region->type->kind != IR_TYPE_ARRAY) {
            flow_forget(state, region, f->call);
        }
    }
    flow_forget_shared_numbers(state, f->call);
}

static void apply_select(flow_pass *pass, flow_state *state, const frame *f, const effect *e,
                         flow_states *out);

static void apply_summary(flow_pass *pass, flow_state *state, const frame *f, flow_states *out)
{
    const effect_summary *s = f->summary;
    bool is_used = f->depth > 0 || pass->is_used[f->call->result == IR_NO_RESULT ? 0 : f->call->result];

    is_used = is_used && f->call->result != IR_NO_RESULT;
    if (s->parks) {
        park(pass, state, f);
    }
    if (pass->client->on_possible != NULL) {
        emit_possible(pass, state, f);
    }
    if (s->changes_numbers) {
        forget_numbers(pass, state, f);
    }
    if (s->select != NULL && s->outcome_count > 0 && s->outcomes[0].effect_count > 0 &&
        s->outcomes[0].effects[0].kind == EFFECT_SELECT) {
        apply_select(pass, state, f, &s->outcomes[0].effects[0], out);
        return;
    }
    for (size_t i = 0; i < s->outcome_count; i++) {
        const effect_outcome *o = &s->outcomes[i];
        effect_range result = o->result;
        bool is_first = true;
        size_t fullest = i;
        for (size_t k = 0; k < s->outcome_count; k++) {
            if (k == i || !are_alike(pass, o, &s->outcomes[k])) {
                continue;
            }
            is_first &= k > i;
            result = flow_range_hull(result, s->outcomes[k].result);
            if (s->outcomes[k].effect_count > s->outcomes[fullest].effect_count) {
                fullest = k;
            }
        }
        /* nobody asks how the call went: take it to have succeeded, as the author did */
        bool is_failure =
            !is_used && s->is_model && i > 0 && o->end == EFFECT_RETURNS && splitting_kinds(pass, o) == 0;
        if (is_first && !is_failure) {
            apply_outcome(pass, flow_state_copy(state), f, &s->outcomes[fullest], result, out);
        }
    }
}

/* ---- select ---- */

typedef struct select_arm {
    int64_t kind;
    bool is_known;
    const flow_value *channel;
    const flow_value *context;
    const flow_region *source;
} select_arm;

static const flow_value *case_field(flow_pass *pass, flow_state *state, const flow_region *arm,
                                    const char *name, const flow_region **source)
{
    const flow_region *region = flow_field(pass->values, arm, NULL, name, UINT64_MAX, NULL);

    if (source != NULL) {
        *source = NULL;
    }
    return flow_load(state, region);
}

/* How many cases there are is not known: whatever was put among them may be waited for. */
static void emit_possible_arms(flow_pass *pass, flow_state *state, const frame *f, const effect *e)
{
    const effect_select *layout = f->summary->select;
    const flow_value *cases = evaluate(pass, state, f, e->role[ROLE_OBJECT], NULL);
    const flow_region *array = cases == NULL ? NULL : flow_region_of(pass->values, cases);

    for (size_t i = 0; array != NULL && i < state->binding_count; i++) {
        const flow_binding b = state->bindings[i];
        if (b.is_default || b.region->kind != FLOW_FIELD || !flow_is_within(b.region, array) ||
            b.value->kind == FLOW_INTEGER) {
            continue;
        }
        if (strcmp(b.region->field, layout->context_field) == 0) {
            emit_kind(pass, state, f, EFFECT_OBSERVE, EFFECT_OPTIONAL | EFFECT_MAY, b.value, NULL);
        } else if (strcmp(b.region->field, layout->channel_field) == 0) {
            emit_kind(pass, state, f, EFFECT_RECEIVE, EFFECT_OPTIONAL | EFFECT_MAY, b.value, NULL);
        }
    }
}

static size_t read_arms(flow_pass *pass, flow_state *state, const frame *f, const effect *e, select_arm *arms)
{
    const effect_select *layout = f->summary->select;
    const flow_value *cases = evaluate(pass, state, f, e->role[ROLE_OBJECT], NULL);
    const flow_value *count = evaluate(pass, state, f, e->role[ROLE_ARGUMENT], NULL);
    const flow_region *array = cases == NULL ? NULL : flow_region_of(pass->values, cases);

    if (array == NULL || count == NULL || count->kind != FLOW_INTEGER || count->integer < 0 ||
        count->integer > SELECT_CASES_MAX) {
        return 0;
    }
    for (int64_t i = 0; i < count->integer; i++) {
        const flow_region *arm = flow_element(pass->values, array, false, i, NULL);
        const flow_value *kind = case_field(pass, state, arm, layout->kind_field, NULL);
        arms[i].is_known = kind->kind == FLOW_INTEGER;
        arms[i].kind = kind->integer;
        arms[i].channel = case_field(pass, state, arm, layout->channel_field, &arms[i].source);
        arms[i].context = case_field(pass, state, arm, layout->context_field, NULL);
    }
    return (size_t)count->integer;
}

/* To wait for a context's end is to use it; to ask for its error is not. */
static void emit_context_use(flow_pass *pass, flow_state *state, const frame *f, const flow_value *context)
{
    flow_event event = {.kind = EFFECT_USE,
                        .flags = f->flags,
                        .handle = "context",
                        .call = f->call,
                        .loc = f->call->loc,
                        .callee = f->callee};

    event.role[ROLE_OBJECT] = context;
    if (pass->client->on_event != NULL) {
        pass->client->on_event(pass, state, &event);
    }
}

static void emit_arm(flow_pass *pass, flow_state *state, const frame *f, const select_arm *arm,
                     uint32_t flags)
{
    const effect_select *layout = f->summary->select;

    if (!arm->is_known) {
        return;
    }
    if (arm->kind == layout->receive) {
        emit_kind(pass, state, f, EFFECT_RECEIVE, flags, arm->channel, NULL);
    } else if (arm->kind == layout->send) {
        emit_kind(pass, state, f, EFFECT_SEND, flags, arm->channel, NULL);
    } else if (arm->kind == layout->done) {
        emit_kind(pass, state, f, EFFECT_OBSERVE, flags, arm->context, NULL);
        emit_context_use(pass, state, f, arm->context);
    }
}

static void select_taken(flow_pass *pass, flow_state *state, const frame *f, const select_arm *arms,
                         size_t count, size_t taken, const flow_value *result, flow_states *out)
{
    uint32_t flags = count > 1 ? EFFECT_OPTIONAL : 0;

    for (size_t i = 0; i < count; i++) { /* a done arm is looked at whichever arm is taken */
        bool is_done = arms[i].is_known && arms[i].kind == f->summary->select->done;
        if (i == taken || is_done) {
            emit_arm(pass, state, f, &arms[i], flags);
        } else if (taken == count) {
            emit_arm(pass, state, f, &arms[i], flags | EFFECT_MAY);
        }
    }
    if (f->depth == 0) {
        flow_set_temp(state, f->call->result, result, NULL);
    }
    flow_states_add(pass, out, state);
}

static void apply_select(flow_pass *pass, flow_state *state, const frame *f, const effect *e,
                         flow_states *out)
{
    select_arm arms[SELECT_CASES_MAX];
    size_t count = read_arms(pass, state, f, e, arms);
    bool is_used = f->call->result != IR_NO_RESULT && pass->is_used[f->call->result];
    const flow_value *any = flow_make(state, f->call, 0, f->call->type);

    if (count == 0) {
        emit_possible_arms(pass, state, f, e);
    }

    /* out parameters of receive arms get values nobody knows */
    for (size_t i = 0; is_used && i < count; i++) {
        select_taken(pass, flow_state_copy(state), f, arms, count, i, flow_integer(pass->values, (int64_t)i),
                     out);
    }
    if (is_used && count > 0) {
        any = flow_make(state, f->call, 1, f->call->type);
        (void)flow_assume_range(state, any, (effect_range){.low = INT64_MIN, .high = -1});
    }
    select_taken(pass, state, f, arms, count, is_used ? SIZE_MAX : count, any, out);
}

/* ---- calls ---- */

/* A function that is not in sight: it may keep what it is given and write through it. */
static void call_unknown(flow_pass *pass, flow_state *state, const frame *f, const flow_value *function,
                         flow_states *out)
{
    if (function != NULL) {
        emit_kind(pass, state, f, EFFECT_CALL, 0,
                  f->argument_count > 0 ? f->arguments[0] : flow_nothing(pass->values), function);
    }
    for (size_t i = 0; i < f->argument_count; i++) {
        const flow_value *argument = f->arguments[i];
        const flow_region *region = flow_region_of(pass->values, argument);
        if (region == NULL) {
            continue;
        }
        emit_kind(pass, state, f, EFFECT_ESCAPE, 0, argument, NULL);
        flow_share(state, argument);
    }
    forget_numbers(pass, state, f);
    flow_set_temp(state, f->call->result, f->result, NULL);
    flow_states_add(pass, out, state);
}

void flow_call(flow_pass *pass, flow_state *state, const ir_instruction *call, flow_states *out)
{
    size_t count = call->argument_count;
    const flow_value **arguments = ARENA_ARRAY(pass->memory, const flow_value *, count);
    const flow_region **sources = ARENA_ARRAY(pass->memory, const flow_region *, count);
    const flow_value *function = flow_operand(pass, state, call->a);
    frame f = {.call = call, .arguments = arguments, .sources = sources, .argument_count = count};

    flow_age(state, call); /* what an earlier turn of a loop got from it */
    f.result = flow_made(pass->values, call, 0, false, call->type);
    for (size_t i = 0; i < count; i++) {
        arguments[i] = flow_operand(pass, state, call->arguments[i]);
        sources[i] = flow_source_of(state, call->arguments[i]);
    }
    bool is_in_table = false;
    for (size_t i = 0; candidate(pass, function, i) != NULL; i++) { /* any of a table's functions */
        frame one = f;
        one.callee = candidate(pass, function, i);
        one.summary = pass->program->summary_of(pass->program->data, one.callee);
        if (one.summary != NULL) {
            is_in_table = true;
            apply_summary(pass, flow_state_copy(state), &one, out);
        }
    }
    if (is_in_table) {
        return;
    }
    if (function->kind == FLOW_CODE) {
        f.callee = function->function;
        f.summary = pass->program->summary_of(pass->program->data, function->function);
    }
    if (f.summary == NULL) {
        if (call->flags & IR_NORETURN) {
            return;
        }
        call_unknown(pass, state, &f, function->kind == FLOW_CODE ? NULL : function, out);
        return;
    }
    apply_summary(pass, state, &f, out);
}

void flow_panic(flow_pass *pass, flow_state *state, const ir_instruction *call)
{
    flow_states states = {0};
    flow_state *now = state;

    while (now->live_count > 0) { /* deferred calls run, last in first out */
        const ir_variable *variable = now->live[--now->live_count];
        ir_instruction *deferred = arena_copy(pass->memory, call, sizeof *call);
        ir_value *argument = ARENA_NEW(pass->memory, ir_value);
        *argument = (ir_value){.kind = IR_ADDRESS, .variable = variable};
        deferred->a = (ir_value){.kind = IR_FUNCTION, .function = variable->cleanup};
        deferred->flags = IR_DEFERRED;
        deferred->arguments = argument;
        deferred->argument_count = 1;
        deferred->result = IR_NO_RESULT;
        deferred->loc = variable->loc;
        states = (flow_states){0};
        flow_call(pass, now, deferred, &states);
        if (states.count == 0) {
            return;
        }
        now = states.items[0];
    }
    if (pass->client->on_exit != NULL) {
        pass->client->on_exit(pass, now, EFFECT_PANICS, call->loc, NULL);
    }
}
