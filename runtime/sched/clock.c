/* clock.c: the system's monotonic clock, and the one in use. */
#include "runtime/sched/clock.h"

#include <stddef.h>
#include <time.h>

#include <wand.h>

static int64_t system_now(void *self)
{
    struct timespec t;

    (void)self;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static const clock_source system_clock = {system_now, NULL};
static const clock_source *in_use = &system_clock;

int64_t clock_now(void)
{
    return in_use->now(in_use->self);
}

void clock_use(const clock_source *source)
{
    in_use = source == NULL ? &system_clock : source;
}

int64_t wand_now(void)
{
    return clock_now();
}
