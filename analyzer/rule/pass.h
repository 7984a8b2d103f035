/* analyzer/rule/pass.h
 * For the engine: running one rule on one function. */
#ifndef WAND_ANALYZER_RULE_PASS_H
#define WAND_ANALYZER_RULE_PASS_H

#include "analyzer/rule/definition.h"

/* Walks the function for the rule, unless nothing the rule needs can happen in it. */
void rule_run(const rule *r, const program *p, const program_function *f, finding_list *findings);

#endif
