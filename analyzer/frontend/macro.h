/* analyzer/frontend/macro.h
 * Which macro produced something, and where it is defined, read from the text of the files: libclang's own
 * record of macros costs more than the whole lowering and has the outermost expansions only. */
#ifndef WAND_ANALYZER_FRONTEND_MACRO_H
#define WAND_ANALYZER_FRONTEND_MACRO_H

#include "analyzer/frontend/source.h"

/* The macro used at `use` that produced the text spelled at `spelled` (nowhere for pasted tokens). */
const ir_macro *macro_at(lowering *l, position use, position spelled);

/* The bytes of a macro's use at the start of text: its name, and its arguments if any. */
size_t macro_use_length(const char *text, size_t size);

#endif
