/* What decides whether a loop goes on: memory it looks at, not what it moves itself. */
#include "tests/unit/rule/probe.h"

#include "tests/support/tap.h"

#include <stdio.h>

static void *begin(rule_pass *pass)
{
    return rule_loops_new(pass);
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)state;
    rule_loops_event(pass->data, pass, event);
}

static void on_store(rule_pass *pass, const flow_region *region, const flow_value *value,
                     const ir_instruction *store, flow_state *state)
{
    (void)store;
    (void)state;
    rule_loops_store(pass->data, pass, region, value);
}

static void on_branch(rule_pass *pass, const ir_terminator *branch, const flow_value *value,
                      flow_state *state)
{
    (void)branch;
    rule_loops_branch(pass->data, pass, value, state);
}

static void on_end(rule_pass *pass)
{
    for (size_t i = 0; i < cfg_loop_count(pass->flow->graph); i++) {
        const cfg_loop *loop = cfg_loop_at(pass->flow->graph, i);
        const rule_look *look;
        for (size_t k = 0; (look = rule_loops_look(pass->data, pass, loop, k)) != NULL; k++) {
            rule_report(pass, pass->function->function, loop->loc, "looks at %s%s", look->name,
                        rule_loops_waits_for_condition(pass->data, pass, loop) ? ", waits for it" : "");
        }
    }
}

static const rule watcher = {
    .name = "test-watcher",
    .on_function = begin,
    .walker = {.on_event = on_event, .on_store = on_store, .on_branch = on_branch, .on_end = on_end},
};

#define PROGRAM                                                                                              \
    "struct s { int flag; int n; struct s *next; wand_mutex m; wand_cond c; };\n"                            \
    "static int stop; static int other(void) { return stop; } int elsewhere(void);\n"

static void expect_looks(const char *function, const char *expected)
{
    char text[2000];

    assert_true(snprintf(text, sizeof text, PROGRAM "%s", function) < (int)sizeof text);
    probe_expect(&watcher, text, expected);
}

static void test_a_flag(void **unused)
{
    (void)unused;
    expect_looks("void f(struct s *s)\n{\n while (!s->flag)\n  ;\n}", "6: looks at s->flag\n");
    expect_looks("void f(void)\n{\n for (;;) {\n  if (stop)\n   break;\n }\n}", "6: looks at stop\n");
    expect_looks("void f(struct s *s)\n{\n do {\n  wand_yield();\n } while (s->n < 10);\n}",
                 "6: looks at s->n\n");
}

static void test_through_a_local(void **unused)
{
    (void)unused;
    expect_looks(
        "void f(struct s *s)\n{\n int is_done = 0;\n while (!is_done) {\n  wand_yield();\n  is_done = "
        "s->flag;\n }\n}",
        "7: looks at s->flag\n");
}

static void test_through_a_helper(void **unused)
{
    (void)unused;
    expect_looks("void f(void)\n{\n while (!other())\n  wand_yield();\n}", "6: looks at stop\n");
}

static void test_what_the_loop_moves(void **unused)
{
    (void)unused;
    expect_looks("void f(struct s *s)\n{\n while (s->n < 10)\n  s->n++;\n}", "");
    expect_looks("void f(struct s *s)\n{\n for (; s != NULL; s = s->next)\n  ;\n}", "");
    expect_looks("void f(struct s *s)\n{\n for (; s->flag; s = s->next)\n  ;\n}", "");
    expect_looks("void f(int n)\n{\n for (int i = 0; i < n; i++)\n  ;\n}", "");
    expect_looks("void f(const char *text)\n{\n while (*text != 0)\n  text++;\n}", "");
    expect_looks("void f(void)\n{\n while (elsewhere())\n  ;\n}", "");
}

static void test_a_sentinel_that_the_loop_sets(void **unused)
{
    (void)unused;
    expect_looks("void f(void)\n{\n stop = 0;\n while (!stop) {\n  if (elsewhere())\n   stop = 1;\n }\n}",
                 "");
}

static void test_branches_that_do_not_leave(void **unused)
{
    (void)unused;
    expect_looks(
        "void f(struct s *s, int n)\n{\n for (int i = 0; i < n; i++) {\n  if (s->flag)\n   elsewhere();\n "
        "}\n}",
        "");
}

static void test_a_wait_for_a_condition(void **unused)
{
    (void)unused;
    expect_looks(
        "void f(struct s *s)\n{\n wand_mutex_lock(&s->m);\n while (!s->flag)\n  wand_cond_wait(&s->c, "
        "&s->m);\n wand_mutex_unlock(&s->m);\n}",
        "7: looks at s->flag, waits for it\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_flag),
    cmocka_unit_test(test_through_a_local),
    cmocka_unit_test(test_through_a_helper),
    cmocka_unit_test(test_what_the_loop_moves),
    cmocka_unit_test(test_a_sentinel_that_the_loop_sets),
    cmocka_unit_test(test_branches_that_do_not_leave),
    cmocka_unit_test(test_a_wait_for_a_condition),
};

TAP_MAIN_WITH(tests, probe_open, probe_close)
