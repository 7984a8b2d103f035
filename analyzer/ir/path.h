/* analyzer/ir/path.h
 * Access paths: how a function's callers can name what it touches.
 *
 * A path is a value reached from a root by steps. FIELD turns a pointer value p into the address &p->field,
 * ELEMENT into the address of some element of the array p points to, DEREF into what is stored at p. So with
 * parameter 0 named job: `&job->wg` is [0 FIELD wg], `job->ctx` is [0 FIELD ctx DEREF]. The value of a global
 * variable's root is the variable's address: `stop` is [stop DEREF].
 *
 * Text form, used by model files and dumps: "1" first parameter, "return", "*1", "1->ctx", "&1->wg",
 * "1->a->b", "1[]" an element, "@errors" a global's content, "#background" a ghost: an object that only a
 * model row knows, and "1->#done" a ghost field. "." stays inside an object where "->" goes through a pointer
 * ("&1->job.ctx", "&1->slots.[]"); "fresh:0", "function:name"; a key that is no identifier is quoted:
 * @"src/a.c:count". path.c has the grammar. */
#ifndef WAND_ANALYZER_IR_PATH_H
#define WAND_ANALYZER_IR_PATH_H

#include "analyzer/base/intern.h"
#include "analyzer/ir/ir.h"

typedef enum ir_root {
    IR_ROOT_PARAMETER, /* parameter: number from 0 */
    IR_ROOT_RETURN,    /* the function's result */
    IR_ROOT_VARIABLE,  /* variable's address: a global or static one; a local only in facts about one function
                        */
    IR_ROOT_GHOST,     /* name: an object without declaration, known to model rows only */
    IR_ROOT_FUNCTION,  /* function's address */
    IR_ROOT_FRESH,     /* number: the n-th object that the function itself made (a call's result) */
} ir_root;

typedef enum ir_step_kind { IR_STEP_FIELD, IR_STEP_DEREF, IR_STEP_ELEMENT } ir_step_kind;

typedef struct ir_step {
    ir_step_kind kind;
    const char *tag;   /* FIELD: the record's tag, or NULL when any record will do (model rows, ghosts) */
    const char *field; /* FIELD: its name; ghost fields begin with '#' */
} ir_step;

typedef struct ir_path {
    ir_root root;
    uint32_t number;             /* PARAMETER, FRESH */
    const ir_variable *variable; /* VARIABLE */
    const ir_function *function; /* FUNCTION */
    const char *name;            /* GHOST; also a variable's key, where paths of several units are compared */
    const ir_step *steps;
    size_t step_count;
} ir_path;

/* The longest path kept; deeper ones are unknown. */
enum { IR_PATH_STEPS_MAX = 8 };

/* Whether both name the same place. A field step without a tag is the same as one with any tag. */
bool ir_path_equal(const ir_path *a, const ir_path *b);

/* Reads the text form; NULL with *error (a sentence, static) when it is not one. */
const ir_path *ir_path_parse(arena *a, intern_table *names, const char *text, const char **error);

/* Prints the text form. */
const char *ir_path_print(arena *a, const ir_path *path);

#endif
