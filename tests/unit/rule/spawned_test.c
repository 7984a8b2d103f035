/* What has become of the coroutines that a function started, on each way out. */
#include "tests/unit/rule/probe.h"

#include "tests/support/tap.h"

static void *begin(rule_pass *pass)
{
    return ARENA_NEW(pass->memory, spawned);
}

static void on_event(rule_pass *pass, const flow_event *event, flow_state *state)
{
    switch (event->kind) {
    case EFFECT_SPAWN: (void)spawned_started(pass->data, pass, event, state); break;
    case EFFECT_DERIVE: spawned_derived(pass->data, event); break;
    case EFFECT_WAIT:
    case EFFECT_RECEIVE: spawned_waited(pass->data, event->role[ROLE_OBJECT], state); break;
    case EFFECT_PARK: spawned_parked(pass->data, state); break;
    default: break;
    }
}

static void on_remote(rule_pass *pass, const flow_event *event, flow_state *state)
{
    (void)state;
    (void)spawned_remote(pass->data, pass, event);
}

static const char *state_name(int state)
{
    switch (state) {
    case SPAWNED_RUNNING: return "running";
    case SPAWNED_SETTLED: return "settled";
    case SPAWNED_JOINED: return "joined";
    default: return "not started";
    }
}

static void on_exit_of_path(rule_pass *pass, const rule_exit *exit, flow_state *state)
{
    const spawned *all = pass->data;

    const char *text = "";

    for (size_t i = 0; i < all->site_count; i++) {
        const spawned_site *s = &all->sites[i];
        text = arena_printf(pass->memory, "%s%sthat of %u is %s, %zu contexts%s", text, i > 0 ? "; " : "",
                            s->call->loc.line, state_name(spawned_state(state, s)), s->context_count,
                            s->is_bound ? ", bound" : "");
    }
    if (all->site_count > 0) {
        rule_report(pass, pass->function->function, exit->loc, "%s", text);
    }
}

static const rule bookkeeper = {
    .name = "test-bookkeeper",
    .on_function = begin,
    .walker = {.splits = FLOW_BIT(EFFECT_SPAWN) | FLOW_BIT(EFFECT_WAIT),
               .on_event = on_event,
               .on_remote = on_remote,
               .on_exit = on_exit_of_path},
};

static void test_left_running(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { (void)arg; }\n"
                 "void f(void)\n"
                 "{\n"
                 " wand_go(body, NULL);\n"
                 "}",
                 "6: that of 5 is running, 0 contexts\n");
}

static void test_had_time_to_run(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { (void)arg; }\n"
                 "void f(void)\n"
                 "{\n"
                 " wand_go(body, NULL);\n"
                 " wand_sleep(1);\n"
                 "}",
                 "7: that of 5 is settled, 0 contexts\n");
}

static void test_joined_by_a_group(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { wand_wg_done(arg); }\n"
                 "void f(wand_wg *wg, wand_wg *other)\n"
                 "{\n"
                 " wand_wg_add(wg, 1);\n"
                 " wand_go(body, wg);\n"
                 " wand_wg_wait(wg);\n"
                 "}\n"
                 "void g(wand_wg *wg, wand_wg *other)\n"
                 "{\n"
                 " wand_wg_add(wg, 1);\n"
                 " wand_go(body, wg);\n"
                 " wand_wg_wait(other);\n"
                 "}",
                 "8: that of 6 is joined, 0 contexts\n14: that of 12 is settled, 0 contexts\n");
}

static void test_joined_by_its_answer(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { int n = 1; wand_chan_send(arg, &n); }\n"
                 "void f(wand_chan *c)\n"
                 "{\n"
                 " int n;\n"
                 " wand_go(body, c);\n"
                 " wand_chan_recv(c, &n);\n"
                 "}",
                 "8: that of 6 is joined, 0 contexts\n");
}

static void test_on_one_path_only(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { wand_wg_done(arg); }\n"
                 "int f(wand_wg *wg, int n)\n"
                 "{\n"
                 " if (n == 0)\n"
                 "  return 0;\n"
                 " wand_wg_add(wg, 1);\n"
                 " wand_go(body, wg);\n"
                 " if (n < 0)\n"
                 "  return -1;\n"
                 " wand_wg_wait(wg);\n"
                 " return 1;\n"
                 "}",
                 "6: that of 8 is not started, 0 contexts\n10: that of 8 is running, 0 contexts\n12: that of "
                 "8 is joined, 0 contexts\n");
}

static void test_contexts(void **unused)
{
    (void)unused;
    probe_expect(&bookkeeper,
                 "static void body(void *arg) { while (wand_ctx_err(arg) == 0) wand_yield(); }\n"
                 "static void other(void *arg) { (void)arg; wand_yield(); }\n"
                 "void f(wand_ctx *parent)\n"
                 "{\n"
                 " wand_ctx *child = wand_ctx_with_cancel(parent);\n"
                 " wand_go(body, child);\n"
                 " wand_go_ctx(child, other, NULL);\n"
                 "}",
                 "9: that of 7 is running, 2 contexts; that of 8 is running, 2 contexts, bound\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_left_running),      cmocka_unit_test(test_had_time_to_run),
    cmocka_unit_test(test_joined_by_a_group), cmocka_unit_test(test_joined_by_its_answer),
    cmocka_unit_test(test_on_one_path_only),  cmocka_unit_test(test_contexts),
};

TAP_MAIN_WITH(tests, probe_open, probe_close)
