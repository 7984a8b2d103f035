/* once.c: a function that is called once, and others that wait until it has returned. */
#include <wand.h>

#include "runtime/sync/line.h"

enum { ONCE_NEW, ONCE_RUNNING, ONCE_DONE };

static void once_finish(wand_once *once)
{
    coroutine *woken;

    lock_take(&once->lock);
    __atomic_store_n(&once->state, ONCE_DONE, __ATOMIC_RELEASE);
    woken = waitq_pop_all(&once->waiters, 0, NULL);
    lock_drop(&once->lock);
    sched_ready_all(sched_worker(), woken);
}

/* Deferred, so that a once whose function panics is done too. */
static void once_call(wand_once *once, wand_fn fn, void *arg)
{
    WAND_DEFER(once_finish, once);
    fn(arg);
}

static void once_do(wand_once *once, wand_fn fn, void *arg, where at)
{
    if (__atomic_load_n(&once->state, __ATOMIC_ACQUIRE) == ONCE_DONE)
        return;
    lock_take(&once->lock);
    switch (once->state) {
    case ONCE_NEW:
        __atomic_store_n(&once->state, ONCE_RUNNING, __ATOMIC_RELAXED);
        lock_drop(&once->lock);
        once_call(once, fn, arg);
        break;
    case ONCE_RUNNING: line_park(&once->waiters, &once->lock, WAIT_ONCE, once, at); break;
    default: lock_drop(&once->lock);
    }
}

void wand_once_do_at(wand_once *once, wand_fn fn, void *arg, const char *site)
{
    once_do(once, fn, arg, WHERE(site));
}

void(wand_once_do)(wand_once *once, wand_fn fn, void *arg)
{
    once_do(once, fn, arg, WHERE(NULL));
}
