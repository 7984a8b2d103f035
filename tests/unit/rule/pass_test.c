/* Which functions a rule walks, and what events tell it: directly, through helpers, deferred, remote. */
#include "tests/unit/rule/probe.h"

#include "tests/support/tap.h"

#include <string.h>

static const char *flags_of(const flow_event *event)
{
    if (event->flags & EFFECT_REMOTE) {
        return " remotely";
    }
    if (event->flags & EFFECT_DEFERRED) {
        return " deferred";
    }
    return event->flags & EFFECT_PROTECTED ? " protected" : "";
}

static void say(rule_pass *pass, const flow_event *event, flow_state *state)
{
    const flow_value *object = event->role[ROLE_OBJECT];

    (void)state;
    if (event->kind == EFFECT_DONE || event->kind == EFFECT_CLOSE) {
        const char *class_name = rule_class_of(pass, event);
        rule_report(pass, pass->function->function, event->loc, "%s%s%s of %s%s",
                    effect_kind_name(event->kind), flags_of(event),
                    rule_is_through_helper(event) ? " in a helper" : "",
                    class_name != NULL ? class_name : "?", rule_is_parameter(object) ? ", a parameter" : "");
    }
}

static const rule teller = {.name = "test-teller", .walker = {.on_event = say, .on_remote = say}};

static void test_events(void **unused)
{
    (void)unused;
    probe_expect(&teller,
                 "struct p { wand_wg wg; wand_chan *c; };\n"
                 "static wand_wg all;\n"
                 "void f(struct p *p, wand_chan *c)\n"
                 "{\n"
                 " wand_wg_done(&p->wg);\n"
                 " wand_wg_done(&all);\n"
                 " wand_chan_close(p->c);\n"
                 " wand_chan_close(c);\n"
                 "}",
                 "6: done of p.wg\n7: done of probe.c:all\n8: close of p.c\n9: close of ?, a parameter\n");
}

static void test_events_through_helpers(void **unused)
{
    (void)unused;
    probe_expect(
        &teller,
        "static void one(wand_wg *wg) { wand_wg_done(wg); }\n"
        "static void two(wand_wg *wg) { one(wg); }\n"
        "void f(wand_wg *wg)\n"
        "{\n"
        " two(wg);\n"
        "}",
        "2: done of ?, a parameter\n3: done in a helper of ?, a parameter\n6: done in a helper of ?, a "
        "parameter\n");
}

static void test_deferred_events(void **unused)
{
    (void)unused;
    probe_expect(&teller,
                 "static wand_wg all;\n"
                 "static void leave(void *arg) { wand_wg_done(arg); }\n"
                 "void f(void)\n"
                 "{\n"
                 " WAND_DEFER(leave, &all);\n"
                 "}",
                 "3: done of ?, a parameter\n6: done deferred in a helper of probe.c:all\n");
}

/* What a started coroutine does comes separately; its own objects have no name here. */
static void test_remote_events(void **unused)
{
    static const rule local = {.name = "test-local", .walker = {.on_event = say}};
    const char *its_argument = "static void body(void *arg) { wand_wg_done(arg); }\n"
                               "void f(wand_wg *wg)\n"
                               "{\n"
                               " wand_go(body, wg);\n"
                               "}";
    const char *a_global = "static wand_wg all;\n"
                           "static void body(void *arg) { (void)arg; wand_wg_done(&all); }\n"
                           "void f(void)\n"
                           "{\n"
                           " wand_go(body, NULL);\n"
                           "}";
    const char *its_own =
        "static void body(void *arg) { (void)arg; wand_wg own = {0}; wand_wg_done(&own); }\n"
        "void f(void)\n"
        "{\n"
        " wand_go(body, NULL);\n"
        "}";

    (void)unused;
    probe_expect(&local, its_argument, "2: done of ?, a parameter\n");
    probe_expect(&teller, its_argument,
                 "2: done of ?, a parameter\n5: done remotely in a helper of ?, a parameter\n");
    probe_expect(&teller, a_global, "3: done of probe.c:all\n6: done remotely in a helper of probe.c:all\n");
    probe_expect(&teller, its_own, "2: done of ?\n5: done remotely in a helper of ?\n");
}

static void report_function(rule_pass *pass)
{
    rule_report(pass, pass->function->function, pass->function->function->loc, "walked");
}

static void test_needs(void **unused)
{
    static const rule picky = {
        .name = "test-picky", .needs = FLOW_BIT(EFFECT_CLOSE), .walker = {.on_end = report_function}};
    static const rule every = {.name = "test-every", .walker = {.on_end = report_function}};
    const char *text = "void closes(wand_chan *c) { wand_chan_close(c); }\n"
                       "void calls(wand_chan *c) { closes(c); }\n"
                       "void neither(wand_chan *c) { wand_chan_retain(c); }";

    (void)unused;
    probe_expect(&picky, text, "2: walked\n3: walked\n");
    probe_expect(&every, text, "2: walked\n3: walked\n4: walked\n");
}

static bool is_called_main(const rule_pass *pass)
{
    return strcmp(pass->function->function->name, "main") == 0;
}

static void test_applies(void **unused)
{
    static const rule only_main = {
        .name = "test-main", .applies = is_called_main, .walker = {.on_end = report_function}};

    (void)unused;
    probe_expect(&only_main, "void f(void) {}\nint main(void) { f(); return 0; }", "3: walked\n");
}

static void *first_parameters(rule_pass *pass)
{
    return pass->function->function->parameter_count > 0 ? pass : NULL;
}

static void tell_exit(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    static const char *const ends[] = {
        [EFFECT_RETURNS] = "returns", [EFFECT_PANICS] = "panics", [EFFECT_NO_RETURN] = "ends"};

    (void)state;
    rule_report(pass, pass->function->function, exit->loc, "%s%s%s", ends[exit->end],
                exit->result != NULL ? " a value" : "", pass->data != NULL ? ", has parameters" : "");
}

static void test_exits(void **unused)
{
    static const rule exits = {
        .name = "test-exits", .on_function = first_parameters, .walker = {.on_exit = tell_exit}};

    (void)unused;
    probe_expect(&exits,
                 "void exit(int);\n"
                 "int f(int n)\n"
                 "{\n"
                 " if (n == 1)\n"
                 "  return 3;\n"
                 " if (n == 2)\n"
                 "  wand_panic(\"two\");\n"
                 " if (n == 3)\n"
                 "  exit(1);\n"
                 " return 0;\n"
                 "}\n"
                 "void g(void)\n"
                 "{\n"
                 "}",
                 "6: returns a value, has parameters\n8: panics, has parameters\n10: ends, has parameters\n"
                 "11: returns a value, has parameters\n15: returns\n");
}

static void tell_sight(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)state;
    if (event->kind == EFFECT_CLOSE) {
        rule_report(pass, pass->function->function, event->loc, "%s",
                    rule_is_out_of_sight(pass, event->role[ROLE_OBJECT]) ? "out of sight" : "in sight");
    }
}

static void test_out_of_sight(void **unused)
{
    static const rule sight = {.name = "test-sight", .walker = {.on_event = tell_sight}};

    (void)unused;
    probe_expect(&sight,
                 "struct p { wand_chan *c; };\n"
                 "wand_chan *made_elsewhere(void);\n"
                 "void open_to_all(struct p *p) { wand_chan_close(p->c); }\n"
                 "static void own(struct p *p) { wand_chan_close(p->c); }\n"
                 "int main(void)\n"
                 "{\n"
                 " struct p p = {wand_chan_new(1, 1)};\n"
                 " own(&p);\n"
                 " wand_chan_close(made_elsewhere());\n"
                 " return 0;\n"
                 "}",
                 "4: out of sight\n5: in sight\n9: in sight\n10: out of sight\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_events),          cmocka_unit_test(test_events_through_helpers),
    cmocka_unit_test(test_deferred_events), cmocka_unit_test(test_remote_events),
    cmocka_unit_test(test_needs),           cmocka_unit_test(test_applies),
    cmocka_unit_test(test_exits),           cmocka_unit_test(test_out_of_sight),
};

TAP_MAIN_WITH(tests, probe_open, probe_close)
