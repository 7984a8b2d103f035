/* plan.h: the list of test programs, as ctest knows them: `ctest --show-only=json-v1`. */
#ifndef TESTS_RUN_PLAN_H
#define TESTS_RUN_PLAN_H

#include <stddef.h>

#include "tests/run/job.h"

typedef struct plan {
    job *jobs;
    size_t count;
} plan;

/* Reads the plan in `file` and keeps the programs whose name contains one of `names` (all, when there are
 * none). Returns 0, or -EINVAL after saying on stderr what is wrong. */
int plan_read(plan *p, const char *file, char *const *names);

#endif
