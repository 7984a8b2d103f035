/* analyzer/summary/dull.c
 * Most functions of a large program never come near a coroutine. Walking their paths would cost most of the
 * time and tell nothing, so they are read instruction by instruction; small ones are walked all the same,
 * because callers branch on their results. */
#include "analyzer/summary/dull.h"

enum { SMALL_BLOCKS_MAX = 24, EVENTS_MAX = 200 };

static const uint64_t dull_kinds = FLOW_BIT(EFFECT_READ) | FLOW_BIT(EFFECT_WRITE) | FLOW_BIT(EFFECT_FREE) |
                                   FLOW_BIT(EFFECT_CALL) | FLOW_BIT(EFFECT_ESCAPE) | FLOW_BIT(EFFECT_PARK);

static bool is_interesting(const effect_summary *s)
{
    for (size_t i = 0; i < s->event_count; i++) {
        if ((FLOW_BIT(s->events[i].kind) & ~dull_kinds) != 0) {
            return true;
        }
    }
    return s->select != NULL || s->parks;
}

bool summary_is_dull(const program *p, const program_function *f)
{
    const ir_function *ir = f->function;

    if (ir->block_count <= SMALL_BLOCKS_MAX) {
        return false;
    }
    for (size_t b = 0; b < ir->block_count; b++) {
        for (size_t i = 0; i < ir->blocks[b]->count; i++) {
            const ir_instruction *call = &ir->blocks[b]->instructions[i];
            const effect_summary *s = call->op == IR_CALL && call->a.kind == IR_FUNCTION
                                          ? program_summary(p, call->a.function)
                                          : NULL;
            if (s != NULL && is_interesting(s)) {
                return false;
            }
        }
    }
    return true;
}

typedef struct reading {
    program *p;
    const ir_function *function;
    const ir_path **places; /* by temporary: the field or global it is the address of */
    effect *events;
    size_t event_count, event_capacity;
    bool calls_unseen;
    bool returns;
} reading;

static const ir_path *path_to_field(reading *r, const ir_field *field)
{
    ir_step *step = ARENA_NEW(r->p->memory, ir_step);
    ir_path *path = ARENA_NEW(r->p->memory, ir_path);

    *step = (ir_step){.kind = IR_STEP_FIELD, .tag = field->record->tag, .field = field->name};
    *path = (ir_path){.root = IR_ROOT_GHOST, .name = "?", .steps = step, .step_count = 1};
    return path;
}

static const ir_path *place_of(reading *r, ir_value address)
{
    if (address.kind == IR_TEMP) {
        return r->places[address.temp];
    }
    if (address.kind == IR_ADDRESS && address.variable->key != NULL) {
        ir_path *path = ARENA_NEW(r->p->memory, ir_path);
        *path =
            (ir_path){.root = IR_ROOT_VARIABLE, .variable = address.variable, .name = address.variable->key};
        return path;
    }
    return NULL;
}

static void note_write(reading *r, const ir_instruction *i)
{
    effect e = {.kind = EFFECT_WRITE, .unit = r->function->unit, .loc = i->loc};

    e.role[ROLE_OBJECT] = place_of(r, i->a);
    e.flags = i->flags & IR_ATOMIC ? EFFECT_ATOMIC : 0;
    for (size_t k = 0; k < r->event_count; k++) {
        if (ir_path_equal(r->events[k].role[ROLE_OBJECT], e.role[ROLE_OBJECT])) {
            return;
        }
    }
    if (e.role[ROLE_OBJECT] != NULL && r->event_count < EVENTS_MAX) {
        ARENA_PUSH(r->p->memory, r->events, r->event_count, r->event_capacity, e);
    }
}

static void read_instruction(reading *r, const ir_instruction *i)
{
    switch (i->op) {
    case IR_FIELD:
        if (i->field->name != NULL) {
            r->places[i->result] = path_to_field(r, i->field);
        }
        break;
    case IR_INDEX:
    case IR_CAST:
        if (i->result != IR_NO_RESULT) {
            r->places[i->result] = place_of(r, i->a);
        }
        break;
    case IR_STORE:
    case IR_COPY: note_write(r, i); break;
    case IR_CALL:
        r->calls_unseen |= i->a.kind != IR_FUNCTION || program_summary(r->p, i->a.function) == NULL;
        break;
    default: break;
    }
}

/* Code out of sight may get hold of what the function was given. */
static void add_escapes(reading *r, effect_outcome *o)
{
    size_t count = r->function->parameter_count;
    effect *effects = ARENA_ARRAY(r->p->memory, effect, count);

    for (size_t i = 0; r->calls_unseen && i < count; i++) {
        if (r->function->parameters[i]->type->kind == IR_TYPE_POINTER) {
            ir_path *path = ARENA_NEW(r->p->memory, ir_path);
            *path = (ir_path){.root = IR_ROOT_PARAMETER, .number = (uint32_t)i};
            effects[o->effect_count] = (effect){.kind = EFFECT_ESCAPE,
                                                .flags = EFFECT_MAY,
                                                .unit = r->function->unit,
                                                .loc = r->function->loc};
            effects[o->effect_count++].role[ROLE_OBJECT] = path;
        }
    }
    o->effects = effects;
}

effect_summary *summary_of_dull(program *p, program_function *f)
{
    reading r = {.p = p,
                 .function = f->function,
                 .places = ARENA_ARRAY(p->memory, const ir_path *, f->function->temp_count + 1)};
    effect_summary *s = ARENA_NEW(p->memory, effect_summary);
    effect_outcome *o = ARENA_NEW(p->memory, effect_outcome);

    for (size_t b = 0; b < f->function->block_count; b++) {
        const ir_block *block = f->function->blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            read_instruction(&r, &block->instructions[i]);
        }
        if (block->end.kind == IR_RETURN) {
            r.returns = true;
            o->exit = block->end.loc;
        }
    }
    o->result = EFFECT_RANGE_ANY;
    add_escapes(&r, o);
    s->function = f->function->name;
    s->outcomes = o;
    s->outcome_count = r.returns ? 1 : 0;
    s->events = r.events;
    s->event_count = r.event_count;
    s->changes_numbers = true;
    f->kinds = FLOW_BIT(EFFECT_WRITE);
    return s;
}
