/* timer.h: things that happen at a time: a heap of timers that lie in their owners.
 *
 * A pairing heap, because it needs no memory of its own: starting a timer cannot fail. Timers fire from the
 * worker, in the order of their time and then of their start, with no lock held. Lock order: an object's lock
 * before the heap's. */
#ifndef RUNTIME_SCHED_TIMER_H
#define RUNTIME_SCHED_TIMER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct worker worker;
typedef struct timer timer;

typedef struct timer_kind {
    /* The time has come. The timer is no longer running and may be started again or freed. */
    void (*fire)(timer *t, int64_t now, worker *w);
    /* Whether its firing would let a parked coroutine go on. Asked when nothing runs, so it takes no locks.
     */
    bool (*useful)(timer *t);
} timer_kind;

struct timer {
    const timer_kind *kind;
    int64_t when;
    uint64_t order;
    timer *child, *sibling, *prev; /* prev: the left sibling, for a first child the parent */
    bool running;
    bool queued; /* running and not for ever */
};

/* now + ns without overflow; INT64_MAX is never. */
int64_t timer_after(int64_t now, int64_t ns);

/* Starts t, which is not running. */
void timer_start(timer *t, const timer_kind *kind, int64_t when);

/* Returns: true when it was running, and now it will not fire. */
bool timer_stop(timer *t);

/* Fires what is due. Returns: true when something was. */
bool timer_fire_due(worker *w);

/* True when some timer's time has come: cheap when there is none. */
bool timer_due(void);

/* When the next one fires; INT64_MAX: none will. */
int64_t timer_next(void);

/* Whether any timer that runs would let a parked coroutine go on. */
bool timer_any_useful(void);

#endif
