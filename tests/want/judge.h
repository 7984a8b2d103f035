/* judge.h: what came of one task, against what the program claims. */
#ifndef TESTS_WANT_JUDGE_H
#define TESTS_WANT_JUDGE_H

#include "tests/want/suite.h"

/* Sets the task's result from the ended job, or from the error that kept it from starting. */
void judge(task *t, job *j, int error);

/* The whole content of a stream, with a NUL after it (malloc'ed). */
char *judge_read_all(FILE *from, size_t *length);

#endif
