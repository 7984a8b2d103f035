/* worker.c: the loop that runs coroutines, and leaving and entering them.
 *
 * A coroutine that parks goes to the loop, which runs on the thread's own stack: there its commit runs, after
 * everything of it is saved. The loop then takes the next one that can run, fires timers that are due, or
 * waits. */
#include "runtime/sched/worker.h"

#include <errno.h>

#include "runtime/base/fatal.h"
#include "runtime/base/lock.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/policy.h"
#include "runtime/sched/poller.h"
#include "runtime/sched/sched.h"
#include "runtime/stack/pool.h"

enum { TIMERS_EVERY = 61, POLLS_BEFORE_YIELD = 256 };

run the_run;

static PORT_THREAD worker *bound;

PORT_NOINLINE void worker_bind(worker *w)
{
    bound = w;
    PORT_BARRIER();
}

PORT_NOINLINE worker *sched_worker(void)
{
    PORT_BARRIER();
    return bound;
}

PORT_NOINLINE coroutine *sched_self(void)
{
    PORT_BARRIER();
    return bound == NULL ? NULL : bound->current;
}

/* Leaves self for the loop; a visitor may come by before it goes on. */
static void leave(coroutine *self, worker *w)
{
    for (;;) {
        w = fiber_switch(&self->fiber, &w->fiber, NULL);
        if (LIKELY(self->visit == NULL))
            return;
        self->visit(self->visit_arg);
    }
}

void sched_park(coroutine *self, wait_reason reason, where at, void (*commit)(coroutine *, void *, worker *),
                void *arg)
{
    worker *w = sched_worker();

    self->reason = reason;
    self->parked = at;
    self->polls = 0;
    w->commit = commit;
    w->commit_arg = arg;
    leave(self, w);
}

void sched_commit_unlock(coroutine *self, void *arg, worker *w)
{
    (void)self;
    (void)w;
    lock_drop(arg);
}

static void commit_yield(coroutine *self, void *arg, worker *w)
{
    (void)arg;
    self->state = COROUTINE_RUNNABLE;
    runq_put_last(w, self);
}

void sched_yield_now(coroutine *self, where at)
{
    sched_park(self, WAIT_YIELD, at, commit_yield, NULL);
}

bool sched_found_nothing(coroutine *self, where at)
{
    if (timer_due())
        return timer_fire_due(sched_worker());
    if (self == NULL || ++self->polls < POLLS_BEFORE_YIELD)
        return false;
    self->polls = 0;
    sched_yield_now(self, at);
    return true;
}

static void inject(coroutine *g)
{
    lock_take(&the_run.lock);
    g->link = the_run.injected;
    the_run.injected = g;
    lock_drop(&the_run.lock);
    poller_wake();
}

void sched_ready(worker *w, coroutine *g)
{
    g->state = COROUTINE_RUNNABLE;
    if (LIKELY(w != NULL))
        runq_put_next(w, g);
    else
        inject(g);
}

void sched_ready_all(worker *w, coroutine *first)
{
    while (first != NULL) {
        coroutine *rest = first->link;
        sched_ready(w, first);
        first = rest;
    }
}

static void wake_by_timer(timer *t, int64_t now, worker *w)
{
    coroutine *g = (coroutine *)((char *)t - offsetof(coroutine, timer));
    uint32_t unclaimed = 0;

    (void)now;
    if (!__atomic_compare_exchange_n(&g->claimed, &unclaimed, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return;
    g->woken_by = NULL;
    sched_ready(w, g);
}

static bool always_useful(timer *t)
{
    (void)t;
    return true;
}

static const timer_kind time_limit = {wake_by_timer, always_useful};

void sched_time_limit(coroutine *self, int64_t when)
{
    timer_start(&self->timer, &time_limit, when);
}

/* The coroutine has ended: nothing of it is needed any more. */
static void bury(coroutine *g)
{
    lock_take(&the_run.lock);
    if (g->all_prev == NULL)
        the_run.all = g->all_next;
    else
        g->all_prev->all_next = g->all_next;
    if (g->all_next != NULL)
        g->all_next->all_prev = g->all_prev;
    the_run.live--;
    the_run.live_daemons -= g->daemon != NULL;
    lock_drop(&the_run.lock);
    fiber_end(&g->fiber, stack_of_owner(g), false);
    stack_put(stack_of_owner(g));
}

/* A C++ program keeps the exceptions that are being handled in a thread's own variable: each coroutine has
 * its own. Weak: a C program has no such function. */
void *__cxa_get_globals(void) __attribute__((weak));

static void swap_exceptions(coroutine *g)
{
    struct cxx_exceptions *of_thread, here;

    if (LIKELY(__cxa_get_globals == NULL))
        return;
    of_thread = __cxa_get_globals();
    here = *of_thread;
    *of_thread = g->exceptions;
    g->exceptions = here;
}

static void execute(worker *w, coroutine *g)
{
    w->current = g;
    w->ticks++;
    g->state = COROUTINE_RUNNING;
    g->reason = WAIT_NONE;
    swap_exceptions(g);
    errno = g->saved_errno;
    fiber_switch(&w->fiber, &g->fiber, w);
    g->saved_errno = errno;
    swap_exceptions(g);
    w->current = NULL;
    if (UNLIKELY(!stack_intact(stack_of_owner(g))))
        fatal("stack overflow in coroutine %llu (%s)", (unsigned long long)g->id,
              g->name == NULL ? "" : g->name);
    if (g->state == COROUTINE_ENDED) {
        bury(g);
        return;
    }
    g->state = COROUTINE_PARKED;
    w->commit(g, w->commit_arg, w);
}

static void take_injected(worker *w)
{
    coroutine *g;

    if (LIKELY(__atomic_load_n(&the_run.injected, __ATOMIC_RELAXED) == NULL))
        return;
    lock_take(&the_run.lock);
    g = the_run.injected;
    the_run.injected = NULL;
    lock_drop(&the_run.lock);
    while (g != NULL) {
        coroutine *rest = g->link;
        runq_put_last(w, g);
        g = rest;
    }
}

/* After main: nobody but daemons is left, or the time is up. */
static bool grace_is_over(void)
{
    return the_run.live == the_run.live_daemons || clock_now() >= the_run.grace_ends;
}

/* Nothing can run. Waits for a timer or for the outside; false: nothing will ever come. */
static bool wait_for_work(void)
{
    int64_t until = timer_next();

    if (!poller_expects() && !timer_any_useful())
        return false;
    if (the_run.main_ended && until > the_run.grace_ends)
        until = the_run.grace_ends;
    poller_wait(until);
    return true;
}

worker_end worker_loop(worker *w)
{
    for (;;) {
        coroutine *g;
        if (UNLIKELY(the_run.main_ended) && grace_is_over())
            return WORKER_DONE;
        take_injected(w);
        if (w->ticks % TIMERS_EVERY == 0)
            timer_fire_due(w);
        g = policy_next(w);
        if (g != NULL) {
            execute(w, g);
            continue;
        }
        if (timer_fire_due(w))
            continue;
        if (!wait_for_work())
            return the_run.main_ended ? WORKER_DONE : WORKER_DEADLOCK;
    }
}
