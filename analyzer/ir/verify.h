/* analyzer/ir/verify.h
 * Checks that a unit keeps the promises of ir.h, so that no later reader has to.
 *
 * Tests run it over everything they lower. A unit that fails shows a defect of the front end, never one of
 * the user's code. */
#ifndef WAND_ANALYZER_IR_VERIFY_H
#define WAND_ANALYZER_IR_VERIFY_H

#include "analyzer/ir/ir.h"

/* The first broken promise as a sentence in `a` ("function 'f', block 2, operation 3: ..."), or NULL. */
const char *ir_verify(const ir_unit *unit, arena *a);

/* The same for one function. */
const char *ir_verify_function(const ir_function *function, arena *a);

#endif
