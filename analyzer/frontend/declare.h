/* analyzer/frontend/declare.h
 * Functions and variables: one IR object for each, whichever of its declarations is met. */
#ifndef WAND_ANALYZER_FRONTEND_DECLARE_H
#define WAND_ANALYZER_FRONTEND_DECLARE_H

#include "analyzer/frontend/lowering.h"

struct function_entry {
    ir_function ir; /* first: an ir_function of this unit is its entry */
    CXCursor definition;
    bool is_queued;
    bool is_builtin;
};

/* The function that a FunctionDecl declares. Its body is queued when lowering wants it: see declare.c. */
function_entry *function_of(lowering *l, CXCursor declaration);

/* libclang declares builtins where they are called, with names for each size. */
bool is_builtin_name(const char *name);

/* Queues the body of a definition in the main file or one of the user's own headers. */
void function_define(lowering *l, CXCursor definition);

/* The function with that name at file scope, or NULL. */
function_entry *function_by_name(lowering *l, const char *name);

/* A variable at file scope, a static or extern local. Its initial value goes to the unit's initializer. */
ir_variable *global_of(lowering *l, CXCursor declaration);

/* A declaration at file scope: the variables of the main file, and those the user's headers define. */
void global_define(lowering *l, CXCursor declaration);

/* A static local of `owner`. */
ir_variable *static_local_of(lowering *l, CXCursor declaration, ir_function *owner);

/* Whether a function declaration or a function type says that calls never return (noreturn.c). */
bool declared_noreturn(lowering *l, CXCursor declaration);
bool type_is_noreturn(lowering *l, CXType function_type);

/* The name given to __attribute__((cleanup(name))), or NULL (attributes.c). */
const char *cleanup_name(lowering *l, CXCursor variable);

#endif
