/* analyzer/flow/value.c
 * The one table of values and regions of an analysed function: makes each of them once. */
#include "analyzer/flow/value.h"

#include "analyzer/base/map.h"

#include <string.h>

enum { EXPRESSION_DEPTH_MAX = 4, REGION_DEPTH_MAX = 10 };

typedef struct entry {
    struct entry *next;
    union {
        flow_region region;
        flow_value value;
    };
    bool is_region;
} entry;

struct flow_values {
    arena *memory;
    map *table;
    uint32_t next_region;
    uint32_t next_value;
    const flow_value *nothing;
};

flow_values *flow_values_new(arena *a)
{
    flow_values *u = ARENA_NEW(a, flow_values);

    u->memory = a;
    u->table = map_new(a);
    u->nothing = ARENA_NEW(a, flow_value);
    u->next_value = 1;
    return u;
}

static bool same_value(const flow_value *a, const flow_value *b)
{
    return a->kind == b->kind && a->integer == b->integer && a->region == b->region &&
           a->function == b->function && a->since == b->since && a->number == b->number &&
           a->is_older == b->is_older && a->block == b->block &&
           a->operator== b->operator&& a->left == b->left && a->right == b->right;
}

static uint64_t value_key(const flow_value *v)
{
    uint64_t key = map_mix(v->kind, (uint64_t)v->integer);

    key = map_mix(key, MAP_KEY(v->region) ^ MAP_KEY(v->function));
    key = map_mix(key, MAP_KEY(v->since) + v->number * 2 + v->is_older);
    key = map_mix(key, v->block * 64u + v->operator);
    return map_mix(key, MAP_KEY(v->left) + MAP_KEY(v->right) * 3);
}

static const flow_value *make_value(flow_values *u, flow_value wanted)
{
    uint64_t key = value_key(&wanted);
    entry *first = map_get(u->table, key);

    for (entry *e = first; e != NULL; e = e->next) {
        if (!e->is_region && same_value(&e->value, &wanted)) {
            return &e->value;
        }
    }
    entry *e = ARENA_NEW(u->memory, entry);
    e->next = first;
    e->value = wanted;
    e->value.id = u->next_value++;
    map_set(u->table, key, e);
    return &e->value;
}

static bool same_region(const flow_region *a, const flow_region *b)
{
    return a->kind == b->kind && a->base == b->base && a->variable == b->variable &&
           a->pointer == b->pointer && a->field == b->field && a->index == b->index && a->is_any == b->is_any;
}

static const flow_region *make_region(flow_values *u, flow_region wanted, const void *identity)
{
    uint64_t key = map_mix(wanted.kind + 100u, MAP_KEY(wanted.base));

    key = map_mix(key, MAP_KEY(identity) + MAP_KEY(wanted.pointer));
    key = map_mix(key, MAP_KEY(wanted.field) + (uint64_t)wanted.index * 2 + wanted.is_any);
    entry *first = map_get(u->table, key);
    for (entry *e = first; e != NULL; e = e->next) {
        if (e->is_region && same_region(&e->region, &wanted)) {
            /* a model row names a field without its record: learn the rest when code names it too */
            if (e->region.tag == NULL) {
                e->region.tag = wanted.tag;
                e->region.offset_bits = wanted.offset_bits;
            }
            if (e->region.type == NULL) {
                e->region.type = wanted.type;
            }
            return &e->region;
        }
    }
    entry *e = ARENA_NEW(u->memory, entry);
    e->next = first;
    e->is_region = true;
    e->region = wanted;
    e->region.id = ++u->next_region;
    map_set(u->table, key, e);
    return &e->region;
}

const flow_value *flow_nothing(flow_values *u)
{
    return u->nothing;
}

const flow_value *flow_integer(flow_values *u, int64_t integer)
{
    return make_value(u, (flow_value){.kind = FLOW_INTEGER, .integer = integer});
}

const flow_value *flow_address(flow_values *u, const flow_region *region)
{
    if (region->kind == FLOW_POINTEE) {
        return region->pointer;
    }
    return make_value(u, (flow_value){.kind = FLOW_ADDRESS, .region = region});
}

const flow_value *flow_code(flow_values *u, const ir_function *function)
{
    return make_value(u, (flow_value){.kind = FLOW_CODE, .function = function});
}

/* How many fields, elements and pointers lie between a region and its root. */
static int region_depth(const flow_region *r)
{
    int depth = 0;

    while (r != NULL && depth <= REGION_DEPTH_MAX) {
        depth++;
        if (r->base != NULL) {
            r = r->base;
        } else if (r->kind == FLOW_POINTEE &&
                   (r->pointer->kind == FLOW_INITIAL || r->pointer->kind == FLOW_MERGED)) {
            r = r->pointer->region;
        } else {
            r = NULL;
        }
    }
    return depth;
}

const flow_value *flow_initial(flow_values *u, const flow_region *region, const ir_instruction *since)
{
    if (region_depth(region) > REGION_DEPTH_MAX) {
        return u->nothing; /* down a list: which node it is does not matter any more */
    }
    return make_value(
        u, (flow_value){.kind = FLOW_INITIAL, .region = region, .since = since, .type = region->type});
}

const flow_value *flow_merged(flow_values *u, uint32_t block, const flow_region *region)
{
    if (region_depth(region) > REGION_DEPTH_MAX) {
        return u->nothing;
    }
    return make_value(
        u, (flow_value){.kind = FLOW_MERGED, .block = block, .region = region, .type = region->type});
}

const flow_value *flow_made(flow_values *u, const ir_instruction *since, uint32_t number, bool is_older,
                            const ir_type *type)
{
    return make_value(
        u, (flow_value){
               .kind = FLOW_MADE, .since = since, .number = number, .is_older = is_older, .type = type});
}

const flow_value *flow_record(flow_values *u, const flow_region *region)
{
    return make_value(u, (flow_value){.kind = FLOW_RECORD, .region = region});
}

static bool fold(ir_operator operator, int64_t a, int64_t b, int64_t *result)
{
    uint64_t ua = (uint64_t)a, ub = (uint64_t)b;

    switch (operator) {
    case IR_ADD: *result = (int64_t)(ua + ub); return true;
    case IR_SUBTRACT: *result = (int64_t)(ua - ub); return true;
    case IR_MULTIPLY: *result = (int64_t)(ua * ub); return true;
    case IR_DIVIDE: *result = b == 0 || b == -1 ? 0 : a / b; return b != 0 && b != -1;
    case IR_REMAINDER: *result = b == 0 || b == -1 ? 0 : a % b; return b != 0 && b != -1;
    case IR_SHIFT_LEFT: *result = ub < 64 ? (int64_t)(ua << ub) : 0; return ub < 64;
    case IR_SHIFT_RIGHT: *result = ub < 64 ? a >> ub : 0; return ub < 64;
    case IR_BIT_AND: *result = a & b; return true;
    case IR_BIT_OR: *result = a | b; return true;
    case IR_BIT_XOR: *result = a ^ b; return true;
    case IR_EQUAL: *result = a == b; return true;
    case IR_NOT_EQUAL: *result = a != b; return true;
    case IR_LESS: *result = a < b; return true;
    case IR_LESS_EQUAL: *result = a <= b; return true;
    case IR_GREATER: *result = a > b; return true;
    case IR_GREATER_EQUAL: *result = a >= b; return true;
    case IR_POINTER_DIFFERENCE: return false;
    case IR_NEGATE: *result = (int64_t)(0 - ua); return true;
    case IR_NOT: *result = !a; return true;
    case IR_COMPLEMENT: *result = ~a; return true;
    }
    return false;
}

static int depth_of(const flow_value *v)
{
    if (v == NULL || v->kind != FLOW_EXPRESSION) {
        return 0;
    }
    int left = depth_of(v->left), right = depth_of(v->right);
    return 1 + (left > right ? left : right);
}

/* The same comparison with its sides exchanged. */
static ir_operator mirrored(ir_operator operator)
{
    switch (operator) {
    case IR_LESS: return IR_GREATER;
    case IR_LESS_EQUAL: return IR_GREATER_EQUAL;
    case IR_GREATER: return IR_LESS;
    case IR_GREATER_EQUAL: return IR_LESS_EQUAL;
    default: return operator;
    }
}

const flow_value *flow_expression(flow_values *u, ir_operator operator, const flow_value * left,
                                  const flow_value *right)
{
    int64_t result;

    if (left->kind == FLOW_NOTHING || (right != NULL && right->kind == FLOW_NOTHING)) {
        return u->nothing;
    }
    if (left->kind == FLOW_INTEGER && (right == NULL || right->kind == FLOW_INTEGER) &&
        fold(operator, left->integer, right == NULL ? 0 : right->integer, &result)) {
        return flow_integer(u, result);
    }
    if (operator== IR_NOT && left->kind == FLOW_EXPRESSION && left->operator== IR_NOT_EQUAL) {
        return flow_expression(u, IR_EQUAL, left->left, left->right);
    }
    if (operator== IR_NOT) {
        return flow_expression(u, IR_EQUAL, left, flow_integer(u, 0));
    }
    if (operator>= IR_EQUAL && operator<= IR_GREATER_EQUAL && right !=
        NULL &&(left->kind == FLOW_INTEGER || (right->kind != FLOW_INTEGER && left->id > right->id))) {
        return flow_expression(u, mirrored(operator), right, left); /* one form for each question */
    }
    if (depth_of(left) >= EXPRESSION_DEPTH_MAX || depth_of(right) >= EXPRESSION_DEPTH_MAX) {
        return u->nothing;
    }
    return make_value(
        u, (flow_value){.kind = FLOW_EXPRESSION, .operator= operator, .left = left, .right = right});
}

const flow_region *flow_variable(flow_values *u, const ir_variable *variable)
{
    /* a global seen from two units is one region: the interned key is its identity */
    const void *identity = variable->key != NULL ? (const void *)variable->key : (const void *)variable;
    entry *known = map_get(u->table, map_mix(MAP_KEY(identity), 1));

    if (known != NULL) {
        return &known->region;
    }
    entry *e = ARENA_NEW(u->memory, entry);
    e->is_region = true;
    e->region = (flow_region){
        .kind = FLOW_VARIABLE, .id = ++u->next_region, .variable = variable, .type = variable->type};
    map_set(u->table, map_mix(MAP_KEY(identity), 1), e);
    return &e->region;
}

const flow_region *flow_pointee(flow_values *u, const flow_value *pointer)
{
    const ir_type *type = pointer->type != NULL ? pointer->type->element : NULL;

    return make_region(u, (flow_region){.kind = FLOW_POINTEE, .pointer = pointer, .type = type}, NULL);
}

const flow_region *flow_field(flow_values *u, const flow_region *base, const char *tag, const char *field,
                              uint64_t offset_bits, const ir_type *type)
{
    return make_region(u,
                       (flow_region){.kind = FLOW_FIELD,
                                     .base = base,
                                     .tag = tag,
                                     .field = field,
                                     .offset_bits = offset_bits,
                                     .type = type},
                       NULL);
}

const flow_region *flow_element(flow_values *u, const flow_region *base, bool is_any, int64_t index,
                                const ir_type *type)
{
    if (!is_any && index == 0) {
        return base; /* the first element is where the array is */
    }
    if (base->kind == FLOW_ELEMENT) { /* p + i + j */
        bool unknown = is_any || base->is_any;
        return flow_element(u, base->base, unknown, unknown ? 0 : base->index + index, type);
    }
    return make_region(
        u,
        (flow_region){
            .kind = FLOW_ELEMENT, .base = base, .is_any = is_any, .index = is_any ? 0 : index, .type = type},
        NULL);
}

const flow_region *flow_string(flow_values *u, const char *text)
{
    return make_region(u, (flow_region){.kind = FLOW_STRING, .field = text}, NULL);
}

const flow_region *flow_ghost(flow_values *u, const char *name)
{
    return make_region(u, (flow_region){.kind = FLOW_GHOST, .field = name}, NULL);
}

const flow_region *flow_region_of(flow_values *u, const flow_value *pointer)
{
    switch (pointer->kind) {
    case FLOW_ADDRESS:
    case FLOW_RECORD: return pointer->region;
    case FLOW_INITIAL:
    case FLOW_MADE:
    case FLOW_MERGED:
    case FLOW_EXPRESSION: return flow_pointee(u, pointer);
    case FLOW_NOTHING:
    case FLOW_INTEGER:
    case FLOW_CODE: return NULL;
    }
    return NULL;
}

bool flow_is_within(const flow_region *inner, const flow_region *outer)
{
    for (; inner != NULL; inner = inner->base) {
        if (inner == outer) {
            return true;
        }
    }
    return false;
}

const flow_region *flow_base(const flow_region *region)
{
    while (region->base != NULL) {
        region = region->base;
    }
    return region;
}

static bool region_mentions(const flow_region *r, const flow_value *symbol)
{
    const flow_region *base = flow_base(r);

    return base->kind == FLOW_POINTEE && flow_mentions(base->pointer, symbol);
}

bool flow_mentions(const flow_value *v, const flow_value *symbol)
{
    if (v == symbol) {
        return true;
    }
    switch (v->kind) {
    case FLOW_ADDRESS:
    case FLOW_INITIAL:
    case FLOW_RECORD: return region_mentions(v->region, symbol);
    case FLOW_EXPRESSION:
        return flow_mentions(v->left, symbol) || (v->right != NULL && flow_mentions(v->right, symbol));
    default: return false;
    }
}

const flow_region *flow_replace_region(flow_values *u, const flow_region *r, const flow_value *from,
                                       const flow_value *to)
{
    if (r->base != NULL) {
        const flow_region *base = flow_replace_region(u, r->base, from, to);
        if (base == r->base) {
            return r;
        }
        return r->kind == FLOW_FIELD ? flow_field(u, base, r->tag, r->field, r->offset_bits, r->type)
                                     : flow_element(u, base, r->is_any, r->index, r->type);
    }
    if (r->kind != FLOW_POINTEE) {
        return r;
    }
    const flow_value *pointer = flow_replace(u, r->pointer, from, to);
    return pointer == r->pointer ? r : flow_pointee(u, pointer);
}

const flow_value *flow_replace(flow_values *u, const flow_value *v, const flow_value *from,
                               const flow_value *to)
{
    if (v == from) {
        return to;
    }
    if (!flow_mentions(v, from)) {
        return v;
    }
    switch (v->kind) {
    case FLOW_ADDRESS: return flow_address(u, flow_replace_region(u, v->region, from, to));
    case FLOW_RECORD: return flow_record(u, flow_replace_region(u, v->region, from, to));
    case FLOW_INITIAL: return flow_initial(u, flow_replace_region(u, v->region, from, to), v->since);
    case FLOW_EXPRESSION:
        return flow_expression(u, v->operator, flow_replace(u, v->left, from, to),
                               v->right == NULL ? NULL : flow_replace(u, v->right, from, to));
    default: return v;
    }
}

/* ---- access paths ---- */

static const ir_path *extend(flow_values *u, const ir_path *path, ir_step step)
{
    if (path == NULL || path->step_count >= IR_PATH_STEPS_MAX) {
        return NULL;
    }
    ir_step *steps = ARENA_ARRAY(u->memory, ir_step, path->step_count + 1);
    if (path->step_count > 0) {
        memcpy(steps, path->steps, path->step_count * sizeof *steps);
    }
    steps[path->step_count] = step;
    ir_path *longer = arena_copy(u->memory, path, sizeof *path);
    longer->steps = steps;
    longer->step_count++;
    return longer;
}

static const ir_path *root(flow_values *u, ir_path path)
{
    return arena_copy(u->memory, &path, sizeof path);
}

static const ir_path *build_address_path(flow_values *u, const flow_region *r)
{
    switch (r->kind) {
    case FLOW_VARIABLE:
        if (r->variable->kind ==
            IR_PARAMETER) { /* a record passed by value: its copy stands for the argument */
            return root(u, (ir_path){.root = IR_ROOT_PARAMETER, .number = r->variable->index});
        }
        return root(u,
                    (ir_path){.root = IR_ROOT_VARIABLE, .variable = r->variable, .name = r->variable->key});
    case FLOW_POINTEE: return flow_path_of(u, r->pointer);
    case FLOW_FIELD:
        return extend(u, flow_path_of_address(u, r->base),
                      (ir_step){.kind = IR_STEP_FIELD, .tag = r->tag, .field = r->field});
    case FLOW_ELEMENT: return extend(u, flow_path_of_address(u, r->base), (ir_step){.kind = IR_STEP_ELEMENT});
    case FLOW_GHOST: return root(u, (ir_path){.root = IR_ROOT_GHOST, .name = r->field});
    case FLOW_STRING: return NULL;
    }
    return NULL;
}

/* The same number in every walk of the function: it comes from the operation's place in it. */
static uint32_t fresh_number(const flow_value *v)
{
    const ir_instruction *i = v->since;
    uint64_t place =
        i->result != IR_NO_RESULT ? i->result : (uint64_t)i->loc.line << 32 | i->loc.column << 8 | 1u;

    return (uint32_t)(map_mix(place, v->number * 2 + v->is_older) >> 16);
}

/* A path with all its tags known will not change any more. */
static bool is_final(const ir_path *path)
{
    for (size_t i = 0; path != NULL && i < path->step_count; i++) {
        if (path->steps[i].kind == IR_STEP_FIELD && path->steps[i].tag == NULL) {
            return false;
        }
    }
    return path != NULL;
}

const ir_path *flow_path_of_address(flow_values *u, const flow_region *r)
{
    if (r->path == NULL) {
        const ir_path *path = build_address_path(u, r);
        if (!is_final(path)) {
            return path;
        }
        ((flow_region *)r)->path = path;
    }
    return r->path;
}

static const ir_path *build_path(flow_values *u, const flow_value *v)
{
    switch (v->kind) {
    case FLOW_ADDRESS:
    case FLOW_RECORD: return flow_path_of_address(u, v->region);
    case FLOW_CODE: return root(u, (ir_path){.root = IR_ROOT_FUNCTION, .function = v->function});
    case FLOW_INITIAL:
        if (v->region->kind == FLOW_VARIABLE && v->region->variable->kind == IR_PARAMETER) {
            return root(u, (ir_path){.root = IR_ROOT_PARAMETER, .number = v->region->variable->index});
        }
        return extend(u, flow_path_of_address(u, v->region), (ir_step){.kind = IR_STEP_DEREF});
    case FLOW_MADE:
        if (v->type != NULL && v->type->kind != IR_TYPE_POINTER) {
            return NULL; /* a number is no object */
        }
        return root(u, (ir_path){.root = IR_ROOT_FRESH, .number = fresh_number(v)});
    default: return NULL;
    }
}

const ir_path *flow_path_of(flow_values *u, const flow_value *v)
{
    if (v->path == NULL) {
        const ir_path *path = build_path(u, v);
        if (!is_final(path)) {
            return path;
        }
        ((flow_value *)v)->path = path;
    }
    return v->path;
}
