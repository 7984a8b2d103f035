/* analyzer/frontend/lower.h
 * What the parts of lowering ask of each other: expressions as values, addresses, effects and conditions;
 * statements. */
#ifndef WAND_ANALYZER_FRONTEND_LOWER_H
#define WAND_ANALYZER_FRONTEND_LOWER_H

#include "analyzer/frontend/body.h"
#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/source.h"
#include "analyzer/frontend/types.h"

/* ---- expressions ---- */

/* The value (expression.c). Lvalues are loaded, arrays and functions give their address. */
ir_value lower_value(body *b, CXCursor c);

/* The address of an lvalue (address.c); of a value that has none, of a synthetic local that holds it. */
ir_value lower_address(body *b, CXCursor c);
bool is_lvalue(body *b, CXCursor c);
/* An array or function as the pointer it turns into. */
ir_value lower_decay(body *b, CXCursor c);
/* The type of an lvalue's object: that of a parameter written as an array is a pointer. */
const ir_type *lvalue_type(body *b, CXCursor c);

/* Its side effects only (effect.c). */
void lower_effects(body *b, CXCursor c);

/* Control flow by its truth (condition.c). The current block has ended afterwards. */
void lower_condition(body *b, CXCursor c, ir_block *yes, ir_block *no);
ir_value lower_short_circuit(body *b, CXCursor c);
ir_value lower_conditional(body *b, CXCursor c, const cursor_list *parts);
ir_value lower_gnu_conditional(body *b, CXCursor c, CXCursor tested, CXCursor otherwise);

/* Stores the value of c into the object at `address`: records are copied as a whole (assign.c). */
void lower_into(body *b, ir_value address, const ir_type *type, CXCursor c, uint32_t flags);
ir_value lower_assignment(body *b, CXCursor c, const cursor_list *sides, bool is_wanted);
ir_value lower_compound_assignment(body *b, CXCursor c, const cursor_list *sides);
ir_value lower_step(body *b, CXCursor c, CXCursor operand, enum CXUnaryOperatorKind kind);

/* Operators without side effects of their own (operators.c). */
ir_value lower_binary(body *b, CXCursor c, const cursor_list *sides, enum CXBinaryOperatorKind kind);
ir_value lower_unary(body *b, CXCursor c, CXCursor operand, enum CXUnaryOperatorKind kind);
ir_value lower_arithmetic(body *b, enum CXBinaryOperatorKind kind, ir_value x, ir_value y,
                          const ir_type *type, ir_loc loc);

/* Calls and builtins (call.c, builtin.c, atomic.c). */
ir_value lower_call(body *b, CXCursor c);
/* The name of the builtin that a callee refers to, or NULL. */
const char *builtin_name(body *b, CXCursor callee);
bool lower_builtin(body *b, CXCursor c, const char *name, const cursor_list *parts, ir_value *out);
bool lower_sync_builtin(body *b, CXCursor c, const char *name, const cursor_list *parts, ir_value *out);
ir_value lower_atomic(body *b, CXCursor c, const char *word, const cursor_list *parts);

/* Expressions that libclang shows without a kind (unexposed.c). */
ir_value lower_unexposed(body *b, CXCursor c);
ir_value lower_generic(body *b, CXCursor c);
/* The selected association of a _Generic, or a null cursor (generic.c). */
CXCursor generic_choice(body *b, CXCursor c);
/* The selected operand of __builtin_choose_expr when c is one, else a null cursor. */
CXCursor chosen_expression(body *b, CXCursor c, const cursor_list *parts);

/* The constant libclang makes of an expression that has no side effects. */
bool evaluate_integer(CXCursor c, int64_t *out);

/* The decoded text of a string literal (string.c). `length` counts without the final NUL. */
const char *string_text(body *b, CXCursor literal, size_t *length);

/* A synthetic object that lives as long as its scope: compound literals. */
ir_variable *object_new(body *b, const ir_type *type, ir_loc loc);

/* ---- statements ---- */

void lower_statement(body *b, CXCursor c);

/* { ... }; the value of the last expression when `wanted` is not NULL (statement expressions). */
void lower_compound(body *b, CXCursor c, ir_value *wanted);
void lower_declarations(body *b, CXCursor c);
void lower_loop(body *b, CXCursor c, const cursor_list *parts);
void lower_switch(body *b, CXCursor c, const cursor_list *parts);
void lower_case(body *b, CXCursor c, const cursor_list *parts);
void lower_goto(body *b, CXCursor c, const cursor_list *parts);
void lower_computed_goto(body *b, CXCursor c, const cursor_list *parts);
/* A jump to any of these labels or on to the next statement, nobody knows which. */
void lower_any_goto(body *b, label_entry **labels, size_t count, ir_loc loc);
/* The label with that name in the function; NULL when there is none, or more than one. */
label_entry *label_named(body *b, const char *name);
void lower_label(body *b, CXCursor c, const cursor_list *parts);
void lower_asm(body *b, CXCursor c, const cursor_list *parts);
label_entry *label_of(body *b, CXCursor reference);
/* Fills in all gotos once every label is placed. */
void resolve_gotos(body *b);

/* Which parts of a for loop's header are there (forparts.c). `parts` are its children. False: can't be told.
 */
typedef struct for_parts {
    CXCursor init;
    CXCursor condition;
    CXCursor step;
    CXCursor body;
    bool has_init;
    bool has_condition;
    bool has_step;
} for_parts;
bool for_parts_of(body *b, CXCursor c, const cursor_list *parts, for_parts *out);

/* Emits what stands for statements that vanished because of errors before a place (errors.c). */
void pass_errors(body *b, position before);

/* One function from its definition. */
void lower_function(lowering *l, struct function_entry *e);

#endif
