/* analyzer/ir/text.h
 * The text form of the representation: what `wand check --dump ir` prints and golden files hold.
 *
 * Two runs print the same bytes: no pointers, no order by address, no absolute paths. What is declared in
 * system headers or in libwand's own is left out of a unit's text (it is long, and differs between machines),
 * but for the initial values of what the unit itself uses. README.md explains how to read a line. */
#ifndef WAND_ANALYZER_IR_TEXT_H
#define WAND_ANALYZER_IR_TEXT_H

#include "analyzer/ir/ir.h"

#include <stdio.h>

/* Prints a unit: diagnostics, records, globals, the initialiser and the functions, in the order of the unit.
 */
void ir_print(FILE *to, const ir_unit *unit);

/* Prints one function, also one from a system header; a declaration is one line. */
void ir_print_function(FILE *to, const ir_function *function);

/* Prints a place as line:column, with the file's name before it when it is not the unit's main file; "-" for
 * no place. */
void ir_print_loc(FILE *to, const ir_unit *unit, ir_loc loc);

#endif
