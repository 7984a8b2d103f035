/* analyzer/ir/ir.h
 * The intermediate representation: what a translation unit says, in a dozen operations.
 *
 * The front end lowers every C statement into basic blocks of these operations; everything after
 * it (graph, dataflow, summaries, rules) reads only this. Locals live in memory and are loaded and
 * stored explicitly; temporaries are assigned exactly once and never cross a join (what crosses a
 * join goes through a synthetic local variable). All of it lives in the unit's arena, is immutable
 * once the front end has finished, and names are interned for the whole run: they compare by pointer. */
#ifndef WAND_ANALYZER_IR_IR_H
#define WAND_ANALYZER_IR_IR_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ir_unit ir_unit;
typedef struct ir_function ir_function;
typedef struct ir_variable ir_variable;
typedef struct ir_block ir_block;
typedef struct ir_type ir_type;
typedef struct ir_record ir_record;
typedef struct ir_field ir_field;

/* ---- places in the source ---- */

/* A macro whose expansion produced something: what the notes say beside the place where the user wrote it. */
typedef struct ir_macro {
    const char *name;
    uint32_t file; /* where the macro is defined: index into ir_unit.files */
    uint32_t line;
    uint32_t column;
} ir_macro;

/* Where the user wrote something (for a macro: where it is used). line 0 means "no place". */
typedef struct ir_loc {
    uint32_t file; /* index into ir_unit.files */
    uint32_t line;
    uint32_t column;       /* bytes, from 1 */
    const ir_macro *macro; /* NULL outside macro expansions */
} ir_loc;

typedef struct ir_file {
    const char *path; /* as it should be printed: relative to the working directory where possible */
    const char *real; /* absolute, symbolic links resolved; the identity of the file */
    bool is_system;   /* a system header or one of libwand's own: nothing is reported there */
    bool is_main;
} ir_file;

/* ---- types ---- */

typedef enum ir_type_kind {
    IR_TYPE_VOID,
    IR_TYPE_INTEGER, /* bool, char, enumerations and all integers */
    IR_TYPE_FLOAT,
    IR_TYPE_POINTER,  /* element: pointee */
    IR_TYPE_ARRAY,    /* element, count (IR_SIZE_UNKNOWN for a VLA or an incomplete array) */
    IR_TYPE_RECORD,   /* record: struct or union */
    IR_TYPE_FUNCTION, /* element: result */
    IR_TYPE_OTHER,    /* vectors, _Complex, _BitInt: opaque values */
} ir_type_kind;

#define IR_SIZE_UNKNOWN UINT64_MAX

struct ir_type {
    ir_type_kind kind;
    bool is_const;
    bool is_volatile;
    bool is_atomic;
    bool is_unsigned;
    bool is_bool;
    uint64_t size;        /* bytes, or IR_SIZE_UNKNOWN */
    uint64_t count;       /* arrays */
    const char *spelling; /* as written, for messages */
    const char *name;     /* the outermost typedef's name ("sig_atomic_t"), or NULL */
    const ir_type *element;
    const ir_record *record;
};

struct ir_field {
    const char *name; /* NULL for an unnamed bit-field */
    const ir_type *type;
    const ir_record *record;
    uint64_t offset_bits; /* from the start of the outermost record: members of anonymous records are
                             flattened into it */
    uint32_t index;       /* within record->fields */
};

struct ir_record {
    const char *tag; /* struct tag, or the typedef's name for an untagged one; made up, but stable, when there
                        is neither */
    bool is_union;
    bool is_complete;
    uint64_t size;
    ir_field *fields; /* flattened, in order of offset */
    size_t field_count;
    ir_loc loc;
};

/* ---- values: operands of operations ---- */

typedef enum ir_value_kind {
    IR_NONE,     /* no value: result of a void call, return without value */
    IR_TEMP,     /* temp: the result of an operation */
    IR_INTEGER,  /* integer; also null pointer constants, with a pointer type */
    IR_REAL,     /* real */
    IR_STRING,   /* string: the address of a string literal (decoded bytes up to the first NUL) */
    IR_ADDRESS,  /* variable: the address of a variable */
    IR_FUNCTION, /* function: the address of a function */
    IR_LABEL,    /* block: the address of a label (&&label) */
    IR_OPAQUE,   /* a value nothing is known of (and that has no side effect) */
} ir_value_kind;

typedef struct ir_value {
    ir_value_kind kind;
    const ir_type *type;
    union {
        uint32_t temp;
        int64_t integer;
        double real;
        const char *string;
        const ir_variable *variable;
        const ir_function *function;
        const ir_block *block;
    };
} ir_value;

/* ---- operations ---- */

typedef enum ir_op {
    IR_LOAD,    /* result = *address                                 a: address */
    IR_STORE,   /* *address = value                                  a: address, b: value */
    IR_COPY,    /* *address = *from, whole record or array           a: address, b: from (addresses) */
    IR_ZERO,    /* fill the object at address with zeros             a: address */
    IR_FIELD,   /* result = &address->field                          a: address, field */
    IR_INDEX,   /* result = &address[index]; a: pointer to element   a: address, b: index (also pointer +
                   integer) */
    IR_UNARY,   /* result = operator a */
    IR_BINARY,  /* result = a operator b */
    IR_CAST,    /* result = (type) a */
    IR_CALL,    /* result = callee(arguments...) */
    IR_BEGIN,   /* the life of variable begins (its content is indeterminate) */
    IR_END,     /* the life of variable ends */
    IR_UNKNOWN, /* not understood: forget what is known of memory; reason says why */
} ir_op;

typedef enum ir_operator {
    IR_ADD,
    IR_SUBTRACT,
    IR_MULTIPLY,
    IR_DIVIDE,
    IR_REMAINDER,
    IR_SHIFT_LEFT,
    IR_SHIFT_RIGHT,
    IR_BIT_AND,
    IR_BIT_OR,
    IR_BIT_XOR,
    IR_EQUAL,
    IR_NOT_EQUAL,
    IR_LESS,
    IR_LESS_EQUAL,
    IR_GREATER,
    IR_GREATER_EQUAL,
    IR_POINTER_DIFFERENCE,
    IR_NEGATE,     /* unary from here */
    IR_NOT,        /* logical */
    IR_COMPLEMENT, /* bitwise */
} ir_operator;

enum {
    IR_ATOMIC = 1 << 0,   /* load or store of an atomic builtin or an _Atomic object */
    IR_VOLATILE = 1 << 1, /* access through a volatile lvalue */
    IR_DEFERRED = 1 << 2, /* call made by a cleanup attribute; loc is the variable's declaration, leaving the
                             place it runs from */
    IR_NORETURN = 1 << 3, /* call that never returns; the block ends with IR_UNREACHABLE after it */
    IR_INITIAL = 1 << 4,  /* store that belongs to a declaration's initialiser */
    IR_PARTIAL = 1 << 5,  /* index: only some unknown element (the index is the operand all the same) */
    IR_EXPLICIT = 1 << 6, /* cast that the user wrote */
};

typedef struct ir_instruction {
    ir_op op;
    ir_operator operator; /* IR_UNARY, IR_BINARY */
    uint32_t flags;
    uint32_t result;     /* temporary number; IR_NO_RESULT when there is none */
    const ir_type *type; /* of the result; of the object for STORE, COPY, ZERO */
    ir_value a;          /* IR_CALL: the callee */
    ir_value b;
    const ir_field *field; /* IR_FIELD */
    const ir_variable
        *variable; /* IR_BEGIN, IR_END; a deferred call: the variable that carries the attribute */
    const ir_value *arguments; /* IR_CALL */
    size_t argument_count;
    const char *reason; /* IR_UNKNOWN: a fixed text that --stats counts by */
    ir_loc loc;     /* call: the name of the called function; else the operator or the expression's start */
    ir_loc leaving; /* IR_DEFERRED: the return, break, goto or closing brace that ends the scope */
} ir_instruction;

#define IR_NO_RESULT UINT32_MAX

/* ---- blocks ---- */

typedef enum ir_terminator_kind {
    IR_JUMP,        /* targets[0] */
    IR_BRANCH,      /* value != 0: targets[0], else targets[1] */
    IR_SWITCH,      /* cases, else default_target */
    IR_INDIRECT,    /* goto *value: any of targets */
    IR_RETURN,      /* value or IR_NONE */
    IR_UNREACHABLE, /* after a noreturn call, or __builtin_unreachable */
} ir_terminator_kind;

typedef struct ir_case {
    int64_t low; /* low == high unless a GNU range */
    int64_t high;
    ir_block *target;
} ir_case;

typedef struct ir_terminator {
    ir_terminator_kind kind;
    bool is_implicit; /* return at the closing brace */
    ir_value value;
    ir_block **targets; /* JUMP 1, BRANCH 2, INDIRECT n */
    size_t target_count;
    ir_case *cases;
    size_t case_count;
    ir_block *default_target;
    ir_loc loc; /* the return keyword or the closing brace; the condition's start; the goto */
    const char
        *text; /* BRANCH, SWITCH: the condition as written, white space folded, cut at 60 bytes; else NULL */
} ir_terminator;

typedef enum ir_loop_kind { IR_LOOP_NONE, IR_LOOP_WHILE, IR_LOOP_DO, IR_LOOP_FOR } ir_loop_kind;

struct ir_block {
    uint32_t index; /* position in ir_function.blocks; 0 is the entry, which nothing jumps to */
    ir_instruction *instructions;
    size_t count;
    ir_terminator end;
    ir_loop_kind loop; /* this block is where a syntactic loop starts each turn */
    ir_loc loop_loc;   /* its keyword */
    const char *label; /* user's label, or NULL */
};

/* ---- declarations ---- */

typedef enum ir_variable_kind {
    IR_PARAMETER,
    IR_LOCAL,
    IR_STATIC_LOCAL,
    IR_GLOBAL,
} ir_variable_kind;

struct ir_variable {
    ir_variable_kind kind;
    const char *name; /* synthetic ones have made-up names such as "?1" */
    const char
        *key; /* globals and static locals: unique in the run ("errors", "src/a.c:count", "src/a.c:f:once") */
    const ir_type *type;
    const ir_function *function; /* owner of parameters and locals */
    uint32_t index;    /* parameter number from 0; position in ir_function.locals; in ir_unit.globals */
    bool is_synthetic; /* made by lowering: ?:, &&, compound literals, statement expressions */
    bool is_static;    /* internal linkage */
    bool is_defined;   /* globals: defined (also tentatively) in this unit */
    bool is_thread_local;
    const ir_function *cleanup; /* function named by __attribute__((cleanup)) */
    ir_loc loc;
};

struct ir_function {
    const char *name;
    const char *key; /* unique in the run: the name, or "src/a.c:name" for internal linkage */
    const ir_type *type;
    ir_unit *unit;
    bool is_static;
    bool is_inline;
    bool is_variadic;
    bool is_noreturn;         /* declared so */
    bool is_defined;          /* has blocks */
    bool is_system;           /* declared or defined in a system header or libwand's own */
    ir_variable **parameters; /* definitions only; a declaration has parameter_count all the same */
    size_t parameter_count;
    ir_variable **locals; /* also static locals and synthetic ones */
    size_t local_count;
    ir_block **blocks; /* all reachable from blocks[0] */
    size_t block_count;
    uint32_t temp_count;
    const char **not_understood; /* distinct reasons of its IR_UNKNOWN operations */
    size_t not_understood_count;
    const char **annotations; /* __attribute__((annotate("..."))) */
    size_t annotation_count;
    ir_loc loc; /* its name */
    ir_loc end; /* its closing brace */
};

typedef enum ir_severity { IR_NOTE, IR_WARNING, IR_ERROR, IR_FATAL } ir_severity;

typedef struct ir_diagnostic {
    ir_severity severity;
    ir_loc loc; /* line 0: not about a place in a file */
    const char *text;
} ir_diagnostic;

struct ir_unit {
    arena *memory;    /* owns everything here */
    const char *path; /* main file as printed */
    ir_file *files;
    size_t file_count;
    ir_function *
        *functions; /* every function defined or mentioned, definitions also from headers; one per key */
    size_t function_count;
    ir_variable **globals; /* file-scope variables defined or mentioned */
    size_t global_count;
    ir_record **records;
    size_t record_count;
    ir_function
        *initializer; /* one block that stores the initial values of globals and static locals; never NULL */
    ir_diagnostic *diagnostics;
    size_t diagnostic_count;
    size_t capacity[5]; /* the front end's, for growing the arrays above */
};

/* ---- small questions everybody asks ---- */

static inline ir_value ir_none(void)
{
    return (ir_value){.kind = IR_NONE};
}

static inline bool ir_is_call_to_address(const ir_instruction *call)
{
    return call->a.kind == IR_FUNCTION;
}

/* Number of successors of a block and the i-th of them, in the order branch true/false, cases in order then
 * default. */
size_t ir_successor_count(const ir_block *block);
ir_block *ir_successor(const ir_block *block, size_t i);

/* The field of `record` with that (interned or not) name, or NULL. */
const ir_field *ir_field_named(const ir_record *record, const char *name);

/* The definition or declaration with that name in the unit, or NULL. */
ir_function *ir_function_named(const ir_unit *unit, const char *name);

#endif
