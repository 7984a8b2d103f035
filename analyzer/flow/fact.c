/* analyzer/flow/fact.c
 * What is known of integers and pointers: an interval and whether zero is excluded, for each symbol.
 *
 * Enough for result codes, flags and null checks, which is what decides paths in clean-up code. */
#include "analyzer/flow/state.h"

#include <string.h>

static const effect_range any_range = {.low = INT64_MIN, .high = INT64_MAX};

bool flow_range_is_empty(effect_range r)
{
    return r.low > r.high || (r.nonzero && r.low == 0 && r.high == 0);
}

static effect_range normal(effect_range r)
{
    if (r.nonzero && r.low == 0) {
        r.low = 1;
    }
    if (r.nonzero && r.high == 0) {
        r.high = -1;
    }
    if (r.low > 0 || r.high < 0) {
        r.nonzero = true;
    }
    return r;
}

effect_range flow_range_meet(effect_range a, effect_range b)
{
    return normal((effect_range){
        .low = a.low > b.low ? a.low : b.low,
        .high = a.high < b.high ? a.high : b.high,
        .nonzero = a.nonzero || b.nonzero,
    });
}

effect_range flow_range_hull(effect_range a, effect_range b)
{
    a = normal(a);
    b = normal(b);
    return (effect_range){
        .low = a.low < b.low ? a.low : b.low,
        .high = a.high > b.high ? a.high : b.high,
        .nonzero = a.nonzero && b.nonzero,
    };
}

bool flow_range_contains(effect_range outer, effect_range inner)
{
    outer = normal(outer);
    inner = normal(inner);
    return outer.low <= inner.low && outer.high >= inner.high && (!outer.nonzero || inner.nonzero);
}

static size_t position(const flow_state *s, const flow_value *symbol)
{
    size_t low = 0, high = s->fact_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->facts[middle].symbol->id < symbol->id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_comparison(const flow_value *v)
{
    return v->kind == FLOW_EXPRESSION && v->operator>= IR_EQUAL && v->operator<= IR_GREATER_EQUAL;
}

/* 1 or 0 when the comparison is decided, -1 when it is not. */
static int decide(ir_operator operator, effect_range a, effect_range b)
{
    switch (operator) {
    case IR_EQUAL:
        if (a.low == a.high && b.low == b.high && a.low == b.low) {
            return 1;
        }
        return flow_range_is_empty(flow_range_meet(a, b)) ? 0 : -1;
    case IR_NOT_EQUAL: {
        int equal = decide(IR_EQUAL, a, b);
        return equal < 0 ? -1 : !equal;
    }
    case IR_LESS: return a.high < b.low ? 1 : a.low >= b.high ? 0 : -1;
    case IR_LESS_EQUAL: return a.high <= b.low ? 1 : a.low > b.high ? 0 : -1;
    case IR_GREATER: return decide(IR_LESS, b, a);
    case IR_GREATER_EQUAL: return decide(IR_LESS_EQUAL, b, a);
    default: return -1;
    }
}

effect_range flow_range_of_type(const ir_type *type)
{
    if (type == NULL || (type->kind != IR_TYPE_INTEGER && type->kind != IR_TYPE_POINTER)) {
        return any_range;
    }
    if (type->is_bool) {
        return (effect_range){.low = 0, .high = 1};
    }
    if (type->kind == IR_TYPE_POINTER) {
        return (effect_range){.low = 0, .high = INT64_MAX};
    }
    if (type->size == 0 || type->size >= 8) {
        return any_range;
    }
    int bits = (int)type->size * 8;
    if (type->is_unsigned) {
        return (effect_range){.low = 0, .high = (int64_t)((1ull << bits) - 1)};
    }
    return (effect_range){.low = -(int64_t)(1ull << (bits - 1)), .high = (int64_t)((1ull << (bits - 1)) - 1)};
}

static effect_range shifted(effect_range r, int64_t by)
{
    effect_range result = any_range;

    if (r.low != INT64_MIN && !__builtin_add_overflow(r.low, by, &result.low)) {
        if (r.high == INT64_MAX || __builtin_add_overflow(r.high, by, &result.high)) {
            result.high = INT64_MAX;
        }
    } else if (r.high != INT64_MAX && __builtin_add_overflow(r.high, by, &result.high)) {
        result = any_range;
    }
    return normal(result);
}

/* The range of left + by in the type of left: any when it can wrap round. */
static effect_range sum(const flow_state *s, const flow_value *left, int64_t by)
{
    effect_range r = shifted(flow_range(s, left), by);
    bool can_wrap = left->type != NULL && left->type->is_unsigned &&
                    !flow_range_contains(flow_range_of_type(left->type), r);

    return can_wrap ? any_range : r;
}

static bool is_float(const flow_value *v)
{
    return v->type != NULL && v->type->kind == IR_TYPE_FLOAT;
}

static effect_range range_of_expression(const flow_state *s, const flow_value *v)
{
    if (is_comparison(v)) {
        bool is_same = v->left == v->right && !is_float(v->left); /* a NaN is not equal to itself */
        int decided =
            is_same
                ? (v->operator== IR_EQUAL || v->operator== IR_LESS_EQUAL || v->operator== IR_GREATER_EQUAL)
                : decide(v->operator, flow_range(s, v->left), flow_range(s, v->right));
        return decided < 0 ? (effect_range){.low = 0, .high = 1}
                           : normal((effect_range){.low = decided, .high = decided});
    }
    if (v->operator== IR_ADD && v->right->kind == FLOW_INTEGER) {
        return sum(s, v->left, v->right->integer);
    }
    if (v->operator== IR_SUBTRACT && v->right->kind == FLOW_INTEGER && v->right->integer != INT64_MIN) {
        return sum(s, v->left, -v->right->integer);
    }
    if (v->operator== IR_BIT_AND && v->right->kind == FLOW_INTEGER && v->right->integer >= 0) {
        return (effect_range){.low = 0, .high = v->right->integer};
    }
    return any_range;
}

effect_range flow_range(const flow_state *s, const flow_value *v)
{
    effect_range base = any_range;

    switch (v->kind) {
    case FLOW_INTEGER: return normal((effect_range){.low = v->integer, .high = v->integer});
    case FLOW_ADDRESS:
    case FLOW_CODE: return (effect_range){.low = 1, .high = INT64_MAX, .nonzero = true};
    case FLOW_NOTHING:
    case FLOW_RECORD: return any_range;
    case FLOW_EXPRESSION: base = range_of_expression(s, v); break;
    default: base = flow_range_of_type(v->type); break;
    }
    size_t at = position(s, v);
    if (at < s->fact_count && s->facts[at].symbol == v) {
        return flow_range_meet(base, s->facts[at].range);
    }
    return base;
}

static void record_one(flow_state *s, const flow_value *symbol, effect_range range)
{
    size_t at = position(s, symbol);

    if (at < s->fact_count && s->facts[at].symbol == symbol) {
        s->facts[at].range = range;
        return;
    }
    flow_fact fact = {.symbol = symbol, .range = range};
    ARENA_PUSH(s->memory, s->facts, s->fact_count, s->fact_capacity, fact);
    memmove(&s->facts[at + 1], &s->facts[at], (s->fact_count - 1 - at) * sizeof *s->facts);
    s->facts[at] = fact;
}

static ir_operator opposite(ir_operator operator)
{
    switch (operator) {
    case IR_EQUAL: return IR_NOT_EQUAL;
    case IR_NOT_EQUAL: return IR_EQUAL;
    case IR_LESS: return IR_GREATER_EQUAL;
    case IR_LESS_EQUAL: return IR_GREATER;
    case IR_GREATER: return IR_LESS_EQUAL;
    default: return IR_LESS;
    }
}

/* A comparison that is known decides its opposite too. */
static void record(flow_state *s, const flow_value *symbol, effect_range range)
{
    record_one(s, symbol, range);
    if (is_comparison(symbol) && (range.nonzero || range.low == range.high)) {
        const flow_value *other =
            flow_expression(s->values, opposite(symbol->operator), symbol->left, symbol->right);
        int64_t answer = range.nonzero ? 0 : 1;
        if (flow_is_symbol(other)) {
            record_one(s, other, normal((effect_range){.low = answer, .high = answer}));
        }
    }
}

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

/* left operator right holds: what that says of left. */
static bool assume_side(flow_state *s, ir_operator operator, const flow_value * left, effect_range right)
{
    effect_range r = any_range;

    switch (operator) {
    case IR_EQUAL: r = right; break;
    case IR_NOT_EQUAL:
        if (right.low != right.high) {
            return true;
        }
        if (right.low == 0) {
            r.nonzero = true;
        } else if (flow_range(s, left).low == right.low) {
            r.low = right.low + 1;
        } else if (flow_range(s, left).high == right.low) {
            r.high = right.low - 1;
        }
        break;
    case IR_LESS:
        r.high = right.high == INT64_MIN ? INT64_MIN : right.high == INT64_MAX ? INT64_MAX : right.high - 1;
        break;
    case IR_LESS_EQUAL: r.high = right.high; break;
    case IR_GREATER:
        r.low = right.low == INT64_MAX ? INT64_MAX : right.low == INT64_MIN ? INT64_MIN : right.low + 1;
        break;
    case IR_GREATER_EQUAL: r.low = right.low; break;
    default: return true;
    }
    return flow_assume_range(s, left, r);
}

static bool assume_comparison(flow_state *s, const flow_value *v, bool truth)
{
    ir_operator operator= truth ? v->operator: opposite(v->operator);
    effect_range left = flow_range(s, v->left), right = flow_range(s, v->right);

    if (decide(operator, left, right) == 0) {
        return false;
    }
    return assume_side(s, operator, v->left, right) && assume_side(s, mirrored(operator), v->right, left);
}

bool flow_assume_range(flow_state *s, const flow_value *v, effect_range range)
{
    effect_range now = flow_range(s, v), met = flow_range_meet(now, range);

    if (flow_range_is_empty(met)) {
        return false;
    }
    if (!flow_is_symbol(v) || flow_range_contains(range, now)) {
        return true;
    }
    if (is_comparison(v)) {
        record(s, v, met);
        return assume_comparison(s, v, met.low != 0 || met.nonzero);
    }
    if (v->kind == FLOW_EXPRESSION && v->operator== IR_ADD && v->right->kind == FLOW_INTEGER &&
                                      v->right->integer != INT64_MIN && range.low != INT64_MIN &&
                                      range.high != INT64_MAX) {
        record(s, v, met);
        return flow_assume_range(s, v->left, shifted(range, -v->right->integer));
    }
    record(s, v, met);
    return true;
}

bool flow_assume(flow_state *s, const flow_value *v, bool truth)
{
    effect_range wanted = any_range;

    if (truth) {
        wanted.nonzero = true;
    } else {
        wanted = (effect_range){.low = 0, .high = 0};
    }
    if (is_comparison(v)) {
        effect_range now = flow_range(s, v);
        if (flow_range_is_empty(flow_range_meet(now, wanted))) {
            return false;
        }
        if (now.low == now.high) {
            return true;
        }
        record(s, v, flow_range_meet(now, wanted));
        return assume_comparison(s, v, truth);
    }
    return flow_assume_range(s, v, wanted);
}
