/* The JSON report: parsed again, it says what was put in. */
#include "tests/unit/report/printed.h"

#include "tests/support/tap.h"

#include <jansson.h>
#include <string.h>

static json_t *parse(sample *s)
{
    json_error_t error;
    json_t *root = json_loads(sample_print(s, report_json), JSON_REJECT_DUPLICATES, &error);

    if (root == NULL) {
        print_error("%d:%d: %s\n", error.line, error.column, error.text);
    }
    assert_non_null(root);
    return root;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void test_finding(void **state)
{
    sample s;
    finding *f;
    json_t *root;
    json_t *object;
    json_t *step;

    (void)state;
    sample_make(&s);
    f = sample_finding(&s, "a.c", 3, 7, "quote \" and \xff");
    finding_add_step(&s.list, f, (finding_place){"b.h", 1, 2}, 1, "begins");
    finding_add_related(&s.list, f, (finding_place){"b.h", 5, 6}, "beside");
    f->macro = "GO";
    f->macro_place = (finding_place){"a.h", 4, 9};
    sample_finding(&s, "a.c", 4, 1, "silent")->suppressed = "why";
    root = parse(&s);
    assert_int_equal(json_array_size(json_object_get(root, "findings")), 1);
    object = json_array_get(json_object_get(root, "findings"), 0);
    assert_string_equal(text_of(object, "rule"), "p-rule-name");
    assert_string_equal(text_of(object, "file"), "a.c");
    assert_int_equal(json_integer_value(json_object_get(object, "line")), 3);
    assert_int_equal(json_integer_value(json_object_get(object, "column")), 7);
    assert_string_equal(text_of(object, "message"), "quote \" and \xef\xbf\xbd");
    assert_string_equal(text_of(object, "severity"), "warning");
    assert_string_equal(text_of(object, "dimension"), "lifetime");
    assert_string_equal(text_of(object, "function"), "f");
    assert_string_equal(text_of(object, "fingerprint"), s.list.items[0]->fingerprint);
    assert_string_equal(text_of(json_object_get(object, "macro"), "name"), "GO");
    step = json_array_get(json_object_get(object, "path"), 0);
    assert_string_equal(text_of(step, "file"), "b.h");
    assert_string_equal(text_of(step, "message"), "begins");
    assert_int_equal(json_integer_value(json_object_get(step, "line")), 1);
    assert_int_equal(json_integer_value(json_object_get(step, "depth")), 1);
    assert_string_equal(text_of(json_array_get(json_object_get(object, "related"), 0), "message"), "beside");
    json_decref(root);
    sample_drop(&s);
}

static void test_empty(void **state)
{
    sample s;
    json_t *root;

    (void)state;
    sample_make(&s);
    root = parse(&s);
    assert_true(json_is_array(json_object_get(root, "findings")));
    assert_int_equal(json_array_size(json_object_get(root, "findings")), 0);
    json_decref(root);
    sample_drop(&s);
}

static void test_many_and_problems(void **state)
{
    static const report_problem problems[] = {{{"x.c", 1, 2}, "an error"}, {{"y.c", 0, 0}, "no such file"}};
    sample s;
    json_t *root;

    (void)state;
    sample_make(&s);
    for (uint32_t i = 1; i <= 20; i++) {
        sample_finding(&s, "a.c", i, 1, "m");
    }
    s.input.problems = problems;
    s.input.problem_count = 2;
    root = parse(&s);
    assert_int_equal(json_array_size(json_object_get(root, "findings")), 20);
    assert_int_equal(json_array_size(json_object_get(root, "errors")), 2);
    assert_string_equal(text_of(json_array_get(json_object_get(root, "errors"), 1), "file"), "y.c");
    json_decref(root);
    sample_drop(&s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_finding),
    cmocka_unit_test(test_empty),
    cmocka_unit_test(test_many_and_problems),
};

TAP_MAIN(tests)
