/* The list of findings: order, duplicates, and that neither depends on who came first. */
#include "analyzer/finding/finding.h"

#include "tests/support/tap.h"

#include <string.h>

static finding *add(finding_list *list, const char *rule, const char *file, uint32_t line, uint32_t column,
                    const char *message)
{
    finding_place place = {.file = file, .line = line, .column = column};

    return finding_add(list, rule, FINDING_WARNING, DIMENSION_START, place, "f", "%s", message);
}

static void test_order(void **state)
{
    finding_list list = {.memory = arena_new()};

    (void)state;
    add(&list, "b", "b.c", 1, 1, "m");
    add(&list, "b", "a.c", 10, 1, "m");
    add(&list, "b", "a.c", 9, 7, "m");
    add(&list, "b", "a.c", 9, 5, "m");
    add(&list, "a", "a.c", 9, 5, "m");
    finding_list_finish(&list, NULL, NULL);
    assert_int_equal(list.count, 5);
    assert_string_equal(list.items[0]->rule, "a");
    assert_int_equal(list.items[1]->place.column, 5);
    assert_int_equal(list.items[2]->place.column, 7);
    assert_int_equal(list.items[3]->place.line, 10);
    assert_string_equal(list.items[4]->place.file, "b.c");
    arena_free(list.memory);
}

static void test_shortest_path_stays(void **state)
{
    finding_list list = {.memory = arena_new()};
    finding *longer = add(&list, "r", "a.c", 1, 1, "an earlier message");

    (void)state;
    finding_add_step(&list, longer, longer->place, 0, "one");
    finding_add_step(&list, longer, longer->place, 0, "two");
    finding_add_step(&list, add(&list, "r", "a.c", 1, 1, "message"), longer->place, 0, "%s", "only");
    finding_list_finish(&list, NULL, NULL);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0]->step_count, 1);
    assert_string_equal(list.items[0]->steps[0].message, "only");
    arena_free(list.memory);
}

static void test_arrival_changes_nothing(void **state)
{
    char fingerprints[2][3][33];

    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        finding_list list = {.memory = arena_new()};

        for (int i = 0; i < 3; i++) {
            add(&list, "r", "a.c", turn == 0 ? (uint32_t)i + 1 : 3 - (uint32_t)i, 1, "m");
        }
        finding_list_finish(&list, NULL, NULL);
        for (int i = 0; i < 3; i++) {
            strcpy(fingerprints[turn][i], list.items[i]->fingerprint);
        }
        arena_free(list.memory);
    }
    assert_memory_equal(fingerprints[0], fingerprints[1], sizeof fingerprints[0]);
}

static void test_strings_are_copied(void **state)
{
    finding_list list = {.memory = arena_new()};
    char file[] = "a.c";
    char rule[] = "rule";
    finding *f = add(&list, rule, file, 1, 1, "m");

    (void)state;
    finding_add_related(&list, f, f->place, "%d apples", 3);
    memset(file, 'x', 3);
    memset(rule, 'x', 4);
    assert_string_equal(f->place.file, "a.c");
    assert_string_equal(f->rule, "rule");
    assert_string_equal(f->related[0].message, "3 apples");
    arena_free(list.memory);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_order),
    cmocka_unit_test(test_shortest_path_stays),
    cmocka_unit_test(test_arrival_changes_nothing),
    cmocka_unit_test(test_strings_are_copied),
};

TAP_MAIN(tests)
