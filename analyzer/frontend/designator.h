/* analyzer/frontend/designator.h
 * The designators of one item of an initialiser list: .member, [index], [first ... last], and chains. */
#ifndef WAND_ANALYZER_FRONTEND_DESIGNATOR_H
#define WAND_ANALYZER_FRONTEND_DESIGNATOR_H

#include "analyzer/frontend/body.h"

typedef struct designator {
    bool is_member;
    CXCursor member; /* the FieldDecl */
    int64_t low;     /* array index; low == high unless a range */
    int64_t high;
} designator;

typedef struct designation {
    designator *steps;
    size_t count;
    CXCursor value;
} designation;

/* Whether an item of a list starts with designators. */
bool is_designated(CXCursor item);

/* Reads them; `type` is that of the object that the list initialises. */
bool designation_of(body *b, CXCursor item, CXType type, designation *out);

#endif
