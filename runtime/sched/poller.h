/* poller.h: what a worker does when it has nothing to run: waits for a time, for the outside, or for being
 * woken.
 *
 * The one here knows time and waking; readiness of file descriptors and virtual time are other pollers. */
#ifndef RUNTIME_SCHED_POLLER_H
#define RUNTIME_SCHED_POLLER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct poller {
    /* Waits until the clock says `until` or somebody wakes the worker; may return early. */
    void (*wait)(void *self, int64_t until);
    /* Ends the wait that is under way, or the next one. From any thread. */
    void (*wake)(void *self);
    /* How many coroutines wait for something from outside the runtime, which the search for deadlocks must
     * allow for. */
    int (*outstanding)(void *self);
    void *self;
} poller;

void poller_wait(int64_t until);
void poller_wake(void);
bool poller_expects(void);

/* Uses another poller from now on; NULL: the plain one. */
void poller_use(const poller *p);

#endif
