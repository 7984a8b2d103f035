/* clock.h: where time comes from. Verification puts a virtual clock here. */
#ifndef RUNTIME_SCHED_CLOCK_H
#define RUNTIME_SCHED_CLOCK_H

#include <stdint.h>

typedef struct clock_source {
    int64_t (*now)(void *self); /* monotonic nanoseconds */
    void *self;
} clock_source;

/* Monotonic nanoseconds of the clock in use. */
int64_t clock_now(void);

/* Uses another clock from now on; NULL: the system's. */
void clock_use(const clock_source *source);

#endif
