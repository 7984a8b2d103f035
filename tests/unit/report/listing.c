/* Lists of rules and of stored findings. */
#include "analyzer/report/listing.h"

#include "tests/support/tap.h"

#include <jansson.h>

static const report_rule rules[] = {
    {.name = "a-rule",
     .title = "one",
     .dimension = DIMENSION_START,
     .severity = FINDING_WARNING,
     .is_on = true},
    {.name = "b",
     .title = "two",
     .dimension = DIMENSION_TERMINATION,
     .severity = FINDING_ERROR,
     .is_preview = true},
};

static const store_step steps[] = {{false, 1, "a.c", 1, 2, "begins"}, {true, 0, "b.h", 3, 4, "beside"}};

static const store_finding findings[] = {
    {.fingerprint = "f1",
     .rule = "a-rule",
     .severity = "warning",
     .dimension = "start",
     .file = "a.c",
     .line = 1,
     .column = 2,
     .function = "f",
     .message = "bad\033",
     .status = "open",
     .first_run = 1,
     .last_run = 2,
     .steps = steps,
     .step_count = 2},
    {.fingerprint = "f2",
     .rule = "b",
     .severity = "error",
     .dimension = "start",
     .file = "a.c",
     .line = 3,
     .column = 4,
     .function = "f",
     .message = "worse",
     .status = "suppressed",
     .suppressed = "why",
     .is_preview = true},
};

static char *text;
static size_t size;

static FILE *begin(void)
{
    free(text);
    return open_memstream(&text, &size);
}

static void test_text(void **state)
{
    FILE *to = begin();

    (void)state;
    listing_rules_text(to, rules, 2, false);
    fclose(to);
    assert_string_equal(text, "a-rule  on   start        warning  one\n"
                              "b       off  termination  error    two (preview)\n");
    to = begin();
    listing_findings_text(to, findings, 2, false);
    fclose(to);
    assert_string_equal(text, "a.c:1:2: warning: bad<U+001B> [a-rule]\n"
                              "a.c:3:4: error: worse (preview) [b] (suppressed: why)\n");
}

static json_t *parsed(const char *key)
{
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    json_t *array = json_incref(json_object_get(root, key));

    assert_non_null(root);
    json_decref(root);
    return array;
}

static void test_json(void **state)
{
    FILE *to = begin();
    json_t *array;
    json_t *first;

    (void)state;
    listing_rules_json(to, rules, 2);
    fclose(to);
    array = parsed("rules");
    assert_int_equal(json_array_size(array), 2);
    assert_true(json_is_true(json_object_get(json_array_get(array, 0), "enabled")));
    assert_true(json_is_true(json_object_get(json_array_get(array, 1), "preview")));
    json_decref(array);
    to = begin();
    listing_findings_json(to, findings, 2);
    fclose(to);
    array = parsed("findings");
    first = json_array_get(array, 0);
    assert_int_equal(json_array_size(json_object_get(first, "path")), 1);
    assert_int_equal(json_array_size(json_object_get(first, "related")), 1);
    assert_int_equal(json_integer_value(json_object_get(first, "last_run")), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(array, 1), "reason")), "why");
    json_decref(array);
    free(text);
    text = NULL;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_text),
    cmocka_unit_test(test_json),
};

TAP_MAIN(tests)
