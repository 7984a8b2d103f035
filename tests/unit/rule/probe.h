/* probe.h: one rule on a C text, and what it found as text, for the tests of this folder. */
#ifndef TESTS_UNIT_RULE_PROBE_H
#define TESTS_UNIT_RULE_PROBE_H

#include "analyzer/rule/rule.h"

/* For TAP_MAIN_WITH. */
int probe_open(void **unused);
int probe_close(void **unused);

/* Runs the rule on all functions of the text, which begins with `#include <wand.h>` in line 1. The findings
 * in order, "line: message" and "  line: step" for each step; valid until the next call. */
const char *probe_run(const rule *r, const char *text);

/* Fails the test when the findings are others. */
void probe_expect(const rule *r, const char *text, const char *expected);

#endif
