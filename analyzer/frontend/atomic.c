/* analyzer/frontend/atomic.c
 * Atomic builtins as what they do: loads and stores marked atomic, with the operation between them. */
#include "analyzer/frontend/lower.h"

#include <string.h>

static const ir_type *object_type(body *b, CXCursor pointer)
{
    const ir_type *type = type_of_cursor(b->l, pointer);

    return type->element != NULL ? type_value_of(b->l, type->element) : type_basic(b->l, BASIC_OTHER);
}

static void atomic_store(body *b, ir_value address, ir_value value, const ir_type *type, ir_loc loc)
{
    if (value.kind == IR_NONE) {
        value = value_opaque(type);
    }
    emit_store(b, address, emit_cast(b, value, type, 0, loc), type, IR_ATOMIC, loc);
}

typedef struct {
    const char *word;
    ir_operator op;
    bool is_nand;
    bool is_opaque; /* min, max */
} modification;

static bool modification_of(const char *name, modification *out)
{
    static const modification rows[] = {
        {"_nand", IR_BIT_AND, true, false},  {"_add", IR_ADD, false, false},
        {"_sub", IR_SUBTRACT, false, false}, {"_and_", IR_BIT_AND, false, false},
        {"_xor", IR_BIT_XOR, false, false},  {"_or", IR_BIT_OR, false, false},
        {"_min", IR_ADD, false, true},       {"_max", IR_ADD, false, true},
        {"_and", IR_BIT_AND, false, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strstr(name, rows[i].word) != NULL) {
            *out = rows[i];
            return true;
        }
    }
    return false;
}

static ir_value modified(body *b, const modification *m, ir_value old, ir_value operand, const ir_type *type,
                         ir_loc loc)
{
    if (m->is_opaque || operand.kind == IR_NONE) {
        return value_opaque(type);
    }
    if (type->kind == IR_TYPE_POINTER) {
        /* GNU counts bytes here, C11 elements; neither is followed. */
        ir_value index =
            m->op == IR_SUBTRACT ? emit_unary(b, IR_NEGATE, operand, operand.type, loc) : operand;
        return emit_index(b, old, index, type, 0, loc);
    }
    ir_value result = emit_binary(b, m->op, old, emit_cast(b, operand, type, 0, loc), type, loc);
    return m->is_nand ? emit_unary(b, IR_COMPLEMENT, result, type, loc) : result;
}

/* Load, operation, store; gives the old or the new value. */
static ir_value modify(body *b, const modification *m, CXCursor pointer, CXCursor operand, bool is_old_wanted,
                       ir_loc loc)
{
    const ir_type *type = object_type(b, pointer);
    ir_value address = lower_value(b, pointer);
    ir_value by = lower_value(b, operand);
    ir_value old = emit_atomic_load(b, address, type, loc);
    ir_value changed = modified(b, m, old, by, type, loc);

    atomic_store(b, address, changed, type, loc);
    return is_old_wanted ? old : changed;
}

/* *address == expected ? (*address = desired, true) : (*on_failure = *address, false); on_failure may be
 * IR_NONE. */
static ir_value compare_exchange(body *b, ir_value address, ir_value expected, ir_value desired,
                                 ir_value on_failure, const ir_type *type, ir_loc loc)
{
    const ir_type *truth = type_basic(b->l, BASIC_BOOL);
    ir_variable *v = local_new(b, NULL, truth, loc);
    ir_block *yes = block_new(b);
    ir_block *no = block_new(b);
    ir_block *join = block_new(b);

    emit_begin(b, v, loc);
    ir_value old = emit_atomic_load(b, address, type, loc);
    ir_value equal = type->kind == IR_TYPE_RECORD ? value_opaque(truth)
                                                  : emit_binary(b, IR_EQUAL, old, expected, truth, loc);
    end_branch(b, equal, yes, no, loc, NULL);
    block_start(b, yes);
    atomic_store(b, address, desired, type, loc);
    emit_store(b, value_address(b, v), value_integer(truth, 1), truth, 0, loc);
    end_jump(b, join, loc);
    block_start(b, no);
    if (on_failure.kind != IR_NONE) {
        emit_store(b, on_failure, old, type, 0, loc);
    }
    emit_store(b, value_address(b, v), value_integer(truth, 0), truth, 0, loc);
    block_start(b, join);
    ir_value result = emit_load(b, value_address(b, v), truth, loc);
    emit_end(b, v, loc);
    return result;
}

static bool contains(const char *word, const char *part)
{
    return strstr(word, part) != NULL;
}

static bool ends_with(const char *word, const char *end)
{
    size_t n = strlen(word);
    size_t m = strlen(end);

    return n >= m && strcmp(word + n - m, end) == 0;
}

static ir_value lower_compare_exchange(body *b, CXCursor c, bool is_by_value, const cursor_list *parts,
                                       ir_loc loc)
{
    const ir_type *type = object_type(b, parts->items[0]);
    ir_value address = lower_value(b, parts->items[0]);
    ir_value place = lower_value(b, parts->items[2]);
    ir_value desired = lower_value(b, parts->items[4]);

    if (!is_by_value) {
        desired = emit_load(b, desired, type, loc);
    }
    ir_value expected = emit_load(b, place, type, loc);
    ir_value result = compare_exchange(b, address, expected, desired, place, type, loc);
    return emit_cast(b, result, type_of_cursor(b->l, c), 0, loc);
}

static ir_value lower_exchange(body *b, bool is_by_value, const cursor_list *parts, ir_loc loc)
{
    const ir_type *type = object_type(b, parts->items[0]);
    ir_value address = lower_value(b, parts->items[0]);
    ir_value value = lower_value(b, parts->items[2]);
    ir_value place = is_by_value || parts->count < 4 ? ir_none() : lower_value(b, parts->items[3]);

    if (!is_by_value) {
        value = emit_load(b, value, type, loc);
    }
    ir_value old = emit_atomic_load(b, address, type, loc);
    atomic_store(b, address, value, type, loc);
    if (place.kind != IR_NONE) {
        emit_store(b, place, old, type, 0, loc);
        return ir_none();
    }
    return old;
}

static ir_value lower_load_or_store(body *b, bool is_load, bool is_by_value, const cursor_list *parts,
                                    ir_loc loc)
{
    const ir_type *type = object_type(b, parts->items[0]);
    ir_value address = lower_value(b, parts->items[0]);

    if (is_load && (is_by_value || parts->count < 3)) {
        return emit_atomic_load(b, address, type, loc);
    }
    ir_value other = lower_value(b, parts->items[parts->count > 2 ? 2 : 1]);
    if (is_load) {
        ir_value value = emit_atomic_load(b, address, type, loc);
        emit_store(b, other, value, type, 0, loc);
    } else {
        atomic_store(b, address, is_by_value ? other : emit_load(b, other, type, loc), type, loc);
    }
    return ir_none();
}

/* Children: pointer, order, first value, failure order, second value, weak; init has no order. */
ir_value lower_atomic(body *b, CXCursor c, const char *word, const cursor_list *parts)
{
    ir_loc loc = source_cursor_loc(b->l, c);
    bool is_by_value = contains(word, "__c11_") || ends_with(word, "_n");
    modification m;

    if (contains(word, "_compare_exchange") && parts->count >= 5) {
        return lower_compare_exchange(b, c, is_by_value, parts, loc);
    }
    if (contains(word, "_exchange") && parts->count >= 3) {
        return lower_exchange(b, is_by_value, parts, loc);
    }
    if (contains(word, "_fetch") && parts->count >= 3 && modification_of(word, &m)) {
        return modify(b, &m, parts->items[0], parts->items[2], !ends_with(word, "_fetch"), loc);
    }
    if (contains(word, "_load") && parts->count >= 1) {
        return lower_load_or_store(b, true, is_by_value, parts, loc);
    }
    if ((contains(word, "_store") || contains(word, "_init")) && parts->count >= 2) {
        return lower_load_or_store(b, false, is_by_value, parts, loc);
    }
    if ((contains(word, "_test_and_set") || contains(word, "_clear")) && parts->count >= 1) {
        const ir_type *type = type_basic(b->l, BASIC_BOOL);
        bool is_set = contains(word, "_test_and_set");
        ir_value address = lower_value(b, parts->items[0]);
        ir_value old = is_set ? emit_atomic_load(b, address, type, loc) : ir_none();
        atomic_store(b, address, value_integer(type, is_set), type, loc);
        return old;
    }
    emit_unknown(b, REASON_EXPRESSION, loc);
    return value_opaque(type_of_cursor(b->l, c));
}

bool lower_sync_builtin(body *b, CXCursor c, const char *name, const cursor_list *parts, ir_value *out)
{
    ir_loc loc = source_cursor_loc(b->l, c);
    modification m;

    if (parts->count < 2) {
        return false;
    }
    if (strcmp(name, "__atomic_test_and_set") == 0 || strcmp(name, "__atomic_clear") == 0) {
        cursor_list arguments = {.items = parts->items + 1, .count = parts->count - 1};
        *out = lower_atomic(b, c, name, &arguments);
        return true;
    }
    if (strncmp(name, "__sync_", 7) != 0) {
        return false;
    }
    const ir_type *type = object_type(b, parts->items[1]);
    if (contains(name, "_compare_and_swap") && parts->count >= 4) {
        ir_value address = lower_value(b, parts->items[1]);
        ir_value expected = emit_cast(b, lower_value(b, parts->items[2]), type, 0, loc);
        ir_value desired = lower_value(b, parts->items[3]);
        ir_value done = compare_exchange(b, address, expected, desired, ir_none(), type, loc);
        *out = contains(name, "_bool_") ? done : value_opaque(type_of_cursor(b->l, c));
        return true;
    }
    if (contains(name, "_lock_test_and_set") && parts->count >= 3) {
        ir_value address = lower_value(b, parts->items[1]);
        ir_value value = lower_value(b, parts->items[2]);
        *out = emit_atomic_load(b, address, type, loc);
        atomic_store(b, address, value, type, loc);
        return true;
    }
    if (contains(name, "_lock_release")) {
        ir_value zero = value_integer(type_basic(b->l, BASIC_INT), 0);
        atomic_store(b, lower_value(b, parts->items[1]), zero, type, loc);
        *out = ir_none();
        return true;
    }
    if (parts->count >= 3 &&
        modification_of(contains(name, "fetch_and_") ? name + strlen("__sync_fetch_and") : name + 6, &m)) {
        *out = modify(b, &m, parts->items[1], parts->items[2], contains(name, "fetch_and_"), loc);
        return true;
    }
    return false;
}
