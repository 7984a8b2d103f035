/* Values and regions exist once, are replaced everywhere, and have names that callers understand. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/flow/value.h"

#include <string.h>

static ir_build *b;
static flow_values *u;
static ir_function *f;
static ir_variable *global, *local, *parameter;
static const ir_type *record_pointer;

static int set_up(void **unused)
{
    ir_type *type;

    (void)unused;
    b = ir_build_new();
    u = flow_values_new(b->memory);
    f = ir_build_function(b, "f", 1);
    global = ir_build_global(b, "jobs", b->pointer);
    local = ir_build_local(b, f, "n", b->int_type);
    parameter = ir_build_parameter(b, f, "job", b->pointer);
    type = ARENA_NEW(b->memory, ir_type);
    *type = (ir_type){.kind = IR_TYPE_POINTER, .size = 8, .element = b->int_type};
    record_pointer = type;
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ir_build_free(b);
    return 0;
}

static const char *name(const char *text)
{
    return intern(b->names, text);
}

static const flow_region *field(const flow_region *base, const char *text)
{
    return flow_field(u, base, name("job"), name(text), 64, b->pointer);
}

static const ir_instruction *a_call(unsigned line)
{
    return ir_build_add(
        b, f, 0, (ir_instruction){.op = IR_CALL, .type = b->pointer, .loc = {.line = line, .column = 4}},
        true);
}

static void test_made_once(void **unused)
{
    const flow_region *g = flow_variable(u, global), *l = flow_variable(u, local);

    (void)unused;
    assert_ptr_equal(flow_integer(u, 5), flow_integer(u, 5));
    assert_ptr_not_equal(flow_integer(u, 5), flow_integer(u, 6));
    assert_ptr_equal(g, flow_variable(u, global));
    assert_ptr_not_equal(g, l);
    assert_ptr_equal(field(g, "next"), field(g, "next"));
    assert_ptr_not_equal(field(g, "next"), field(g, "state"));
    assert_ptr_equal(flow_initial(u, g, NULL), flow_initial(u, g, NULL));
    assert_ptr_not_equal(flow_initial(u, g, NULL), flow_merged(u, 3, g));
    assert_ptr_not_equal(flow_merged(u, 3, g), flow_merged(u, 4, g));
    assert_ptr_equal(flow_expression(u, IR_ADD, flow_initial(u, g, NULL), flow_integer(u, 1)),
                     flow_expression(u, IR_ADD, flow_initial(u, g, NULL), flow_integer(u, 1)));
    assert_ptr_not_equal(flow_expression(u, IR_ADD, flow_initial(u, g, NULL), flow_integer(u, 1)),
                         flow_expression(u, IR_SUBTRACT, flow_initial(u, g, NULL), flow_integer(u, 1)));
}

/* One global seen from two units: two declarations, one place. */
static void test_globals_of_two_units(void **unused)
{
    ir_variable other = *global;

    (void)unused;
    assert_ptr_equal(flow_variable(u, global), flow_variable(u, &other));
}

static void test_elements(void **unused)
{
    const flow_region *array = flow_variable(u, global);
    const flow_region *third = flow_element(u, array, false, 3, b->int_type);

    (void)unused;
    assert_ptr_equal(flow_element(u, array, false, 0, b->int_type), array);
    assert_ptr_equal(flow_element(u, flow_element(u, array, false, 1, b->int_type), false, 2, b->int_type),
                     third);
    assert_ptr_equal(flow_element(u, third, false, -3, b->int_type), array);
    assert_true(flow_element(u, third, true, 0, b->int_type)->is_any);
    assert_ptr_equal(flow_element(u, third, true, 7, b->int_type),
                     flow_element(u, array, true, 0, b->int_type));
}

static void test_address_and_pointee_undo_each_other(void **unused)
{
    const flow_value *p = flow_initial(u, flow_variable(u, global), NULL);
    const flow_region *place = flow_region_of(u, p);

    (void)unused;
    assert_int_equal(place->kind, FLOW_POINTEE);
    assert_ptr_equal(flow_address(u, place), p);
    assert_ptr_equal(flow_region_of(u, flow_address(u, flow_variable(u, local))), flow_variable(u, local));
    assert_null(flow_region_of(u, flow_integer(u, 0)));
    assert_null(flow_region_of(u, flow_nothing(u)));
    assert_null(flow_region_of(u, flow_code(u, f)));
}

static void test_folding(void **unused)
{
    static const struct {
        ir_operator operator;
        int64_t a, b, result;
    } cases[] = {
        {IR_ADD, 2, 3, 5},           {IR_SUBTRACT, 2, 3, -1},   {IR_MULTIPLY, -2, 3, -6},
        {IR_DIVIDE, -7, 2, -3},      {IR_REMAINDER, -7, 2, -1}, {IR_SHIFT_LEFT, 1, 62, 1ll << 62},
        {IR_SHIFT_RIGHT, -8, 1, -4}, {IR_BIT_AND, 6, 3, 2},     {IR_BIT_OR, 6, 3, 7},
        {IR_BIT_XOR, 6, 3, 5},       {IR_EQUAL, 3, 3, 1},       {IR_NOT_EQUAL, 3, 3, 0},
        {IR_LESS, -1, 0, 1},         {IR_LESS_EQUAL, 1, 0, 0},  {IR_GREATER, 1, 0, 1},
        {IR_GREATER_EQUAL, 0, 1, 0},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flow_value *v =
            flow_expression(u, cases[i].operator, flow_integer(u, cases[i].a), flow_integer(u, cases[i].b));
        assert_int_equal(v->kind, FLOW_INTEGER);
        assert_int_equal(v->integer, cases[i].result);
    }
    assert_int_equal(flow_expression(u, IR_NEGATE, flow_integer(u, 4), NULL)->integer, -4);
    assert_int_equal(flow_expression(u, IR_NOT, flow_integer(u, 4), NULL)->integer, 0);
    assert_int_equal(flow_expression(u, IR_COMPLEMENT, flow_integer(u, 0), NULL)->integer, -1);
}

static void test_what_has_no_result_is_not_folded(void **unused)
{
    const flow_value *least = flow_integer(u, INT64_MIN), *minus = flow_integer(u, -1);

    (void)unused;
    assert_int_not_equal(flow_expression(u, IR_DIVIDE, flow_integer(u, 1), flow_integer(u, 0))->kind,
                         FLOW_INTEGER);
    assert_int_not_equal(flow_expression(u, IR_REMAINDER, flow_integer(u, 1), flow_integer(u, 0))->kind,
                         FLOW_INTEGER);
    assert_int_not_equal(flow_expression(u, IR_DIVIDE, least, minus)->kind, FLOW_INTEGER);
    assert_int_not_equal(flow_expression(u, IR_SHIFT_LEFT, minus, flow_integer(u, 64))->kind, FLOW_INTEGER);
    assert_int_equal(flow_expression(u, IR_ADD, flow_nothing(u), minus)->kind, FLOW_NOTHING);
}

static void test_expressions_do_not_grow_for_ever(void **unused)
{
    const flow_value *v = flow_initial(u, flow_variable(u, global), NULL);

    (void)unused;
    for (int i = 0; i < 100; i++) {
        v = flow_expression(u, IR_MULTIPLY, v, flow_initial(u, flow_variable(u, local), NULL));
    }
    assert_int_equal(v->kind, FLOW_NOTHING);
}

static void test_replace(void **unused)
{
    const flow_value *old = flow_made(u, a_call(5), 0, false, b->pointer);
    const flow_value *new = flow_made(u, old->since, 0, true, b->pointer);
    const flow_region *next = field(flow_pointee(u, old), "next");
    const flow_value *loaded = flow_initial(u, next, NULL);
    const flow_value *sum = flow_expression(u, IR_ADD, loaded, flow_integer(u, 2));

    (void)unused;
    assert_true(flow_mentions(sum, old));
    assert_ptr_equal(flow_replace(u, old, old, new), new);
    assert_ptr_equal(flow_replace_region(u, next, old, new), field(flow_pointee(u, new), "next"));
    assert_ptr_equal(flow_replace(u, sum, old, new),
                     flow_expression(u, IR_ADD, flow_initial(u, field(flow_pointee(u, new), "next"), NULL),
                                     flow_integer(u, 2)));
    assert_false(flow_mentions(flow_replace(u, sum, old, new), old));
    const flow_value *other = flow_initial(u, flow_variable(u, global), NULL);
    assert_ptr_equal(flow_replace(u, other, old, new), other);
}

static void expect_path(const flow_value *v, const char *expected)
{
    const ir_path *path = flow_path_of(u, v);

    assert_non_null(path);
    assert_string_equal(ir_path_print(b->memory, path), expected);
}

static void test_paths(void **unused)
{
    const flow_value *job = flow_initial(u, flow_variable(u, parameter), NULL);
    const flow_region *next = field(flow_region_of(u, job), "next");

    (void)unused;
    expect_path(job, "1");
    expect_path(flow_address(u, next), "&1->next");
    expect_path(flow_initial(u, next, NULL), "1->next");
    expect_path(flow_initial(u, flow_variable(u, global), NULL), "@jobs");
    expect_path(flow_address(u, flow_variable(u, global)), "&@jobs");
    expect_path(flow_address(u, flow_element(u, next, true, 0, b->int_type)), "&1->next.[]");
    expect_path(flow_code(u, f), "function:f");
    expect_path(flow_address(u, flow_ghost(u, name("#background"))), "#background");
}

static void test_what_has_no_path(void **unused)
{
    const ir_instruction *call = a_call(3);
    const flow_value *x = flow_initial(u, flow_variable(u, global), NULL);

    (void)unused;
    assert_null(flow_path_of(u, flow_integer(u, 1)));
    assert_null(flow_path_of(u, flow_nothing(u)));
    assert_null(flow_path_of(u, flow_merged(u, 1, flow_variable(u, local))));
    assert_null(flow_path_of(u, flow_expression(u, IR_ADD, x, x)));
    assert_null(flow_path_of(u, flow_made(u, call, 0, false, b->int_type))); /* a number is no object */
    assert_null(flow_path_of_address(u, flow_string(u, name("text"))));
}

static void test_paths_end(void **unused)
{
    const flow_value *v = flow_initial(u, flow_variable(u, parameter), NULL);

    (void)unused;
    for (int i = 0; i < IR_PATH_STEPS_MAX; i++) {
        assert_non_null(flow_path_of(u, v));
        v = flow_initial(u, flow_pointee(u, v), NULL);
    }
    assert_non_null(flow_path_of(u, v));
    assert_null(flow_path_of(u, flow_initial(u, flow_pointee(u, v), NULL)));
}

static uint32_t fresh(flow_values *values, const ir_instruction *call, uint32_t number, bool is_older)
{
    const ir_path *path = flow_path_of(values, flow_made(values, call, number, is_older, b->pointer));

    assert_non_null(path);
    assert_int_equal(path->root, IR_ROOT_FRESH);
    return path->number;
}

/* Summaries of two walks are compared: what a call made must have the same number in both. */
static void test_fresh_numbers_are_stable(void **unused)
{
    const ir_instruction *one = a_call(3), *two = a_call(4);
    flow_values *again = flow_values_new(b->memory);

    (void)unused;
    uint32_t other = fresh(again, two, 0, false); /* in another order */
    assert_int_equal(fresh(u, one, 0, false), fresh(again, one, 0, false));
    assert_int_equal(fresh(u, two, 0, false), other);
    assert_int_not_equal(fresh(u, one, 0, false), fresh(u, two, 0, false));
    assert_int_not_equal(fresh(u, one, 0, false), fresh(u, one, 1, false));
    assert_int_not_equal(fresh(u, one, 0, false), fresh(u, one, 0, true));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_made_once),
    TEST(test_globals_of_two_units),
    TEST(test_elements),
    TEST(test_address_and_pointee_undo_each_other),
    TEST(test_folding),
    TEST(test_what_has_no_result_is_not_folded),
    TEST(test_expressions_do_not_grow_for_ever),
    TEST(test_replace),
    TEST(test_paths),
    TEST(test_what_has_no_path),
    TEST(test_paths_end),
    TEST(test_fresh_numbers_are_stable),
};

TAP_MAIN(tests)
