/* rwmutex.c: read-write mutexes.
 *
 * A waiting writer blocks new readers, and a writer that unlocks lets all waiting readers go on before the
 * next writer: so neither side starves. */
#include <wand.h>

#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"

static void read_lock(wand_rwmutex *rw, where at)
{
    lock_take(&rw->lock);
    if (rw->writing || !waitq_empty(&rw->waiting_writers)) {
        line_park(&rw->waiting_readers, &rw->lock, WAIT_READ_LOCK, rw, at);
        return;
    }
    rw->readers++;
    rw->site = at.site;
    lock_drop(&rw->lock);
}

static void write_lock(wand_rwmutex *rw, where at)
{
    coroutine *self = sched_self();

    lock_take(&rw->lock);
    if (rw->writing || rw->readers > 0) {
        line_park(&rw->waiting_writers, &rw->lock, WAIT_WRITE_LOCK, rw, at);
        return;
    }
    rw->writing = 1;
    rw->owner = self == NULL ? 0 : self->id;
    rw->site = at.site;
    lock_drop(&rw->lock);
}

/* Nobody holds the lock: hands it to the first writer in line, if there is one. */
static coroutine *hand_to_writer(wand_rwmutex *rw)
{
    waiter *w = waitq_pop(&rw->waiting_writers);

    if (w == NULL)
        return NULL;
    rw->writing = 1;
    rw->owner = w->g->id;
    rw->site = w->g->parked.site;
    w->g->link = NULL;
    return w->g;
}

static coroutine *hand_to_readers(wand_rwmutex *rw)
{
    coroutine *first = waitq_pop_all(&rw->waiting_readers, 0, NULL);

    for (coroutine *g = first; g != NULL; g = g->link)
        rw->readers++;
    return first;
}

static void read_unlock(wand_rwmutex *rw, where at)
{
    coroutine *woken = NULL;
    bool locked;

    lock_take(&rw->lock);
    locked = rw->readers > 0;
    if (locked && --rw->readers == 0)
        woken = hand_to_writer(rw);
    lock_drop(&rw->lock);
    if (!locked)
        misuse(at, "read-write mutex: read unlock without a read lock");
    sched_ready_all(sched_worker(), woken);
}

static void write_unlock(wand_rwmutex *rw, where at)
{
    coroutine *woken = NULL;
    bool locked;

    lock_take(&rw->lock);
    locked = rw->writing;
    if (locked) {
        rw->writing = 0;
        woken = hand_to_readers(rw);
        if (woken == NULL)
            woken = hand_to_writer(rw);
    }
    lock_drop(&rw->lock);
    if (!locked)
        misuse(at, "read-write mutex: unlock without a write lock");
    sched_ready_all(sched_worker(), woken);
}

void wand_rwmutex_rlock_at(wand_rwmutex *rw, const char *site)
{
    read_lock(rw, WHERE(site));
}

void(wand_rwmutex_rlock)(wand_rwmutex *rw)
{
    read_lock(rw, WHERE(NULL));
}

void wand_rwmutex_runlock_at(wand_rwmutex *rw, const char *site)
{
    read_unlock(rw, WHERE(site));
}

void(wand_rwmutex_runlock)(wand_rwmutex *rw)
{
    read_unlock(rw, WHERE(NULL));
}

void wand_rwmutex_lock_at(wand_rwmutex *rw, const char *site)
{
    write_lock(rw, WHERE(site));
}

void(wand_rwmutex_lock)(wand_rwmutex *rw)
{
    write_lock(rw, WHERE(NULL));
}

void wand_rwmutex_unlock_at(wand_rwmutex *rw, const char *site)
{
    write_unlock(rw, WHERE(site));
}

void(wand_rwmutex_unlock)(wand_rwmutex *rw)
{
    write_unlock(rw, WHERE(NULL));
}
