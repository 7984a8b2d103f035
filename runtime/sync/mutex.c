/* mutex.c: mutexes. An unlock hands the lock to the first in line, so nobody starves. */
#include "runtime/sync/mutex.h"

#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"

static void own(wand_mutex *mu, const coroutine *by, where at)
{
    mu->locked = 1;
    mu->owner = by == NULL ? 0 : by->id;
    mu->site = at.site;
}

static bool try_lock(wand_mutex *mu, where at)
{
    bool taken;

    lock_take(&mu->lock);
    taken = !mu->locked;
    if (taken)
        own(mu, sched_self(), at);
    lock_drop(&mu->lock);
    return taken;
}

void mutex_lock(wand_mutex *mu, where at)
{
    lock_take(&mu->lock);
    if (mu->locked) {
        line_park(&mu->waiters, &mu->lock, WAIT_MUTEX, mu, at);
        return;
    }
    own(mu, sched_self(), at);
    lock_drop(&mu->lock);
}

bool mutex_unlock(wand_mutex *mu, coroutine **woken)
{
    waiter *heir;
    bool locked;

    lock_take(&mu->lock);
    locked = mu->locked;
    heir = locked ? waitq_pop(&mu->waiters) : NULL;
    if (heir != NULL)
        own(mu, heir->g, heir->g->parked);
    else
        mu->locked = 0;
    lock_drop(&mu->lock);
    *woken = heir == NULL ? NULL : heir->g;
    return locked;
}

static void unlock(wand_mutex *mu, where at)
{
    coroutine *woken;

    if (!mutex_unlock(mu, &woken))
        misuse(at, "mutex: unlock of an unlocked mutex");
    if (woken != NULL)
        sched_ready(sched_worker(), woken);
}

static bool try_or_yield(wand_mutex *mu, where at)
{
    return try_lock(mu, at) || (sched_found_nothing(sched_self(), at) && try_lock(mu, at));
}

void wand_mutex_lock_at(wand_mutex *mu, const char *site)
{
    mutex_lock(mu, WHERE(site));
}

void(wand_mutex_lock)(wand_mutex *mu)
{
    mutex_lock(mu, WHERE(NULL));
}

bool wand_mutex_trylock_at(wand_mutex *mu, const char *site)
{
    return try_or_yield(mu, WHERE(site));
}

bool(wand_mutex_trylock)(wand_mutex *mu)
{
    return try_or_yield(mu, WHERE(NULL));
}

void wand_mutex_unlock_at(wand_mutex *mu, const char *site)
{
    unlock(mu, WHERE(site));
}

void(wand_mutex_unlock)(wand_mutex *mu)
{
    unlock(mu, WHERE(NULL));
}
