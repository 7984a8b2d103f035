/* The SARIF report: what viewers and code hosts rely on. */
#include "analyzer/report/sarif_location.h"

#include "tests/unit/report/printed.h"

#include "tests/support/tap.h"

#include <string.h>

/* Follows a path such as "results 0 ruleId" from the run; numbers index arrays. */
static json_t *at(json_t *run, const char *path)
{
    char words[128];
    json_t *value = run;

    snprintf(words, sizeof words, "%s", path);
    for (char *word = strtok(words, " "); word != NULL && value != NULL; word = strtok(NULL, " ")) {
        value =
            json_is_array(value) ? json_array_get(value, (size_t)atoi(word)) : json_object_get(value, word);
    }
    return value;
}

static void assert_text(json_t *run, const char *path, const char *wanted)
{
    json_t *value = at(run, path);

    if (!json_is_string(value)) {
        print_error("no string at %s\n", path);
    }
    assert_true(json_is_string(value));
    assert_string_equal(json_string_value(value), wanted);
}

static void assert_number(json_t *run, const char *path, int wanted)
{
    assert_true(json_is_integer(at(run, path)));
    assert_int_equal(json_integer_value(at(run, path)), wanted);
}

static json_t *print(sample *s)
{
    json_error_t error;
    json_t *root = json_loads(sample_print(s, report_sarif), JSON_REJECT_DUPLICATES, &error);

    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "version")), "2.1.0");
    return root;
}

static json_t *run_of(json_t *root)
{
    return json_array_get(json_object_get(root, "runs"), 0);
}

static void test_rules(void **state)
{
    sample s;
    json_t *root;
    json_t *run;

    (void)state;
    sample_make(&s);
    root = print(&s);
    run = run_of(root);
    assert_text(run, "tool driver name", "wand");
    assert_text(run, "tool driver semanticVersion", "1.2.3");
    assert_text(run, "tool driver rules 0 id", "p-rule-name");
    assert_text(run, "tool driver rules 0 name", "PRuleName");
    assert_text(run, "tool driver rules 0 shortDescription text", "a title.");
    assert_text(run, "tool driver rules 0 fullDescription text", "First paragraph.");
    assert_text(run, "tool driver rules 0 properties tags 2", "external/cwe/cwe-772");
    assert_non_null(strstr(json_string_value(at(run, "tool driver rules 0 help markdown")), "## How to fix"));
    assert_text(run, "tool driver rules 1 defaultConfiguration level", "error");
    assert_true(json_is_false(at(run, "tool driver rules 1 defaultConfiguration enabled")));
    assert_text(run, "columnKind", "utf16CodeUnits");
    assert_text(run, "originalUriBaseIds SRCROOT uri", "file:///project/");
    assert_int_equal(json_array_size(at(run, "results")), 0);
    json_decref(root);
    sample_drop(&s);
}

static void test_result(void **state)
{
    sample s;
    finding *f;
    json_t *root;
    json_t *run;

    (void)state;
    sample_make(&s);
    sample_source(&s, "a b.c", "/* \xc3\xa4\xf0\x9f\x98\x80 */ go(x);\n");
    f = sample_finding(&s, "a b.c", 1, 14, "message");
    finding_add_step(&s.list, f, (finding_place){"z.h", 1, 2}, 0, "begins");
    finding_add_step(&s.list, f, (finding_place){"/usr/x.h", 3, 4}, 1, "goes on");
    finding_add_related(&s.list, f, (finding_place){"z.h", 5, 6}, "beside");
    f->macro = "GO";
    f->macro_place = (finding_place){"z.h", 4, 9};
    sample_finding(&s, "b.c", 4, 1, "silent.")->suppressed = "why";
    root = print(&s);
    run = run_of(root);
    assert_text(run, "results 0 ruleId", "p-rule-name");
    assert_number(run, "results 0 ruleIndex", 0);
    assert_text(run, "results 0 message text", "message.");
    assert_text(run, "results 0 locations 0 physicalLocation artifactLocation uri", "a%20b.c");
    assert_text(run, "results 0 locations 0 physicalLocation artifactLocation uriBaseId", "SRCROOT");
    assert_number(run, "results 0 locations 0 physicalLocation region startColumn", 11);
    assert_number(run, "results 0 locations 0 physicalLocation region endColumn", 13);
    assert_text(run, "results 0 locations 0 logicalLocations 0 name", "f");
    assert_int_equal(json_array_size(at(run, "results 0 codeFlows 0 threadFlows 0 locations")), 2);
    assert_number(run, "results 0 codeFlows 0 threadFlows 0 locations 1 nestingLevel", 1);
    assert_text(run, "results 0 codeFlows 0 threadFlows 0 locations 1 location message text", "goes on.");
    assert_text(
        run, "results 0 codeFlows 0 threadFlows 0 locations 1 location physicalLocation artifactLocation uri",
        "file:///usr/x.h");
    assert_int_equal(json_array_size(at(run, "results 0 relatedLocations")), 2);
    assert_number(run, "results 0 relatedLocations 1 id", 2);
    assert_text(run, "results 0 partialFingerprints wandFingerprint/v1", f->fingerprint);
    assert_int_equal(json_array_size(at(run, "results 0 suppressions")), 0);
    assert_text(run, "results 1 message text", "silent.");
    assert_text(run, "results 1 suppressions 0 justification", "why");
    assert_text(run, "results 1 suppressions 0 kind", "inSource");
    /* every index points to the file of that name */
    for (size_t i = 0; i < 2; i++) {
        const char *path = i == 0 ? "results 0 locations 0 physicalLocation artifactLocation"
                                  : "results 1 locations 0 physicalLocation artifactLocation";
        size_t index = (size_t)json_integer_value(json_object_get(at(run, path), "index"));
        json_t *artifact = json_array_get(at(run, "artifacts"), index);

        assert_string_equal(json_string_value(at(artifact, "location uri")),
                            json_string_value(json_object_get(at(run, path), "uri")));
    }
    json_decref(root);
    sample_drop(&s);
}

static void test_problems(void **state)
{
    static const report_problem problems[] = {{{"x.c", 1, 2}, "an error"}, {{"y.c", 0, 0}, "no such file"}};
    sample s;
    json_t *root;
    json_t *run;

    (void)state;
    sample_make(&s);
    s.input.problems = problems;
    s.input.problem_count = 2;
    s.input.exit_status = 2;
    root = print(&s);
    run = run_of(root);
    assert_true(json_is_false(at(run, "invocations 0 executionSuccessful")));
    assert_number(run, "invocations 0 exitCode", 2);
    assert_text(run, "invocations 0 toolExecutionNotifications 0 message text", "an error.");
    assert_text(run, "invocations 0 toolExecutionNotifications 0 descriptor id", "file-not-analysed");
    assert_text(run, "tool driver notifications 0 id", "file-not-analysed");
    assert_null(at(run, "invocations 0 toolExecutionNotifications 1 locations 0 physicalLocation region"));
    json_decref(root);
    sample_drop(&s);
}

static void test_uri(void **state)
{
    arena *a = arena_new();

    (void)state;
    assert_string_equal(sarif_uri(a, "src/a-b_c.1~.c"), "src/a-b_c.1~.c");
    assert_string_equal(sarif_uri(a, "a b%c#d?e:f"), "a%20b%25c%23d%3Fe%3Af");
    assert_string_equal(sarif_uri(a, "\xc3\xa4\n"), "%C3%A4%0A");
    assert_string_equal(sarif_uri(a, "/a/b"), "file:///a/b");
    arena_free(a);
}

/* The report is the same wherever the findings lie in memory. */
static void test_same_bytes(void **state)
{
    sample s[2];
    const char *printed[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        sample_make(&s[i]);
        arena_alloc(s[i].memory, i == 0 ? 8 : 100000);
        sample_finding(&s[i], i == 0 ? "a.c" : "b.c", 1, 1, "m");
        sample_finding(&s[i], i == 0 ? "b.c" : "a.c", 1, 1, "m");
        printed[i] = sample_print(&s[i], report_sarif);
    }
    assert_string_equal(printed[0], printed[1]);
    sample_drop(&s[0]);
    sample_drop(&s[1]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_rules), cmocka_unit_test(test_result),     cmocka_unit_test(test_problems),
    cmocka_unit_test(test_uri),   cmocka_unit_test(test_same_bytes),
};

TAP_MAIN(tests)
