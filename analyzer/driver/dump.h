/* analyzer/driver/dump.h
 * `wand check --dump`: the text forms that golden files hold. */
#ifndef WAND_ANALYZER_DRIVER_DUMP_H
#define WAND_ANALYZER_DRIVER_DUMP_H

#include "analyzer/ir/ir.h"

#include <stdio.h>

/* Prints every unit's representation ("ir"), or the graphs of the functions that it defines outside system
 * headers
 * ("cfg"). */
void dump_units(FILE *to, ir_unit *const *units, size_t count, const char *what);

#endif
