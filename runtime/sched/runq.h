/* runq.h: the coroutines that can run: a queue in order of arrival, and one place before it.
 *
 * The first that a running coroutine wakes or spawns takes the place before the queue: its data are in the
 * cache and a hand-off comes back soon. The others follow at the end, so all that are woken together run in
 * the order in which they were woken. So that two coroutines that keep waking each other don't starve the
 * queue, every so often it goes first. */
#ifndef RUNTIME_SCHED_RUNQ_H
#define RUNTIME_SCHED_RUNQ_H

#include "runtime/sched/coroutine.h"

typedef struct runq {
    coroutine *next;
    bool head_is_older; /* the queue's first was there when `next` was set */
    coroutine *head, *tail;
    unsigned ticks;
} runq;

void runq_put_next(worker *w, coroutine *g);
void runq_put_last(worker *w, coroutine *g);
coroutine *runq_take(worker *w);

#endif
