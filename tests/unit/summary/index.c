/* Questions about a whole program: which objects are reached alike, who does what to them, and which
 * functions can run at the same time. */
#include "tests/support/parse.h"
#include "tests/support/tap.h"

#include "analyzer/summary/index.h"

#include <string.h>

#define FOLDER "tests/unit/summary/programs/"

static parse_session *session;
static arena *memory;
static program *server, *two_files;

static program *analyse(const char *const *paths, size_t count)
{
    ir_unit **units = ARENA_ARRAY(memory, ir_unit *, count);
    model *models = model_new(memory, parse_names(session));
    const char *message = "";

    for (size_t i = 0; i < count; i++) {
        units[i] = parse_file(session, arena_new(), paths[i]);
    }
    assert_int_equal(model_read_builtin(models, &message), 0);
    return program_analyse(memory, parse_names(session), models, units, count);
}

static void close_units(const program *p)
{
    for (size_t i = 0; i < p->unit_count; i++) {
        arena_free(p->units[i]->memory);
    }
}

static const program_function *function(const program *p, const char *name)
{
    for (size_t i = 0; i < p->function_count; i++) {
        if (strcmp(p->functions[i]->function->name, name) == 0) {
            return p->functions[i];
        }
    }
    fail_msg("no function %s", name);
    return NULL;
}

static const char *class(const char *name)
{
    return intern(parse_names(session), name);
}

static const char *class_of(const char *text)
{
    const char *message = NULL;
    const ir_path *path = ir_path_parse(memory, parse_names(session), text, &message);

    assert_non_null(path);
    return program_class(server, path);
}

/* ---- classes ---- */

static void test_what_has_no_class(void **unused)
{
    (void)unused;
    assert_null(class_of("1"));
    assert_null(class_of("*1"));
    assert_null(class_of("fresh:0"));
    assert_null(class_of("1->jobs")); /* a field of nobody knows what */
    assert_null(program_class(server, NULL));
}

static const effect *event_of(const program *p, const char *name, effect_kind kind)
{
    const effect_summary *s = function(p, name)->summary;

    for (size_t i = 0; i < s->event_count; i++) {
        if (s->events[i].kind == kind) {
            return &s->events[i];
        }
    }
    fail_msg("%s has no such effect", name);
    return NULL;
}

static void test_fields_and_globals_have_classes(void **unused)
{
    const effect *done = event_of(server, "worker", EFFECT_DONE),
                 *global = event_of(server, "reporter", EFFECT_DONE);

    (void)unused;
    assert_string_equal(program_class(server, done->role[ROLE_OBJECT]), "server.wg");
    assert_string_equal(program_class(server, global->role[ROLE_OBJECT]), FOLDER "server.c:shutdown_group");
}

/* ---- who does what ---- */

static void test_who_does_what(void **unused)
{
    (void)unused;
    assert_true(program_does(server, class("server.wg"), EFFECT_DONE));
    assert_true(program_does(server, class("server.wg"), EFFECT_WAIT));
    assert_true(program_does(server, class("server.wg"), EFFECT_ADD));
    assert_false(program_does(server, class("server.wg"), EFFECT_LOCK));
    assert_true(program_does(server, class("server.jobs"), EFFECT_CLOSE));
    assert_false(program_does(server, class("server.results"), EFFECT_CLOSE));
    assert_true(program_does(server, class("server.results"), EFFECT_SEND));
    assert_false(program_does(server, class("nobody.knows"), EFFECT_DONE));
    assert_false(program_does(server, NULL, EFFECT_DONE));
}

static void test_effects_are_in_program_order(void **unused)
{
    uint32_t order = 0;
    size_t count = 0;

    (void)unused;
    for (const index_entry *e = program_effects_on(server, class("server.wg")); e != NULL; e = e->next) {
        assert_true(e->function->order >= order);
        order = e->function->order;
        count++;
    }
    assert_true(count >= 4); /* add, done in handle and in worker, wait */
}

/* main makes the channel, which later is known by the field it was put in. */
static void test_an_object_made_in_a_helper_counts_for_its_field(void **unused)
{
    (void)unused;
    assert_true(program_does(server, class("server.jobs"), EFFECT_ACQUIRE));
    assert_true(program_does(server, class("server.results"), EFFECT_ACQUIRE));
}

static void test_foreign(void **unused)
{
    (void)unused;
    assert_true(program_is_foreign(server, class("server.borrowed")));
    assert_false(program_is_foreign(server, class("server.jobs")));
    assert_false(program_is_foreign(server, class("server.results")));
    assert_false(program_is_foreign(server, NULL));
}

/* ---- who runs when ---- */

static bool are_concurrent(const char *a, const char *b)
{
    bool one = program_are_concurrent(server, function(server, a), function(server, b));
    bool other = program_are_concurrent(server, function(server, b), function(server, a));

    assert_int_equal(one, other);
    return one;
}

static void test_concurrency(void **unused)
{
    (void)unused;
    assert_true(are_concurrent("worker", "reporter"));
    assert_true(are_concurrent("handle", "only_main"));
    assert_true(are_concurrent("handle", "handle")); /* there are four of them */
    assert_false(are_concurrent("reporter", "reporter"));
    assert_false(are_concurrent("only_main", "main"));
    assert_false(are_concurrent("only_main", "only_main"));
}

static void test_coroutines(void **unused)
{
    (void)unused;
    assert_true(program_is_coroutine(server, function(server, "worker")));
    assert_true(program_is_coroutine(server, function(server, "handle")));
    assert_false(program_is_coroutine(server, function(server, "only_main")));
    assert_false(program_is_coroutine(server, function(server, "main")));
    assert_true(program_has_coroutines(server));
}

static void test_external(void **unused)
{
    (void)unused;
    assert_true(program_is_external(server, function(server, "server_borrow")));
    assert_false(program_is_external(server, function(server, "handle")));
    assert_false(program_is_external(server, function(server, "main")));
}

/* ---- the order of work, and several files ---- */

static void test_callees_come_first(void **unused)
{
    (void)unused;
    assert_true(function(server, "handle")->order < function(server, "worker")->order);
    assert_true(function(server, "worker")->order < function(server, "main")->order);
    assert_true(function(server, "make_results")->component < function(server, "main")->component);
    for (size_t i = 0; i < server->function_count; i++) {
        assert_int_equal(server->functions[i]->order, i);
        assert_non_null(server->functions[i]->summary);
    }
}

static void test_across_files(void **unused)
{
    const effect_summary *body = function(two_files, "body")->summary;

    (void)unused;
    assert_int_equal(body->outcome_count, 1);
    assert_int_equal(body->outcomes[0].effect_count, 2);
    assert_int_equal(body->outcomes[0].effects[0].kind, EFFECT_CLOSE);
    assert_int_equal(body->outcomes[0].effects[1].kind, EFFECT_DONE);
    assert_true(program_does(two_files, class("everyone"), EFFECT_DONE));
    assert_true(program_does(two_files, class("everyone"), EFFECT_WAIT));
    assert_true(program_does(two_files, class("queue.items"), EFFECT_CLOSE));
}

/* An inline function of a header that two files include is one function. */
static void test_inline_functions_are_one(void **unused)
{
    size_t count = 0;

    (void)unused;
    for (size_t i = 0; i < two_files->function_count; i++) {
        count += strcmp(two_files->functions[i]->function->name, "queue_signal") == 0;
    }
    assert_int_equal(count, 1);
}

static void test_api_functions(void **unused)
{
    const ir_function *done = ir_function_named(server->units[0], "wand_wg_done");
    const ir_function *own = function(server, "handle")->function;

    (void)unused;
    assert_non_null(done);
    assert_true(program_is_api(server, done));
    assert_true(program_summary(server, done)->is_model);
    assert_false(program_is_api(server, own));
    assert_ptr_equal(program_summary(server, own), function(server, "handle")->summary);
    assert_null(program_find(server, done));
}

/* A user's function that happens to have the name of an API row is the user's. */
static void test_a_users_own_function_wins(void **unused)
{
    arena *text = arena_new();
    ir_unit *unit =
        parse_text(session, text, "own.c", "void free(void *p) { (void)p; }\nvoid f(void *p) { free(p); }\n");
    model *models = model_new(memory, parse_names(session));
    const char *message = "";

    (void)unused;
    assert_int_equal(model_read_builtin(models, &message), 0);
    program *p = program_analyse(memory, parse_names(session), models, &unit, 1);
    assert_false(program_is_api(p, ir_function_named(unit, "free")));
    assert_int_equal(function(p, "f")->summary->event_count, 0);
    arena_free(text);
}

static int open_all(void **unused)
{
    static const char *const one[] = {FOLDER "server.c"};
    static const char *const two[] = {FOLDER "client.c", FOLDER "library.c"};

    (void)unused;
    session = parse_open();
    if (session == NULL) {
        return -1;
    }
    memory = arena_new();
    server = analyse(one, 1);
    two_files = analyse(two, 2);
    return 0;
}

static int close_all(void **unused)
{
    (void)unused;
    close_units(server);
    close_units(two_files);
    arena_free(memory);
    parse_close(session);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_what_has_no_class),
    cmocka_unit_test(test_fields_and_globals_have_classes),
    cmocka_unit_test(test_who_does_what),
    cmocka_unit_test(test_effects_are_in_program_order),
    cmocka_unit_test(test_an_object_made_in_a_helper_counts_for_its_field),
    cmocka_unit_test(test_foreign),
    cmocka_unit_test(test_concurrency),
    cmocka_unit_test(test_coroutines),
    cmocka_unit_test(test_external),
    cmocka_unit_test(test_callees_come_first),
    cmocka_unit_test(test_across_files),
    cmocka_unit_test(test_inline_functions_are_one),
    cmocka_unit_test(test_api_functions),
    cmocka_unit_test(test_a_users_own_function_wins),
};

TAP_MAIN_WITH(tests, open_all, close_all)
