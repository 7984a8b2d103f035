/* analyzer/frontend/types.h
 * libclang's types as the IR's: one object for each type as it is written, made when first met. */
#ifndef WAND_ANALYZER_FRONTEND_TYPES_H
#define WAND_ANALYZER_FRONTEND_TYPES_H

#include "analyzer/frontend/lowering.h"

/* The types that lowering needs without any declaration naming them. */
typedef enum basic_type {
    BASIC_VOID,
    BASIC_INT,
    BASIC_LONG,
    BASIC_SIZE,
    BASIC_CHAR,
    BASIC_BOOL,
    BASIC_FUNCTION,
    BASIC_OTHER,
} basic_type;

const ir_type *type_of(lowering *l, CXType type);
const ir_type *type_of_cursor(lowering *l, CXCursor cursor);
const ir_type *type_pointer_to(lowering *l, const ir_type *element);
const ir_type *type_basic(lowering *l, basic_type which);

/* The same type without const, volatile and _Atomic at the top: what a load of it gives. */
const ir_type *type_value_of(lowering *l, const ir_type *type);

/* The canonical type, with _Atomic removed. */
CXType type_canonical(CXType type);
bool type_is_array(CXType type);
bool type_is_record(CXType type);
bool type_is_pointer(CXType type);
bool type_is_scalar(CXType type);
bool type_is_function(CXType type);

/* ---- records (records.c) ---- */

/* The record of a canonical record type. */
ir_record *record_of(lowering *l, CXType type);

/* struct { ... }; inside another: its members are the outer record's. */
bool record_is_anonymous(CXType type);

/* The field that a FieldDecl declares (flattened into the outermost record), or NULL for an anonymous
 * record's own place and in code with errors. */
const ir_field *field_of(lowering *l, CXCursor declaration);

/* Members as the source nests them, which the rules of initialisation need. Unnamed bit-fields are left out.
 */
typedef struct member {
    CXCursor declaration;
    CXType type;
    const ir_field *field; /* NULL: an anonymous record */
} member;

typedef struct member_list {
    member *items;
    size_t count;
    size_t capacity;
    bool is_union;
} member_list;

const member_list *members_of(lowering *l, CXType type);

#endif
