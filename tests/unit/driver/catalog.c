/* Selecting rules. */
#include "analyzer/driver/catalog.h"

#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <string.h>

static bool selected(const catalog *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++) {
        if (strcmp(c->rules[i].name, name) == 0) {
            return c->is_selected[i];
        }
    }
    fail_msg("no rule %s", name);
    return false;
}

static size_t count_selected(const catalog *c)
{
    size_t count = 0;

    for (size_t i = 0; i < c->count; i++) {
        count += c->is_selected[i];
    }
    return count;
}

static catalog select_rules(tree *t, const char *list, int status)
{
    catalog c = catalog_of(t->memory);

    assert_int_equal(catalog_select(&c, t->memory, list), status);
    return c;
}

static void test_lists(void **state)
{
    tree *t = tree_make();
    catalog c = catalog_of(t->memory);
    size_t by_default = count_selected(&c);

    (void)state;
    for (size_t i = 1; i < c.count; i++) {
        assert_true(strcmp(c.rules[i - 1].name, c.rules[i].name) < 0);
    }
    c = select_rules(t, "spawn-unbound", 0);
    assert_int_equal(count_selected(&c), 1);
    assert_true(selected(&c, "spawn-unbound"));
    c = select_rules(t, "allow-*, spawn-unbound", 0);
    assert_int_equal(count_selected(&c), 5);
    c = select_rules(t, "-spawn-*,-allow-unused", 0);
    assert_false(selected(&c, "spawn-unbound"));
    assert_false(selected(&c, "allow-unused"));
    assert_true(selected(&c, "wg-missing-done"));
    c = select_rules(t, "+spawn-unbound", 0);
    assert_int_equal(count_selected(&c), by_default);
    c = select_rules(t, "*,-spawn-unbound", 0);
    assert_int_equal(count_selected(&c), c.count - 1);
    c = select_rules(t, "-*,+spawn-unbound", 0);
    assert_int_equal(count_selected(&c), 1);
    tree_remove(t);
}

static void test_unknown(void **state)
{
    static const struct {
        const char *list;
        const char *said;
    } cases[] = {
        {"spawn-unbond", "unknown rule 'spawn-unbond'; did you mean 'spawn-unbound'?"},
        {"+spawn-unbound,-wg-mising-done", "did you mean 'wg-missing-done'?"},
        {"nothing-of-the-kind-*", "unknown rule 'nothing-of-the-kind-*'; `wand rules` lists them"},
        {"spawn-unbound,,", "unknown rule ''"},
        {"+", "unknown rule ''"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tree *t = tree_make();

        tree_listen();
        select_rules(t, cases[i].list, 2);
        assert_non_null(strstr(tree_said(t), cases[i].said));
        tree_remove(t);
    }
}

/* What a rule is described by is there for every one. */
static void test_facts(void **state)
{
    tree *t = tree_make();
    catalog c = catalog_of(t->memory);

    (void)state;
    for (size_t i = 0; i < c.count; i++) {
        assert_true(strlen(c.rules[i].title) > 0);
        assert_non_null(strstr(c.rules[i].documentation, c.rules[i].name));
        assert_ptr_equal(catalog_named(&c, t->memory, c.rules[i].name), &c.rules[i]);
    }
    tree_remove(t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lists),
    cmocka_unit_test(test_unknown),
    cmocka_unit_test(test_facts),
};

TAP_MAIN(tests)
