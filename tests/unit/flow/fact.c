/* What is known of numbers: intervals of symbols, and what a branch on an expression says of its parts. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/flow/state.h"

#define LEAST INT64_MIN
#define MOST  INT64_MAX

static ir_build *b;
static flow_values *u;
static flow_state *s;
static const flow_value *x, *y, *p; /* two integers of eight bytes and a pointer, of which nothing is known */

static ir_type *type_of(ir_type_kind kind, uint64_t size, bool is_unsigned)
{
    ir_type *type = ARENA_NEW(b->memory, ir_type);

    *type = (ir_type){.kind = kind, .size = size, .is_unsigned = is_unsigned};
    return type;
}

static const flow_value *symbol(const char *name, const ir_type *type)
{
    return flow_initial(u, flow_variable(u, ir_build_global(b, name, type)), NULL);
}

static int set_up(void **unused)
{
    (void)unused;
    b = ir_build_new();
    u = flow_values_new(b->memory);
    s = flow_state_new(b->memory, u);
    x = symbol("x", type_of(IR_TYPE_INTEGER, 8, false));
    y = symbol("y", type_of(IR_TYPE_INTEGER, 8, false));
    p = symbol("p", b->pointer);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ir_build_free(b);
    return 0;
}

static const flow_value *number(int64_t n)
{
    return flow_integer(u, n);
}

static const flow_value *expr(ir_operator operator, const flow_value * left, const flow_value *right)
{
    return flow_expression(u, operator, left, right);
}

static bool between(const flow_value *v, int64_t low, int64_t high)
{
    return flow_assume_range(s, v, (effect_range){.low = low, .high = high});
}

/* The range is exactly low..high. */
#define expect_range(v, l, h)                                                                                \
    do {                                                                                                     \
        effect_range found = flow_range(s, v);                                                               \
        assert_int_equal(found.low, l);                                                                      \
        assert_int_equal(found.high, h);                                                                     \
    } while (0)

static void test_nothing_known(void **unused)
{
    (void)unused;
    expect_range(x, LEAST, MOST);
    expect_range(p, 0, MOST);
    assert_false(flow_range(s, p).nonzero);
    expect_range(number(7), 7, 7);
    expect_range(flow_nothing(u), LEAST, MOST);
}

static void test_types_bound(void **unused)
{
    ir_type *truth = type_of(IR_TYPE_INTEGER, 1, true);

    (void)unused;
    truth->is_bool = true;
    expect_range(symbol("flag", truth), 0, 1);
    assert_int_equal(flow_range(s, symbol("byte", type_of(IR_TYPE_INTEGER, 1, true))).low, 0);
    assert_int_equal(flow_range(s, symbol("sign", type_of(IR_TYPE_INTEGER, 4, false))).low < 0, 1);
}

static void test_addresses_are_not_null(void **unused)
{
    const flow_value *address = flow_address(u, flow_variable(u, ir_build_global(b, "g", b->int_type)));

    (void)unused;
    assert_true(flow_range(s, address).nonzero);
    assert_true(flow_assume(s, address, true));
    assert_false(flow_assume(s, address, false));
    assert_false(flow_assume(s, flow_code(u, ir_build_declaration(b, "f")), false));
}

static void test_truth_of_a_symbol(void **unused)
{
    flow_state *other = flow_state_copy(s);

    (void)unused;
    assert_true(flow_assume(s, p, true));
    assert_true(flow_range(s, p).nonzero);
    assert_int_equal(flow_range(s, p).low, 1);
    assert_false(flow_assume(s, p, false));
    assert_true(flow_assume(other, p, false));
    assert_false(flow_assume(other, p, true));
    assert_int_equal(flow_range(other, p).high, 0);
}

static void test_constants(void **unused)
{
    (void)unused;
    assert_true(flow_assume(s, number(3), true));
    assert_false(flow_assume(s, number(3), false));
    assert_true(flow_assume(s, number(0), false));
    assert_false(flow_assume(s, number(0), true));
    assert_true(between(number(3), 3, 9));
    assert_false(between(number(3), 4, 9));
}

static void test_comparison_with_constant(void **unused)
{
    static const struct {
        ir_operator operator;
        int64_t yes_low, yes_high, no_low, no_high;
    } cases[] = {
        {IR_LESS, LEAST, 4, 5, MOST},    {IR_LESS_EQUAL, LEAST, 5, 6, MOST},
        {IR_GREATER, 6, MOST, LEAST, 5}, {IR_GREATER_EQUAL, 5, MOST, LEAST, 4},
        {IR_EQUAL, 5, 5, LEAST, MOST},   {IR_NOT_EQUAL, LEAST, MOST, 5, 5},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flow_value *v = expr(cases[i].operator, x, number(5));
        flow_state *before = flow_state_copy(s);
        assert_true(flow_assume(s, v, true));
        expect_range(x, cases[i].yes_low, cases[i].yes_high);
        expect_range(v, 1, 1);
        assert_false(flow_assume(s, v, false));
        s = flow_state_copy(before);
        assert_true(flow_assume(s, v, false));
        expect_range(x, cases[i].no_low, cases[i].no_high);
        expect_range(v, 0, 0);
        s = before;
    }
}

static void test_constant_on_the_left(void **unused)
{
    (void)unused;
    assert_true(flow_assume(s, expr(IR_LESS, number(5), x), true));
    expect_range(x, 6, MOST);
    assert_true(flow_assume(s, expr(IR_GREATER, number(9), x), true));
    expect_range(x, 6, 8);
}

static void test_contradictions(void **unused)
{
    (void)unused;
    assert_true(flow_assume(s, expr(IR_LESS, x, number(5)), true));
    assert_false(flow_assume(flow_state_copy(s), expr(IR_GREATER, x, number(4)), true));
    assert_false(flow_assume(flow_state_copy(s), expr(IR_EQUAL, x, number(5)), true));
    assert_true(flow_assume(flow_state_copy(s), expr(IR_EQUAL, x, number(4)), true));
    assert_true(flow_assume(s, expr(IR_GREATER_EQUAL, x, number(4)), true));
    expect_range(x, 4, 4);
    assert_false(flow_assume(s, expr(IR_NOT_EQUAL, x, number(4)), true));
}

/* Ruling out the ends of an interval one by one leaves nothing. */
static void test_not_equal_at_the_ends(void **unused)
{
    (void)unused;
    assert_true(between(x, 1, 3));
    assert_true(flow_assume(s, expr(IR_NOT_EQUAL, x, number(1)), true));
    expect_range(x, 2, 3);
    assert_true(flow_assume(s, expr(IR_NOT_EQUAL, x, number(3)), true));
    expect_range(x, 2, 2);
    assert_false(flow_assume(s, expr(IR_EQUAL, x, number(2)), false));
}

static void test_zero_excluded(void **unused)
{
    (void)unused;
    assert_true(between(x, -3, 3));
    assert_true(flow_assume(s, expr(IR_NOT_EQUAL, x, number(0)), true));
    expect_range(x, -3, 3);
    assert_true(flow_range(s, x).nonzero);
    assert_false(flow_assume(flow_state_copy(s), x, false));
    assert_true(flow_assume(s, expr(IR_GREATER_EQUAL, x, number(0)), true));
    expect_range(x, 1, 3);
}

static void test_two_symbols(void **unused)
{
    (void)unused;
    assert_true(between(x, 0, 10));
    assert_true(between(y, 5, 20));
    assert_true(flow_assume(s, expr(IR_GREATER, x, y), true));
    expect_range(x, 6, 10);
    expect_range(y, 5, 9);
    assert_false(flow_assume(flow_state_copy(s), expr(IR_LESS_EQUAL, x, y), true)); /* the same question */
}

static void test_a_symbol_and_itself(void **unused)
{
    (void)unused;
    assert_false(flow_assume(s, expr(IR_NOT_EQUAL, x, x), true));
    assert_false(flow_assume(s, expr(IR_LESS, x, x), true));
    assert_true(flow_assume(s, expr(IR_LESS_EQUAL, x, x), true));
    assert_false(flow_assume(s, expr(IR_LESS_EQUAL, x, x), false));
}

static void test_not(void **unused)
{
    const flow_value *less = expr(IR_LESS, x, number(5));

    (void)unused;
    assert_true(flow_assume(s, expr(IR_NOT, less, NULL), true));
    expect_range(x, 5, MOST);
    assert_true(flow_assume(s, expr(IR_NOT, p, NULL), false));
    assert_int_equal(flow_range(s, p).low, 1);
    assert_false(flow_assume(s, expr(IR_NOT, expr(IR_NOT, p, NULL), NULL), false));
}

/* `ok = x < 5; if (ok)`: a comparison that is a value keeps what it says. */
static void test_truth_of_a_comparison_as_number(void **unused)
{
    const flow_value *ok = expr(IR_GREATER, x, number(4));

    (void)unused;
    expect_range(ok, 0, 1);
    assert_true(flow_assume(s, expr(IR_NOT_EQUAL, ok, number(0)), true));
    expect_range(x, 5, MOST);
    assert_false(flow_assume(s, expr(IR_EQUAL, ok, number(0)), true));
    assert_false(flow_assume(s, expr(IR_EQUAL, ok, number(2)), true));
}

static void test_offsets(void **unused)
{
    const flow_value *next = expr(IR_ADD, x, number(3));

    (void)unused;
    assert_true(between(x, 1, 4));
    expect_range(next, 4, 7);
    expect_range(expr(IR_SUBTRACT, x, number(3)), -2, 1);
    assert_true(flow_assume(s, expr(IR_EQUAL, next, number(6)), true));
    expect_range(x, 3, 3);
    expect_range(expr(IR_BIT_AND, y, number(7)), 0, 7);
    assert_false(flow_assume(s, expr(IR_GREATER, expr(IR_BIT_AND, y, number(7)), number(7)), true));
}

static void test_ranges_as_sets(void **unused)
{
    effect_range low = {.low = 1, .high = 4}, high = {.low = 3, .high = 9}, any = EFFECT_RANGE_ANY;
    effect_range hull = flow_range_hull(low, high), meet = flow_range_meet(low, high);

    (void)unused;
    assert_true(hull.low == 1 && hull.high == 9 && hull.nonzero);
    assert_true(meet.low == 3 && meet.high == 4);
    assert_true(flow_range_contains(any, low));
    assert_false(flow_range_contains(low, any));
    assert_false(flow_range_contains(low, high));
    assert_true(flow_range_is_empty(flow_range_meet(low, (effect_range){.low = 5, .high = 6})));
    assert_true(flow_range_is_empty((effect_range){.nonzero = true}));
    assert_false(flow_range_contains((effect_range){.low = -1, .high = 1, .nonzero = true},
                                     (effect_range){.low = 0, .high = 1}));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_nothing_known),
    TEST(test_types_bound),
    TEST(test_addresses_are_not_null),
    TEST(test_truth_of_a_symbol),
    TEST(test_constants),
    TEST(test_comparison_with_constant),
    TEST(test_constant_on_the_left),
    TEST(test_contradictions),
    TEST(test_not_equal_at_the_ends),
    TEST(test_zero_excluded),
    TEST(test_two_symbols),
    TEST(test_a_symbol_and_itself),
    TEST(test_not),
    TEST(test_truth_of_a_comparison_as_number),
    TEST(test_offsets),
    TEST(test_ranges_as_sets),
};

TAP_MAIN(tests)
