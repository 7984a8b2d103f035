/* analyzer/frontend/initialise.h
 * Initialisers: what C stores where, zeros included. */
#ifndef WAND_ANALYZER_FRONTEND_INITIALISE_H
#define WAND_ANALYZER_FRONTEND_INITIALISE_H

#include "analyzer/frontend/body.h"

/* Stores an initialiser (an expression, a string, a list) into the object at `address` of type `type`. */
void initialise(body *b, ir_value address, CXType type, CXCursor initialiser);

/* Adds the initial value of a static object to the unit's initializer. */
void initialise_global(lowering *l, ir_variable *v, CXCursor declaration);

#endif
