/* analyzer/summary/parts.h
 * The steps of program_analyse, each in its own file. */
#ifndef WAND_ANALYZER_SUMMARY_PARTS_H
#define WAND_ANALYZER_SUMMARY_PARTS_H

#include "analyzer/summary/program.h"

/* callgraph.c: sorts p->functions callees first and numbers their components. */
void program_order(program *p);

/* constant.c: finds the function pointers in global memory that nobody writes after its initialiser. */
void program_find_constants(program *p);
const ir_function *program_constant_at(void *data, flow_values *values, const flow_region *region);
const ir_function *program_candidate_at(void *data, flow_values *values, const flow_region *region, size_t i);

/* summarise.c: computes f->summary from those of its callees; returns whether it differs from the one before.
 */
bool program_summarise(program *p, program_function *f);

/* index.c: who does what to which class of object, and which coroutines run which functions. */
void program_make_index(program *p);

#endif
