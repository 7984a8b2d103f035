/* The text form: every operation, value and end of a block as one reads it. */
#include "tests/support/ir_build.h"
#include "tests/support/tap.h"

#include "analyzer/ir/text.h"

static void print_unit(FILE *to, const void *unit)
{
    ir_print(to, unit);
}

static void print_function(FILE *to, const void *function)
{
    ir_print_function(to, function);
}

static ir_loc at(uint32_t line, uint32_t column)
{
    return (ir_loc){.line = line, .column = column};
}

static ir_value pointer_to(const ir_build *b, uint32_t temp)
{
    return (ir_value){.kind = IR_TEMP, .type = b->pointer, .temp = temp};
}

static void add_all(ir_build *b, ir_function *f, const ir_instruction *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool has_result = list[i].op == IR_LOAD || (list[i].op >= IR_FIELD && list[i].op <= IR_CAST);
        ir_build_add(b, f, 0, list[i], has_result);
    }
}

static void test_operations(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "f", 1);
    ir_variable *n = ir_build_parameter(b, f, "n", b->int_type);
    ir_variable *x = ir_build_local(b, f, "x", b->int_type);
    ir_variable *again = ir_build_local(b, f, "x", b->int_type);
    ir_variable *errors = ir_build_global(b, "errors", b->int_type);
    ir_field field = {.name = "next"};
    ir_record record = {.tag = "node", .fields = &field, .field_count = 1};
    ir_type node = {.kind = IR_TYPE_RECORD, .record = &record, .spelling = "struct node"};
    const ir_type *i = b->int_type;

    (void)unused;
    field.record = &record;
    again->is_synthetic = true;
    ir_instruction list[] = {
        {.op = IR_BEGIN, .variable = x, .loc = at(2, 5)},
        {.op = IR_LOAD, .type = i, .a = ir_build_address(b, n), .flags = IR_VOLATILE, .loc = at(3, 9)},
        {.op = IR_STORE,
         .type = i,
         .a = ir_build_address(b, x),
         .b = ir_build_temp(b, 0),
         .flags = IR_INITIAL},
        {.op = IR_STORE, .type = i, .a = ir_build_address(b, again), .b = {.kind = IR_REAL, .real = 1}},
        {.op = IR_STORE,
         .type = b->pointer,
         .a = ir_build_address(b, errors),
         .b = {.kind = IR_INTEGER, .type = b->pointer},
         .flags = IR_ATOMIC},
        {.op = IR_COPY, .type = &node, .a = ir_build_address(b, x), .b = ir_build_address(b, again)},
        {.op = IR_ZERO, .type = &node, .a = ir_build_address(b, x)},
        {.op = IR_FIELD, .type = b->pointer, .a = ir_build_address(b, x), .field = &field},
        {.op = IR_INDEX,
         .type = b->pointer,
         .a = pointer_to(b, 1),
         .b = ir_build_integer(b, 3),
         .flags = IR_PARTIAL},
        {.op = IR_UNARY, .operator= IR_NOT, .type = i, .a = ir_build_temp(b, 0)},
        {.op = IR_BINARY,
         .operator= IR_SHIFT_LEFT,
         .type = i,
         .a = ir_build_temp(b, 0),
         .b = ir_build_integer(b, -2)},
        {.op = IR_CAST, .type = b->pointer, .a = ir_build_temp(b, 0), .flags = IR_EXPLICIT},
        {.op = IR_UNKNOWN, .reason = "inline assembly", .loc = at(120, 33)},
        {.op = IR_END, .variable = x},
    };
    add_all(b, f, list, sizeof list / sizeof *list);
    assert_string_equal(ir_build_text(b, print_function, f),
                        "function f(n: int): void, 1:6 to 99:1\n"
                        "  local x: int\n"
                        "  local x~2: int, synthetic\n"
                        "b0:\n"
                        "  2:5      begin x\n"
                        "  3:9      %0 = load &n as int, volatile\n"
                        "  -        store %0 to &x as int, initial\n"
                        "  -        store 1.0 to &x~2 as int\n"
                        "  -        store null to &@errors as void *, atomic\n"
                        "  -        copy &x~2 to &x as node\n"
                        "  -        zero &x as node\n"
                        "  -        %1 = field node.next of &x\n"
                        "  -        %2 = element 3 of %1, partial\n"
                        "  -        %3 = !%0 as int\n"
                        "  -        %4 = %0 << -2 as int\n"
                        "  -        %5 = cast %0 as void *, explicit\n"
                        "  120:33   unknown: inline assembly\n"
                        "  -        end x\n"
                        "  10:1     return\n");
    ir_build_free(b);
}

static void test_calls(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "f", 1);
    ir_variable *guard = ir_build_local(b, f, "guard", b->int_type);
    ir_macro lock = {.name = "LOCK"};
    ir_value arguments[] = {{.kind = IR_STRING, .type = b->pointer, .string = "a\"\n\x1b"},
                            {.kind = IR_OPAQUE, .type = b->pointer}};
    ir_instruction call = {.op = IR_CALL, .argument_count = 2, .arguments = arguments, .type = b->int_type};

    (void)unused;
    guard->cleanup = ir_build_declaration(b, "unlock");
    call.a = ir_build_callee(b, ir_build_declaration(b, "g"));
    call.loc = (ir_loc){.line = 5, .column = 9, .macro = &lock};
    ir_build_add(b, f, 0, call, true);
    call = (ir_instruction){.op = IR_CALL, .flags = IR_DEFERRED, .variable = guard, .leaving = at(9, 1)};
    call.a = pointer_to(b, 0);
    ir_build_add(b, f, 0, call, false);
    call = (ir_instruction){.op = IR_CALL, .flags = IR_NORETURN};
    call.a = ir_build_callee(b, ir_build_declaration(b, "exit"));
    ir_build_add(b, f, 0, call, false);
    ir_build_unreachable(b, f, 0);
    assert_string_equal(ir_build_text(b, print_function, f),
                        "function f(): void, 1:6 to 99:1\n"
                        "  local guard: int, cleanup unlock\n"
                        "b0:\n"
                        "  5:9      %0 = call g(\"a\\\"\\n\\x1b\", opaque) as int, in LOCK\n"
                        "  -        call %0(), deferred by guard leaving at 9:1\n"
                        "  -        call exit(), noreturn\n"
                        "  10:1     unreachable\n");
    ir_build_free(b);
}

static void test_ends(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "f", 6);

    (void)unused;
    ir_build_jump(b, f, 0, 1);
    ir_build_branch(b, f, 1, 2, 5);
    f->blocks[1]->loop = IR_LOOP_WHILE;
    f->blocks[1]->loop_loc = at(11, 5);
    f->blocks[1]->end.text = "n > 0";
    ir_build_switch(b, f, 2, (uint32_t[]){3, 4, 1}, 3);
    f->blocks[2]->end.cases[1].high = 9;
    f->blocks[3]->label = "again";
    f->blocks[3]->end.kind = IR_INDIRECT;
    f->blocks[3]->end.value = (ir_value){.kind = IR_LABEL, .type = b->pointer, .block = f->blocks[4]};
    f->blocks[3]->end.targets = (ir_block *[]){f->blocks[4], f->blocks[5]};
    f->blocks[3]->end.target_count = 2;
    f->blocks[4]->end.value = ir_build_integer(b, -1);
    f->blocks[5]->end.is_implicit = true;
    assert_string_equal(ir_build_text(b, print_function, f),
                        "function f(): void, 1:6 to 99:1\n"
                        "b0:\n"
                        "  10:1     jump b1\n"
                        "b1: while at 11:5\n"
                        "  11:1     branch 1 ? b2 : b5 if \"n > 0\"\n"
                        "b2:\n"
                        "  12:1     switch 1 {0: b3, 1..9: b4, else: b1}\n"
                        "b3: label again\n"
                        "  13:1     goto *&&b4 {b4, b5}\n"
                        "b4:\n"
                        "  14:1     return -1\n"
                        "b5:\n"
                        "  15:1     return, implicit\n");
    ir_build_free(b);
}

static void add_records(ir_build *b)
{
    static ir_field fields[] = {{.name = "ctx", .offset_bits = 0}, {.name = "flag", .offset_bits = 67}};
    static ir_record job = {
        .tag = "job", .is_complete = true, .size = 16, .fields = fields, .field_count = 2};
    static ir_record hidden = {.tag = "_IO_FILE", .loc = {.file = 1, .line = 9}};
    static ir_record *records[] = {&job, &hidden};

    fields[0].type = b->pointer;
    fields[1].type = b->int_type;
    job.loc = at(1, 8);
    b->unit->records = records;
    b->unit->record_count = 2;
}

static void test_unit(void **unused)
{
    ir_build *b = ir_build_new();
    ir_diagnostic mistake = {.severity = IR_ERROR, .loc = at(7, 1), .text = "expected ';'"};
    ir_variable *errors = ir_build_global(b, "errors", b->int_type);
    ir_function *printf_function = ir_build_declaration(b, "printf");

    (void)unused;
    b->unit->files[1] = (ir_file){.path = "/usr/include/stdio.h", .is_system = true};
    b->unit->files[2] = (ir_file){.path = "lib/job.h"};
    b->unit->file_count = 3;
    add_records(b);
    errors->is_static = true;
    ir_build_global(b, "stdout", b->pointer)->loc = (ir_loc){.file = 1, .line = 3};
    ir_build_add(b, b->unit->initializer, 0,
                 (ir_instruction){.op = IR_STORE,
                                  .type = b->int_type,
                                  .flags = IR_INITIAL,
                                  .a = ir_build_address(b, errors),
                                  .b = ir_build_integer(b, 3)},
                 false);
    printf_function->is_system = true;
    ir_function *helper = ir_build_declaration(b, "helper");
    helper->loc = (ir_loc){.file = 2, .line = 4, .column = 5};
    helper->is_variadic = true;
    helper->is_noreturn = true;
    helper->parameter_count = 1;
    b->unit->diagnostics = &mistake;
    b->unit->diagnostic_count = 1;
    assert_string_equal(ir_build_text(b, print_unit, b->unit),
                        "unit test.c\n"
                        "error at 7:1: \"expected ';'\"\n"
                        "\n"
                        "struct job, 16 bytes, 1:8\n"
                        "     0 ctx: void *\n"
                        "     8.3 flag: int\n"
                        "\n"
                        "globals\n"
                        "  global @errors: int, static, 1:1\n"
                        "\n"
                        "initializer\n"
                        "b0:\n"
                        "  -        store 3 to &@errors as int, initial\n"
                        "  10:1     return\n"
                        "\n"
                        "declared helper(_, ...): void, noreturn, "
                        "lib/job.h:4:5\n");
    ir_build_free(b);
}

static void test_types(void **unused)
{
    ir_build *b = ir_build_new();
    ir_function *f = ir_build_function(b, "f", 1);
    ir_type level = {.kind = IR_TYPE_INTEGER, .spelling = "enum (unnamed at /home/a/x.c:1:1)"};
    ir_type named = {.kind = IR_TYPE_INTEGER, .spelling = "unsigned long", .name = "size_t"};
    ir_type twice = {.kind = IR_TYPE_POINTER, .element = b->pointer};
    ir_type row = {.kind = IR_TYPE_ARRAY, .element = b->int_type, .count = 4};
    ir_type open = {.kind = IR_TYPE_ARRAY, .element = b->int_type, .count = IR_SIZE_UNKNOWN};
    ir_type code = {.kind = IR_TYPE_FUNCTION, .element = b->int_type};
    ir_type callback = {.kind = IR_TYPE_POINTER, .element = &code};

    (void)unused;
    ir_build_local(b, f, "a", &level);
    ir_build_local(b, f, "b", &named);
    ir_build_local(b, f, "c", &twice);
    ir_build_local(b, f, "d", &row);
    ir_build_local(b, f, "e", &open);
    ir_build_local(b, f, "g", &callback);
    assert_string_equal(ir_build_text(b, print_function, f), "function f(): void, 1:6 to 99:1\n"
                                                             "  local a: enum\n"
                                                             "  local b: size_t\n"
                                                             "  local c: void **\n"
                                                             "  local d: int[4]\n"
                                                             "  local e: int[]\n"
                                                             "  local g: int() *\n"
                                                             "b0:\n"
                                                             "  10:1     return\n");
    ir_build_free(b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_operations), cmocka_unit_test(test_calls), cmocka_unit_test(test_ends),
    cmocka_unit_test(test_unit),       cmocka_unit_test(test_types),
};

TAP_MAIN(tests)
