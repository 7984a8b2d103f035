/* analyzer/frontend/scope.h
 * The lives of local variables, and the cleanups that run when they end, on every way out. */
#ifndef WAND_ANALYZER_FRONTEND_SCOPE_H
#define WAND_ANALYZER_FRONTEND_SCOPE_H

#include "analyzer/frontend/body.h"

/* The life of a variable begins here and ends with the innermost scope. */
void scope_add(body *b, ir_variable *variable, ir_loc loc);

/* Ends everything that lives inside `outer` (a value that b->alive had), innermost first: the cleanup call,
 * then the end of the variable. `leaving` is what ends the scope. b->alive stays as it is: more than one
 * statement may leave the same scope. */
void scope_leave(body *b, live *outer, ir_loc leaving);

/* Leaves and forgets: the closing brace. */
void scope_close(body *b, live *outer, ir_loc leaving);

/* A block that moves from one place to another and then goes to `target`: ends what is only alive at `from`,
 * begins what is only alive at `to`. `target` itself when there is nothing to do. */
ir_block *scope_edge(body *b, live *from, live *to, ir_block *target, ir_loc leaving);

/* The same in the current block. */
void scope_move(body *b, live *from, live *to, ir_loc leaving);

#endif
