/* analyzer/frontend/fold.c
 * Arithmetic on constants, with the width and sign of the target's types: conditions that are constant must
 * not leave false edges behind. Division by zero and overlong shifts are left alone. */
#include "analyzer/frontend/body.h"

int64_t fold_to_width(int64_t integer, const ir_type *type)
{
    if (type->is_bool) {
        return integer != 0;
    }
    if (type->size >= 8 || type->size == 0) {
        return integer;
    }
    unsigned bits = (unsigned)type->size * 8;
    uint64_t mask = ((uint64_t)1 << bits) - 1;
    uint64_t low = (uint64_t)integer & mask;
    bool is_negative = !type->is_unsigned && (low >> (bits - 1)) != 0;
    return (int64_t)(is_negative ? low | ~mask : low);
}

bool fold_unary(ir_operator op, ir_value a, const ir_type *type, ir_value *out)
{
    int64_t result;

    if (op == IR_NOT && (a.kind == IR_STRING || a.kind == IR_ADDRESS)) {
        *out = (ir_value){.kind = IR_INTEGER, .type = type, .integer = 0};
        return true;
    }
    if (a.kind == IR_REAL && op == IR_NEGATE) {
        *out = (ir_value){.kind = IR_REAL, .type = type, .real = -a.real};
        return true;
    }
    if (a.kind != IR_INTEGER || a.type->size > 8) {
        return false;
    }
    switch (op) {
    case IR_NEGATE: result = (int64_t)(0 - (uint64_t)a.integer); break;
    case IR_COMPLEMENT: result = ~a.integer; break;
    case IR_NOT: result = a.integer == 0; break;
    default: return false;
    }
    *out = (ir_value){.kind = IR_INTEGER, .type = type, .integer = fold_to_width(result, type)};
    return true;
}

static bool divide(ir_operator op, ir_value a, ir_value c, int64_t *result)
{
    if (c.integer == 0 || (a.integer == INT64_MIN && c.integer == -1)) {
        return false;
    }
    if (a.type->is_unsigned) {
        uint64_t x = (uint64_t)a.integer;
        uint64_t y = (uint64_t)c.integer;
        *result = (int64_t)(op == IR_DIVIDE ? x / y : x % y);
    } else {
        *result = op == IR_DIVIDE ? a.integer / c.integer : a.integer % c.integer;
    }
    return true;
}

static bool shift(ir_operator op, ir_value a, ir_value c, int64_t *result)
{
    if (c.integer < 0 || c.integer >= (int64_t)a.type->size * 8) {
        return false;
    }
    if (op == IR_SHIFT_LEFT) {
        *result = (int64_t)((uint64_t)a.integer << c.integer);
    } else {
        *result = a.type->is_unsigned ? (int64_t)((uint64_t)a.integer >> c.integer) : a.integer >> c.integer;
    }
    return true;
}

static int compare(ir_value a, ir_value c)
{
    if (a.type->is_unsigned || a.type->kind == IR_TYPE_POINTER) {
        uint64_t x = (uint64_t)a.integer;
        uint64_t y = (uint64_t)c.integer;
        return (x > y) - (x < y);
    }
    return (a.integer > c.integer) - (a.integer < c.integer);
}

bool fold_binary(ir_operator op, ir_value a, ir_value c, const ir_type *type, ir_value *out)
{
    uint64_t x = (uint64_t)a.integer;
    uint64_t y = (uint64_t)c.integer;
    int64_t result;

    if (a.kind != IR_INTEGER || c.kind != IR_INTEGER || a.type->size > 8 || c.type->size > 8) {
        return false;
    }
    switch (op) {
    case IR_ADD: result = (int64_t)(x + y); break;
    case IR_SUBTRACT: result = (int64_t)(x - y); break;
    case IR_MULTIPLY: result = (int64_t)(x * y); break;
    case IR_BIT_AND: result = (int64_t)(x & y); break;
    case IR_BIT_OR: result = (int64_t)(x | y); break;
    case IR_BIT_XOR: result = (int64_t)(x ^ y); break;
    case IR_EQUAL: result = x == y; break;
    case IR_NOT_EQUAL: result = x != y; break;
    case IR_LESS: result = compare(a, c) < 0; break;
    case IR_LESS_EQUAL: result = compare(a, c) <= 0; break;
    case IR_GREATER: result = compare(a, c) > 0; break;
    case IR_GREATER_EQUAL: result = compare(a, c) >= 0; break;
    case IR_DIVIDE:
    case IR_REMAINDER:
        if (!divide(op, a, c, &result)) {
            return false;
        }
        break;
    case IR_SHIFT_LEFT:
    case IR_SHIFT_RIGHT:
        if (!shift(op, a, c, &result)) {
            return false;
        }
        break;
    default: return false;
    }
    *out = (ir_value){.kind = IR_INTEGER, .type = type, .integer = fold_to_width(result, type)};
    return true;
}
