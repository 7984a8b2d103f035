/* rules/observe/shared_poll.c
 * observe-shared-poll: a loop asks a plain variable, again and again, what another coroutine has written.
 *
 * A loop polls when the way out of it is decided by memory that the loop itself does not write and that other
 * coroutines do. Atomics, a signal handler's flag and waits on a condition are no polls; a loop that looks
 * under a lock and does other work besides is none either. */
#include "analyzer/rule/rule.h"

/* A body that is walked because of the spawn that runs it: its argument is known. */
typedef struct started {
    rule_loops *loops;
    const flow_event *spawn;
    flow_state *state;
    rule_pass *spawner;
} started;

static bool applies(const rule_pass *pass)
{
    return program_has_coroutines(pass->program) && (cfg_loop_count(pass->function->graph) > 0 ||
                                                     (pass->function->kinds & FLOW_BIT(EFFECT_SPAWN)) != 0);
}

static void *on_function(rule_pass *pass)
{
    started *own = ARENA_NEW(pass->memory, started);

    own->loops = rule_loops_new(pass);
    return own;
}

/* ---- who writes ---- */

/* The place where it really happens, and the function that is in. */
static const effect *innermost(const effect *e, const ir_function **in)
{
    for (; e->inner != NULL; e = e->inner) {
        *in = e->through != NULL ? e->through : *in;
    }
    return e;
}

static void report(rule_pass *pass, const cfg_loop *loop, const rule_look *look, const index_entry *write)
{
    const ir_function *in = pass->function->function, *writer = write->function->function;
    const effect *written = innermost(write->effect, &writer);
    finding *f =
        rule_report(pass, in, loop->loc, "this loop polls '%s', which another coroutine writes", look->name);

    rule_step(pass, f, in, in->blocks[look->block]->end.loc, 0, "the loop goes on until '%s' changes",
              look->name);
    rule_step(pass, f, writer, written->loc, 1, "'%s' is written here, in '%s'", look->name, writer->name);
}

/* A write by another coroutine to the object, or to one of its class where the object is out of sight. */
static bool find_writer(rule_pass *pass, const rule_look *look, index_entry *found)
{
    for (const index_entry *e = program_effects_on(pass->program, look->class_name); e != NULL; e = e->next) {
        bool is_other = e->effect->flags & EFFECT_REMOTE
                            ? e->function == pass->function
                            : program_are_concurrent(pass->program, e->function, pass->function);
        if (e->effect->kind == EFFECT_WRITE && is_other) {
            *found = *e;
            return true;
        }
    }
    return false;
}

/* A local of this function, or what a bare parameter points to, written by the function itself or by what it
 * starts. */
static bool find_writer_in(const rule_pass *pass, const ir_path *path, const ir_function *except,
                           bool only_remote, index_entry *found)
{
    const effect_summary *own = pass->function->summary;

    for (size_t i = 0; path != NULL && i < own->event_count; i++) {
        const effect *e = &own->events[i];
        bool is_remote = (e->flags & EFFECT_REMOTE) != 0;
        if (e->kind == EFFECT_WRITE && (is_remote || !only_remote) && !(is_remote && e->through == except) &&
            ir_path_equal(e->role[ROLE_OBJECT], path)) {
            *found = (index_entry){.function = pass->function, .effect = e};
            return true;
        }
    }
    return false;
}

static bool is_written_by_others(rule_pass *pass, const rule_look *look, index_entry *found)
{
    if (look->class_name != NULL) {
        return find_writer(pass, look, found);
    }
    return find_writer_in(pass, flow_path_of_address(pass->flow->values, look->region), NULL, true, found);
}

/* In the spawner: does anybody but the body write what its bare argument points to? */
static bool is_written_by_spawner(rule_pass *pass, const rule_look *look, index_entry *found)
{
    const started *s = pass->data;
    const flow_region *base = look->region == NULL ? NULL : flow_base(look->region);

    if (base == NULL || base != look->region || base->kind != FLOW_POINTEE ||
        !rule_is_parameter(base->pointer)) {
        return false;
    }
    const ir_path *inside = flow_path_of_address(pass->flow->values, look->region);
    const flow_value *address = rule_value_at_spawn(s->spawner, s->state, s->spawn, inside, NULL);
    const flow_region *region = address == NULL ? NULL : flow_region_of(s->spawner->flow->values, address);
    return region != NULL &&
           find_writer_in(s->spawner, flow_path_of_address(s->spawner->flow->values, region),
                          pass->function->function, false, found);
}

/* ---- judging ---- */

/* A wait on a condition, or a look under a lock between other work, is not what this rule is about. */
static bool waits_properly(rule_pass *pass, const rule_loops *loops, const cfg_loop *loop)
{
    const uint64_t locks = FLOW_BIT(EFFECT_LOCK) | FLOW_BIT(EFFECT_UNLOCK);
    uint64_t kinds = rule_loops_kinds(loops, pass, loop);

    return rule_loops_waits_for_condition(loops, pass, loop) ||
           ((kinds & locks) != 0 && (kinds & ~(locks | FLOW_BIT(EFFECT_PARK))) != 0);
}

static void judge(rule_pass *pass, bool (*is_written)(rule_pass *, const rule_look *, index_entry *))
{
    const started *s = pass->data;
    const rule_look *look;

    for (size_t i = 0; i < cfg_loop_count(pass->flow->graph); i++) {
        const cfg_loop *loop = cfg_loop_at(pass->flow->graph, i);
        if (loop->kind == IR_LOOP_NONE || waits_properly(pass, s->loops, loop)) {
            continue; /* a backward goto is no waiting loop in anybody's eyes */
        }
        for (size_t k = 0; (look = rule_loops_look(s->loops, pass, loop, k)) != NULL; k++) {
            index_entry write;
            if (is_written(pass, look, &write)) {
                report(pass, loop, look, &write);
                break;
            }
        }
    }
}

static void on_end(rule_pass *pass)
{
    judge(pass, is_written_by_others);
}

static void on_body_end(rule_pass *pass)
{
    judge(pass, is_written_by_spawner);
}

/* ---- walking ---- */

static void on_body_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)state;
    rule_loops_event(((started *)pass->data)->loops, pass, event);
}

static void on_store(rule_pass *pass, const flow_region *region, const flow_value *value,
                     const ir_instruction *store, flow_state *state)
{
    (void)store;
    (void)state;
    rule_loops_store(((started *)pass->data)->loops, pass, region, value);
}

static void on_branch(rule_pass *pass, const ir_terminator *branch, const flow_value *value,
                      flow_state *state)
{
    (void)branch;
    rule_loops_branch(((started *)pass->data)->loops, pass, value, state);
}

static const rule_walker body_walker = {
    .on_event = on_body_event, .on_store = on_store, .on_branch = on_branch, .on_end = on_body_end};

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const program_function *body = event->kind == EFFECT_SPAWN ? rule_body_of(pass, event) : NULL;

    on_body_event(pass, event, state);
    if (body != NULL && cfg_loop_count(body->graph) > 0 && rule_first_time(pass, event->call, body)) {
        rule_pass there = *pass;
        there.function = body;
        started s = {.loops = rule_loops_new(&there), .spawn = event, .state = state, .spawner = pass};
        rule_walk(pass, body, &body_walker, &s);
    }
}

const rule observe_shared_poll = {
    .name = "observe-shared-poll",
    .title = "loop polls a shared variable that another coroutine writes",
    .dimension = DIMENSION_OBSERVATION,
    .severity = FINDING_WARNING,
    .applies = applies,
    .on_function = on_function,
    .walker = {.on_event = on_event, .on_store = on_store, .on_branch = on_branch, .on_end = on_end},
};
