/* analyzer/frontend/diagnose.h
 * What libclang says is wrong with the code, and what it doesn't say: NUL bytes and invalid UTF-8. */
#ifndef WAND_ANALYZER_FRONTEND_DIAGNOSE_H
#define WAND_ANALYZER_FRONTEND_DIAGNOSE_H

#include "analyzer/frontend/lowering.h"

/* Copies errors and fatal errors into the unit, each once, and remembers their places. */
void diagnose_errors(lowering *l);

/* Adds an error at the first NUL byte and at the first byte that is no valid UTF-8. */
void diagnose_text(lowering *l, const char *text, size_t size);

#endif
