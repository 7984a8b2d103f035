/* rules/observe/shared_poll.c
 * observe-shared-poll: a loop asks a plain variable, again and again, what another coroutine has written.
 *
 * A loop polls when the way out of it is decided by memory that the loop itself does not write and that other
 * coroutines do. Atomics, a signal handler's flag and waits on a condition are no polls; a loop that looks
 * under a lock and does other work besides is none either. */
#include "analyzer/rule/rule.h"

#include <string.h>

enum { SEEN_MAX = 256, SYMBOLS_MAX = 8 };

/* The way out of a block's loops is decided by this. */
typedef struct look {
    uint32_t block;
    const flow_region *region;
    const char *name;
} look;

/* Something a block does. */
typedef struct deed {
    uint32_t block;
    effect_kind kind;
    const flow_region *written; /* WRITE */
    const flow_value *value;    /* what was written */
    bool has_mutex;             /* WAIT: for a condition */
} deed;

typedef struct notes {
    look looks[SEEN_MAX];
    size_t look_count;
    deed deeds[SEEN_MAX];
    size_t deed_count;
    bool is_full; /* too much to remember: nothing is claimed */
} notes;

/* A body that is walked because of the spawn that runs it: its argument is known. */
typedef struct started {
    notes notes;
    const flow_event *spawn;
    flow_state *state;
    rule_pass *spawner;
} started;

static void *on_function(rule_pass *pass)
{
    return ARENA_NEW(pass->memory, notes);
}

/* ---- remembering ---- */

static void remember(rule_pass *pass, deed d)
{
    notes *n = pass->data;

    d.block = pass->flow->block;
    for (size_t i = 0; i < n->deed_count; i++) {
        const deed *known = &n->deeds[i];
        if (known->block == d.block && known->kind == d.kind && known->written == d.written &&
            known->value == d.value) {
            return;
        }
    }
    if (n->deed_count == SEEN_MAX) {
        n->is_full = true;
        return;
    }
    n->deeds[n->deed_count++] = d;
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)state;
    remember(pass, (deed){.kind = event->kind,
                          .has_mutex = event->kind == EFFECT_WAIT && event->role[ROLE_ARGUMENT] != NULL});
}

static void on_store(rule_pass *pass, const flow_region *region, const flow_value *value,
                     const ir_instruction *store, flow_state *state)
{
    (void)store;
    (void)state;
    remember(pass, (deed){.kind = EFFECT_WRITE, .written = region, .value = value});
}

/* A symbol that the loop makes anew each turn: what hangs on it is a walk through a container, not a wait. */
static bool changes_each_turn(const flow_value *v)
{
    switch (v->kind) {
    case FLOW_MERGED:
    case FLOW_MADE: return true;
    case FLOW_EXPRESSION:
        return changes_each_turn(v->left) || (v->right != NULL && changes_each_turn(v->right));
    case FLOW_INITIAL: {
        const flow_region *base = flow_base(v->region);
        return base->kind == FLOW_POINTEE && changes_each_turn(base->pointer);
    }
    default: return false;
    }
}

typedef struct symbols {
    const flow_value *items[SYMBOLS_MAX];
    size_t count;
    bool is_moving; /* the loop itself moves what it compares */
} symbols;

static void find_symbols(rule_pass *pass, const flow_value *v, symbols *found);

/* A local that the loop refills from shared memory: the look is at that memory. */
static void look_through_local(rule_pass *pass, const flow_value *local, symbols *found)
{
    const notes *n = pass->data;
    bool is_refilled = false;

    for (size_t i = 0; i < n->deed_count; i++) {
        const deed *d = &n->deeds[i];
        if (d->written != local->region || d->value->kind == FLOW_INTEGER || d->value == local) {
            continue;
        }
        if (changes_each_turn(d->value)) {
            found->is_moving = true;
        } else {
            find_symbols(pass, d->value, found);
            is_refilled = true;
        }
    }
    found->is_moving |= !is_refilled;
}

static void find_symbols(rule_pass *pass, const flow_value *v, symbols *found)
{
    if (v->kind == FLOW_EXPRESSION) {
        find_symbols(pass, v->left, found);
        if (v->right != NULL) {
            find_symbols(pass, v->right, found);
        }
    } else if (v->kind == FLOW_MERGED && v->region->kind == FLOW_VARIABLE) {
        look_through_local(pass, v, found);
    } else if (changes_each_turn(v)) {
        found->is_moving = true;
    } else if (v->kind == FLOW_INITIAL && found->count < SYMBOLS_MAX) {
        found->items[found->count++] = v;
    }
}

static bool is_signal_flag(const ir_type *type)
{
    return type != NULL &&
           (type->is_atomic || (type->name != NULL && strcmp(type->name, "sig_atomic_t") == 0));
}

static void on_branch(rule_pass *pass, const ir_terminator *branch, const flow_value *value,
                      flow_state *state)
{
    symbols found = {.count = 0};
    notes *n = pass->data;

    (void)branch;
    if (!flow_in_loop(pass->flow)) {
        return;
    }
    find_symbols(pass, value, &found);
    for (size_t i = 0; i < found.count && !found.is_moving; i++) {
        const flow_region *region = found.items[i]->region;
        bool is_known = !flow_is_shared(state, region) || is_signal_flag(region->type);
        for (size_t k = 0; k < n->look_count; k++) {
            is_known |= n->looks[k].block == pass->flow->block && n->looks[k].region == region;
        }
        if (!is_known && n->look_count < SEEN_MAX) {
            n->looks[n->look_count++] = (look){.block = pass->flow->block,
                                               .region = region,
                                               .name = rule_name_of_region(pass, state, region)};
        }
    }
}

/* ---- judging a loop ---- */

static bool has_block(const rule_pass *pass, const cfg_loop *loop, uint32_t block)
{
    return cfg_loop_has(pass->flow->graph, loop, pass->flow->function->blocks[block]);
}

static bool leaves_from(const cfg_loop *loop, uint32_t block)
{
    for (size_t i = 0; i < loop->exit_count; i++) {
        if (loop->exits[i].from->index == block) {
            return true;
        }
    }
    return false;
}

static bool writes(rule_pass *pass, const cfg_loop *loop, const flow_region *region)
{
    const notes *n = pass->data;
    const char *class_name = program_class_of_region(pass->program, pass->flow->values, region);

    for (size_t i = 0; i < n->deed_count; i++) {
        const flow_region *written = n->deeds[i].written;
        if (written == NULL || !has_block(pass, loop, n->deeds[i].block)) {
            continue;
        }
        if (flow_is_within(written, region) || flow_is_within(region, written) ||
            (class_name != NULL &&
             program_class_of_region(pass->program, pass->flow->values, written) == class_name)) {
            return true;
        }
    }
    return false;
}

/* A wait on a condition, or a look under a lock between other work, is not what this rule is about. */
static bool waits_properly(rule_pass *pass, const cfg_loop *loop)
{
    const uint64_t idle = FLOW_BIT(EFFECT_LOCK) | FLOW_BIT(EFFECT_UNLOCK) | FLOW_BIT(EFFECT_PARK);
    const notes *n = pass->data;
    bool is_locked = false, is_busy = false;

    for (size_t i = 0; i < n->deed_count; i++) {
        const deed *d = &n->deeds[i];
        if (!has_block(pass, loop, d->block)) {
            continue;
        }
        if (d->has_mutex) {
            return true;
        }
        is_locked |= d->kind == EFFECT_LOCK || d->kind == EFFECT_UNLOCK;
        is_busy |= (FLOW_BIT(d->kind) & idle) == 0 &&
                   (d->kind != EFFECT_WRITE || flow_base(d->written)->kind != FLOW_VARIABLE);
    }
    return is_locked && is_busy;
}

static bool is_polled(rule_pass *pass, const cfg_loop *loop, const look *l)
{
    const notes *n = pass->data;

    return !n->is_full && has_block(pass, loop, l->block) && leaves_from(loop, l->block) &&
           !writes(pass, loop, l->region) && !waits_properly(pass, loop);
}

static void report(rule_pass *pass, const cfg_loop *loop, const look *l, const ir_function *writer,
                   ir_loc written)
{
    const ir_function *in = pass->function->function;
    finding *f =
        rule_report(pass, in, loop->loc, "this loop polls '%s', which another coroutine writes", l->name);

    rule_step(pass, f, in, in->blocks[l->block]->end.loc, 0, "the loop goes on until '%s' changes", l->name);
    rule_step(pass, f, writer, written, 1, "'%s' is written here, in '%s'", l->name, writer->name);
}

/* ---- who writes ---- */

static const effect *innermost(const effect *e)
{
    while (e->inner != NULL) {
        e = e->inner;
    }
    return e;
}

/* The function that an effect's innermost place is in. */
static const ir_function *doer(const effect *e, const ir_function *in)
{
    for (; e->inner != NULL; e = e->inner) {
        in = e->through != NULL ? e->through : in;
    }
    return in;
}

static bool writes_by_class(rule_pass *pass, const cfg_loop *loop, const look *l, const char *class_name)
{
    for (const index_entry *e = program_effects_on(pass->program, class_name); e != NULL; e = e->next) {
        bool is_other = e->effect->flags & EFFECT_REMOTE
                            ? e->function == pass->function
                            : program_are_concurrent(pass->program, e->function, pass->function);
        if (e->effect->kind == EFFECT_WRITE && is_other) {
            report(pass, loop, l, doer(e->effect, e->function->function), innermost(e->effect)->loc);
            return true;
        }
    }
    return false;
}

/* A local of this function that a coroutine it starts writes. */
static bool writes_here(rule_pass *pass, const cfg_loop *loop, const look *l)
{
    const effect_summary *own = pass->function->summary;
    const ir_path *path = flow_path_of_address(pass->flow->values, l->region);

    for (size_t i = 0; path != NULL && i < own->event_count; i++) {
        const effect *e = &own->events[i];
        if (e->kind == EFFECT_WRITE && (e->flags & EFFECT_REMOTE) &&
            ir_path_equal(e->role[ROLE_OBJECT], path)) {
            report(pass, loop, l, doer(e, pass->function->function), innermost(e)->loc);
            return true;
        }
    }
    return false;
}

static bool is_bare(const flow_region *region)
{
    const flow_region *base = flow_base(region);

    return base->kind == FLOW_POINTEE && rule_is_parameter(base->pointer) && region == base;
}

static void judge(rule_pass *pass, bool (*is_written)(rule_pass *, const cfg_loop *, const look *))
{
    const notes *n = pass->data;

    for (size_t i = 0; i < cfg_loop_count(pass->flow->graph); i++) {
        const cfg_loop *loop = cfg_loop_at(pass->flow->graph, i);
        for (size_t k = 0; k < n->look_count; k++) {
            if (is_polled(pass, loop, &n->looks[k]) && is_written(pass, loop, &n->looks[k])) {
                break;
            }
        }
    }
}

static bool is_written_by_others(rule_pass *pass, const cfg_loop *loop, const look *l)
{
    const char *class_name = program_class_of_region(pass->program, pass->flow->values, l->region);

    return class_name != NULL ? writes_by_class(pass, loop, l, class_name) : writes_here(pass, loop, l);
}

static void on_end(rule_pass *pass)
{
    judge(pass, is_written_by_others);
}

/* ---- a body whose argument is the variable itself ---- */

/* In the spawner: who else writes what the body's bare argument points to? */
static bool is_written_by_spawner(rule_pass *pass, const cfg_loop *loop, const look *l)
{
    started *s = pass->data;
    const ir_path *inside = flow_path_of_address(pass->flow->values, l->region);
    const flow_value *address = rule_value_at_spawn(s->spawner, s->state, s->spawn, inside, NULL);
    const flow_region *region = address == NULL ? NULL : flow_region_of(s->spawner->flow->values, address);
    const ir_path *path = region == NULL ? NULL : flow_path_of_address(s->spawner->flow->values, region);
    const effect_summary *own = s->spawner->function->summary;

    if (!is_bare(l->region) || path == NULL) {
        return false;
    }
    for (size_t i = 0; i < own->event_count; i++) {
        const effect *e = &own->events[i];
        bool is_itself = (e->flags & EFFECT_REMOTE) && e->through == pass->function->function;
        if (e->kind == EFFECT_WRITE && !is_itself && ir_path_equal(e->role[ROLE_OBJECT], path)) {
            report(pass, loop, l, doer(e, s->spawner->function->function), innermost(e)->loc);
            return true;
        }
    }
    return false;
}

static void on_body_end(rule_pass *pass)
{
    judge(pass, is_written_by_spawner);
}

static const rule_walker body_walker = {
    .on_event = on_event, .on_store = on_store, .on_branch = on_branch, .on_end = on_body_end};

static void on_spawner_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const program_function *body = event->kind == EFFECT_SPAWN ? rule_body_of(pass, event) : NULL;

    on_event(pass, event, state);
    if (body == NULL || cfg_loop_count(body->graph) == 0) {
        return;
    }
    started *s = ARENA_NEW(pass->memory, started);
    s->spawn = event;
    s->state = state;
    s->spawner = pass;
    rule_walk(pass, body, &body_walker, s);
}

const rule observe_shared_poll = {
    .name = "observe-shared-poll",
    .title = "loop polls a shared variable that another coroutine writes",
    .dimension = DIMENSION_OBSERVATION,
    .severity = FINDING_WARNING,
    .on_function = on_function,
    .walker = {.on_event = on_spawner_event, .on_store = on_store, .on_branch = on_branch, .on_end = on_end},
};
