/* Access paths: the text form goes in and out unchanged, and equality sees what is the same place. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/ir/path.h"

static const ir_path *parse(ir_build *b, const char *text)
{
    const char *error = NULL;
    const ir_path *path = ir_path_parse(b->memory, b->names, text, &error);

    if (path == NULL) {
        print_error("'%s': %s\n", text, error);
    }
    return path;
}

static void steps_of(ir_build *b, const char *text, const char *expected)
{
    static const char letters[] = {[IR_STEP_FIELD] = 'f', [IR_STEP_DEREF] = 'd', [IR_STEP_ELEMENT] = 'e'};
    const ir_path *path = parse(b, text);
    char found[IR_PATH_STEPS_MAX + 1] = "";

    assert_non_null(path);
    for (size_t i = 0; i < path->step_count; i++) {
        found[i] = letters[path->steps[i].kind];
    }
    assert_string_equal(found, expected);
    assert_string_equal(ir_path_print(b->memory, path), text);
}

static void test_steps(void **unused)
{
    ir_build *b = ir_build_new();

    (void)unused;
    steps_of(b, "1", "");
    steps_of(b, "12", "");
    steps_of(b, "return", "");
    steps_of(b, "*1", "d");
    steps_of(b, "**1", "dd");
    steps_of(b, "1->ctx", "fd");
    steps_of(b, "&1->wg", "f");
    steps_of(b, "1->a->b", "fdfd");
    steps_of(b, "1->a.b", "ffd");
    steps_of(b, "1[]", "ed");
    steps_of(b, "&1[]", "e");
    steps_of(b, "1[]->x", "edfd");
    steps_of(b, "1[].x", "efd");
    steps_of(b, "1->slots[]", "fded");
    steps_of(b, "&1->slots.[]", "fe");
    steps_of(b, "(*1)->x", "dfd");
    steps_of(b, "*1->x", "fdd");
    steps_of(b, "(*1->x)->y", "fddfd");
    steps_of(b, "@errors", "d");
    steps_of(b, "&@errors", "");
    steps_of(b, "&@job.wg", "f");
    steps_of(b, "@job->wg", "dfd");
    steps_of(b, "@\"src/a.c:count\"", "d");
    steps_of(b, "#background", "");
    steps_of(b, "1->#done", "fd");
    steps_of(b, "return->#ctx", "fd");
    steps_of(b, "fresh:0", "");
    steps_of(b, "function:worker", "");
    steps_of(b, "function:\"src/a.c:worker\"", "");
    ir_build_free(b);
}

static void test_other_spellings(void **unused)
{
    ir_build *b = ir_build_new();

    (void)unused;
    assert_string_equal(ir_path_print(b->memory, parse(b, "(*1).x")), "1->x");
    assert_string_equal(ir_path_print(b->memory, parse(b, "&*1")), "1");
    assert_string_equal(ir_path_print(b->memory, parse(b, "((1))->x")), "1->x");
    ir_build_free(b);
}

static void refused(ir_build *b, const char *text, const char *expected)
{
    const char *error = NULL;

    assert_null(ir_path_parse(b->memory, b->names, text, &error));
    assert_string_equal(error, expected);
}

static void test_errors(void **unused)
{
    ir_build *b = ir_build_new();
    const char *begin = "a path begins with a parameter's number, 'return', '@global' or '#ghost'";

    (void)unused;
    refused(b, "", begin);
    refused(b, "job", begin);
    refused(b, "0", "parameters are counted from 1");
    refused(b, "99999999999", "the number is too large");
    refused(b, "1->", "a name is expected");
    refused(b, "1->#", "a name is expected");
    refused(b, "1->1", "a name is expected");
    refused(b, "@", "a name is expected");
    refused(b, "@\"x", "a quote is not closed");
    refused(b, "1.x", "'.' needs an object before it; through a pointer it is '->'");
    refused(b, "&1", "'&' needs a place, such as '&1->field'");
    refused(b, "(1", "')' is expected");
    refused(b, "1 ", "the path has something after its end");
    refused(b, "1->a->b->c->d->e", "the path has more than 8 steps");
    refused(b, "****************************************1", "the path is nested too deeply");
    ir_build_free(b);
}

static void test_equality(void **unused)
{
    ir_build *b = ir_build_new();
    ir_variable *errors = ir_build_global(b, "errors", b->int_type);
    ir_step step = {.kind = IR_STEP_DEREF};
    ir_path by_variable = {.root = IR_ROOT_VARIABLE, .variable = errors, .steps = &step, .step_count = 1};
    ir_step tagged[] = {{IR_STEP_FIELD, "job", "ctx"}, {IR_STEP_DEREF, NULL, NULL}};
    ir_step other[] = {{IR_STEP_FIELD, "task", "ctx"}, {IR_STEP_DEREF, NULL, NULL}};
    ir_path with_tag = {.root = IR_ROOT_PARAMETER, .number = 0, .steps = tagged, .step_count = 2};
    ir_path with_other = {.root = IR_ROOT_PARAMETER, .number = 0, .steps = other, .step_count = 2};

    (void)unused;
    assert_true(ir_path_equal(parse(b, "1->a->b"), parse(b, "1->a->b")));
    assert_false(ir_path_equal(parse(b, "1->a"), parse(b, "2->a")));
    assert_false(ir_path_equal(parse(b, "1->a"), parse(b, "&1->a")));
    assert_false(ir_path_equal(parse(b, "1->a"), parse(b, "1->b")));
    assert_false(ir_path_equal(parse(b, "1"), parse(b, "return")));
    assert_false(ir_path_equal(parse(b, "#a"), parse(b, "#b")));
    assert_true(ir_path_equal(&by_variable, parse(b, "@errors")));
    assert_string_equal(ir_path_print(b->memory, &by_variable), "@errors");
    assert_true(ir_path_equal(&with_tag, parse(b, "1->ctx")));
    assert_false(ir_path_equal(&with_tag, &with_other));
    assert_false(ir_path_equal(&with_tag, NULL));
    assert_true(ir_path_equal(NULL, NULL));
    ir_build_free(b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_steps),
    cmocka_unit_test(test_other_spellings),
    cmocka_unit_test(test_errors),
    cmocka_unit_test(test_equality),
};

TAP_MAIN(tests)
