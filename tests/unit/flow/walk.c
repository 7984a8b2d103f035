/* The walker on small C functions. A file of cases says itself what must hold where: `reached()` is on some
 * path, `unreachable()` on none, `expect(v, low, high)` on some, and over all of them the value is exactly
 * within low..high. `gap()` is a place that a program can reach and the walk does not: it fails when it does.
 */
#include "tests/support/parse.h"
#include "tests/support/tap.h"

#include "analyzer/flow/flow.h"
#include "rules/model/model.h"

#include <stdio.h>
#include <string.h>

enum { LINES_MAX = 1000, LOG_MAX = 2000 };

static parse_session *session;
static model *models;
static arena *run;

/* What came by at a line. */
typedef struct place {
    size_t count;
    effect_range hull;
    int64_t low, high; /* wanted */
} place;

typedef struct record {
    place places[LINES_MAX];
    char log[LOG_MAX];
    flow_pass pass;
    size_t pass_count;
} record;

/* ---- the vocabulary of the cases ---- */

static const ir_path first = {.root = IR_ROOT_PARAMETER, .number = 0};
static const ir_path second = {.root = IR_ROOT_PARAMETER, .number = 1};
static const ir_path third = {.root = IR_ROOT_PARAMETER, .number = 2};

static const effect seen = {
    .kind = EFFECT_OBSERVE,
    .role = {[ROLE_OBJECT] = &first, [ROLE_ARGUMENT] = &second, [ROLE_CONTEXT] = &third}};
static const effect_outcome back = {
    .result = {INT64_MIN, INT64_MAX, false}, .effects = &seen, .effect_count = 1};
static const effect_summary note = {.outcomes = &back, .outcome_count = 1, .events = &seen, .event_count = 1};

static const effect_summary *summary_of(void *data, const ir_function *f)
{
    static const char *const words[] = {"expect", "reached", "unreachable", "gap", "note"};

    (void)data;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(f->name, words[i]) == 0) {
            return &note;
        }
    }
    return model_row(models, f->name);
}

static void on_event(flow_pass *pass, flow_state *state, const flow_event *event)
{
    record *r = pass->client->data;
    const flow_value *object = event->role[ROLE_OBJECT];

    if (event->kind != EFFECT_OBSERVE || event->callee == NULL || event->loc.line >= LINES_MAX) {
        return;
    }
    place *p = &r->places[event->loc.line];
    effect_range range = object == NULL ? EFFECT_RANGE_ANY : flow_range(state, object);
    p->hull = p->count++ == 0 ? range : flow_range_hull(p->hull, range);
    if (strlen(r->log) < LOG_MAX - 80) {
        sprintf(r->log + strlen(r->log), "%s@%u%s ", event->callee->name, event->loc.line,
                event->flags & EFFECT_DEFERRED ? " deferred" : "");
    }
}

static void on_leave(flow_pass *pass, flow_state *state, effect_end end, ir_loc where,
                     const flow_value *result)
{
    static const char *const ends[] = {
        [EFFECT_RETURNS] = "returns", [EFFECT_PANICS] = "panics", [EFFECT_NO_RETURN] = "ends"};
    record *r = pass->client->data;

    (void)state;
    (void)result;
    if (strlen(r->log) < LOG_MAX - 80) {
        sprintf(r->log + strlen(r->log), "%s@%u; ", ends[end], where.line);
    }
}

static void walk(record *r, const ir_function *f, arena *memory)
{
    static const flow_program program = {.summary_of = summary_of};
    flow_client client = {.data = r, .on_event = on_event, .on_exit = on_leave};

    r->pass = (flow_pass){.program = &program,
                          .function = f,
                          .graph = cfg_build(memory, f),
                          .client = &client,
                          .memory = memory};
    flow_walk(&r->pass);
    r->pass.client = NULL;
    r->pass_count++;
}

static const ir_function *function_of(const ir_unit *unit, const char *name)
{
    const ir_function *f = ir_function_named(unit, name);

    assert_non_null(f);
    assert_true(f->is_defined);
    return f;
}

/* ---- cases in files ---- */

static size_t judge_call(const record *r, const char *path, const ir_instruction *call)
{
    const char *name = call->a.function->name;
    const place *p = &r->places[call->loc.line];
    bool is_wanted = strcmp(name, "reached") == 0 || strcmp(name, "expect") == 0;

    if (!is_wanted && strcmp(name, "unreachable") != 0 && strcmp(name, "gap") != 0) {
        return 0;
    }
    if (is_wanted != (p->count > 0)) {
        print_error("%s:%u: %s, but %zu states come here\n", path, call->loc.line, name, p->count);
        return 1;
    }
    if (strcmp(name, "expect") == 0) {
        int64_t low = call->arguments[1].integer, high = call->arguments[2].integer;
        if (call->arguments[1].kind != IR_INTEGER || p->hull.low != low || p->hull.high != high) {
            print_error("%s:%u: expected %ld..%ld, found %ld..%ld\n", path, call->loc.line, (long)low,
                        (long)high, (long)p->hull.low, (long)p->hull.high);
            return 1;
        }
    }
    return 0;
}

/* Returns how much is not as the function says. */
static size_t judge(const record *r, const char *path, const ir_function *f, size_t *calls)
{
    size_t wrong = 0;

    for (size_t b = 0; b < f->block_count; b++) {
        for (size_t i = 0; i < f->blocks[b]->count; i++) {
            const ir_instruction *call = &f->blocks[b]->instructions[i];
            if (call->op == IR_CALL && call->a.kind == IR_FUNCTION) {
                wrong += judge_call(r, path, call);
                (*calls)++;
            }
        }
    }
    return wrong;
}

static void test_file(const char *path)
{
    static record r;
    arena *memory = arena_new();
    const ir_unit *unit = parse_file(session, memory, path);
    size_t wrong = 0, calls = 0;

    r = (record){0};
    for (size_t i = 0; i < unit->function_count; i++) {
        const ir_function *f = unit->functions[i];
        if (!f->is_defined) {
            continue;
        }
        walk(&r, f, memory);
        if (r.pass.cut != NULL) {
            print_error("%s:%u: %s: %s after %zu states\n", path, f->loc.line, f->name, r.pass.cut,
                        r.pass.visited);
            wrong++;
        }
        wrong += judge(&r, path, f, &calls);
    }
    assert_int_equal(wrong, 0);
    assert_true(calls > 5);
    arena_free(memory);
}

static void test_correlated(void **unused)
{
    (void)unused;
    test_file("tests/unit/flow/cases/correlated.c");
}

static void test_loops(void **unused)
{
    (void)unused;
    test_file("tests/unit/flow/cases/loops.c");
}

static void test_jumps(void **unused)
{
    (void)unused;
    test_file("tests/unit/flow/cases/jumps.c");
}

static void test_numbers(void **unused)
{
    (void)unused;
    test_file("tests/unit/flow/cases/numbers.c");
}

/* ---- what happens on the way out ---- */

static void expect_log(const char *body, const char *expected)
{
    static record r;
    arena *memory = arena_new();
    const ir_unit *unit = parse_text(session, memory, "out.c",
                                     arena_printf(memory,
                                                  "#include <wand.h>\nvoid note(int *);\nint any(void);\n"
                                                  "#define LATER __attribute__((cleanup(note)))\n%s\n",
                                                  body));

    r = (record){0};
    walk(&r, function_of(unit, "f"), memory);
    assert_string_equal(r.log, expected);
    assert_null(r.pass.cut);
    arena_free(memory);
}

static void test_deferred_on_return(void **unused)
{
    (void)unused;
    expect_log("void f(void)\n{\n int LATER a = 1;\n int LATER b = 2;\n}",
               "note@8 deferred note@7 deferred returns@9; ");
}

static void test_deferred_on_panic(void **unused)
{
    (void)unused;
    expect_log("void f(void)\n{\n int LATER a = 1;\n {\n  int LATER b = 2;\n }\n wand_panic(\"x\");\n}",
               "note@9 deferred note@7 deferred panics@11; ");
}

static void test_only_what_has_begun_is_deferred(void **unused)
{
    (void)unused;
    expect_log("void f(void)\n{\n if (any())\n  wand_panic(\"x\");\n int LATER a = 1;\n}",
               "note@9 deferred returns@10; panics@8; ");
}

static void test_exit_runs_nothing(void **unused)
{
    (void)unused;
    expect_log("#include <stdlib.h>\nvoid f(void)\n{\n int LATER a = 1;\n exit(1);\n}", "ends@9; ");
}

/* ---- limits ---- */

/* n flags that are all set apart: 2^n paths. */
static const char *many_flags(arena *memory, int count)
{
    char *text = arena_printf(memory, "int any(void); void reached(void);\nvoid f(void)\n{\n int n = 0;\n");

    for (int i = 0; i < count; i++) {
        text = arena_printf(memory, "%s int flag%d = any() ? %d : 0; if (any()) n += flag%d;\n", text, i,
                            i + 1, i);
    }
    return arena_printf(memory, "%s reached();\n}\n", text);
}

static void test_many_paths_are_bounded(void **unused)
{
    static record r;
    arena *memory = arena_new();
    const ir_unit *unit = parse_text(session, memory, "many.c", many_flags(memory, 60));

    (void)unused;
    r = (record){0};
    walk(&r, function_of(unit, "f"), memory);
    assert_true(r.pass.visited > 100);
    assert_true(r.pass.visited < 10000);
    assert_true(strstr(r.log, "reached@") != NULL); /* merging keeps the end in reach */
    arena_free(memory);
}

static void test_same_walk_twice(void **unused)
{
    static record one, two;
    arena *memory = arena_new();
    const ir_unit *unit = parse_file(session, memory, "tests/unit/flow/cases/loops.c");

    (void)unused;
    for (size_t i = 0; i < unit->function_count; i++) {
        if (unit->functions[i]->is_defined) {
            one = two = (record){0};
            walk(&one, unit->functions[i], memory);
            walk(&two, unit->functions[i], memory);
            assert_string_equal(one.log, two.log);
            assert_int_equal(one.pass.visited, two.pass.visited);
        }
    }
    arena_free(memory);
}

static int open_all(void **unused)
{
    const char *message = "";

    (void)unused;
    session = parse_open();
    if (session == NULL) {
        return -1;
    }
    run = arena_new();
    models = model_new(run, parse_names(session));
    return model_read_builtin(models, &message);
}

static int close_all(void **unused)
{
    (void)unused;
    arena_free(run);
    parse_close(session);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_correlated),
    cmocka_unit_test(test_loops),
    cmocka_unit_test(test_jumps),
    cmocka_unit_test(test_numbers),
    cmocka_unit_test(test_deferred_on_return),
    cmocka_unit_test(test_deferred_on_panic),
    cmocka_unit_test(test_only_what_has_begun_is_deferred),
    cmocka_unit_test(test_exit_runs_nothing),
    cmocka_unit_test(test_many_paths_are_bounded),
    cmocka_unit_test(test_same_walk_twice),
};

TAP_MAIN_WITH(tests, open_all, close_all)
