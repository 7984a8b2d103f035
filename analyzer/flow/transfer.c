/* analyzer/flow/transfer.c
 * What each operation of the IR does to a state. Calls, which can part a path in two, are in call.c. */
#include "analyzer/flow/walk.h"

#include <string.h>

void flow_set_temp(flow_state *state, uint32_t temp, const flow_value *value, const flow_region *source)
{
    if (temp != IR_NO_RESULT && temp - state->temp_first < state->temp_count) {
        state->temps[temp - state->temp_first] = value;
        state->sources[temp - state->temp_first] = source;
    }
}

const flow_region *flow_source_of(const flow_state *state, ir_value operand)
{
    if (operand.kind == IR_TEMP && operand.temp - state->temp_first < state->temp_count) {
        return state->sources[operand.temp - state->temp_first];
    }
    return NULL;
}

const flow_value *flow_operand(flow_pass *pass, flow_state *state, ir_value operand)
{
    switch (operand.kind) {
    case IR_TEMP:
        if (operand.temp - state->temp_first < state->temp_count &&
            state->temps[operand.temp - state->temp_first] != NULL) {
            return state->temps[operand.temp - state->temp_first];
        }
        return flow_nothing(pass->values);
    case IR_INTEGER: return flow_integer(pass->values, operand.integer);
    case IR_STRING: return flow_address(pass->values, flow_string(pass->values, operand.string));
    case IR_ADDRESS: return flow_address(pass->values, flow_variable(pass->values, operand.variable));
    case IR_FUNCTION: return flow_code(pass->values, operand.function);
    case IR_NONE:
    case IR_REAL:
    case IR_LABEL:
    case IR_OPAQUE: return flow_nothing(pass->values);
    }
    return flow_nothing(pass->values);
}

static const flow_region *target(flow_pass *pass, flow_state *state, ir_value address)
{
    return flow_region_of(pass->values, flow_operand(pass, state, address));
}

static const flow_region *typed(const flow_region *region, const ir_type *type)
{
    if (region != NULL && region->type == NULL) {
        ((flow_region *)region)->type = type; /* learnt from the access; not part of the region's identity */
    }
    return region;
}

static void load(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_region *region = typed(target(pass, state, i->a), i->type);

    if (region == NULL) {
        flow_set_temp(state, i->result, flow_make(state, i, 0, i->type), NULL);
        return;
    }
    if (pass->client->on_load != NULL) {
        pass->client->on_load(pass, state, region, i);
    }
    if (i->type != NULL && i->type->kind == IR_TYPE_RECORD) {
        flow_set_temp(state, i->result, flow_record(pass->values, region), region);
        return;
    }
    const flow_value *value = flow_load(state, region);
    if (value->kind == FLOW_INITIAL && pass->program->constant_at != NULL) {
        const ir_function *constant = pass->program->constant_at(pass->program->data, pass->values, region);
        if (constant != NULL) {
            value = flow_code(pass->values, constant);
        }
    }
    if (i->flags & IR_ATOMIC) { /* others may change it at any time: a fresh value each turn */
        value = flow_make(state, i, 0, i->type);
    }
    flow_set_temp(state, i->result, value, region);
}

static void store(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_region *region = typed(target(pass, state, i->a), i->type);
    const flow_value *value = flow_operand(pass, state, i->b);

    if (region == NULL) {
        return; /* through an unknown pointer: taken not to be memory that is known by name */
    }
    if (pass->client->on_store != NULL) {
        pass->client->on_store(pass, state, region, value, i);
    }
    if (value->kind == FLOW_RECORD) {
        flow_copy(state, region, value->region, i->type, i);
        return;
    }
    if (value->kind == FLOW_NOTHING) {
        value = flow_make(state, i, 0, i->type);
    }
    flow_store(state, region, value);
    if (flow_is_shared(state, region)) {
        flow_share(state, value);
    }
}

static void copy(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_region *to = target(pass, state, i->a), *from = target(pass, state, i->b);

    if (to == NULL) {
        return;
    }
    if (pass->client->on_store != NULL) {
        pass->client->on_store(
            pass, state, to, from == NULL ? flow_nothing(pass->values) : flow_record(pass->values, from), i);
    }
    if (from == NULL) {
        flow_forget(state, to, i);
    } else {
        flow_copy(state, to, from, i->type, i);
    }
}

static void field(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_region *base = target(pass, state, i->a);
    const flow_value *value = flow_nothing(pass->values);

    if (base != NULL) {
        const ir_field *f = i->field;
        value = flow_address(
            pass->values, flow_field(pass->values, base, f->record->tag, f->name, f->offset_bits, f->type));
    }
    flow_set_temp(state, i->result, value, NULL);
}

/* `(char *)&object->member - offsetof(...)`: back from a field to the object that contains it. */
static const flow_region *container(const flow_region *member, int64_t bytes)
{
    uint64_t bits = (uint64_t)-bytes * 8;

    for (const flow_region *r = member; r != NULL && r->kind == FLOW_FIELD; r = r->base) {
        if (r->offset_bits == bits) {
            return r->base;
        }
        if (r->offset_bits > bits) {
            return NULL;
        }
        bits -= r->offset_bits;
    }
    return NULL;
}

static void element(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_region *base = target(pass, state, i->a);
    const flow_value *index = flow_operand(pass, state, i->b), *value = flow_nothing(pass->values);
    const ir_type *type = i->type != NULL ? i->type->element : NULL;

    if (base != NULL) {
        bool is_known = index->kind == FLOW_INTEGER && !(i->flags & IR_PARTIAL);
        const flow_region *outer =
            is_known && index->integer < 0 && base->kind == FLOW_FIELD && type != NULL && type->size == 1
                ? container(base, index->integer)
                : NULL;
        value = flow_address(pass->values, outer != NULL ? outer
                                                         : flow_element(pass->values, base, !is_known,
                                                                        is_known ? index->integer : 0, type));
    }
    flow_set_temp(state, i->result, value, NULL);
}

static const flow_value *cast(flow_pass *pass, flow_state *state, const ir_instruction *i,
                              const flow_value *value)
{
    const ir_type *to = i->type;

    if (value->kind != FLOW_INTEGER || to == NULL || to->kind != IR_TYPE_INTEGER || to->size >= 8) {
        if (to != NULL && to->is_bool && flow_is_symbol(value)) {
            return flow_expression(pass->values, IR_NOT_EQUAL, value, flow_integer(pass->values, 0));
        }
        bool is_changed = to != NULL && to->kind == IR_TYPE_INTEGER && flow_is_symbol(value) &&
                          !flow_range_contains(flow_range_of_type(to), flow_range(state, value));
        if (is_changed && to->size < 8) {
            return flow_make(state, i, 0, to); /* does not fit: another number */
        }
        return value;
    }
    if (to->is_bool) {
        return flow_integer(pass->values, value->integer != 0);
    }
    unsigned bits = (unsigned)to->size * 8;
    uint64_t low = (uint64_t)value->integer & ((1ull << bits) - 1);
    if (!to->is_unsigned && (low >> (bits - 1)) != 0) {
        low |= ~((1ull << bits) - 1);
    }
    return flow_integer(pass->values, (int64_t)low);
}

static void compute(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    const flow_value *a = flow_operand(pass, state, i->a), *value;

    switch (i->op) {
    case IR_UNARY: value = flow_expression(pass->values, i->operator, a, NULL); break;
    case IR_BINARY:
        value = flow_expression(pass->values, i->operator, a, flow_operand(pass, state, i->b));
        break;
    default: value = cast(pass, state, i, a); break;
    }
    if (value->kind == FLOW_NOTHING) {
        value = flow_make(state, i, 0, i->type);
    }
    flow_set_temp(state, i->result, value, i->op == IR_CAST ? flow_source_of(state, i->a) : NULL);
}

static void begin(flow_pass *pass, flow_state *state, const ir_variable *variable)
{
    flow_drop(state, flow_variable(pass->values, variable));
    if (variable->cleanup != NULL) {
        ARENA_PUSH(state->memory, state->live, state->live_count, state->live_capacity, variable);
    }
}

static void end(flow_pass *pass, flow_state *state, const ir_variable *variable)
{
    size_t kept = 0;

    flow_drop(state, flow_variable(pass->values, variable));
    for (size_t i = 0; i < state->live_count; i++) {
        if (state->live[i] != variable) {
            state->live[kept++] = state->live[i];
        }
    }
    state->live_count = kept;
}

/* Nothing that was known holds any more, except what only the client's own bookkeeping says. */
static void forget_everything(flow_pass *pass, flow_state *state)
{
    const flow_mark *own = flow_marked(state, flow_nothing(pass->values));
    flow_mark kept = own != NULL ? *own : (flow_mark){0};

    state->binding_count = 0;
    state->fact_count = 0;
    state->mark_count = 0;
    if (own != NULL) {
        flow_set(state, kept.object, kept.state, kept.data, kept.loc);
    }
    state->is_blurred = true;
    pass->is_partial = true;
}

void flow_execute(flow_pass *pass, flow_state *state, const ir_instruction *i)
{
    switch (i->op) {
    case IR_LOAD: load(pass, state, i); break;
    case IR_STORE: store(pass, state, i); break;
    case IR_COPY: copy(pass, state, i); break;
    case IR_ZERO: {
        const flow_region *region = target(pass, state, i->a);
        if (region != NULL) {
            flow_fill(state, region, flow_integer(pass->values, 0));
        }
        break;
    }
    case IR_FIELD: field(pass, state, i); break;
    case IR_INDEX: element(pass, state, i); break;
    case IR_UNARY:
    case IR_BINARY:
    case IR_CAST: compute(pass, state, i); break;
    case IR_BEGIN: begin(pass, state, i->variable); break;
    case IR_END: end(pass, state, i->variable); break;
    case IR_UNKNOWN: forget_everything(pass, state); break;
    case IR_CALL: break;
    }
}
