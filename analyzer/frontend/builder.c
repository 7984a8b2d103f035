/* analyzer/frontend/builder.c
 * Appending operations to the current block, and closing blocks.
 *
 * Temporaries never cross a join: one that is used in another block than its own is first stored into a
 * synthetic local at the end of its block. Lowering may therefore hold values while control flow happens
 * inside an operand. */
#include "analyzer/frontend/body.h"

#include "analyzer/frontend/types.h"

static block_entry *entry_of(ir_block *block)
{
    return (block_entry *)block;
}

ir_block *block_new(body *b)
{
    block_entry *e = b->spare != NULL ? b->spare : ARENA_NEW(b->l->memory, block_entry);

    b->spare = NULL;
    e->ir.end.kind = IR_UNREACHABLE;
    return &e->ir;
}

/* Blocks are numbered in the order in which they are placed. */
static void place(body *b, ir_block *block)
{
    ARENA_PUSH(b->scratch, b->blocks, b->block_count, b->block_capacity, block);
    b->current = block;
}

void block_fresh(body *b)
{
    place(b, block_new(b));
}

void block_start(body *b, ir_block *block)
{
    block_entry *e = b->current != NULL ? entry_of(b->current) : NULL;

    if (e != NULL && e->is_dead && e->ir.count == 0 && b->blocks[b->block_count - 1] == &e->ir) {
        b->block_count--; /* nothing leads to it and nothing is in it */
        e->is_dead = false;
        b->spare = e;
    } else if (e != NULL && !e->is_ended && !e->is_dead) {
        end_jump(b, block, (ir_loc){0});
        b->block_count--; /* the block that end_jump opened */
        entry_of(b->current)->is_dead = false;
        b->spare = entry_of(b->current);
    }
    place(b, block);
}

/* Closes the current block and opens one that nothing leads to. */
static ir_terminator *close_block(body *b, ir_terminator_kind kind, ir_loc loc)
{
    block_entry *e = entry_of(b->current);

    e->is_ended = true;
    e->ir.end = (ir_terminator){.kind = kind, .loc = loc};
    block_fresh(b);
    entry_of(b->current)->is_dead = true;
    return &e->ir.end;
}

ir_terminator *end_other(body *b, ir_terminator_kind kind, ir_loc loc)
{
    return close_block(b, kind, loc);
}

void end_jump(body *b, ir_block *to, ir_loc loc)
{
    ir_terminator *end = close_block(b, IR_JUMP, loc);

    end->targets = ARENA_ARRAY(b->l->memory, ir_block *, 1);
    end->targets[0] = to;
    end->target_count = 1;
}

/* Makes sure that a value may be used in the current block. */
static ir_value local_value(body *b, ir_value value)
{
    if (value.kind != IR_TEMP || b->temp_home[value.temp] == b->current) {
        return value;
    }
    ir_block *home = b->temp_home[value.temp];
    ir_block *here = b->current;
    const ir_type *type = b->temp_type[value.temp];
    ir_variable *v = local_new(b, NULL, type, (ir_loc){0});
    b->current = home;
    emit_store(b, value_address(b, v), value, type, 0, (ir_loc){0});
    b->current = here;
    return value_typed(emit_load(b, value_address(b, v), type, (ir_loc){0}), value.type);
}

/* The truth of a constant: integers, and addresses, which are never null. */
static bool is_constant(ir_value value, bool *truth)
{
    switch (value.kind) {
    case IR_INTEGER: *truth = value.integer != 0; return true;
    case IR_REAL: *truth = value.real != 0; return true;
    case IR_STRING:
    case IR_ADDRESS:
    case IR_LABEL: *truth = true; return true;
    default: return false;
    }
}

void end_branch(body *b, ir_value value, ir_block *yes, ir_block *no, ir_loc loc, const char *text)
{
    bool truth;

    if (is_constant(value, &truth)) {
        end_jump(b, truth ? yes : no, loc);
        return;
    }
    value = local_value(b, value);
    ir_terminator *end = close_block(b, IR_BRANCH, loc);
    end->value = value;
    end->text = text;
    end->targets = ARENA_ARRAY(b->l->memory, ir_block *, 2);
    end->targets[0] = yes;
    end->targets[1] = no;
    end->target_count = 2;
}

void end_return(body *b, ir_value value, ir_loc loc, bool is_implicit)
{
    value = local_value(b, value);
    ir_terminator *end = close_block(b, IR_RETURN, loc);

    end->value = value;
    end->is_implicit = is_implicit;
}

void end_unreachable(body *b, ir_loc loc)
{
    close_block(b, IR_UNREACHABLE, loc);
}

static ir_instruction *append(body *b, block_entry *e, const ir_instruction *instruction)
{
    instruction_log *log = b->log;

    if (log->count == log->capacity) {
        size_t capacity = log->capacity; /* both arrays grow in step */
        log->items = arena_grow(b->l->scratch, log->items, log->count, &log->capacity, sizeof *log->items);
        log->next = arena_grow(b->l->scratch, log->next, log->count, &capacity, sizeof *log->next);
    }
    uint32_t index = (uint32_t)log->count++;
    log->items[index] = *instruction;
    log->next[index] = 0;
    if (e->last == 0) {
        e->first = index + 1;
    } else {
        log->next[e->last - 1] = index + 1;
    }
    e->last = index + 1;
    e->ir.count++;
    return &log->items[index];
}

ir_instruction *emit(body *b, ir_instruction instruction)
{
    /* Operands first: bringing them here may itself append. */
    instruction.a = local_value(b, instruction.a);
    instruction.b = local_value(b, instruction.b);
    if (instruction.argument_count > 0) {
        ir_value *arguments = ARENA_ARRAY(b->l->memory, ir_value, instruction.argument_count);
        for (size_t i = 0; i < instruction.argument_count; i++) {
            arguments[i] = local_value(b, instruction.arguments[i]);
        }
        instruction.arguments = arguments;
    }
    return append(b, entry_of(b->current), &instruction);
}

/* Appends an operation that has a result. */
static ir_value emit_result(body *b, ir_instruction instruction)
{
    ir_instruction *made = emit(b, instruction);

    made->result = b->temps++;
    ARENA_PUSH(b->scratch, b->temp_home, b->temp_home_count, b->temp_home_capacity, b->current);
    ARENA_PUSH(b->scratch, b->temp_type, b->temp_type_count, b->temp_type_capacity, instruction.type);
    return (ir_value){.kind = IR_TEMP, .type = instruction.type, .temp = made->result};
}

static uint32_t access_flags(const ir_type *type)
{
    return (type->is_atomic ? IR_ATOMIC : 0u) | (type->is_volatile ? IR_VOLATILE : 0u);
}

static ir_value load(body *b, ir_value address, const ir_type *type, uint32_t flags, ir_loc loc)
{
    return emit_result(b, (ir_instruction){.op = IR_LOAD,
                                           .flags = flags | access_flags(type),
                                           .type = type_value_of(b->l, type),
                                           .a = address,
                                           .loc = loc});
}

ir_value emit_load(body *b, ir_value address, const ir_type *type, ir_loc loc)
{
    return load(b, address, type, 0, loc);
}

ir_value emit_atomic_load(body *b, ir_value address, const ir_type *type, ir_loc loc)
{
    return load(b, address, type, IR_ATOMIC, loc);
}

void emit_store(body *b, ir_value address, ir_value value, const ir_type *type, uint32_t flags, ir_loc loc)
{
    emit(b, (ir_instruction){.op = IR_STORE,
                             .flags = flags | access_flags(type),
                             .result = IR_NO_RESULT,
                             .type = type,
                             .a = address,
                             .b = value,
                             .loc = loc});
}

void emit_copy(body *b, ir_value to, ir_value from, const ir_type *type, uint32_t flags, ir_loc loc)
{
    emit(b, (ir_instruction){.op = IR_COPY,
                             .flags = flags | access_flags(type),
                             .result = IR_NO_RESULT,
                             .type = type,
                             .a = to,
                             .b = from,
                             .loc = loc});
}

void emit_zero(body *b, ir_value address, const ir_type *type, uint32_t flags, ir_loc loc)
{
    emit(b,
         (ir_instruction){
             .op = IR_ZERO, .flags = flags, .result = IR_NO_RESULT, .type = type, .a = address, .loc = loc});
}

ir_value emit_field(body *b, ir_value address, const ir_field *field, ir_loc loc)
{
    return emit_result(b, (ir_instruction){.op = IR_FIELD,
                                           .type = type_pointer_to(b->l, field->type),
                                           .a = address,
                                           .field = field,
                                           .loc = loc});
}

ir_value emit_index(body *b, ir_value address, ir_value index, const ir_type *type, uint32_t flags,
                    ir_loc loc)
{
    if (index.kind != IR_INTEGER) {
        flags |= IR_PARTIAL;
    }
    return emit_result(
        b,
        (ir_instruction){.op = IR_INDEX, .flags = flags, .type = type, .a = address, .b = index, .loc = loc});
}

ir_value emit_unary(body *b, ir_operator op, ir_value a, const ir_type *type, ir_loc loc)
{
    ir_value folded;

    if (fold_unary(op, a, type, &folded)) {
        return folded;
    }
    return emit_result(b, (ir_instruction){.op = IR_UNARY, .operator= op, .type = type, .a = a, .loc = loc});
}

ir_value emit_binary(body *b, ir_operator op, ir_value a, ir_value c, const ir_type *type, ir_loc loc)
{
    ir_value folded;

    if (fold_binary(op, a, c, type, &folded)) {
        return folded;
    }
    return emit_result(
        b, (ir_instruction){.op = IR_BINARY, .operator= op, .type = type, .a = a, .b = c, .loc = loc});
}

/* Whether a conversion leaves every value as it is. */
static bool keeps_value(const ir_type *from, const ir_type *to)
{
    if (from->kind != to->kind) {
        return false;
    }
    if (to->kind == IR_TYPE_INTEGER) {
        return from->size == to->size && from->is_unsigned == to->is_unsigned && from->is_bool == to->is_bool;
    }
    return to->kind != IR_TYPE_FLOAT || from->size == to->size;
}

ir_value emit_cast(body *b, ir_value value, const ir_type *type, uint32_t flags, ir_loc loc)
{
    type = type_value_of(b->l, type);
    if (type->kind == IR_TYPE_VOID) {
        return ir_none();
    }
    if (value.kind == IR_NONE || value.kind == IR_OPAQUE) {
        return value_opaque(type);
    }
    bool is_explicit = (flags & IR_EXPLICIT) != 0 && value.kind == IR_TEMP;
    if (keeps_value(value.type, type) && !(is_explicit && value.type != type)) {
        return value_typed(value, type);
    }
    if (value.kind == IR_INTEGER && (type->kind == IR_TYPE_INTEGER || type->kind == IR_TYPE_POINTER)) {
        return value_integer(type, fold_to_width(value.integer, type));
    }
    if (value.kind == IR_INTEGER && type->kind == IR_TYPE_FLOAT) {
        double real = value.type->is_unsigned ? (double)(uint64_t)value.integer : (double)value.integer;
        return (ir_value){.kind = IR_REAL, .type = type, .real = real};
    }
    if (value.kind == IR_REAL && type->kind == IR_TYPE_FLOAT) {
        return value_typed(value, type);
    }
    if (value.kind == IR_REAL && type->kind == IR_TYPE_INTEGER && value.real > -9e18 && value.real < 9e18) {
        int64_t whole = type->is_bool ? value.real != 0 : (int64_t)value.real;
        return value_integer(type, fold_to_width(whole, type));
    }
    return emit_result(b,
                       (ir_instruction){.op = IR_CAST, .flags = flags, .type = type, .a = value, .loc = loc});
}

ir_value emit_call(body *b, ir_instruction call)
{
    bool has_result = call.type->kind != IR_TYPE_VOID && (call.flags & IR_NORETURN) == 0;

    call.op = IR_CALL;
    call.result = IR_NO_RESULT;
    ir_value result = ir_none();
    if (has_result) {
        result = emit_result(b, call);
    } else {
        emit(b, call);
    }
    if ((call.flags & IR_NORETURN) != 0) {
        end_unreachable(b, call.loc);
        return call.type->kind == IR_TYPE_VOID ? ir_none() : value_opaque(call.type);
    }
    return result;
}

void emit_begin(body *b, ir_variable *variable, ir_loc loc)
{
    emit(b, (ir_instruction){.op = IR_BEGIN, .result = IR_NO_RESULT, .variable = variable, .loc = loc});
}

void emit_end(body *b, ir_variable *variable, ir_loc loc)
{
    emit(b, (ir_instruction){.op = IR_END, .result = IR_NO_RESULT, .variable = variable, .loc = loc});
}

void emit_unknown(body *b, const char *reason, ir_loc loc)
{
    emit(b, (ir_instruction){
                .op = IR_UNKNOWN, .result = IR_NO_RESULT, .reason = intern(b->l->names, reason), .loc = loc});
}

ir_value value_integer(const ir_type *type, int64_t integer)
{
    return (ir_value){.kind = IR_INTEGER, .type = type, .integer = integer};
}

ir_value value_opaque(const ir_type *type)
{
    return (ir_value){.kind = IR_OPAQUE, .type = type};
}

ir_value value_address(body *b, const ir_variable *variable)
{
    return (ir_value){
        .kind = IR_ADDRESS, .type = type_pointer_to(b->l, variable->type), .variable = variable};
}

ir_value value_typed(ir_value value, const ir_type *type)
{
    value.type = type;
    return value;
}

ir_variable *local_new(body *b, const char *name, const ir_type *type, ir_loc loc)
{
    ir_variable *v = ARENA_NEW(b->l->memory, ir_variable);
    ir_function *f = b->function;

    v->kind = IR_LOCAL;
    v->is_synthetic = name == NULL;
    v->name = name != NULL ? name : intern(b->l->names, arena_printf(b->scratch, "?%u", ++b->synthetic));
    v->type = type;
    v->function = f;
    v->index = (uint32_t)f->local_count;
    v->loc = loc;
    ARENA_PUSH(b->l->memory, f->locals, f->local_count, b->local_capacity, v);
    return v;
}
