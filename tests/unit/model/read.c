/* Rows: what a table says is what the summary holds. */
#include "tests/support/tap.h"

#include "rules/model/model.h"

#include <stdio.h>
#include <string.h>

typedef struct fixture {
    arena *memory;
    intern_table *names;
    model *model;
} fixture;

static fixture setup(const char *functions)
{
    fixture x = {.memory = arena_new(), .names = intern_new()};
    const char *message = "";
    const char *text = arena_printf(x.memory,
                                    "wand-model: 1\n"
                                    "functions:\n%s"
                                    "handles:\n"
                                    "  - {type: channel, record: wand_chan, release: wand_chan_release}\n",
                                    functions);

    x.model = model_new(x.memory, x.names);
    int rc = model_read(x.model, "own.yaml", text, strlen(text), &message);
    if (rc != 0) {
        print_error("%s\n", message);
    }
    assert_int_equal(rc, 0);
    return x;
}

static void teardown(fixture *x)
{
    intern_free(x->names);
    arena_free(x->memory);
}

static const effect_summary *row(const fixture *x, const char *function)
{
    return model_row(x->model, intern(x->names, function));
}

static void assert_path(const fixture *x, const ir_path *path, const char *expected)
{
    assert_non_null(path);
    assert_string_equal(ir_path_print(x->memory, path), expected);
}

static void test_short_form(void **unused)
{
    fixture x =
        setup("  - function: [shut, shut_now]\n"
              "    do: [{close: 1}, {add: {object: \"&1->wg\", argument: \"2\", flags: [may, shared]}}]\n"
              "    returns: {is: \"1\"}\n"
              "    parks: true\n"
              "    cancellable: true\n"
              "  - function: plain\n");
    const effect_summary *shut = row(&x, "shut");
    const effect_outcome *only = &shut->outcomes[0];

    (void)unused;
    assert_int_equal(shut->outcome_count, 1);
    assert_int_equal(only->end, EFFECT_RETURNS);
    assert_path(&x, only->result_is, "1");
    assert_int_equal(only->effect_count, 2);
    assert_int_equal(only->effects[0].kind, EFFECT_CLOSE);
    assert_path(&x, only->effects[0].role[ROLE_OBJECT], "1");
    assert_int_equal(only->effects[1].kind, EFFECT_ADD);
    assert_int_equal(only->effects[1].flags, EFFECT_MAY | EFFECT_SHARED);
    assert_path(&x, only->effects[1].role[ROLE_OBJECT], "&1->wg");
    assert_path(&x, only->effects[1].role[ROLE_ARGUMENT], "2");
    assert_true(shut->parks);
    assert_true(shut->cancellable);
    assert_true(shut->is_model);
    assert_string_equal(shut->model_file, "own.yaml");
    assert_int_equal(shut->model_line, 3);
    assert_string_equal(row(&x, "shut_now")->function, "shut_now");
    assert_int_equal(row(&x, "plain")->outcome_count, 1);
    assert_int_equal(row(&x, "plain")->outcomes[0].effect_count, 0);
    assert_false(row(&x, "plain")->parks);
    assert_null(row(&x, "other"));
    assert_int_equal(model_count(x.model), 3);
    assert_string_equal(model_at(x.model, 2)->function, "plain");
    teardown(&x);
}

static void test_outcomes(void **unused)
{
    fixture x = setup("  - function: make\n"
                      "    outcomes:\n"
                      "      - returns: nonnull\n"
                      "        do: [{use: \"1\"}, {acquire: {object: return, handle: channel}}]\n"
                      "      - returns: \"null\"\n"
                      "        when: [{value: \"2\", is: positive}, {value: \"1->size\", is: 0x10}]\n"
                      "        do: [{use: \"1\"}]\n"
                      "        stores: [{address: \"3\"}, {address: \"&1->n\", value: -7}, {address: \"3\", "
                      "value: \"7\"}]\n");
    const effect_summary *make = row(&x, "make");
    const effect_outcome *good = &make->outcomes[0];
    const effect_outcome *bad = &make->outcomes[1];

    (void)unused;
    assert_int_equal(make->outcome_count, 2);
    assert_true(good->result.nonzero);
    assert_string_equal(good->effects[1].handle, "channel");
    assert_path(&x, good->effects[1].role[ROLE_OBJECT], "return");
    assert_int_equal(bad->result.low, 0);
    assert_int_equal(bad->result.high, 0);
    assert_int_equal(bad->when_count, 2);
    assert_path(&x, bad->when[1].value, "1->size");
    assert_int_equal(bad->when[0].range.low, 1);
    assert_int_equal(bad->when[1].range.low, 16);
    assert_int_equal(bad->when[1].range.high, 16);
    assert_int_equal(bad->store_count, 3);
    assert_null(bad->stores[0].value);
    assert_false(bad->stores[0].has_constant);
    assert_true(bad->stores[1].has_constant);
    assert_int_equal(bad->stores[1].constant, -7);
    assert_false(bad->stores[2].has_constant);
    assert_path(&x, bad->stores[2].value, "7");
    /* what only one of the outcomes does may happen, what both do does */
    assert_int_equal(make->event_count, 2);
    assert_int_equal(make->events[0].kind, EFFECT_USE);
    assert_int_equal(make->events[0].flags, 0);
    assert_int_equal(make->events[1].kind, EFFECT_ACQUIRE);
    assert_int_equal(make->events[1].flags, EFFECT_MAY);
    teardown(&x);
}

static void test_results(void **unused)
{
    static const struct {
        const char *word;
        effect_range range;
    } cases[] = {{"any", {INT64_MIN, INT64_MAX, false}},
                 {"zero", {0, 0, false}},
                 {"nonzero", {INT64_MIN, INT64_MAX, true}},
                 {"negative", {INT64_MIN, -1, false}},
                 {"nonnegative", {0, INT64_MAX, false}},
                 {"positive", {1, INT64_MAX, false}},
                 {"\"null\"", {0, 0, false}},
                 {"nonnull", {INT64_MIN, INT64_MAX, true}},
                 {"\"true\"", {INT64_MIN, INT64_MAX, true}},
                 {"\"false\"", {0, 0, false}},
                 {"-3", {-3, -3, false}},
                 {"{is: \"fresh:0\"}", {INT64_MIN, INT64_MAX, true}}};

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "  - {function: f, returns: %s}\n", cases[i].word);
        fixture x = setup(text);
        effect_range range = row(&x, "f")->outcomes[0].result;
        assert_int_equal(range.low, cases[i].range.low);
        assert_int_equal(range.high, cases[i].range.high);
        assert_int_equal(range.nonzero, cases[i].range.nonzero);
        teardown(&x);
    }
}

static void test_ways_out(void **unused)
{
    fixture x = setup("  - {function: quit, noreturn: true, do: [{use: \"1\"}]}\n"
                      "  - {function: raise, noreturn: true, panics: true, do: [{use: \"1\"}]}\n"
                      "  - {function: check, panics: true, do: [{use: \"1\"}]}\n");

    (void)unused;
    assert_int_equal(row(&x, "quit")->outcome_count, 1);
    assert_int_equal(row(&x, "quit")->outcomes[0].end, EFFECT_NO_RETURN);
    assert_int_equal(row(&x, "raise")->outcome_count, 1);
    assert_int_equal(row(&x, "raise")->outcomes[0].end, EFFECT_PANICS);
    assert_int_equal(row(&x, "raise")->outcomes[0].effect_count, 2);
    assert_int_equal(row(&x, "raise")->outcomes[0].effects[1].kind, EFFECT_PANIC);
    assert_int_equal(row(&x, "check")->outcome_count, 2);
    assert_int_equal(row(&x, "check")->outcomes[0].end, EFFECT_RETURNS);
    assert_int_equal(row(&x, "check")->outcomes[1].end, EFFECT_PANICS);
    teardown(&x);
}

static void test_select(void **unused)
{
    fixture x =
        setup("  - function: choose\n"
              "    select: {cases: \"1\", count: \"2\", kind: op, channel: chan, receive: 4, send: 7}\n"
              "    outcomes: [{returns: nonnegative}, {returns: negative}]\n");
    const effect_summary *choose = row(&x, "choose");

    (void)unused;
    assert_string_equal(choose->select->kind_field, "op");
    assert_string_equal(choose->select->channel_field, "chan");
    assert_null(choose->select->context_field);
    assert_int_equal(choose->select->receive, 4);
    assert_int_equal(choose->select->send, 7);
    assert_int_equal(choose->select->done, -1);
    assert_int_equal(choose->outcomes[0].effects[0].kind, EFFECT_SELECT);
    assert_path(&x, choose->outcomes[0].effects[0].role[ROLE_OBJECT], "1");
    assert_path(&x, choose->outcomes[0].effects[0].role[ROLE_ARGUMENT], "2");
    assert_int_equal(choose->outcomes[1].effect_count, 0);
    teardown(&x);
}

static void test_every_kind_and_role(void **unused)
{
    (void)unused;
    for (int kind = EFFECT_NONE + 1; kind < EFFECT_KIND_COUNT; kind++) {
        char text[256];
        bool of_function = kind == EFFECT_PARK || kind == EFFECT_PANIC || kind == EFFECT_SELECT;
        if (of_function) {
            continue; /* a key of the function */
        }
        snprintf(
            text, sizeof text,
            "  - {function: f, do: [{%s: {object: \"1\", function: \"2\", argument: \"3\", context: \"4\", "
            "group: \"5\", stop: \"6\", handle: channel}}]}\n",
            effect_kind_name((effect_kind)kind));
        fixture x = setup(text);
        const effect *e = &row(&x, "f")->outcomes[0].effects[0];
        assert_int_equal(e->kind, kind);
        assert_int_equal(effect_kind_named(effect_kind_name((effect_kind)kind)), kind);
        for (uint32_t role = 0; role < ROLE_COUNT; role++) {
            assert_int_equal(e->role[role]->number, role);
        }
        teardown(&x);
    }
    assert_int_equal(effect_kind_named("nonsense"), EFFECT_NONE);
    assert_string_equal(effect_kind_name(EFFECT_NONE), "none");
}

static void test_later_file_wins(void **unused)
{
    fixture x = setup("  - {function: f, do: [{close: \"1\"}]}\n"
                      "  - {function: g, do: [{use: \"1\"}]}\n");
    const char *message = NULL;
    const char *later = "wand-model: 1\n"
                        "handles: [{type: channel, release: put}, {type: ticket, record: ticket}]\n"
                        "functions: [{function: f, do: [{release: {object: \"1\", handle: ticket}}]}]\n";
    const char *broken = "wand-model: 1\nfunctions: [{function: g}, {function: h, doo: []}]\n";

    (void)unused;
    assert_int_equal(model_read(x.model, "later.yaml", later, strlen(later), &message), 0);
    assert_int_equal(row(&x, "f")->outcomes[0].effects[0].kind, EFFECT_RELEASE);
    assert_string_equal(row(&x, "f")->model_file, "later.yaml");
    assert_int_equal(model_count(x.model), 2);
    assert_string_equal(model_handle_named(x.model, "channel")->release, "put");
    assert_null(model_handle_of_record(x.model, "wand_chan"));
    assert_string_equal(model_handle_of_record(x.model, "ticket")->type, "ticket");
    /* a file with a mistake changes nothing, not even by the rows before it */
    assert_true(model_read(x.model, "broken.yaml", broken, strlen(broken), &message) < 0);
    assert_int_equal(row(&x, "g")->outcomes[0].effect_count, 1);
    assert_null(row(&x, "h"));
    teardown(&x);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_short_form),      cmocka_unit_test(test_outcomes),
    cmocka_unit_test(test_results),         cmocka_unit_test(test_ways_out),
    cmocka_unit_test(test_select),          cmocka_unit_test(test_every_kind_and_role),
    cmocka_unit_test(test_later_file_wins),
};

TAP_MAIN(tests)
