/* analyzer/frontend/body.h
 * One function while it is lowered: its blocks, the block that grows, and what is alive.
 *
 * There is always a current block. After a jump it is a fresh one that nothing leads to; labels and case
 * labels may still make parts of what follows reachable, and finish.c removes the rest. */
#ifndef WAND_ANALYZER_FRONTEND_BODY_H
#define WAND_ANALYZER_FRONTEND_BODY_H

#include "analyzer/frontend/lowering.h"

/* Why something was not understood: fixed texts, which --stats counts by. */
#define REASON_ERRORS      "code with errors"
#define REASON_FOR         "for loop whose missing parts can't be told"
#define REASON_GENERIC     "_Generic selection not decided"
#define REASON_EXPRESSION  "expression of an unknown kind"
#define REASON_STATEMENT   "statement of an unknown kind"
#define REASON_INITIALISER "initialiser that doesn't fit its type"
#define REASON_ASM_GOTO    "asm goto"
#define REASON_CLEANUP     "cleanup function not found"
#define REASON_LABEL       "label not found"

/* The operations of a body in the order in which they are made. Blocks are lists in here until finish.c
 * gives each its array; the memory serves one function after the other. */
typedef struct instruction_log {
    ir_instruction *items;
    uint32_t *next; /* 1 + index of the next operation in the same block, or 0 */
    size_t count;
    size_t capacity;
} instruction_log;

typedef struct block_entry {
    ir_block ir;    /* first: every block of a body is an entry; ir.instructions is set by finish.c */
    uint32_t first; /* 1 + index into the log, or 0 */
    uint32_t last;
    bool is_ended;
    bool is_dead;     /* opened after a jump: nothing leads here */
    bool is_reached;  /* finish.c */
    uint32_t entries; /* finish.c: edges that lead here */
} block_entry;

/* What is alive, innermost first: a chain that scopes, gotos and labels remember by its head. */
typedef struct live {
    struct live *outer;
    ir_variable *variable;
    uint32_t depth;
} live;

/* Where break and continue lead. */
typedef struct loop_target {
    struct loop_target *outer;
    ir_block *on_break;
    ir_block *on_continue; /* NULL in a switch */
    live *alive;
} loop_target;

typedef struct case_list {
    ir_case *items;
    live **alive; /* at each case */
    size_t count;
    size_t capacity;
    size_t alive_count;
    size_t alive_capacity;
    ir_block *default_block;
    live *default_alive;
    struct case_list *outer;
} case_list;

typedef struct label_entry {
    const char *name;
    ir_block *block;
    live *alive;
    bool is_placed;
    bool is_address_taken;
} label_entry;

/* A goto whose scope exits are filled in when all labels are known. */
typedef struct pending_goto {
    ir_block *from;
    label_entry *label; /* NULL: computed */
    label_entry **any;  /* asm goto: these or `next` */
    size_t any_count;
    ir_block *next;
    live *alive;
    ir_value address; /* computed goto */
    ir_loc loc;
} pending_goto;

struct body {
    lowering *l;
    ir_function *function;
    arena *scratch; /* until the function is finished */
    instruction_log *log;
    ir_block *current;
    block_entry *spare; /* made and not needed */
    ir_block **blocks;
    size_t block_count;
    size_t block_capacity;
    uint32_t temps;
    ir_block **temp_home; /* the block that defines each temporary */
    size_t temp_home_count;
    size_t temp_home_capacity;
    const ir_type **temp_type;
    size_t temp_type_count;
    size_t temp_type_capacity;
    size_t local_capacity;
    uint32_t synthetic;
    live *alive;
    loop_target *loops;
    case_list *cases;
    map *labels; /* LabelStmt -> label_entry */
    label_entry **label_list;
    size_t label_count;
    size_t label_capacity;
    pending_goto *gotos;
    size_t goto_count;
    size_t goto_capacity;
    size_t next_error; /* errors of the unit before this one have been passed */
    size_t last_error;
    bool had_error;
    CXCursor cursor;           /* the definition */
    const char **printed_fors; /* forparts.c: the headers in the printed function */
    bool is_global;            /* the unit's initializer: compound literals are globals */
};

/* ---- blocks and terminators (builder.c) ---- */

ir_block *block_new(body *b);
void block_fresh(body *b);                  /* a new one becomes current; nothing falls into it */
void block_start(body *b, ir_block *block); /* makes it current; falls into it when the last one is open */
void end_jump(body *b, ir_block *to, ir_loc loc);
void end_branch(body *b, ir_value value, ir_block *yes, ir_block *no, ir_loc loc, const char *text);
void end_return(body *b, ir_value value, ir_loc loc, bool is_implicit);
void end_unreachable(body *b, ir_loc loc);
/* Any other terminator of the current block; the caller fills it in. */
ir_terminator *end_other(body *b, ir_terminator_kind kind, ir_loc loc);

/* ---- operations (builder.c) ---- */

ir_value emit_load(body *b, ir_value address, const ir_type *type, ir_loc loc);
ir_value emit_atomic_load(body *b, ir_value address, const ir_type *type, ir_loc loc);
void emit_store(body *b, ir_value address, ir_value value, const ir_type *type, uint32_t flags, ir_loc loc);
void emit_copy(body *b, ir_value to, ir_value from, const ir_type *type, uint32_t flags, ir_loc loc);
void emit_zero(body *b, ir_value address, const ir_type *type, uint32_t flags, ir_loc loc);
ir_value emit_field(body *b, ir_value address, const ir_field *field, ir_loc loc);
ir_value emit_index(body *b, ir_value address, ir_value index, const ir_type *type, uint32_t flags,
                    ir_loc loc);
ir_value emit_unary(body *b, ir_operator op, ir_value a, const ir_type *type, ir_loc loc);
ir_value emit_binary(body *b, ir_operator op, ir_value a, ir_value c, const ir_type *type, ir_loc loc);
/* Conversion; nothing is emitted when the bits and their meaning stay the same. */
ir_value emit_cast(body *b, ir_value value, const ir_type *type, uint32_t flags, ir_loc loc);
/* A call; `call` has callee, arguments, type, flags and loc. After a noreturn call the block has ended. */
ir_value emit_call(body *b, ir_instruction call);
void emit_begin(body *b, ir_variable *variable, ir_loc loc);
void emit_end(body *b, ir_variable *variable, ir_loc loc);
void emit_unknown(body *b, const char *reason, ir_loc loc);
/* Appends as it is. The pointer is valid until the next operation is made. */
ir_instruction *emit(body *b, ir_instruction instruction);

/* ---- values (builder.c) ---- */

ir_value value_integer(const ir_type *type, int64_t integer);
ir_value value_opaque(const ir_type *type);
ir_value value_address(body *b, const ir_variable *variable);
ir_value value_typed(ir_value value, const ir_type *type);

/* A local that lowering needs; `name` NULL makes one up. */
ir_variable *local_new(body *b, const char *name, const ir_type *type, ir_loc loc);

/* Opens a body for `function`, and finishes it: removes what nothing reaches and hands the rest over. */
void body_open(body *b, lowering *l, ir_function *function, CXCursor definition);
void body_finish(body *b);

/* Folding constants (fold.c): true with *out when both operands are constant. */
bool fold_unary(ir_operator op, ir_value a, const ir_type *type, ir_value *out);
bool fold_binary(ir_operator op, ir_value a, ir_value c, const ir_type *type, ir_value *out);
int64_t fold_to_width(int64_t integer, const ir_type *type);

#endif
