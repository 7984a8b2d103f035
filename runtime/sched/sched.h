/* sched.h: what the floors above need of the scheduler: who am I, park, make ready, spawn.
 *
 * Who changes an object does it under the object's lock, drops the lock, and only then makes the woken ones
 * ready: after that the object may be gone. */
#ifndef RUNTIME_SCHED_SCHED_H
#define RUNTIME_SCHED_SCHED_H

#include "runtime/sched/coroutine.h"

/* The calling thread's worker, NULL on a thread that is none; the running coroutine, NULL outside one. Never
 * kept over a park: the coroutine may go on elsewhere. */
worker *sched_worker(void);
coroutine *sched_self(void);

/* The running coroutine. Outside one it panics: such a call cannot park. */
coroutine *sched_must_self(where at);

/* Parks the running coroutine until somebody makes it ready. The worker calls commit(self, arg) once self has
 * been left completely: commit drops the locks under which self was lined up, so nobody can wake it before.
 */
void sched_park(coroutine *self, wait_reason reason, where at,
                void (*commit)(coroutine *self, void *arg, worker *w), void *arg);

/* Before a coroutine lines up anywhere: nobody has woken it yet. */
static inline void sched_wait_begins(coroutine *self)
{
    __atomic_store_n(&self->claimed, 0, __ATOMIC_RELAXED);
    self->woken_by = NULL;
}

/* A commit for a wait at one object: arg is its lock. */
void sched_commit_unlock(coroutine *self, void *arg, worker *w);

/* Makes a parked coroutine runnable; all of a list that is linked by `link`, in order. */
void sched_ready(worker *w, coroutine *g);
void sched_ready_all(worker *w, coroutine *first);

/* Lets the others run first. */
void sched_yield_now(coroutine *self, where at);

/* Tells that the caller looked for something and found nothing. Fires what is due, and lets others run when
 * this has gone on for long, for a loop that only looks must not keep them out. Returns: true when looking
 * again may help. */
bool sched_found_nothing(coroutine *self, where at);

/* Starts the timer of a coroutine that parks: it wakes it, with woken_by NULL. From a commit. */
void sched_time_limit(coroutine *self, int64_t when);

/* How a coroutine is made. */
typedef struct spawn_how {
    const coroutine_kind *kind;
    wand_fn fn;
    void *arg;
    size_t stack_size;
    const char *name;
    const char *daemon;
    where at;
} spawn_how;

/* Makes a coroutine that does not run yet. Returns: 0; -EINVAL outside a run or for a stack size that makes
 * no sense, -ENOMEM. */
int sched_create(const spawn_how *how, coroutine **out);
void sched_start(coroutine *g);

#endif
