/* analyzer/flow/value.h
 * Symbolic values and memory regions, each made once: equal ones are the same pointer.
 *
 * A region names a piece of memory (a variable, what a pointer points to, a field or an element of another
 * region). A value is an integer, the address of a region or of a function, or a symbol: what a region held
 * at entry (or since memory was forgotten), what an operation made, or what several values merged into.
 * The first idea is that of the clang static analyzer's memory model: loading from memory nobody has written
 * gives a symbol that remembers where it came from, so a summary can name it as an access path. */
#ifndef WAND_ANALYZER_FLOW_VALUE_H
#define WAND_ANALYZER_FLOW_VALUE_H

#include "analyzer/ir/path.h"

typedef struct flow_region flow_region;
typedef struct flow_value flow_value;
typedef struct flow_values flow_values;

typedef enum flow_region_kind {
    FLOW_VARIABLE, /* variable */
    FLOW_POINTEE,  /* what the symbol `pointer` points to */
    FLOW_FIELD,    /* field of base */
    FLOW_ELEMENT,  /* element of base: number index, or any of them */
    FLOW_STRING,   /* a string literal's bytes */
    FLOW_GHOST,    /* name: an object only model rows know */
} flow_region_kind;

struct flow_region {
    flow_region_kind kind;
    uint32_t id;
    const flow_region *base;
    const ir_variable *variable;
    const flow_value *pointer;
    const char *tag;   /* FIELD: the record's tag where known */
    const char *field; /* FIELD, GHOST */
    uint64_t offset_bits;
    int64_t index;
    bool is_any;         /* ELEMENT: some element, not known which */
    const ir_type *type; /* of the object, where known */
    const ir_path *path; /* its address's, once asked for */
};

typedef enum flow_value_kind {
    FLOW_NOTHING,    /* nothing is known */
    FLOW_INTEGER,    /* integer; null pointers are 0 */
    FLOW_ADDRESS,    /* of region */
    FLOW_CODE,       /* address of function */
    FLOW_INITIAL,    /* what region held at entry, or when `since` made memory unknown */
    FLOW_MADE,       /* by instruction `since`; number tells several apart */
    FLOW_MERGED,     /* what region held when paths met at block */
    FLOW_EXPRESSION, /* left operator right */
    FLOW_RECORD,     /* the content of region, a whole record */
} flow_value_kind;

struct flow_value {
    flow_value_kind kind;
    uint32_t id;
    const ir_type *type; /* where known */
    int64_t integer;
    const flow_region *region;
    const ir_function *function;
    const ir_instruction *since;
    uint32_t number;
    bool is_older; /* MADE: by an earlier turn of the loop; stands for all of those */
    uint32_t block;
    ir_operator operator;
    const flow_value *left;
    const flow_value *right;
    const ir_path *path; /* once asked for */
};

flow_values *flow_values_new(arena *a);

const flow_value *flow_nothing(flow_values *u);
const flow_value *flow_integer(flow_values *u, int64_t integer);
const flow_value *flow_address(flow_values *u, const flow_region *region);
const flow_value *flow_code(flow_values *u, const ir_function *function);
const flow_value *flow_initial(flow_values *u, const flow_region *region, const ir_instruction *since);
const flow_value *flow_made(flow_values *u, const ir_instruction *since, uint32_t number, bool is_older,
                            const ir_type *type);
const flow_value *flow_merged(flow_values *u, uint32_t block, const flow_region *region);
const flow_value *flow_record(flow_values *u, const flow_region *region);

/* left operator right, folded where both are integers. Too deep expressions become FLOW_NOTHING. For unary
 * operators right is NULL. */
const flow_value *flow_expression(flow_values *u, ir_operator operator, const flow_value * left,
                                  const flow_value *right);

const flow_region *flow_variable(flow_values *u, const ir_variable *variable);
const flow_region *flow_pointee(flow_values *u, const flow_value *pointer);
const flow_region *flow_field(flow_values *u, const flow_region *base, const char *tag, const char *field,
                              uint64_t offset_bits, const ir_type *type);
const flow_region *flow_element(flow_values *u, const flow_region *base, bool is_any, int64_t index,
                                const ir_type *type);
const flow_region *flow_string(flow_values *u, const char *text);
const flow_region *flow_ghost(flow_values *u, const char *name);

/* The region that a pointer value points to, or NULL when that is unknown. */
const flow_region *flow_region_of(flow_values *u, const flow_value *pointer);

/* Is `inner` the region `outer` or a part of it? */
bool flow_is_within(const flow_region *inner, const flow_region *outer);

/* The variable, pointee or ghost that a region is part of. */
const flow_region *flow_base(const flow_region *region);

/* A symbol: a value that constraints can be kept about. */
static inline bool flow_is_symbol(const flow_value *v)
{
    return v->kind >= FLOW_INITIAL && v->kind <= FLOW_EXPRESSION;
}

/* Does the value or the region depend on the symbol? */
bool flow_mentions(const flow_value *v, const flow_value *symbol);

/* The same value with `from` replaced by `to`; regions below `from` follow. */
const flow_value *flow_replace(flow_values *u, const flow_value *v, const flow_value *from,
                               const flow_value *to);
const flow_region *flow_replace_region(flow_values *u, const flow_region *r, const flow_value *from,
                                       const flow_value *to);

/* How a caller names a value, an access path, or NULL: integers, merged values and expressions have none.
 * Values made by operations are IR_ROOT_FRESH, with a number that is the same in every walk of the function.
 */
const ir_path *flow_path_of(flow_values *u, const flow_value *v);
const ir_path *flow_path_of_address(flow_values *u, const flow_region *r);

#endif
