/* pool.h: runs many programs, a few at a time. */
#ifndef TESTS_RUN_POOL_H
#define TESTS_RUN_POOL_H

#include <stddef.h>

#include "tests/run/job.h"

/* Called when a program has ended (error 0; its output can be read until the call returns), or when it could
 * not be started (a negative errno). */
typedef void pool_done(void *context, job *j, int error);

/* Runs the jobs in order, as many at once as there are processors for them. A job that wants more processors
 * than there are runs alone. An interrupt (SIGINT, SIGTERM) ends the running programs and this process. */
void pool_run(job *jobs, size_t count, int processors, pool_done *done, void *context);

#endif
