/* The graph of functions built by hand, as questions and as text. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/cfg/cfg.h"

static void print_graph(FILE *to, const void *graph)
{
    cfg_print(to, graph);
}

/* while (...) { while (...) { ... } } return: b1 outer header, b2 inner header, b3 inner body, b4 outer
 * latch. */
static ir_function *nested(ir_build *b)
{
    ir_function *f = ir_build_function(b, "nested", 6);

    ir_build_jump(b, f, 0, 1);
    ir_build_branch(b, f, 1, 2, 5);
    ir_build_branch(b, f, 2, 3, 4);
    ir_build_jump(b, f, 3, 2);
    ir_build_jump(b, f, 4, 1);
    f->blocks[1]->loop = IR_LOOP_WHILE;
    f->blocks[1]->loop_loc = (ir_loc){.line = 3, .column = 5};
    f->blocks[2]->loop = IR_LOOP_FOR;
    f->blocks[2]->loop_loc = (ir_loc){.line = 4, .column = 9};
    return f;
}

static void test_nested_text(void **unused)
{
    ir_build *b = ir_build_new();

    (void)unused;
    assert_string_equal(ir_build_text(b, print_graph, cfg_build(b->memory, nested(b))),
                        "graph nested, 6 blocks, 2 loops\n"
                        "order b0 b1 b5 b2 b4 b3\n"
                        "b0: to b1, dominator none, postdominator b1\n"
                        "b1: from b0 b4, to b2 b5, dominator b0, postdominator b5, in loop b1\n"
                        "b2: from b1 b3, to b3 b4, dominator b1, postdominator b4, in loop b2\n"
                        "b3: from b2, to b2, dominator b2, postdominator b2, in loop b2\n"
                        "b4: from b2, to b1, dominator b2, postdominator b1, in loop b1\n"
                        "b5: from b1, to return, dominator b1, postdominator end\n"
                        "loop b1: while at 3:5, depth 1, blocks b1 b2 b3 b4, back from b4, exits b1-b5\n"
                        "loop b2: for at 4:9, depth 2 in b1, blocks b2 b3, back from b3, exits b2-b4\n");
    ir_build_free(b);
}

static void test_nested_questions(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = nested(b);
    cfg *g = cfg_build(b->memory, f);
    ir_block **at = f->blocks;
    const cfg_loop *outer = cfg_loop_of(g, at[1]);
    const cfg_loop *inner = cfg_loop_of(g, at[3]);

    (void)unused;
    assert_true(cfg_dominates(g, at[1], at[3]));
    assert_true(cfg_dominates(g, at[3], at[3]));
    assert_false(cfg_dominates(g, at[3], at[4]));
    assert_true(cfg_postdominates(g, at[5], at[0]));
    assert_false(cfg_postdominates(g, at[2], at[1]));
    assert_true(cfg_reaches(g, at[4], at[3]));
    assert_true(cfg_reaches(g, at[3], at[3]));
    assert_false(cfg_reaches(g, at[0], at[0]));
    assert_false(cfg_reaches(g, at[5], at[1]));
    assert_ptr_equal(inner->parent, outer);
    assert_true(cfg_loop_has(g, outer, at[3]));
    assert_false(cfg_loop_has(g, inner, at[4]));
    assert_null(cfg_loop_of(g, at[5]));
    assert_false(cfg_is_irreducible(g));
    assert_int_equal(cfg_predecessor_count(g, at[1]), 2);
    assert_ptr_equal(cfg_predecessor(g, at[1], 1), at[4]);
    assert_int_equal(cfg_position(g, at[0]), 0);
    ir_build_free(b);
}

/* A loop by goto, and one that jumps into the middle of another: entered at b1 and at b2. */
static void test_irreducible(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "knot", 4);

    (void)unused;
    ir_build_branch(b, f, 0, 1, 2);
    ir_build_jump(b, f, 1, 2);
    ir_build_branch(b, f, 2, 1, 3);
    assert_string_equal(
        ir_build_text(b, print_graph, cfg_build(b->memory, f)),
        "graph knot, 4 blocks, 1 loops, irreducible\n"
        "order b0 b1 b2 b3\n"
        "b0: to b1 b2, dominator none, postdominator b2\n"
        "b1: from b0 b2, to b2, dominator b0, postdominator b2, in loop b1\n"
        "b2: from b0 b1, to b1 b3, dominator b0, postdominator b3, in loop b1\n"
        "b3: from b2, to return, dominator b2, postdominator end\n"
        "loop b1: goto at 12:1, depth 1, irreducible, blocks b1 b2, back from b2, exits b2-b3\n");
    ir_build_free(b);
}

/* for (;;) with a case that ends the process: the other ways round never end. */
static void test_endless(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "serve", 5);

    (void)unused;
    ir_build_branch(b, f, 0, 1, 3);
    ir_build_jump(b, f, 1, 2);
    ir_build_jump(b, f, 2, 1);
    ir_build_switch(b, f, 3, (uint32_t[]){4, 4, 4}, 3);
    ir_build_unreachable(b, f, 4);
    assert_string_equal(ir_build_text(b, print_graph, cfg_build(b->memory, f)),
                        "graph serve, 5 blocks, 1 loops\n"
                        "order b0 b3 b4 b1 b2\n"
                        "b0: to b1 b3, dominator none, postdominator b3\n"
                        "b1: from b0 b2, to b2, dominator b0, postdominator none, in loop b1\n"
                        "b2: from b1, to b1, dominator b1, postdominator none, in loop b1\n"
                        "b3: from b0, to b4 b4 b4, dominator b0, postdominator b4\n"
                        "b4: from b3, to end, dominator b3, postdominator end\n"
                        "loop b1: goto at 12:1, depth 1, blocks b1 b2, back from b2, no exit\n");
    ir_build_free(b);
}

/* One block that jumps to itself, and a function of one block. */
static void test_small(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *spin = ir_build_function(b, "spin", 2);
    ir_function *empty = ir_build_function(b, "empty", 1);

    (void)unused;
    ir_build_jump(b, spin, 0, 1);
    ir_build_jump(b, spin, 1, 1);
    cfg *g = cfg_build(b->memory, spin);
    assert_int_equal(cfg_loop_count(g), 1);
    assert_ptr_equal(cfg_loop_at(g, 0)->header, spin->blocks[1]);
    assert_false(cfg_can_end(g, spin->blocks[0]));
    g = cfg_build(b->memory, empty);
    assert_int_equal(cfg_loop_count(g), 0);
    assert_true(cfg_can_end(g, empty->blocks[0]));
    assert_true(cfg_postdominates(g, empty->blocks[0], empty->blocks[0]));
    assert_null(cfg_postdominator(g, empty->blocks[0]));
    ir_build_free(b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_nested_text), cmocka_unit_test(test_nested_questions),
    cmocka_unit_test(test_irreducible), cmocka_unit_test(test_endless),
    cmocka_unit_test(test_small),
};

TAP_MAIN(tests)
