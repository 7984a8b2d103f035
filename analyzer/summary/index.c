/* analyzer/summary/index.c
 * Gathers the events of all functions by class of object, and follows calls from the bodies of coroutines. */
#include "analyzer/summary/index.h"

#include "analyzer/base/map.h"
#include "analyzer/summary/parts.h"

#include <stdio.h>
#include <string.h>

enum { CLASS_NAME_MAX = 512 };

/* Root 0 stands for everything that no spawn starts: main, callbacks, functions nobody in sight calls. */
typedef struct root {
    const program_function *body;
    bool is_many; /* several coroutines can run it at the same time */
} root;

struct program_index {
    map *by_class; /* interned class name -> first index_entry */
    map *last;     /* the same -> last one */
    map *foreign;  /* class name -> itself */
    root *roots;
    size_t root_count, root_capacity;
    bool **runs;       /* [function order][root] */
    bool *is_called;   /* [function order]: by a function in sight */
    bool *is_external; /* [function order] */
};

/* ---- classes ---- */

static const char *class_of_field(const program *p, const char *tag, const char *field)
{
    if (tag == NULL || field == NULL || field[0] == '#' || map_get(p->system_tags, MAP_KEY(tag)) != NULL) {
        return NULL;
    }
    char name[CLASS_NAME_MAX];
    int length = snprintf(name, sizeof name, "%s.%s", tag, field);
    return length < 0 || (size_t)length >= sizeof name ? NULL : intern(p->names, name);
}

const char *program_class(const program *p, const ir_path *path)
{
    for (size_t i = path == NULL ? 0 : path->step_count; i > 0; i--) {
        const ir_step *step = &path->steps[i - 1];
        if (step->kind == IR_STEP_FIELD) {
            return class_of_field(p, step->tag, step->field);
        }
    }
    if (path != NULL && path->root == IR_ROOT_VARIABLE && path->variable->key != NULL) {
        return intern(p->names, path->variable->key);
    }
    return NULL;
}

const char *program_class_of_region(const program *p, const flow_region *region)
{
    for (const flow_region *r = region; r != NULL; r = r->base) {
        if (r->kind == FLOW_FIELD) {
            return class_of_field(p, r->tag, r->field);
        }
        if (r->kind == FLOW_VARIABLE) {
            return r->variable->key == NULL ? NULL : intern(p->names, r->variable->key);
        }
        if (r->kind == FLOW_POINTEE && r->pointer->kind == FLOW_INITIAL) {
            return program_class_of_region(p, r->pointer->region);
        }
    }
    return NULL;
}

static void add_entry(program *p, const char *class_name, const program_function *f, const effect *e)
{
    if (class_name == NULL) {
        return;
    }
    index_entry *entry = ARENA_NEW(p->memory, index_entry);
    index_entry *last = map_get(p->index->last, MAP_KEY(class_name));
    entry->function = f;
    entry->effect = e;
    if (last == NULL) {
        map_set(p->index->by_class, MAP_KEY(class_name), entry);
    } else {
        last->next = entry;
    }
    map_set(p->index->last, MAP_KEY(class_name), entry);
}

static void add_events(program *p, const program_function *f)
{
    for (size_t i = 0; i < f->summary->event_count; i++) {
        const effect *e = &f->summary->events[i];
        const char *by_value = program_class(p, e->role[ROLE_OBJECT]);
        const char *by_name = program_class(p, e->spelled);
        add_entry(p, by_value, f, e);
        if (by_name != by_value) {
            add_entry(p, by_name, f, e);
        }
    }
}

/* ---- objects with several names ---- */

typedef struct alias {
    const char *a;
    const char *b;
} alias;

static bool is_called_in_sight(const program *p, const program_function *f)
{
    return p->index->is_called[f->order] && f->function->is_static;
}

static bool is_own(const ir_path *path)
{
    return path->root == IR_ROOT_FRESH || (path->root == IR_ROOT_VARIABLE && path->variable->key == NULL);
}

static void add_hold(program *p, const program_function *f, const effect_store *hold, alias *aliases,
                     size_t *count)
{
    const char *holder = program_class(p, hold->address), *held = program_class(p, hold->value);

    if (held != NULL && held != holder) {
        aliases[(*count)++] = (alias){.a = holder, .b = held};
    } else if (hold->value->root == IR_ROOT_PARAMETER && !is_called_in_sight(p, f)) {
        map_set(p->index->foreign, MAP_KEY(holder), (void *)holder);
    } else if (is_own(hold->value)) {
        for (size_t i = 0; i < f->summary->event_count; i++) {
            const effect *e = &f->summary->events[i];
            if (ir_path_equal(e->role[ROLE_OBJECT], hold->value) && program_class(p, e->spelled) != holder) {
                add_entry(p, holder, f, e);
            }
        }
    }
}

static bool has_entry(const program *p, const char *class_name, const effect *e)
{
    for (const index_entry *known = program_effects_on(p, class_name); known != NULL; known = known->next) {
        if (known->effect == e) {
            return true;
        }
    }
    return false;
}

static bool copy_entries(program *p, const char *to, const char *from)
{
    const index_entry *last = map_get(p->index->last, MAP_KEY(from));
    bool is_changed = false;

    for (const index_entry *e = program_effects_on(p, from); e != NULL; e = e == last ? NULL : e->next) {
        if (!has_entry(p, to, e->effect)) {
            add_entry(p, to, e->function, e->effect);
            is_changed = true;
        }
    }
    if (map_get(p->index->foreign, MAP_KEY(from)) != NULL &&
        map_get(p->index->foreign, MAP_KEY(to)) == NULL) {
        map_set(p->index->foreign, MAP_KEY(to), (void *)to);
        is_changed = true;
    }
    return is_changed;
}

static void join_names(program *p)
{
    size_t holds = 0, count = 0;

    for (size_t i = 0; i < p->function_count; i++) {
        holds += p->functions[i]->summary->hold_count;
    }
    alias *aliases = ARENA_ARRAY(p->memory, alias, holds + 1);
    for (size_t i = 0; i < p->function_count; i++) {
        const effect_summary *s = p->functions[i]->summary;
        for (size_t k = 0; k < s->hold_count; k++) {
            add_hold(p, p->functions[i], &s->holds[k], aliases, &count);
        }
    }
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (size_t i = 0; i < count; i++) {
            is_changed |= copy_entries(p, aliases[i].a, aliases[i].b);
            is_changed |= copy_entries(p, aliases[i].b, aliases[i].a);
        }
    }
}

bool program_is_foreign(const program *p, const char *class_name)
{
    return class_name != NULL && map_get(p->index->foreign, MAP_KEY(class_name)) != NULL;
}

const index_entry *program_effects_on(const program *p, const char *class_name)
{
    return class_name == NULL ? NULL : map_get(p->index->by_class, MAP_KEY(class_name));
}

bool program_does(const program *p, const char *class_name, effect_kind kind)
{
    for (const index_entry *e = program_effects_on(p, class_name); e != NULL; e = e->next) {
        if (e->effect->kind == kind) {
            return true;
        }
    }
    return false;
}

/* ---- who runs what ---- */

static root *root_of(program *p, const program_function *body)
{
    struct program_index *index = p->index;

    for (size_t i = 1; i < index->root_count; i++) {
        if (index->roots[i].body == body) {
            index->roots[i].is_many = true; /* a second place that starts it */
            return &index->roots[i];
        }
    }
    root made = {.body = body};
    ARENA_PUSH(p->memory, index->roots, index->root_count, index->root_capacity, made);
    return &index->roots[index->root_count - 1];
}

static void find_roots(program *p)
{
    ARENA_PUSH(p->memory, p->index->roots, p->index->root_count, p->index->root_capacity, (root){0});
    for (size_t i = 0; i < p->function_count; i++) {
        const effect_summary *s = p->functions[i]->summary;
        for (size_t k = 0; k < s->event_count; k++) {
            const effect *e = &s->events[k];
            const ir_path *body = e->kind == EFFECT_SPAWN ? e->role[ROLE_FUNCTION] : NULL;
            if (body == NULL || body->root != IR_ROOT_FUNCTION || (e->flags & EFFECT_REMOTE)) {
                continue;
            }
            const program_function *known = program_find(p, body->function);
            if (known != NULL) {
                root *r = root_of(p, known);
                r->is_many |= (e->flags & EFFECT_IN_LOOP) != 0;
            }
        }
    }
}

static void visit_callees(program *p, const program_function *f,
                          void (*found)(void *, const program_function *), void *data)
{
    for (size_t b = 0; b < f->function->block_count; b++) {
        const ir_block *block = f->function->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            const ir_instruction *instruction = &block->instructions[i];
            const program_function *callee = NULL;
            if (instruction->op == IR_CALL && instruction->a.kind == IR_FUNCTION) {
                callee = program_find(p, instruction->a.function);
            }
            if (callee != NULL) {
                found(data, callee);
            }
        }
    }
}

typedef struct reach {
    program *p;
    size_t root;
} reach;

static void run_from(void *data, const program_function *f)
{
    reach *r = data;
    bool *runs = r->p->index->runs[f->order];

    if (!runs[r->root]) {
        runs[r->root] = true;
        visit_callees(r->p, f, run_from, r);
    }
}

static void note_called(void *data, const program_function *f)
{
    ((bool *)data)[f->order] = true;
}

static void find_called(program *p)
{
    p->index->is_called = ARENA_ARRAY(p->memory, bool, p->function_count + 1);
    for (size_t i = 0; i < p->function_count; i++) {
        visit_callees(p, p->functions[i], note_called, p->index->is_called);
    }
}

/* A function with external linkage that takes pointers, and whatever it calls. */
static void spread_external(void *data, const program_function *f)
{
    program *p = data;

    if (!p->index->is_external[f->order]) {
        p->index->is_external[f->order] = true;
        visit_callees(p, f, spread_external, p);
    }
}

static bool takes_pointers(const ir_function *f)
{
    for (size_t i = 0; i < f->parameter_count; i++) {
        if (f->parameters[i]->type->kind == IR_TYPE_POINTER) {
            return true;
        }
    }
    return false;
}

static void find_external(program *p)
{
    p->index->is_external = ARENA_ARRAY(p->memory, bool, p->function_count + 1);
    for (size_t i = 0; i < p->function_count; i++) {
        const ir_function *f = p->functions[i]->function;
        if (!f->is_static && !f->is_system && strcmp(f->name, "main") != 0 && takes_pointers(f)) {
            spread_external(p, p->functions[i]);
        }
    }
}

bool program_is_external(const program *p, const program_function *f)
{
    return p->index->is_external[f->order];
}

static void follow_roots(program *p)
{
    struct program_index *index = p->index;
    const bool *is_called = index->is_called;

    index->runs = ARENA_ARRAY(p->memory, bool *, p->function_count + 1);
    for (size_t i = 0; i < p->function_count; i++) {
        index->runs[i] = ARENA_ARRAY(p->memory, bool, index->root_count);
    }
    for (size_t k = 1; k < index->root_count; k++) {
        reach r = {.p = p, .root = k};
        run_from(&r, index->roots[k].body);
    }
    for (size_t i = 0; i < p->function_count; i++) {
        bool is_body = false;
        for (size_t k = 1; k < index->root_count; k++) {
            is_body |= index->roots[k].body == p->functions[i];
        }
        if (!is_body && !is_called[i]) {
            reach r = {.p = p, .root = 0};
            run_from(&r, p->functions[i]);
        }
    }
}

bool program_are_concurrent(const program *p, const program_function *a, const program_function *b)
{
    const bool *runs_a = p->index->runs[a->order], *runs_b = p->index->runs[b->order];

    for (size_t i = 0; i < p->index->root_count; i++) {
        for (size_t k = 0; k < p->index->root_count; k++) {
            if (runs_a[i] && runs_b[k] && (i != k || (i > 0 && p->index->roots[i].is_many))) {
                return true;
            }
        }
    }
    return false;
}

bool program_has_coroutines(const program *p)
{
    return p->index->root_count > 1;
}

bool program_is_coroutine(const program *p, const program_function *f)
{
    for (size_t k = 1; k < p->index->root_count; k++) {
        if (p->index->runs[f->order][k]) {
            return true;
        }
    }
    return false;
}

void program_make_index(program *p)
{
    p->index = ARENA_NEW(p->memory, struct program_index);
    p->index->by_class = map_new(p->memory);
    p->index->last = map_new(p->memory);
    p->index->foreign = map_new(p->memory);
    for (size_t i = 0; i < p->function_count; i++) {
        add_events(p, p->functions[i]);
    }
    find_called(p);
    find_external(p);
    join_names(p);
    find_roots(p);
    follow_roots(p);
}
