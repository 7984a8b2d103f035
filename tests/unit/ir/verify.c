/* The verifier: a good function passes, and each promise of ir.h that is broken is named with its place. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/ir/verify.h"

/* void f(int n) { int x; begin x; %0 = load n; store %0 to x; branch -> 1 or 2 }, both return. */
static ir_function *good(ir_build *b)
{
    ir_function *f = ir_build_function(b, "f", 3);
    ir_variable *n = ir_build_parameter(b, f, "n", b->int_type);
    ir_variable *x = ir_build_local(b, f, "x", b->int_type);

    ir_build_add(b, f, 0, (ir_instruction){.op = IR_BEGIN, .variable = x}, false);
    ir_build_add(b, f, 0, (ir_instruction){.op = IR_LOAD, .type = b->int_type, .a = ir_build_address(b, n)},
                 true);
    ir_build_add(
        b, f, 0,
        (ir_instruction){
            .op = IR_STORE, .type = b->int_type, .a = ir_build_address(b, x), .b = ir_build_temp(b, 0)},
        false);
    ir_build_branch(b, f, 0, 1, 2);
    f->blocks[0]->end.value = ir_build_temp(b, 0);
    return f;
}

static void broken(ir_build *b, const char *expected)
{
    const char *problem = ir_verify(b->unit, b->memory);

    assert_non_null(problem);
    assert_string_equal(problem, expected);
    ir_build_free(b);
}

static void test_good(void **unused)
{
    ir_build *b = ir_build_new();

    (void)unused;
    good(b);
    assert_null(ir_verify(b->unit, b->memory));
    ir_build_free(b);
}

static void test_temporaries(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = good(b);

    (void)unused;
    f->blocks[0]->instructions[1].result = IR_NO_RESULT;
    broken(b, "function 'f', block 0, operation 1: the operation has no result");

    b = ir_build_new();
    f = good(b);
    f->temp_count = 0;
    broken(b, "function 'f', block 0, operation 1: temporary %0 is out of range");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[2].b = ir_build_temp(b, 7);
    broken(b, "function 'f', block 0, operation 2: temporary %7 is out of range");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[1] = f->blocks[0]->instructions[2];
    broken(b, "function 'f', block 0, operation 1: temporary %0 is used before it is assigned");

    b = ir_build_new();
    f = good(b);
    f->blocks[2]->end.value = ir_build_temp(b, 0);
    broken(b, "function 'f', block 2, at its end: temporary %0 was assigned in block 0: it crosses blocks");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[2] = f->blocks[0]->instructions[1];
    broken(b, "function 'f', block 0, operation 2: temporary %0 is assigned twice");
}

static void test_operations(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = good(b);

    (void)unused;
    f->blocks[0]->instructions[0].variable = f->parameters[0];
    broken(b, "function 'f', block 0, operation 0: 'n' is not a local variable of this function");

    b = ir_build_new();
    f = good(b);
    ir_function *other = ir_build_function(b, "g", 1);
    f->blocks[0]->instructions[2].a = ir_build_address(b, ir_build_local(b, other, "y", b->int_type));
    broken(b, "function 'f', block 0, operation 2: variable 'y' belongs to another function");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[2].result = 0;
    broken(b, "function 'f', block 0, operation 2: the operation cannot have a result");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[1].a = ir_none();
    broken(b, "function 'f', block 0, operation 1: the address is missing");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[1].type = NULL;
    broken(b, "function 'f', block 0, operation 1: the operation has no type");

    b = ir_build_new();
    f = good(b);
    ir_build_add(b, f, 1, (ir_instruction){.op = IR_UNKNOWN, .reason = "inline assembly"}, false);
    broken(b,
           "function 'f', block 1, operation 0: the reason 'inline assembly' is not listed by the function");

    b = ir_build_new();
    f = good(b);
    ir_build_add(b, f, 1, (ir_instruction){.op = IR_UNARY, .type = b->int_type, .operator = IR_ADD}, true);
    broken(b, "function 'f', block 1, operation 0: wrong operator");

    b = ir_build_new();
    f = good(b);
    f->blocks[0]->instructions[0].loc = (ir_loc){.file = 5, .line = 1};
    broken(b, "function 'f', block 0, operation 0: a place is in file 5 of 1");
}

static void test_calls(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = good(b);
    ir_instruction call = {.op = IR_CALL, .flags = IR_NORETURN};

    (void)unused;
    call.a = ir_build_callee(b, ir_build_declaration(b, "exit"));
    ir_build_add(b, f, 1, call, false);
    ir_build_unreachable(b, f, 1);
    assert_null(ir_verify(b->unit, b->memory));
    f->blocks[1]->end.kind = IR_RETURN;
    broken(b,
           "function 'f', block 1, operation 0: a call that does not return is not followed by unreachable");

    b = ir_build_new();
    f = good(b);
    call.a = ir_build_callee(b, ir_build_declaration(b, "unlock"));
    call.flags = IR_DEFERRED;
    ir_build_add(b, f, 1, call, false);
    broken(b, "function 'f', block 1, operation 0: a deferred call names no variable");
}

static void test_blocks(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = good(b);

    (void)unused;
    ir_build_jump(b, f, 1, 0);
    broken(b, "function 'f', block 1, at its end: a target is the entry block");

    b = ir_build_new();
    f = good(b);
    ir_build_branch(b, f, 0, 1, 1);
    broken(b, "function 'f': block 2 cannot be reached");

    b = ir_build_new();
    f = good(b);
    ir_function *other = ir_build_function(b, "g", 2);
    ir_build_jump(b, other, 0, 1);
    f->blocks[0]->end.targets[1] = other->blocks[1];
    broken(b, "function 'f', block 0, at its end: a target is not a block of this function");

    b = ir_build_new();
    f = good(b);
    f->blocks[1]->index = 2;
    broken(b, "function 'f', block 0, at its end: a target is not a block of this function");

    b = ir_build_new();
    f = good(b);
    ir_build_switch(b, f, 1, (uint32_t[]){2, 2}, 2);
    f->blocks[1]->end.default_target = NULL;
    broken(b, "function 'f', block 1, at its end: the default target is missing");

    b = ir_build_new();
    f = good(b);
    f->block_count = 0;
    broken(b, "function 'f': a definition has no blocks");
}

static void test_units(void **unused)
{
    ir_build *b = ir_build_new();

    (void)unused;
    ir_build_declaration(b, "g");
    ir_build_declaration(b, "g");
    broken(b, "two functions have the key 'g'");

    b = ir_build_new();
    ir_build_global(b, "errors", b->int_type)->index = 3;
    broken(b, "global variable 0 ('errors') is not in order");

    b = ir_build_new();
    b->unit->initializer = NULL;
    broken(b, "the unit's initialiser is not one block");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_good),  cmocka_unit_test(test_temporaries), cmocka_unit_test(test_operations),
    cmocka_unit_test(test_calls), cmocka_unit_test(test_blocks),      cmocka_unit_test(test_units),
};

TAP_MAIN(tests)
