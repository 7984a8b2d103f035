/* ir_build.c: fixed-size lists, because a test's unit is small. */
#include "tests/support/ir_build.h"

#include <stdlib.h>

enum { LIST_MAX = 64 };

static ir_type *new_type(ir_build *b, ir_type_kind kind, uint64_t size, const char *spelling)
{
    ir_type *type = ARENA_NEW(b->memory, ir_type);

    *type = (ir_type){.kind = kind, .size = size, .spelling = spelling};
    return type;
}

static ir_block *new_block(ir_build *b, uint32_t index)
{
    ir_block *block = ARENA_NEW(b->memory, ir_block);

    block->index = index;
    block->instructions = ARENA_ARRAY(b->memory, ir_instruction, LIST_MAX);
    block->end = (ir_terminator){.kind = IR_RETURN, .loc = {.line = 10 + index, .column = 1}};
    return block;
}

static ir_function *new_function(ir_build *b, const char *name)
{
    ir_function *f = ARENA_NEW(b->memory, ir_function);
    ir_type *type = new_type(b, IR_TYPE_FUNCTION, 1, "void (void)");

    type->element = b->void_type;
    *f = (ir_function){
        .name = intern(b->names, name), .key = intern(b->names, name), .unit = b->unit, .type = type};
    f->loc = (ir_loc){.line = 1, .column = 6};
    return f;
}

static void define(ir_build *b, ir_function *f, size_t block_count)
{
    f->is_defined = true;
    f->end = (ir_loc){.line = 99, .column = 1};
    f->block_count = block_count;
    f->blocks = ARENA_ARRAY(b->memory, ir_block *, block_count);
    f->parameters = ARENA_ARRAY(b->memory, ir_variable *, LIST_MAX);
    f->locals = ARENA_ARRAY(b->memory, ir_variable *, LIST_MAX);
    for (size_t i = 0; i < block_count; i++) {
        f->blocks[i] = new_block(b, (uint32_t)i);
    }
}

ir_build *ir_build_new(void)
{
    arena *memory = arena_new();
    ir_build *b = ARENA_NEW(memory, ir_build);
    ir_type *pointer;

    b->memory = memory;
    b->names = intern_new();
    b->void_type = new_type(b, IR_TYPE_VOID, 1, "void");
    b->int_type = new_type(b, IR_TYPE_INTEGER, 4, "int");
    pointer = new_type(b, IR_TYPE_POINTER, 8, "void *");
    pointer->element = b->void_type;
    b->pointer = pointer;
    b->unit = ARENA_NEW(memory, ir_unit);
    b->unit->memory = memory;
    b->unit->path = "test.c";
    b->unit->files = ARENA_ARRAY(memory, ir_file, LIST_MAX);
    b->unit->files[0] = (ir_file){.path = "test.c", .real = "/src/test.c", .is_main = true};
    b->unit->file_count = 1;
    b->unit->functions = ARENA_ARRAY(memory, ir_function *, LIST_MAX);
    b->unit->globals = ARENA_ARRAY(memory, ir_variable *, LIST_MAX);
    b->unit->initializer = new_function(b, "?initializer");
    define(b, b->unit->initializer, 1);
    return b;
}

void ir_build_free(ir_build *b)
{
    intern_free(b->names);
    arena_free(b->memory);
}

static void check_room(size_t count)
{
    if (count == LIST_MAX) {
        abort(); /* a test that needs more raises LIST_MAX */
    }
}

ir_function *ir_build_declaration(ir_build *b, const char *name)
{
    ir_function *f = new_function(b, name);

    check_room(b->unit->function_count);
    b->unit->functions[b->unit->function_count++] = f;
    return f;
}

ir_function *ir_build_function(ir_build *b, const char *name, size_t block_count)
{
    ir_function *f = ir_build_declaration(b, name);

    define(b, f, block_count);
    return f;
}

static void set_targets(ir_build *b, ir_function *f, uint32_t from, ir_terminator_kind kind,
                        const uint32_t *targets, size_t count)
{
    ir_terminator *end = &f->blocks[from]->end;

    end->kind = kind;
    end->targets = ARENA_ARRAY(b->memory, ir_block *, count);
    end->target_count = count;
    for (size_t i = 0; i < count; i++) {
        end->targets[i] = f->blocks[targets[i]];
    }
}

void ir_build_jump(ir_build *b, ir_function *f, uint32_t from, uint32_t to)
{
    set_targets(b, f, from, IR_JUMP, &to, 1);
}

void ir_build_branch(ir_build *b, ir_function *f, uint32_t from, uint32_t yes, uint32_t no)
{
    set_targets(b, f, from, IR_BRANCH, (uint32_t[]){yes, no}, 2);
    f->blocks[from]->end.value = ir_build_integer(b, 1);
}

void ir_build_switch(ir_build *b, ir_function *f, uint32_t from, const uint32_t *targets, size_t count)
{
    ir_terminator *end = &f->blocks[from]->end;

    end->kind = IR_SWITCH;
    end->value = ir_build_integer(b, 1);
    end->cases = ARENA_ARRAY(b->memory, ir_case, count);
    end->case_count = count - 1;
    for (size_t i = 0; i + 1 < count; i++) {
        end->cases[i] = (ir_case){.low = (int64_t)i, .high = (int64_t)i, .target = f->blocks[targets[i]]};
    }
    end->default_target = f->blocks[targets[count - 1]];
}

void ir_build_unreachable(ir_build *b, ir_function *f, uint32_t from)
{
    (void)b;
    f->blocks[from]->end.kind = IR_UNREACHABLE;
}

ir_instruction *ir_build_add(ir_build *b, ir_function *f, uint32_t block, ir_instruction in, bool has_result)
{
    ir_block *to = f->blocks[block];

    (void)b;
    check_room(to->count);
    in.result = has_result ? f->temp_count++ : IR_NO_RESULT;
    to->instructions[to->count] = in;
    return &to->instructions[to->count++];
}

static ir_variable *new_variable(ir_build *b, ir_variable_kind kind, const char *name, const ir_type *type)
{
    ir_variable *v = ARENA_NEW(b->memory, ir_variable);

    *v = (ir_variable){.kind = kind, .name = intern(b->names, name), .type = type};
    return v;
}

ir_variable *ir_build_parameter(ir_build *b, ir_function *f, const char *name, const ir_type *type)
{
    ir_variable *v = new_variable(b, IR_PARAMETER, name, type);

    check_room(f->parameter_count);
    v->function = f;
    v->index = (uint32_t)f->parameter_count;
    f->parameters[f->parameter_count++] = v;
    return v;
}

ir_variable *ir_build_local(ir_build *b, ir_function *f, const char *name, const ir_type *type)
{
    ir_variable *v = new_variable(b, IR_LOCAL, name, type);

    check_room(f->local_count);
    v->function = f;
    v->index = (uint32_t)f->local_count;
    f->locals[f->local_count++] = v;
    return v;
}

ir_variable *ir_build_global(ir_build *b, const char *name, const ir_type *type)
{
    ir_variable *v = new_variable(b, IR_GLOBAL, name, type);

    check_room(b->unit->global_count);
    v->key = v->name;
    v->is_defined = true;
    v->index = (uint32_t)b->unit->global_count;
    v->loc = (ir_loc){.line = 1, .column = 1};
    b->unit->globals[b->unit->global_count++] = v;
    return v;
}

ir_value ir_build_temp(const ir_build *b, uint32_t temp)
{
    return (ir_value){.kind = IR_TEMP, .type = b->int_type, .temp = temp};
}

ir_value ir_build_integer(const ir_build *b, int64_t integer)
{
    return (ir_value){.kind = IR_INTEGER, .type = b->int_type, .integer = integer};
}

ir_value ir_build_address(const ir_build *b, const ir_variable *variable)
{
    return (ir_value){.kind = IR_ADDRESS, .type = b->pointer, .variable = variable};
}

ir_value ir_build_callee(const ir_build *b, const ir_function *function)
{
    return (ir_value){.kind = IR_FUNCTION, .type = b->pointer, .function = function};
}

const char *ir_build_text(ir_build *b, void (*print)(FILE *to, const void *what), const void *what)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL) {
        abort();
    }
    print(to, what);
    fclose(to);
    const char *copy = arena_strndup(b->memory, text, length);
    free(text);
    return copy;
}
