/* analyzer/frontend/source.h
 * Files, places in them, and the text that stands there.
 *
 * A place is always where the user wrote something: for what a macro produced, where the macro is used.
 * Cursor extents inside macros are only trusted at their start. */
#ifndef WAND_ANALYZER_FRONTEND_SOURCE_H
#define WAND_ANALYZER_FRONTEND_SOURCE_H

#include "analyzer/frontend/lowering.h"

struct source_file {
    CXFile handle;
    uint32_t index; /* into ir_unit.files */
    const char *text;
    size_t size;
    map *defines; /* see macro.c */
};

/* A position in the text of one file; file NULL: nowhere. */
typedef struct position {
    source_file *file;
    uint32_t offset;
} position;

/* The entry for a file, made when it is first met. `inside` is any location in it. */
source_file *source_file_of(lowering *l, CXFile handle, CXSourceLocation inside);

/* Where the user wrote it, as the IR says it. */
ir_loc source_loc(lowering *l, CXSourceLocation location);
ir_loc source_cursor_loc(lowering *l, CXCursor cursor); /* its name, or its start */
ir_loc source_end_loc(lowering *l, CXCursor cursor);    /* its last byte: a closing brace */

position source_written(lowering *l, CXSourceLocation location); /* where the user wrote it */
position source_spelled(lowering *l,
                        CXSourceLocation location); /* where its text stands: inside macros, the #define */
bool source_in_macro(lowering *l, CXSourceLocation location);

/* The identifier at the start of a cursor's own text; empty when there is none. `buffer` holds it. */
const char *source_word(lowering *l, CXCursor cursor, char *buffer, size_t size);

/* What the user wrote for a cursor: white space folded, cut at 60 bytes; NULL when it can't be told. */
const char *source_excerpt(lowering *l, CXCursor cursor);

#endif
