/* line.h: parking in the line of one object, for what is no cancellation point. */
#ifndef RUNTIME_SYNC_LINE_H
#define RUNTIME_SYNC_LINE_H

#include "runtime/base/lock.h"
#include "runtime/sched/sched.h"

/* Parks in q. *lock is held and is dropped; the coroutine comes back when somebody has popped it. */
static inline void line_park(wand_waitq *q, uint32_t *lock, wait_reason reason, const void *object, where at)
{
    coroutine *self = sched_self();
    waiter w = {.g = self};

    if (self == NULL) {
        lock_drop(lock);
        sched_must_self(at);
    }
    sched_wait_begins(self);
    waitq_push(q, &w);
    self->object = object;
    sched_park(self, reason, at, sched_commit_unlock, lock);
    self->object = NULL;
}

#endif
