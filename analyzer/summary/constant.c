/* analyzer/summary/constant.c
 * Function pointers in global tables: what an initialiser put there stays there, when nobody writes to it.
 *
 * A variable counts as written when its address leaves a plain chain of field and element steps that end in
 * loads: stored through, passed on, kept. */
#include "analyzer/base/map.h"
#include "analyzer/summary/parts.h"

typedef struct constant {
    struct constant *next;
    const ir_path *address;
    const ir_function *function;
} constant;

/* ---- who is written ---- */

typedef struct scan {
    map *written;                /* variable key -> itself */
    const ir_variable **of_temp; /* variable that a temporary points into */
} scan;

static const ir_variable *pointed(const scan *s, ir_value v)
{
    if (v.kind == IR_ADDRESS && v.variable->key != NULL) {
        return v.variable;
    }
    return v.kind == IR_TEMP ? s->of_temp[v.temp] : NULL;
}

static void note_written(scan *s, ir_value v)
{
    const ir_variable *variable = pointed(s, v);

    if (variable != NULL) {
        map_set(s->written, MAP_KEY(variable->key), (void *)variable);
    }
}

static void scan_instruction(scan *s, const ir_instruction *i)
{
    switch (i->op) {
    case IR_LOAD: break;
    case IR_FIELD:
    case IR_INDEX: s->of_temp[i->result] = pointed(s, i->a); break;
    case IR_CAST: s->of_temp[i->result] = pointed(s, i->a); break;
    case IR_COPY: note_written(s, i->a); break;
    case IR_CALL:
        for (size_t k = 0; k < i->argument_count; k++) {
            note_written(s, i->arguments[k]);
        }
        break;
    default:
        note_written(s, i->a);
        note_written(s, i->b);
        break;
    }
}

static void scan_function(program *p, map *written, const ir_function *f)
{
    scan s = {.written = written, .of_temp = ARENA_ARRAY(p->memory, const ir_variable *, f->temp_count + 1)};

    for (size_t b = 0; b < f->block_count; b++) {
        for (size_t i = 0; i < f->blocks[b]->count; i++) {
            scan_instruction(&s, &f->blocks[b]->instructions[i]);
        }
        note_written(&s, f->blocks[b]->end.value);
    }
}

/* Does `wanted` name the place `address`, or with an unknown index a set of places that it is one of? The
 * first element lies at the array's own address, so its path may lack the step. */
static bool is_reached(const ir_path *address, const ir_path *wanted)
{
    ir_path shorter = *wanted;
    ir_step steps[IR_PATH_STEPS_MAX];

    if (ir_path_equal(address, wanted)) {
        return true;
    }
    shorter.steps = steps;
    shorter.step_count = 0;
    for (size_t i = 0; i < wanted->step_count; i++) {
        if (wanted->steps[i].kind != IR_STEP_ELEMENT) {
            steps[shorter.step_count++] = wanted->steps[i];
        }
    }
    return shorter.step_count != wanted->step_count && ir_path_equal(address, &shorter);
}

/* ---- what initialisers store ---- */

typedef struct collect {
    program *p;
    map *written;
} collect;

static void on_store(flow_pass *pass, flow_state *state, const flow_region *region, const flow_value *value,
                     const ir_instruction *store)
{
    collect *c = pass->client->data;
    const flow_region *base = flow_base(region);

    (void)state;
    (void)store;
    if (value->kind != FLOW_CODE || base->kind != FLOW_VARIABLE || base->variable->key == NULL ||
        map_get(c->written, MAP_KEY(base->variable->key)) != NULL ||
        !(base->variable->is_static || base->variable->type->is_const)) {
        return;
    }
    constant *known = ARENA_NEW(c->p->memory, constant);
    known->next = map_get(c->p->constants, MAP_KEY(base->variable->key));
    known->address = flow_path_of_address(pass->values, region);
    known->function = value->function;
    map_set(c->p->constants, MAP_KEY(base->variable->key), known);
}

void program_find_constants(program *p)
{
    collect c = {.p = p, .written = map_new(p->memory)};
    flow_client client = {.data = &c, .on_store = on_store};

    p->constants = map_new(p->memory);
    for (size_t i = 0; i < p->function_count; i++) {
        scan_function(p, c.written, p->functions[i]->function);
    }
    for (size_t u = 0; u < p->unit_count; u++) {
        const ir_function *initializer = p->units[u]->initializer;
        if (initializer == NULL || initializer->block_count == 0) {
            continue;
        }
        flow_pass pass = {.program = &p->flow,
                          .function = initializer,
                          .graph = cfg_build(p->memory, initializer),
                          .client = &client,
                          .memory = p->memory,
                          .values = flow_values_new(p->memory)};
        flow_walk(&pass);
    }
}

const ir_function *program_candidate_at(void *data, flow_values *values, const flow_region *region, size_t i)
{
    program *p = data;
    const flow_region *base = flow_base(region);
    const constant *known = base->kind != FLOW_VARIABLE || base->variable->key == NULL || p->constants == NULL
                                ? NULL
                                : map_get(p->constants, MAP_KEY(base->variable->key));

    if (known == NULL) {
        return NULL;
    }
    const ir_path *address = flow_path_of_address(values, region);
    const ir_function *found = NULL;
    for (; known != NULL && address != NULL && found == NULL; known = known->next) {
        if (known->address != NULL && is_reached(known->address, address) && i-- == 0) {
            found = known->function;
        }
    }
    return found;
}

const ir_function *program_constant_at(void *data, flow_values *values, const flow_region *region)
{
    const ir_function *only = program_candidate_at(data, values, region, 0);

    for (size_t i = 1; only != NULL; i++) {
        const ir_function *other = program_candidate_at(data, values, region, i);
        if (other == NULL) {
            return only;
        }
        if (other != only) {
            return NULL; /* one of several: not known which */
        }
    }
    return NULL;
}
