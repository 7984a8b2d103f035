/* sleep.c: waiting for a time, or for the end of the coroutine's context. */
#include <wand.h>

#include "runtime/sched/clock.h"
#include "runtime/sched/sched.h"

typedef struct sleeping {
    int64_t until;
    waiter end; /* stands at the context's done channel */
} sleeping;

static void commit_sleep(coroutine *self, void *arg, worker *w)
{
    sleeping *s = arg;

    (void)w;
    sched_time_limit(self, s->until);
    if (self->done != NULL)
        lock_drop(self->done->lock);
}

/* Lines up at the end of the context, whose lock is then held. Returns: 0, or the context's error. */
static int line_up(coroutine *self, sleeping *s)
{
    s->end = (waiter){.g = self, .shared = true};
    if (self->done == NULL)
        return 0;
    lock_take(self->done->lock);
    if (self->done->end != 0) {
        int err = self->done->end;
        lock_drop(self->done->lock);
        return err;
    }
    waitq_push(&self->done->receivers, &s->end);
    return 0;
}

static int sleep_for(int64_t ns, where at)
{
    coroutine *self;
    sleeping s;
    int err;

    if (ns <= 0)
        return 0;
    self = sched_must_self(at);
    s.until = timer_after(clock_now(), ns);
    sched_wait_begins(self);
    err = line_up(self, &s);
    if (err != 0)
        return err;
    sched_park(self, WAIT_SLEEP, at, commit_sleep, &s);
    timer_stop(&self->timer);
    if (self->woken_by != NULL)
        return self->done->end;
    if (self->done != NULL) {
        lock_take(self->done->lock);
        waitq_remove(&s.end);
        lock_drop(self->done->lock);
    }
    return 0;
}

int wand_sleep_at(int64_t ns, const char *site)
{
    return sleep_for(ns, WHERE(site));
}

int(wand_sleep)(int64_t ns)
{
    return sleep_for(ns, WHERE(NULL));
}
