/* analyzer/frontend/lowering.h
 * What is known while one translation unit is lowered: the state that all parts of the front end share.
 *
 * libclang hands out cursors and types by value; the pointers inside them identify declarations and types,
 * and each map below leads from such a pointer to the one IR object made for it. */
#ifndef WAND_ANALYZER_FRONTEND_LOWERING_H
#define WAND_ANALYZER_FRONTEND_LOWERING_H

#include "analyzer/base/intern.h"
#include "analyzer/base/map.h"
#include "analyzer/frontend/frontend.h"
#include "analyzer/frontend/library.h"

typedef struct body body;
typedef struct function_entry function_entry;
typedef struct source_file source_file;

/* Where an error was diagnosed: statements there have vanished from the tree. */
typedef struct error_place {
    uint32_t file;
    uint32_t offset;
    ir_loc loc;
} error_place;

typedef struct lowering {
    const frontend_request *request;
    ir_unit *unit;
    arena *memory;  /* the unit's */
    arena *scratch; /* lives as long as the lowering */
    arena *bodies;  /* scratch of the function being lowered */
    intern_table *names;
    CXTranslationUnit tu;
    const char *root; /* real paths of the request's root and libwand's headers, ending in '/', or NULL */
    const char *wand_include;

    map *files; /* CXFile -> source_file */
    CXFile last_handle;
    source_file *last_file;
    source_file *main_file;
    struct recent_place *recent; /* source.c: places asked for lately */
    map *macros;                 /* (name, file, offset) -> ir_macro */

    map *types;    /* QualType -> type_entry */
    map *pointers; /* ir_type -> ir_type of a pointer to it */
    map *records;  /* canonical declaration -> ir_record */
    map *fields;   /* FieldDecl -> ir_field */
    map *members;  /* canonical declaration -> member_list */
    map *unnamed;  /* parent's name -> counter, for untagged records */
    const ir_type *basic[8];

    map *builtins;         /* FunctionDecl of a builtin -> interned name */
    map *functions;        /* FunctionDecl -> function_entry */
    map *functions_by_key; /* interned key -> function_entry */
    map *named_functions;  /* interned name -> CXCursor *; made when first needed */
    map *noreturn;         /* QualType of a function -> 1 no, 2 yes */
    map *named_typedefs;   /* interned name -> canonical spelling; made when first needed */
    map *variables;        /* VarDecl, ParmDecl -> ir_variable */
    map *globals_by_key;   /* interned key -> ir_variable */
    map *static_names;     /* interned key of a static local -> counter */

    function_entry **queue; /* definitions to lower */
    size_t queue_count;
    size_t queue_capacity;
    size_t queue_done;
    struct instruction_log *log; /* operations of the function being lowered */
    body *initializer;
    body *active; /* the function being lowered */

    error_place *errors; /* by file and offset */
    size_t error_count;
    size_t error_capacity;
} lowering;

/* Text that libclang returns, interned for the run; releases the string. */
const char *take_string(lowering *l, CXString text);

#endif
