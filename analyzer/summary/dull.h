/* analyzer/summary/dull.h
 * Functions in which nothing can happen that a rule asks about are summarised by reading them once. */
#ifndef WAND_ANALYZER_SUMMARY_DULL_H
#define WAND_ANALYZER_SUMMARY_DULL_H

#include "analyzer/summary/program.h"

/* Is it large, and does neither it nor what it calls touch a handle, a coroutine, a lock or a context? */
bool summary_is_dull(const program *p, const program_function *f);

/* Its summary: it may return anything and change numbers that it can reach; what it writes is noted by class.
 */
effect_summary *summary_of_dull(program *p, program_function *f);

#endif
