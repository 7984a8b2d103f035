/* States that meet: marks keep them apart, merging covers both, loops end, and what an earlier turn made is
 * not what this turn makes. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/flow/state.h"

enum { OPEN = 1, CLOSED, BLOCK = 7 };

static ir_build *b;
static ir_function *f;
static flow_values *u;
static flow_state *s, *t;
static const flow_region *x, *y, *global;
static const ir_instruction *call;
static const char data_a[] = "a", data_b[] = "b";

static int set_up(void **unused)
{
    ir_type *wide;

    (void)unused;
    b = ir_build_new();
    f = ir_build_function(b, "f", 1);
    u = flow_values_new(b->memory);
    s = flow_state_new(b->memory, u);
    t = flow_state_new(b->memory, u);
    wide = ARENA_NEW(b->memory, ir_type);
    *wide = (ir_type){.kind = IR_TYPE_INTEGER, .size = 8};
    x = flow_variable(u, ir_build_local(b, f, "x", wide));
    y = flow_variable(u, ir_build_local(b, f, "y", wide));
    global = flow_variable(u, ir_build_global(b, "g", b->pointer));
    call =
        ir_build_add(b, f, 0, (ir_instruction){.op = IR_CALL, .type = b->pointer, .loc = {.line = 3}}, true);
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

static const flow_value *object(uint32_t n)
{
    return flow_made(u, call, n, false, b->pointer);
}

static void expect_range_of(flow_state *state, const flow_region *region, int64_t low, int64_t high)
{
    effect_range r = flow_range(state, flow_load(state, region));

    assert_int_equal(r.low, low);
    assert_int_equal(r.high, high);
}

/* ---- marks ---- */

static void test_marks(void **unused)
{
    (void)unused;
    assert_null(flow_marked(s, object(1)));
    flow_set(s, object(1), OPEN, data_a, (ir_loc){.line = 5});
    flow_set(s, object(2), CLOSED, NULL, (ir_loc){.line = 6});
    assert_non_null(flow_marked_as(s, object(1), OPEN));
    assert_null(flow_marked_as(s, object(1), CLOSED));
    assert_ptr_equal(flow_marked(s, object(1))->data, data_a);
    assert_int_equal(flow_marked(s, object(2))->loc.line, 6);
    flow_set(s, object(1), CLOSED, NULL, (ir_loc){.line = 7});
    assert_null(flow_marked_as(s, object(1), OPEN));
    flow_unset(s, object(1));
    assert_null(flow_marked(s, object(1)));
    assert_non_null(flow_marked(s, object(2)));
}

/* The order of setting and the place don't count, the state and the data do. */
static void test_equality_of_marks(void **unused)
{
    (void)unused;
    flow_set(s, object(1), OPEN, NULL, (ir_loc){.line = 1});
    flow_set(s, object(2), OPEN, NULL, (ir_loc){.line = 2});
    assert_false(flow_marks_equal(s, t));
    flow_set(t, object(2), OPEN, NULL, (ir_loc){.line = 9});
    flow_set(t, object(1), OPEN, NULL, (ir_loc){.line = 9});
    assert_true(flow_marks_equal(s, t));
    flow_set(t, object(1), CLOSED, NULL, (ir_loc){.line = 9});
    assert_false(flow_marks_equal(s, t));
    flow_set(t, object(1), OPEN, data_b, (ir_loc){.line = 9});
    assert_false(flow_marks_equal(s, t));
}

/* ---- equality ---- */

static void test_equality_of_states(void **unused)
{
    (void)unused;
    assert_true(flow_state_equal(s, t));
    flow_store(s, x, number(1));
    flow_store(s, y, number(2));
    flow_store(t, y, number(2));
    flow_store(t, x, number(1));
    assert_true(flow_state_equal(s, t));
    flow_store(t, x, number(3));
    assert_false(flow_state_equal(s, t));
    flow_store(t, x, number(1));
    assert_true(flow_assume(t, flow_load(t, global), true));
    assert_false(flow_state_equal(s, t));
    assert_true(flow_assume(s, flow_load(s, global), true));
    assert_true(flow_state_equal(s, t));
}

/* ---- merging ---- */

static void test_merge_covers_both(void **unused)
{
    (void)unused;
    flow_store(s, x, number(1));
    flow_store(t, x, number(4));
    flow_store(s, y, number(2));
    flow_store(t, y, number(2));
    assert_true(flow_state_merge(s, t, BLOCK, false));
    expect_range_of(s, x, 1, 4);
    assert_ptr_equal(flow_load(s, y), number(2));
}

static void test_merge_of_equal_states_changes_nothing(void **unused)
{
    (void)unused;
    flow_store(s, x, number(1));
    flow_store(t, x, number(1));
    flow_state *before = flow_state_copy(s);
    assert_false(flow_state_merge(s, t, BLOCK, false));
    assert_true(flow_state_equal(s, before));
}

static void test_merge_with_a_third(void **unused)
{
    (void)unused;
    flow_store(s, x, number(1));
    flow_store(t, x, number(4));
    assert_true(flow_state_merge(s, t, BLOCK, false));
    flow_store(t, x, number(9));
    assert_true(flow_state_merge(s, t, BLOCK, false));
    effect_range r = flow_range(s, flow_load(s, x));
    assert_true(r.low <= 1 && r.high >= 9);
}

static void test_merge_of_facts(void **unused)
{
    const flow_value *v = flow_load(s, global);

    (void)unused;
    assert_true(flow_assume(s, v, true));
    assert_true(flow_state_merge(s, t, BLOCK, false)); /* the other path knows nothing of it */
    assert_false(flow_range(s, v).nonzero);
}

static void test_merge_of_what_is_shared(void **unused)
{
    (void)unused;
    flow_share(t, object(1));
    assert_true(flow_state_merge(s, t, BLOCK, false));
    assert_true(flow_is_shared(s, flow_pointee(u, object(1))));
}

/* A local that lives on one of the paths only holds nothing that the other could rely on. */
static void test_merge_of_a_local_that_lives_on_one_path(void **unused)
{
    (void)unused;
    flow_store(s, x, number(1));
    (void)flow_state_merge(s, t, BLOCK, false);
    assert_ptr_not_equal(flow_load(s, x), number(1));
}

static void test_zeroed_on_one_path(void **unused)
{
    (void)unused;
    flow_fill(s, x, number(0));
    flow_store(t, x, number(5));
    (void)flow_state_merge(s, t, BLOCK, false);
    effect_range r = flow_range(s, flow_load(s, x));
    assert_true(r.low <= 0 && r.high >= 5);
}

/* ---- loops ---- */

/* x = 0; while (...) x++: after few turns nothing changes any more. */
static void test_counting_ends(void **unused)
{
    int turns = 0;
    bool is_changed = true;

    (void)unused;
    flow_store(s, x, number(0));
    while (is_changed && turns < 50) {
        t = flow_state_copy(s);
        flow_store(t, x, flow_expression(u, IR_ADD, flow_load(t, x), number(1)));
        is_changed = flow_state_merge(s, t, BLOCK, true);
        turns++;
    }
    assert_true(turns <= 5);
    expect_range_of(s, x, 0, INT64_MAX);
}

/* The same with an unsigned number that is shifted: its expression's range is wider than its type's. */
static void test_unsigned_ends(void **unused)
{
    ir_type *type = ARENA_NEW(b->memory, ir_type);
    const flow_region *bits;
    int turns = 0;
    bool is_changed = true;

    (void)unused;
    *type = (ir_type){.kind = IR_TYPE_INTEGER, .size = 4, .is_unsigned = true};
    bits = flow_variable(u, ir_build_local(b, f, "bits", type));
    flow_store(s, bits, number(1));
    while (is_changed && turns < 50) {
        t = flow_state_copy(s);
        flow_store(t, bits, flow_expression(u, IR_SHIFT_LEFT, flow_load(t, bits), number(1)));
        is_changed = flow_state_merge(s, t, BLOCK, true);
        turns++;
    }
    assert_true(turns <= 5);
}

/* What x was before the merge is not what it is after: y, which holds the old one, must not follow. */
static void test_old_merged_value_is_not_the_new_one(void **unused)
{
    (void)unused;
    flow_store(s, x, number(0));
    flow_store(t, x, number(1));
    (void)flow_state_merge(s, t, BLOCK, true);
    const flow_value *now = flow_load(s, x);
    flow_store(s, y, now);
    flow_store(s, x, flow_expression(u, IR_ADD, now, number(1)));
    t = flow_state_copy(s); /* y = x before, x one or two more than y */
    flow_store(t, x, flow_expression(u, IR_ADD, flow_load(t, x), number(1)));
    (void)flow_state_merge(s, t, BLOCK, true);
    assert_true(flow_assume(s, flow_expression(u, IR_NOT_EQUAL, flow_load(s, x), flow_load(s, y)), true));
}

/* Each turn makes another object; the mark of the last one stays with the last one. */
static void test_ageing(void **unused)
{
    const flow_value *first = flow_make(s, call, 0, b->pointer);

    (void)unused;
    flow_store(s, x, first);
    flow_store(s, flow_pointee(u, first), number(1));
    flow_set(s, first, OPEN, NULL, (ir_loc){.line = 4});
    assert_true(flow_assume(s, first, true));
    const flow_value *second = flow_make(s, call, 0, b->pointer);
    assert_null(flow_marked(s, second));
    assert_false(flow_range(s, second).nonzero);
    assert_ptr_not_equal(flow_load(s, x), second);
    assert_true(flow_load(s, x)->is_older);
    assert_non_null(flow_marked_as(s, flow_load(s, x), OPEN));
    assert_ptr_not_equal(flow_load(s, flow_pointee(u, second)), number(1));
}

static void test_ageing_inside_expressions(void **unused)
{
    const flow_value *first = flow_make(s, call, 0, b->pointer);
    const flow_value *field = flow_initial(u, flow_pointee(u, first), NULL);

    (void)unused;
    flow_store(s, x, flow_expression(u, IR_ADD, field, number(1)));
    assert_true(flow_assume(s, flow_expression(u, IR_GREATER, field, number(3)), true));
    flow_age(s, call);
    assert_false(flow_mentions(flow_load(s, x), first));
    assert_true(flow_range(s, field).low < 3); /* that of the next object is another number */
}

static void test_two_objects_of_one_call(void **unused)
{
    const flow_value *first = flow_made(u, call, 1, false, b->pointer);
    const flow_value *second = flow_made(u, call, 2, false, b->pointer);

    (void)unused;
    flow_set(s, first, OPEN, NULL, (ir_loc){0});
    flow_set(s, second, CLOSED, NULL, (ir_loc){0});
    flow_age(s, call);
    assert_int_equal(s->mark_count, 2);
    assert_non_null(flow_marked_as(s, flow_made(u, call, 1, true, b->pointer), OPEN));
    assert_non_null(flow_marked_as(s, flow_made(u, call, 2, true, b->pointer), CLOSED));
}

static void test_tidy_keeps_what_is_referred_to(void **unused)
{
    const flow_value *kept = object(1), *gone = object(2);

    (void)unused;
    flow_store(s, x, kept);
    assert_true(flow_assume(s, kept, true));
    assert_true(flow_assume(s, gone, true));
    flow_state_tidy(s);
    assert_true(flow_range(s, kept).nonzero);
    assert_false(flow_range(s, gone).nonzero);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_marks),
    TEST(test_equality_of_marks),
    TEST(test_equality_of_states),
    TEST(test_merge_covers_both),
    TEST(test_merge_of_equal_states_changes_nothing),
    TEST(test_merge_with_a_third),
    TEST(test_merge_of_facts),
    TEST(test_merge_of_what_is_shared),
    TEST(test_merge_of_a_local_that_lives_on_one_path),
    TEST(test_zeroed_on_one_path),
    TEST(test_counting_ends),
    TEST(test_unsigned_ends),
    TEST(test_old_merged_value_is_not_the_new_one),
    TEST(test_ageing),
    TEST(test_ageing_inside_expressions),
    TEST(test_two_objects_of_one_call),
    TEST(test_tidy_keeps_what_is_referred_to),
};

TAP_MAIN(tests)
