/* policy.c: the plain policy: the queue in order, with precedence for who was just woken; uniform choices. */
#include "runtime/sched/policy.h"

#include <stddef.h>

#include "runtime/base/rand.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/runq.h"

static uint64_t seed;

static coroutine *plain_next(void *self, worker *w)
{
    (void)self;
    return runq_take(w);
}

static uint32_t plain_choose(void *self, policy_choice kind, uint32_t n)
{
    (void)self;
    (void)kind;
    if (seed == 0)
        seed = (uint64_t)clock_now() | 1;
    return rand_below(&seed, n);
}

static const policy plain = {plain_next, plain_choose, NULL};
static const policy *in_use = &plain;

coroutine *policy_next(worker *w)
{
    return in_use->next(in_use->self, w);
}

uint32_t policy_choose(policy_choice kind, uint32_t n)
{
    return n < 2 ? 0 : in_use->choose(in_use->self, kind, n);
}

void policy_use(const policy *p)
{
    in_use = p == NULL ? &plain : p;
}
