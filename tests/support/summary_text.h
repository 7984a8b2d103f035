/* summary_text.h: what a function does, as text that golden files can hold. */
#ifndef TESTS_SUPPORT_SUMMARY_TEXT_H
#define TESTS_SUPPORT_SUMMARY_TEXT_H

#include "rules/model/effect.h"

#include <stdio.h>

/* Prints the outcomes in order, each with its conditions, effects and stores, then what can happen on the
 * way. Objects that the function makes are numbered in the order in which they are named. */
void summary_print(FILE *to, const effect_summary *s);

#endif
