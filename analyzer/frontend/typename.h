/* analyzer/frontend/typename.h
 * Names of types in one normal form, so that a type written in the source can be compared with a type that
 * libclang knows: "long unsigned", "unsigned long int" and a typedef of it are all "unsigned long". */
#ifndef WAND_ANALYZER_FRONTEND_TYPENAME_H
#define WAND_ANALYZER_FRONTEND_TYPENAME_H

#include "analyzer/frontend/lowering.h"

/* The normal form of the type of a controlling expression: canonical, unqualified, arrays as pointers. */
const char *type_name_of(lowering *l, CXType type);

/* The normal form of a type name as written; NULL when it can't be read (an unknown typedef). */
const char *type_name_from_text(lowering *l, const char *text, size_t length);

#endif
