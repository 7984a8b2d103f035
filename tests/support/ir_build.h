/* ir_build.h: builds a unit of the analyzer's representation by hand, a few words a block.
 *
 * For tests of what reads the representation: a graph, a dataflow pass, a rule. What is built keeps the
 * promises of analyzer/ir/ir.h unless the test breaks them afterwards. */
#ifndef TESTS_SUPPORT_IR_BUILD_H
#define TESTS_SUPPORT_IR_BUILD_H

#include "analyzer/base/intern.h"
#include "analyzer/ir/ir.h"

#include <stdio.h>

typedef struct ir_build {
    arena *memory;
    intern_table *names;
    ir_unit *unit;
    const ir_type *void_type;
    const ir_type *int_type;
    const ir_type *pointer; /* void * */
} ir_build;

/* A unit "test.c" without functions. */
ir_build *ir_build_new(void);
void ir_build_free(ir_build *b);

/* A defined function `void name(void)` of so many blocks, each of which returns. Blocks are on lines of their
 * own: block n ends at line 10 + n. */
ir_function *ir_build_function(ir_build *b, const char *name, size_t block_count);

/* A declared function. */
ir_function *ir_build_declaration(ir_build *b, const char *name);

/* How a block ends. */
void ir_build_jump(ir_build *b, ir_function *f, uint32_t from, uint32_t to);
void ir_build_branch(ir_build *b, ir_function *f, uint32_t from, uint32_t yes, uint32_t no);
void ir_build_switch(ir_build *b, ir_function *f, uint32_t from, const uint32_t *targets, size_t count);
void ir_build_unreachable(ir_build *b, ir_function *f, uint32_t from);

/* Adds an operation to the end of a block; one that has a result gets the next temporary. Valid until the
 * next. */
ir_instruction *ir_build_add(ir_build *b, ir_function *f, uint32_t block, ir_instruction in, bool has_result);

/* A parameter, a local variable and a global one. */
ir_variable *ir_build_parameter(ir_build *b, ir_function *f, const char *name, const ir_type *type);
ir_variable *ir_build_local(ir_build *b, ir_function *f, const char *name, const ir_type *type);
ir_variable *ir_build_global(ir_build *b, const char *name, const ir_type *type);

/* Operands. */
ir_value ir_build_temp(const ir_build *b, uint32_t temp);
ir_value ir_build_integer(const ir_build *b, int64_t integer);
ir_value ir_build_address(const ir_build *b, const ir_variable *variable);
ir_value ir_build_callee(const ir_build *b, const ir_function *function);

/* What `print` writes, as a string in the unit's arena. */
const char *ir_build_text(ir_build *b, void (*print)(FILE *to, const void *what), const void *what);

#endif
