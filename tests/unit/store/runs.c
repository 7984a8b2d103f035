/* Runs: what is new, seen again, fixed, back again; and what can be asked. */
#include "tests/unit/store/folder.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>

typedef struct fixture {
    folder f;
    store *s;
} fixture;

static int setup(void **state)
{
    static fixture x;
    const char *message = "";

    x = (fixture){.f = folder_make()};
    assert_int_equal(store_open(&x.s, x.f.database, x.f.memory, &message), 0);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture *x = *state;

    store_close(x->s);
    folder_remove(&x->f);
    return 0;
}

/* "a:open:1-2|" for each finding: fingerprint, status, first and last run. */
static const char *list(fixture *x, store_filter filter)
{
    store_finding *found = NULL;
    const char *message = "";
    size_t count = 0;
    const char *text = "";

    assert_int_equal(store_select(x->s, &filter, x->f.memory, &found, &count, &message), 0);
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(x->f.memory, "%s%s:%s:%d-%d|", text, found[i].fingerprint, found[i].status,
                            (int)found[i].first_run, (int)found[i].last_run);
    }
    return text;
}

#define ALL ((store_filter){.all = true})

static void test_life_of_a_finding(void **state)
{
    fixture *x = *state;

    assert_int_equal(folder_run(x->s, &x->f, "ab"), 0);
    assert_string_equal(list(x, ALL), "a:open:1-1|b:open:1-1|");
    assert_int_equal(folder_run(x->s, &x->f, "bc"), 0);
    assert_string_equal(list(x, ALL), "a:fixed:1-1|b:open:1-2|c:open:2-2|");
    assert_string_equal(list(x, (store_filter){0}), "b:open:1-2|c:open:2-2|");
    assert_int_equal(folder_sql(&x->f, "SELECT fixed_run FROM findings WHERE fingerprint = 'a'"), 2);
    assert_int_equal(folder_run(x->s, &x->f, "a"), 0);
    assert_string_equal(list(x, (store_filter){0}), "a:open:1-3|");
    assert_string_equal(list(x, (store_filter){.all = true, .since_run = 2}), "c:fixed:2-2|");
    assert_int_equal(folder_sql(&x->f, "SELECT count(*) FROM runs"), 3);
    assert_int_equal(folder_sql(&x->f, "SELECT count(*) FROM occurrences"), 5);
}

static store_finding finding_in(const char *fingerprint, const char *rule, const char *file)
{
    return (store_finding){.fingerprint = fingerprint,
                           .rule = rule,
                           .severity = "warning",
                           .dimension = "start",
                           .file = file,
                           .line = 1,
                           .column = 1,
                           .function = "",
                           .message = "m"};
}

static void write_run(fixture *x, const store_rule *rules, const store_file *files, size_t file_count,
                      const store_finding *findings, size_t finding_count)
{
    store_run run = {.version = "1",
                     .rules = rules,
                     .rule_count = 2,
                     .files = files,
                     .file_count = file_count,
                     .findings = findings,
                     .finding_count = finding_count};
    const char *message = "";
    int64_t number = 0;

    assert_int_equal(store_write(x->s, &run, &number, x->f.memory, &message), 0);
    assert_true(number > 0);
}

/* Fixed is only what this run would have found. */
static void test_what_counts_as_fixed(void **state)
{
    static const store_rule both[] = {{"p", "", "start", "warning", true}, {"q", "", "start", "error", true}};
    static const store_rule one[] = {{"p", "", "start", "warning", true}, {"q", "", "start", "error", false}};
    static const store_file complete[] = {{"a.c", NULL, true, false}, {"b.c", NULL, true, false}};
    static const store_file broken[] = {{"a.c", NULL, false, false}};
    static const store_file gone[] = {{"b.c", NULL, false, true}};
    fixture *x = *state;
    store_finding findings[] = {finding_in("1", "p", "a.c"), finding_in("2", "q", "a.c"),
                                finding_in("3", "p", "b.c")};

    write_run(x, both, complete, 2, findings, 3);
    write_run(x, both, broken, 1, NULL, 0); /* errors: who knows */
    assert_string_equal(list(x, ALL), "1:open:1-1|2:open:1-1|3:open:1-1|");
    write_run(x, one, complete, 1, NULL, 0); /* q was off, b.c not looked at */
    assert_string_equal(list(x, ALL), "1:fixed:1-1|2:open:1-1|3:open:1-1|");
    write_run(x, both, gone, 1, NULL, 0);
    assert_string_equal(list(x, ALL), "1:fixed:1-1|2:open:1-1|3:fixed:1-1|");
}

static void test_suppressed(void **state)
{
    static const store_rule rules[] = {{"p", "", "start", "warning", true},
                                       {"q", "", "start", "error", true}};
    static const store_file files[] = {{"a.c", NULL, true, false}};
    fixture *x = *state;
    store_finding f = finding_in("1", "p", "a.c");

    f.suppressed = "why";
    write_run(x, rules, files, 1, &f, 1);
    assert_string_equal(list(x, (store_filter){0}), "");
    assert_string_equal(list(x, ALL), "1:suppressed:1-1|");
    f.suppressed = NULL;
    write_run(x, rules, files, 1, &f, 1);
    assert_string_equal(list(x, (store_filter){0}), "1:open:1-2|");
}

static void test_filters(void **state)
{
    static const store_rule rules[] = {{"p", "", "start", "warning", true},
                                       {"q", "", "start", "error", true}};
    fixture *x = *state;
    store_finding findings[] = {finding_in("1", "p", "s/a.c"), finding_in("2", "q", "s/a.c"),
                                finding_in("3", "p", "t.c")};

    findings[1].dimension = "termination";
    write_run(x, rules, NULL, 0, findings, 3);
    assert_string_equal(list(x, (store_filter){.rule = "p"}), "1:open:1-1|3:open:1-1|");
    assert_string_equal(list(x, (store_filter){.rule = "*"}), "1:open:1-1|2:open:1-1|3:open:1-1|");
    assert_string_equal(list(x, (store_filter){.file = "s/*"}), "1:open:1-1|2:open:1-1|");
    assert_string_equal(list(x, (store_filter){.file = "t.c"}), "3:open:1-1|");
    assert_string_equal(list(x, (store_filter){.dimension = "termination"}), "2:open:1-1|");
    assert_string_equal(list(x, (store_filter){.since_run = 2}), "");
}

static void test_steps(void **state)
{
    static const store_rule rules[] = {{"p", "", "start", "warning", true},
                                       {"q", "", "start", "error", true}};
    static const store_step steps[] = {{false, 0, "a.c", 1, 2, "first"}, {true, 3, "b.h", 4, 5, "other"}};
    fixture *x = *state;
    store_finding f = finding_in("1", "p", "a.c");
    store_finding *found = NULL;
    const char *message = "";
    const char **files = NULL;
    size_t count = 0;

    f.steps = steps;
    for (f.step_count = 2;; f.step_count--) { /* a shorter path replaces a longer one */
        write_run(x, rules, NULL, 0, &f, 1);
        assert_int_equal(store_select(x->s, &ALL, x->f.memory, &found, &count, &message), 0);
        assert_int_equal(found[0].step_count, f.step_count);
        for (size_t i = 0; i < f.step_count; i++) {
            assert_string_equal(found[0].steps[i].message, steps[i].message);
            assert_string_equal(found[0].steps[i].file, steps[i].file);
            assert_int_equal(found[0].steps[i].is_related, steps[i].is_related);
            assert_int_equal(found[0].steps[i].depth, steps[i].depth);
            assert_int_equal(found[0].steps[i].column, steps[i].column);
        }
        if (f.step_count == 0) {
            break;
        }
    }
    assert_int_equal(store_open_files(x->s, x->f.memory, &files, &count, &message), 0);
    assert_int_equal(count, 1);
    assert_string_equal(files[0], "a.c");
}

/* A run that can't be written as a whole isn't written at all. */
static void test_all_or_nothing(void **state)
{
    fixture *x = *state;
    const char *message = "";
    store_finding findings[] = {finding_in("1", "p", "a.c"), finding_in("2", "no-such-rule", "a.c")};
    store_rule rules[] = {{"p", "", "start", "warning", true}};
    store_run run = {
        .version = "1", .rules = rules, .rule_count = 1, .findings = findings, .finding_count = 2};

    assert_int_not_equal(store_write(x->s, &run, NULL, x->f.memory, &message), 0);
    assert_string_equal(list(x, ALL), "");
    assert_int_equal(folder_sql(&x->f, "SELECT count(*) FROM runs"), 0);
    assert_int_equal(folder_run(x->s, &x->f, "a"), 0);
    assert_string_equal(list(x, ALL), "a:open:1-1|");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const struct CMUnitTest tests[] = {
    TEST(test_life_of_a_finding),
    TEST(test_what_counts_as_fixed),
    TEST(test_suppressed),
    TEST(test_filters),
    TEST(test_steps),
    TEST(test_all_or_nothing),
};

TAP_MAIN(tests)
