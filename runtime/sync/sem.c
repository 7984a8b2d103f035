/* sem.c: semaphores: a counter, and a line that is served in order.
 *
 * Who wants more than there is holds those behind it; when it gives up because its context ended, they are
 * served. Lock order: the semaphore's lock, then the lock of the tree of contexts. */
#include <errno.h>
#include <limits.h>

#include <wand.h>

#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"

typedef struct acquiring {
    uint32_t *lock;
    uint32_t *end_lock; /* of the own context's done channel, or NULL */
    waiter turn, end;
    int64_t n;
} acquiring;

static void sem_init(wand_sem *sem, int64_t n, where at)
{
    if (n < 0)
        misuse(at, "semaphore: a negative count");
    *sem = (wand_sem){.count = n};
}

static int64_t wanted(const waiter *w)
{
    return *(const int64_t *)w->value;
}

/* Serves those in line for whom there is enough. Under the lock. Returns: them, linked. */
static coroutine *serve(wand_sem *sem)
{
    coroutine *first = NULL, *last = NULL;
    waiter *w;

    while ((w = waitq_first(&sem->waiters)) != NULL && wanted(w) <= sem->count) {
        waitq_remove(w);
        if (!waiter_claim(w))
            continue;
        sem->count -= wanted(w);
        w->g->link = NULL;
        if (first == NULL)
            first = w->g;
        else
            last->link = w->g;
        last = w->g;
    }
    return first;
}

static void commit_acquire(coroutine *self, void *arg, worker *w)
{
    acquiring *a = arg;
    uint32_t *lock = a->lock;

    (void)self;
    (void)w;
    if (a->end_lock != NULL)
        lock_drop(a->end_lock);
    lock_drop(lock);
}

/* Lines up at the end of the own context, whose lock is then held. Returns: 0, or its error. */
static int line_up_at_end(coroutine *self, acquiring *a)
{
    a->end_lock = self->done == NULL ? NULL : self->done->lock;
    if (a->end_lock == NULL)
        return 0;
    lock_take(a->end_lock);
    if (self->done->end != 0) {
        int err = self->done->end;
        lock_drop(a->end_lock);
        return err;
    }
    waitq_push(&self->done->receivers, &a->end);
    return 0;
}

/* The context ended first. */
static int give_up(wand_sem *sem, coroutine *self, acquiring *a)
{
    coroutine *woken;

    lock_take(&sem->lock);
    waitq_remove(&a->turn);
    woken = serve(sem);
    lock_drop(&sem->lock);
    sched_ready_all(sched_worker(), woken);
    return self->done->end;
}

/* Parks in line. The semaphore's lock is held and is dropped. */
static int wait_in_line(wand_sem *sem, int64_t n, where at)
{
    coroutine *self = sched_self();
    acquiring a = {.lock = &sem->lock, .n = n};
    int err;

    if (self == NULL) {
        lock_drop(&sem->lock);
        sched_must_self(at);
    }
    sched_wait_begins(self);
    a.turn = (waiter){.g = self, .value = &a.n, .shared = true};
    a.end = (waiter){.g = self, .shared = true};
    err = line_up_at_end(self, &a);
    if (err != 0) {
        lock_drop(&sem->lock);
        return err;
    }
    waitq_push(&sem->waiters, &a.turn);
    self->object = sem;
    sched_park(self, WAIT_SEM, at, commit_acquire, &a);
    self->object = NULL;
    if (self->woken_by == &a.end)
        return give_up(sem, self, &a);
    if (a.end_lock != NULL) {
        lock_take(a.end_lock);
        waitq_remove(&a.end);
        lock_drop(a.end_lock);
    }
    return 0;
}

static int sem_acquire(wand_sem *sem, int64_t n, where at)
{
    if (n < 0)
        return -EINVAL;
    lock_take(&sem->lock);
    if (sem->count < n || waitq_first(&sem->waiters) != NULL)
        return wait_in_line(sem, n, at);
    sem->count -= n;
    lock_drop(&sem->lock);
    return 0;
}

static void sem_release(wand_sem *sem, int64_t n, where at)
{
    coroutine *woken = NULL;
    int64_t count;
    bool overflow;

    if (n < 0)
        misuse(at, "semaphore: release of a negative number");
    lock_take(&sem->lock);
    overflow = __builtin_add_overflow(sem->count, n, &count);
    if (!overflow) {
        sem->count = count;
        woken = serve(sem);
    }
    lock_drop(&sem->lock);
    if (overflow)
        misuse(at, "semaphore: release beyond the largest count");
    sched_ready_all(sched_worker(), woken);
}

void wand_sem_init_at(wand_sem *sem, int64_t n, const char *site)
{
    sem_init(sem, n, WHERE(site));
}

void(wand_sem_init)(wand_sem *sem, int64_t n)
{
    sem_init(sem, n, WHERE(NULL));
}

int wand_sem_acquire_at(wand_sem *sem, int64_t n, const char *site)
{
    return sem_acquire(sem, n, WHERE(site));
}

int(wand_sem_acquire)(wand_sem *sem, int64_t n)
{
    return sem_acquire(sem, n, WHERE(NULL));
}

void wand_sem_release_at(wand_sem *sem, int64_t n, const char *site)
{
    sem_release(sem, n, WHERE(site));
}

void(wand_sem_release)(wand_sem *sem, int64_t n)
{
    sem_release(sem, n, WHERE(NULL));
}
