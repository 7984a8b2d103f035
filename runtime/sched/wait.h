/* wait.h: waiting at an object: reasons, the record of one wait, and the queue that the records stand in.
 *
 * A record lies on the stack of the coroutine that waits (or in its wand_case), so parking allocates nothing.
 * It is put in and taken out under the lock of the queue's object. A coroutine that waits at several objects
 * at once is claimed by the first that wakes it; the others find it taken. A queue from an earlier run of the
 * runtime counts as empty: those who stood in it are gone. */
#ifndef RUNTIME_SCHED_WAIT_H
#define RUNTIME_SCHED_WAIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wand/types.h>

#include "runtime/base/port.h"

typedef struct coroutine coroutine;

typedef enum wait_reason {
    WAIT_NONE,
    WAIT_YIELD,
    WAIT_SEND,
    WAIT_RECV,
    WAIT_SELECT,
    WAIT_SLEEP,
    WAIT_GROUP,
    WAIT_ONCE,
    WAIT_MUTEX,
    WAIT_READ_LOCK,
    WAIT_WRITE_LOCK,
    WAIT_COND,
    WAIT_SEM,
    WAIT_JOIN,
} wait_reason;

/* "channel receive": as reports say it. */
const char *wait_reason_text(wait_reason reason);

typedef struct wand_waiter {
    struct wand_waiter *next, *prev;
    coroutine *g;
    wand_waitq *queue; /* in which it stands, NULL: in none */
    void *value;       /* the element to send, or where to receive it; a semaphore: how much */
    int err;           /* set by the waker: 0, -EPIPE, -ECANCELED, -ETIMEDOUT */
    bool shared;       /* one of several waits of its coroutine: has to be claimed */
} PORT_ALIAS waiter;

void waitq_push(wand_waitq *q, waiter *w);
bool waitq_empty(const wand_waitq *q);
void waitq_remove(waiter *w);

/* Claims the waiter's coroutine for the caller. False: somebody else has woken it. */
bool waiter_claim(waiter *w);

/* Takes out the first waiter whose coroutine nobody else has woken, and claims it; NULL: there is none. */
waiter *waitq_pop(wand_waitq *q);

/* The first waiter that may still be woken, left where it is; those before it that somebody else has woken
 * are taken out. NULL: there is none. */
waiter *waitq_first(wand_waitq *q);

/* Takes out all of them, claims them, gives them err and links their coroutines in order.
 * Returns: the first, for sched_ready_all; call that after the lock is dropped. */
coroutine *waitq_pop_all(wand_waitq *q, int err, coroutine **last);

/* The number of the run that queues belong to. Raised when a run starts and when it ends. */
extern uint64_t wait_run;

#endif
