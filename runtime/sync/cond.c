/* cond.c: condition variables. Lock order: the condition's lock, then the mutex's. */
#include <wand.h>

#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"
#include "runtime/sync/mutex.h"

typedef struct cond_commit {
    uint32_t *lock;
    coroutine *woken; /* who gets the mutex */
} cond_commit;

static void commit_wait(coroutine *self, void *arg, worker *w)
{
    cond_commit c = *(cond_commit *)arg;

    (void)self;
    lock_drop(c.lock);
    if (c.woken != NULL)
        sched_ready(w, c.woken);
}

static void cond_wait(wand_cond *cv, wand_mutex *mu, where at)
{
    coroutine *self = sched_must_self(at);
    cond_commit commit = {&cv->lock, NULL};
    waiter w = {.g = self};

    lock_take(&cv->lock);
    if (!mutex_unlock(mu, &commit.woken)) {
        lock_drop(&cv->lock);
        misuse(at, "condition: wait with an unlocked mutex");
    }
    sched_wait_begins(self);
    waitq_push(&cv->waiters, &w);
    self->object = cv;
    sched_park(self, WAIT_COND, at, commit_wait, &commit);
    self->object = NULL;
    mutex_lock(mu, at);
}

static void cond_wake_one(wand_cond *cv)
{
    waiter *w;

    lock_take(&cv->lock);
    w = waitq_pop(&cv->waiters);
    lock_drop(&cv->lock);
    if (w != NULL)
        sched_ready(sched_worker(), w->g);
}

static void cond_wake_all(wand_cond *cv)
{
    coroutine *woken;

    lock_take(&cv->lock);
    woken = waitq_pop_all(&cv->waiters, 0, NULL);
    lock_drop(&cv->lock);
    sched_ready_all(sched_worker(), woken);
}

void wand_cond_wait_at(wand_cond *cv, wand_mutex *mu, const char *site)
{
    cond_wait(cv, mu, WHERE(site));
}

void(wand_cond_wait)(wand_cond *cv, wand_mutex *mu)
{
    cond_wait(cv, mu, WHERE(NULL));
}

void wand_cond_signal_at(wand_cond *cv, const char *site)
{
    (void)site;
    cond_wake_one(cv);
}

void(wand_cond_signal)(wand_cond *cv)
{
    cond_wake_one(cv);
}

void wand_cond_broadcast_at(wand_cond *cv, const char *site)
{
    (void)site;
    cond_wake_all(cv);
}

void(wand_cond_broadcast)(wand_cond *cv)
{
    cond_wake_all(cv);
}
