/* compare.h: findings against claims. */
#ifndef TESTS_WANT_COMPARE_H
#define TESTS_WANT_COMPARE_H

#include "tests/want/finding.h"
#include "tests/want/mutant.h"

/* Compares what was found in a program, or in its mutant when `m` is not NULL, with what its comments claim.
 * Surplus and missing findings both count, and a rule reported twice on a line needs two claims. Returns NULL
 * when they agree, else one line a difference (malloc'ed). */
char *compare_findings(const program *p, const mutant *m, finding_list *found);

#endif
