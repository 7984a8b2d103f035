/* What memory holds: bindings, defaults of whole objects, and what happens to them when others may write. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/flow/state.h"

static ir_build *b;
static ir_function *f;
static flow_values *u;
static flow_state *s;
static ir_record record;
static ir_field fields[3];
static ir_type record_type;
static const flow_region *global, *local, *other; /* records: a global and two locals */
static const ir_instruction *call, *later;

static void make_record(void)
{
    fields[0] = (ir_field){.name = intern(b->names, "count"), .type = b->int_type, .record = &record};
    fields[1] = (ir_field){.name = intern(b->names, "owner"),
                           .type = b->pointer,
                           .record = &record,
                           .offset_bits = 64,
                           .index = 1};
    fields[2] = (ir_field){.name = intern(b->names, "jobs"),
                           .type = b->pointer,
                           .record = &record,
                           .offset_bits = 128,
                           .index = 2};
    record = (ir_record){
        .tag = intern(b->names, "pool"), .is_complete = true, .size = 24, .fields = fields, .field_count = 3};
    record_type = (ir_type){.kind = IR_TYPE_RECORD, .size = 24, .record = &record};
}

static int set_up(void **unused)
{
    (void)unused;
    b = ir_build_new();
    f = ir_build_function(b, "f", 1);
    u = flow_values_new(b->memory);
    s = flow_state_new(b->memory, u);
    make_record();
    global = flow_variable(u, ir_build_global(b, "pool", &record_type));
    local = flow_variable(u, ir_build_local(b, f, "mine", &record_type));
    other = flow_variable(u, ir_build_local(b, f, "copy", &record_type));
    call = ir_build_add(b, f, 0, (ir_instruction){.op = IR_CALL, .loc = {.line = 3}}, true);
    later = ir_build_add(b, f, 0, (ir_instruction){.op = IR_CALL, .loc = {.line = 4}}, true);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ir_build_free(b);
    return 0;
}

static const flow_region *part(const flow_region *base, int i)
{
    return flow_field(u, base, record.tag, fields[i].name, fields[i].offset_bits, fields[i].type);
}

static const flow_value *number(int64_t n)
{
    return flow_integer(u, n);
}

static const flow_region *element(const flow_region *array, int64_t i)
{
    return flow_element(u, array, i < 0, i < 0 ? 0 : i, b->pointer);
}

static const flow_value *object(uint32_t n)
{
    return flow_made(u, call, n, false, b->pointer);
}

static void test_untouched_memory_has_a_name(void **unused)
{
    const flow_value *v = flow_load(s, part(global, 1));

    (void)unused;
    assert_int_equal(v->kind, FLOW_INITIAL);
    assert_ptr_equal(v->region, part(global, 1));
    assert_ptr_equal(flow_load(s, part(global, 1)), v);
    assert_ptr_not_equal(flow_load(s, part(global, 2)), v);
}

static void test_store_and_load(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 0), number(3));
    flow_store(s, part(local, 1), object(1));
    assert_ptr_equal(flow_load(s, part(local, 0)), number(3));
    assert_ptr_equal(flow_load(s, part(local, 1)), object(1));
    flow_store(s, part(local, 0), number(4));
    assert_ptr_equal(flow_load(s, part(local, 0)), number(4));
    assert_int_equal(flow_load(s, part(other, 0))->kind, FLOW_INITIAL); /* another object */
}

static void test_zero_fills_all_parts(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 1), object(1));
    flow_fill(s, local, number(0));
    assert_ptr_equal(flow_load(s, part(local, 1)), number(0));
    assert_ptr_equal(flow_load(s, part(local, 2)), number(0));
    flow_store(s, part(local, 2), object(2));
    assert_ptr_equal(flow_load(s, part(local, 2)), object(2));
    assert_ptr_equal(flow_load(s, part(local, 1)), number(0));
}

static void test_forget(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 0), number(3));
    const flow_value *before = flow_load(s, part(local, 1));
    flow_forget(s, local, call);
    const flow_value *after = flow_load(s, part(local, 0));
    assert_int_equal(after->kind, FLOW_INITIAL);
    assert_ptr_equal(after->since, call);
    assert_ptr_not_equal(flow_load(s, part(local, 1)), before);
    assert_ptr_equal(flow_load(s, part(local, 0)), after);
}

/* The same call in the next turn of a loop writes something else. */
static void test_forgetting_again_drops_facts(void **unused)
{
    (void)unused;
    flow_forget(s, local, call);
    assert_true(flow_assume(s, flow_load(s, part(local, 0)), true));
    assert_true(flow_range(s, flow_load(s, part(local, 0))).nonzero);
    flow_forget(s, local, call);
    assert_false(flow_range(s, flow_load(s, part(local, 0))).nonzero);
}

static void test_copy_of_a_record(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 0), number(3));
    flow_store(s, part(local, 1), object(1));
    flow_copy(s, other, local, &record_type, call);
    assert_ptr_equal(flow_load(s, part(other, 0)), number(3));
    assert_ptr_equal(flow_load(s, part(other, 1)), object(1));
    assert_ptr_equal(flow_load(s, part(other, 2)), flow_load(s, part(local, 2)));
    flow_store(s, part(local, 0), number(4)); /* a copy, not another name */
    assert_ptr_equal(flow_load(s, part(other, 0)), number(3));
}

static void test_copy_to_itself(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 0), number(3));
    flow_copy(s, local, local, &record_type, call);
    assert_ptr_equal(flow_load(s, part(local, 0)), number(3));
}

static void test_known_elements(void **unused)
{
    (void)unused;
    flow_store(s, element(local, 1), object(1));
    flow_store(s, element(local, 2), object(2));
    assert_ptr_equal(flow_load(s, element(local, 1)), object(1));
    assert_ptr_equal(flow_load(s, element(local, 2)), object(2));
}

/* A store to "one of them" may have hit any: nobody holds what it held for sure. */
static void test_some_element(void **unused)
{
    (void)unused;
    flow_store(s, element(local, 1), object(1));
    flow_store(s, element(local, -1), object(3));
    assert_ptr_not_equal(flow_load(s, element(local, 1)), object(1));
    assert_ptr_equal(flow_load(s, element(local, -1)), object(3));
}

static void test_what_is_shared(void **unused)
{
    const flow_value *made = object(1);

    (void)unused;
    assert_true(flow_is_shared(s, part(global, 0)));
    assert_true(flow_is_shared(s, flow_pointee(u, flow_load(s, part(global, 1)))));
    assert_false(flow_is_shared(s, local));
    assert_false(flow_is_shared(s, flow_pointee(u, made)));
    flow_share(s, made);
    assert_true(flow_is_shared(s, flow_pointee(u, made)));
    assert_false(flow_is_shared(s, local));
}

/* Whoever gets an object gets what it refers to. */
static void test_sharing_spreads(void **unused)
{
    const flow_region *inner = flow_pointee(u, object(2));

    (void)unused;
    flow_store(s, part(flow_pointee(u, object(1)), 1), object(2));
    flow_store(s, part(inner, 1), flow_address(u, local));
    flow_share(s, object(1));
    assert_true(flow_is_shared(s, inner));
    assert_true(flow_is_shared(s, local));
    assert_false(flow_is_shared(s, other));
}

static void test_shared_numbers_change_but_handles_stay(void **unused)
{
    (void)unused;
    flow_store(s, part(global, 0), number(3));
    flow_store(s, part(global, 1), object(1));
    flow_store(s, part(local, 0), number(5));
    flow_forget_shared_numbers(s, call);
    assert_ptr_not_equal(flow_load(s, part(global, 0)), number(3));
    assert_ptr_equal(flow_load(s, part(global, 1)), object(1));
    assert_ptr_equal(flow_load(s, part(local, 0)), number(5));
}

static void test_unread_numbers_change_too(void **unused)
{
    const flow_value *before = flow_load(s, part(global, 0));

    (void)unused;
    assert_true(flow_assume(s, before, false));
    flow_forget_shared_numbers(s, call);
    const flow_value *after = flow_load(s, part(global, 0));
    assert_ptr_not_equal(after, before);
    assert_true(flow_assume(s, after, true));
    flow_forget_shared_numbers(s, later);
    assert_ptr_not_equal(flow_load(s, part(global, 0)), after);
}

static void test_end_of_life(void **unused)
{
    (void)unused;
    flow_store(s, part(local, 0), number(3));
    flow_store(s, part(other, 0), number(4));
    flow_drop(s, local);
    assert_int_equal(flow_load(s, part(local, 0))->kind, FLOW_INITIAL);
    assert_ptr_equal(flow_load(s, part(other, 0)), number(4));
}

static void test_copies_of_states_are_apart(void **unused)
{
    flow_store(s, part(local, 0), number(3));
    flow_state *copy = flow_state_copy(s);

    (void)unused;
    flow_store(copy, part(local, 0), number(4));
    flow_store(copy, part(other, 0), number(5));
    flow_share(copy, object(1));
    assert_true(flow_assume(copy, flow_load(copy, part(global, 1)), true));
    assert_ptr_equal(flow_load(s, part(local, 0)), number(3));
    assert_int_equal(flow_load(s, part(other, 0))->kind, FLOW_INITIAL);
    assert_false(flow_is_shared(s, flow_pointee(u, object(1))));
    assert_false(flow_range(s, flow_load(s, part(global, 1))).nonzero);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_untouched_memory_has_a_name),
    TEST(test_store_and_load),
    TEST(test_zero_fills_all_parts),
    TEST(test_forget),
    TEST(test_forgetting_again_drops_facts),
    TEST(test_copy_of_a_record),
    TEST(test_copy_to_itself),
    TEST(test_known_elements),
    TEST(test_some_element),
    TEST(test_what_is_shared),
    TEST(test_sharing_spreads),
    TEST(test_shared_numbers_change_but_handles_stay),
    TEST(test_unread_numbers_change_too),
    TEST(test_end_of_life),
    TEST(test_copies_of_states_are_apart),
};

TAP_MAIN(tests)
