/* Objects are called what the source calls them, and the steps of a finding tell the way to it. */
#include "tests/unit/rule/probe.h"

#include "tests/support/tap.h"

#include <string.h>

static void name_what_is_closed(rule_pass *pass, const flow_event *event, flow_state *state)
{
    if (event->kind == EFFECT_CLOSE) {
        rule_report(pass, pass->function->function, event->loc, "%s", rule_name_of(pass, state, event));
    }
}

static const rule namer = {.name = "test-namer", .walker = {.on_event = name_what_is_closed}};

static void test_names(void **unused)
{
    (void)unused;
    probe_expect(&namer,
                 "struct in { wand_chan *c; };\n"
                 "struct p { wand_chan *c; struct in in; struct in *next; wand_chan *many[4]; };\n"
                 "static wand_chan *shared;\n"
                 "wand_chan *get(void);\n"
                 "void f(struct p *p, wand_chan *given, wand_chan **out, int i)\n"
                 "{\n"
                 " wand_chan *own = wand_chan_new(1, 1);\n"
                 " struct p local = {wand_chan_new(1, 1)};\n"
                 " wand_chan_close(own);\n"
                 " wand_chan_close(given);\n"
                 " wand_chan_close(*out);\n"
                 " wand_chan_close(shared);\n"
                 " wand_chan_close(p->c);\n"
                 " wand_chan_close(p->in.c);\n"
                 " wand_chan_close(p->next->c);\n"
                 " wand_chan_close(p->many[2]);\n"
                 " wand_chan_close(p->many[i]);\n"
                 " wand_chan_close(local.c);\n"
                 " wand_chan_close(get());\n"
                 "}",
                 "10: own\n11: given\n12: *out\n13: shared\n14: p->c\n15: p->in.c\n16: p->next->c\n"
                 "17: p->many[2]\n18: p->many[...]\n19: local.c\n20: the channel\n");
}

static void tell_the_way(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const ir_function *in = pass->function->function;

    if (event->kind == EFFECT_CLOSE) {
        finding *f = rule_report(pass, in, event->loc, "closed");
        rule_branches(pass, f, in, state, NULL, 0);
        rule_inner_steps(pass, f, event, 1);
    }
}

static const rule storyteller = {.name = "test-storyteller", .walker = {.on_event = tell_the_way}};

static void test_branches(void **unused)
{
    (void)unused;
    probe_expect(&storyteller,
                 "void f(wand_chan *c, int n, int m)\n"
                 "{\n"
                 " if (n > 3) {\n"
                 "  if (n > 1)\n" /* decided: no step */
                 "   m++;\n"
                 " } else {\n"
                 "  return;\n"
                 " }\n"
                 " switch (m) {\n"
                 " case 7:\n"
                 "  wand_chan_close(c);\n"
                 "  break;\n"
                 " default:\n"
                 "  break;\n"
                 " }\n"
                 "}",
                 "12: closed\n  4: 'n > 3' is true\n  10: 'm' is 7\n");
}

static void test_false_branches_and_default(void **unused)
{
    (void)unused;
    probe_expect(&storyteller,
                 "void f(wand_chan *c, int n)\n"
                 "{\n"
                 " if (!n)\n"
                 "  return;\n"
                 " switch (n) {\n"
                 " case 1:\n"
                 "  return;\n"
                 " default:\n"
                 "  wand_chan_close(c);\n"
                 " }\n"
                 "}",
                 "10: closed\n  4: 'n' is true\n  6: 'n' matches no case\n");
}

static void test_inner_steps(void **unused)
{
    const char *found = probe_run(&storyteller, "static void inner(wand_chan *c)\n"
                                                "{\n"
                                                " wand_chan_close(c);\n"
                                                "}\n"
                                                "static void outer(wand_chan *c)\n"
                                                "{\n"
                                                " inner(c);\n"
                                                "}\n"
                                                "void f(wand_chan *c)\n"
                                                "{\n"
                                                " outer(c);\n"
                                                "}");

    (void)unused;
    assert_non_null(found);
    const char *last = strstr(found, "12: closed\n");
    assert_non_null(last);
    assert_non_null(strstr(last, "\n    8: ")); /* outer calls inner, one deeper */
    assert_non_null(strstr(last, " 4: "));      /* and there it is closed */
    assert_true(strstr(last, "\n    8: ") < strstr(last, " 4: "));
}

/* A finding inside a macro's expansion stands where the macro is used and names it. */
static void test_macros(void **unused)
{
    (void)unused;
    probe_expect(&storyteller,
                 "#define END(c) \\\n"
                 " wand_chan_close(c)\n"
                 "void f(wand_chan *c)\n"
                 "{\n"
                 " END(c);\n"
                 "}",
                 "6: closed\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_names),
    cmocka_unit_test(test_branches),
    cmocka_unit_test(test_false_branches_and_default),
    cmocka_unit_test(test_inner_steps),
    cmocka_unit_test(test_macros),
};

TAP_MAIN_WITH(tests, probe_open, probe_close)
