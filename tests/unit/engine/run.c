/* Whole runs: findings of the rules that are on, the same each time, and statistics that count what was done.
 */
#include "tests/support/parse.h"
#include "tests/support/tap.h"

#include "analyzer/engine/engine.h"

#include <string.h>

enum { RULES_MAX = 200 };

static parse_session *session;

static const char leaky[] = "#include <wand.h>\n"
                            "static void body(void *arg)\n"
                            "{\n"
                            " wand_wg *wg = arg;\n"
                            " if (wand_cancelled())\n"
                            "  return;\n"
                            " wand_wg_done(wg);\n"
                            "}\n"
                            "int main(void)\n"
                            "{\n"
                            " static wand_wg wg;\n"
                            " wand_wg_add(&wg, 1);\n"
                            " wand_go(body, &wg);\n"
                            " wand_wg_wait(&wg);\n"
                            " return 0;\n"
                            "}\n";

static const char *no_line(void *data, finding_place place, size_t *length)
{
    (void)data;
    (void)place;
    (void)length;
    return NULL;
}

typedef struct run_result {
    arena *memory;
    arena *unit_memory;
    finding_list list;
    engine_statistics statistics;
} run_result;

static void run(run_result *r, const char *const *texts, size_t count, const char *only_rule)
{
    ir_unit *units[4];
    bool is_on[RULES_MAX];
    const char *message = "";

    *r = (run_result){.memory = arena_new()};
    r->list.memory = r->memory;
    for (size_t i = 0; i < count; i++) {
        units[i] = parse_text(session, arena_new(), i == 0 ? "one.c" : "two.c", texts[i]);
    }
    for (size_t i = 0; i < engine_rule_count(); i++) {
        is_on[i] = only_rule == NULL || strcmp(engine_rule_at(i)->name, only_rule) == 0;
    }
    model *models = model_new(r->memory, parse_names(session));
    assert_int_equal(model_read_builtin(models, &message), 0);
    engine_run(units, count, models, parse_names(session), is_on, r->memory, &r->list, &r->statistics);
    finding_list_finish(&r->list, no_line, NULL);
    for (size_t i = 0; i < count; i++) {
        arena_free(units[i]->memory);
    }
}

static void test_finds_what_the_rule_says(void **unused)
{
    const char *texts[] = {leaky};
    run_result r;

    (void)unused;
    run(&r, texts, 1, NULL);
    assert_int_equal(r.list.count, 1);
    assert_string_equal(r.list.items[0]->rule, "wg-missing-done");
    assert_int_equal(r.list.items[0]->place.line, 6);
    assert_int_equal(r.list.items[0]->severity, engine_rule_named("wg-missing-done")->severity);
    arena_free(r.memory);
}

static void test_only_rules_that_are_on_run(void **unused)
{
    const char *texts[] = {leaky};
    run_result r;

    (void)unused;
    run(&r, texts, 1, "close-without-release");
    assert_int_equal(r.list.count, 0);
    assert_int_equal(r.statistics.functions, 2);
    arena_free(r.memory);
    run(&r, texts, 1, "wg-missing-done");
    assert_int_equal(r.list.count, 1);
    arena_free(r.memory);
}

static void test_nothing_to_do(void **unused)
{
    run_result r;

    (void)unused;
    run(&r, NULL, 0, NULL);
    assert_int_equal(r.list.count, 0);
    assert_int_equal(r.statistics.functions, 0);
    assert_int_equal(r.statistics.reason_count, 0);
    arena_free(r.memory);
}

/* As if the front end had not understood this or that. */
static void test_statistics(void **unused)
{
    const char *first[] = {"no such thing", "another thing"}, *second[] = {"no such thing"};
    run_result r = {.memory = arena_new()};
    arena *unit_memory = arena_new();
    ir_unit *unit = parse_text(session, unit_memory, "one.c",
                               "int f(int a) { return a > 0 ? a : -a; }\nint g(void) { return f(1); }\n"
                               "int h(void) { return g(); }\nint declared(void);\n");
    bool is_on[RULES_MAX] = {false};

    (void)unused;
    ir_function_named(unit, "f")->not_understood = first;
    ir_function_named(unit, "f")->not_understood_count = 2;
    ir_function_named(unit, "h")->not_understood = second;
    ir_function_named(unit, "h")->not_understood_count = 1;
    engine_run(&unit, 1, model_new(r.memory, parse_names(session)), parse_names(session), is_on, r.memory,
               &r.list, &r.statistics);
    assert_int_equal(r.statistics.functions, 3);
    assert_int_equal(r.statistics.partly_understood, 2);
    assert_true(r.statistics.states >= 5);
    assert_int_equal(r.statistics.reason_count, 2);
    assert_string_equal(r.statistics.reasons[0], "another thing");
    assert_int_equal(r.statistics.reason_counts[0], 1);
    assert_string_equal(r.statistics.reasons[1], "no such thing");
    assert_int_equal(r.statistics.reason_counts[1], 2);
    arena_free(unit_memory);
    arena_free(r.memory);
}

static void test_same_findings_each_time(void **unused)
{
    const char *texts[] = {leaky,
                           "#include <wand.h>\nstatic void b(void *a) { (void)a; for (;;) wand_yield(); }\n"
                           "void start(void) { wand_go(b, 0); }\n"};
    run_result one, two;

    (void)unused;
    run(&one, texts, 2, NULL);
    run(&two, texts, 2, NULL);
    assert_true(one.list.count >= 2);
    assert_int_equal(one.list.count, two.list.count);
    assert_int_equal(one.statistics.states, two.statistics.states);
    for (size_t i = 0; i < one.list.count; i++) {
        const finding *a = one.list.items[i], *b = two.list.items[i];
        assert_string_equal(a->message, b->message);
        assert_string_equal(a->fingerprint, b->fingerprint);
        assert_int_equal(a->place.line, b->place.line);
        assert_int_equal(a->step_count, b->step_count);
        for (size_t k = 0; k < a->step_count; k++) {
            assert_string_equal(a->steps[k].message, b->steps[k].message);
        }
    }
    arena_free(one.memory);
    arena_free(two.memory);
}

/* The order in which files are given changes nothing. */
static void test_order_of_files(void **unused)
{
    const char *body = "#include <wand.h>\nvoid leave(wand_wg *wg, int n) { if (n) wand_wg_done(wg); }\n";
    const char *user = "#include <wand.h>\nvoid leave(wand_wg *wg, int n);\n"
                       "static void b(void *a)\n{\n leave(a, 0);\n}\n"
                       "int main(void)\n{\n static wand_wg wg;\n wand_wg_add(&wg, 1);\n wand_go(b, &wg);\n"
                       " wand_wg_wait(&wg);\n return 0;\n}\n";
    const char *forth[] = {body, user}, *back[] = {user, body};
    run_result one, two;

    (void)unused;
    run(&one, forth, 2, "wg-missing-done");
    run(&two, back, 2, "wg-missing-done");
    assert_int_equal(one.list.count, 1);
    assert_int_equal(two.list.count, 1);
    assert_string_equal(one.list.items[0]->message, two.list.items[0]->message);
    assert_int_equal(one.list.items[0]->place.line, two.list.items[0]->place.line);
    arena_free(one.memory);
    arena_free(two.memory);
}

static int open_session(void **unused)
{
    (void)unused;
    session = parse_open();
    return session == NULL ? -1 : 0;
}

static int close_session(void **unused)
{
    (void)unused;
    parse_close(session);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_finds_what_the_rule_says),
    cmocka_unit_test(test_only_rules_that_are_on_run),
    cmocka_unit_test(test_nothing_to_do),
    cmocka_unit_test(test_statistics),
    cmocka_unit_test(test_same_findings_each_time),
    cmocka_unit_test(test_order_of_files),
};

TAP_MAIN_WITH(tests, open_session, close_session)
