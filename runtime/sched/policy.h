/* policy.h: the choices of the scheduler, in one place, so that verification can make them.
 *
 * Whatever the runtime may do in more than one way it asks the policy: which coroutine runs next, which ready
 * case of a select runs, in which order a parked select stands in line. */
#ifndef RUNTIME_SCHED_POLICY_H
#define RUNTIME_SCHED_POLICY_H

#include <stdint.h>

typedef struct coroutine coroutine;
typedef struct worker worker;

typedef enum policy_choice {
    CHOICE_SELECT_CASE, /* one of the ready cases */
    CHOICE_LINE,        /* the order in which the cases of a select line up */
} policy_choice;

typedef struct policy {
    /* Takes the next coroutine to run out of the worker's queue; NULL: there is none. */
    coroutine *(*next)(void *self, worker *w);
    /* A number below n, n > 1. */
    uint32_t (*choose)(void *self, policy_choice kind, uint32_t n);
    void *self;
} policy;

coroutine *policy_next(worker *w);
uint32_t policy_choose(policy_choice kind, uint32_t n);

/* Uses another policy from now on; NULL: the plain one. */
void policy_use(const policy *p);

#endif
