/* runq.h: the coroutines that can run: a queue in order of arrival, and one place before it.
 *
 * Who was woken last takes the place before the queue: its data are in the cache and a hand-off comes back
 * soon. So that two coroutines that keep waking each other don't starve the queue, every so often the queue
 * goes first. */
#ifndef RUNTIME_SCHED_RUNQ_H
#define RUNTIME_SCHED_RUNQ_H

#include "runtime/sched/coroutine.h"

typedef struct runq {
    coroutine *next;
    coroutine *head, *tail;
    unsigned ticks;
} runq;

void runq_put_next(worker *w, coroutine *g);
void runq_put_last(worker *w, coroutine *g);
coroutine *runq_take(worker *w);

#endif
