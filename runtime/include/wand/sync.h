/* wand/sync.h: wait groups, once, mutexes, conditions and semaphores.
 *
 * Plain structs: zero-initialised (or by their _INIT macro, also as part of an initialiser), never copied,
 * with nothing to destroy. Their fields belong to the runtime. None of the calls touches its object after it
 * has let a waiter go, so the waiter may free it. Only wand_sem_acquire is a cancellation point. */
#ifndef WAND_SYNC_H
#define WAND_SYNC_H

#include <wand/types.h>

WAND__BEGIN

/* A wait group: a count, and coroutines that wait until it is zero. */
struct wand_wg {
    uint32_t lock;
    uint32_t reserved;
    int64_t count;
    wand_waitq waiters;
};
#define WAND_WG_INIT WAND__ZERO

/* Adds n, which may be negative, to the count.
 * Panics: when the count falls below zero, and then it is unchanged. */
WAND_API void wand_wg_add(wand_wg *wg, int n);

/* Takes one from the count; at zero all waiters go on.
 * Panics: when the count is zero.
 * Order: happens before the return of the waits that it ends. */
WAND_API void wand_wg_done(wand_wg *wg);

/* Parks until the count is zero. */
WAND_API void wand_wg_wait(wand_wg *wg);

/* A function that is called once. */
typedef struct wand_once {
    uint32_t lock;
    uint32_t state;
    wand_waitq waiters;
} wand_once;
#define WAND_ONCE_INIT WAND__ZERO

/* Calls fn(arg) when this is the first call for the object, else waits until that first call has returned.
 * When fn panics the once is done all the same and the panic goes on. A call from inside fn parks for ever.
 */
WAND_API void wand_once_do(wand_once *once, wand_fn fn, void *arg);

/* A mutex. Any coroutine may unlock it. Nobody starves. */
typedef struct wand_mutex {
    uint32_t lock;
    uint32_t locked;
    uint64_t owner;   /* the wand_id that locked it: for reports */
    const char *site; /* where it was locked, or NULL: for reports */
    wand_waitq waiters;
} wand_mutex;
#define WAND_MUTEX_INIT WAND__ZERO

/* Locks, and waits for that. Order: the unlock happens before the return of the lock that follows it. */
WAND_API void wand_mutex_lock(wand_mutex *mu);

/* Locks if that needs no waiting. Returns: true when it did. */
WAND_API bool wand_mutex_trylock(wand_mutex *mu);

/* Unlocks. Panics: when it is not locked. */
WAND_API void wand_mutex_unlock(wand_mutex *mu);

/* A read-write mutex: many readers or one writer. A waiting writer blocks new readers, so read locks don't
 * nest. */
typedef struct wand_rwmutex {
    uint32_t lock;
    uint32_t writing;
    uint64_t readers;
    uint64_t owner;   /* the wand_id of the writer: for reports */
    const char *site; /* where the last lock was taken, or NULL: for reports */
    wand_waitq waiting_readers, waiting_writers;
} wand_rwmutex;
#define WAND_RWMUTEX_INIT WAND__ZERO

/* Locks for reading, and waits for that. */
WAND_API void wand_rwmutex_rlock(wand_rwmutex *rw);

/* Undoes one rlock. Panics: when it is not locked for reading. */
WAND_API void wand_rwmutex_runlock(wand_rwmutex *rw);

/* Locks for writing, and waits for that. */
WAND_API void wand_rwmutex_lock(wand_rwmutex *rw);

/* Unlocks what was locked for writing.
 * Panics: when it is not. Readers that wait go on before the next writer. */
WAND_API void wand_rwmutex_unlock(wand_rwmutex *rw);

/* A condition variable. */
typedef struct wand_cond {
    uint32_t lock;
    uint32_t reserved;
    wand_waitq waiters;
} wand_cond;
#define WAND_COND_INIT WAND__ZERO

/* Unlocks mu, parks until a signal or broadcast made after that, and locks mu again. No wake-up without
 * one.
 * Panics: when mu is not locked. */
WAND_API void wand_cond_wait(wand_cond *cv, wand_mutex *mu);

/* Lets the coroutine that has waited longest go on, if there is one. */
WAND_API void wand_cond_signal(wand_cond *cv);

/* Lets all waiting coroutines go on. */
WAND_API void wand_cond_broadcast(wand_cond *cv);

/* A semaphore: a counter without upper bound. Zeroed it is one of count 0. */
typedef struct wand_sem {
    uint32_t lock;
    uint32_t reserved;
    int64_t count;
    wand_waitq waiters;
} wand_sem;
#define WAND_SEM_INIT WAND__ZERO

/* Makes a semaphore with n to acquire. Panics: when n is negative. */
WAND_API void wand_sem_init(wand_sem *sem, int64_t n);

/* Takes n. Parks until there are so many, in line with the others. A cancellation point.
 * Returns: 0; -ECANCELED or -ETIMEDOUT, and nothing was taken; -EINVAL when n is negative. */
WAND_API int wand_sem_acquire(wand_sem *sem, int64_t n);

/* Gives n. Panics: when n is negative or the counter would overflow. */
WAND_API void wand_sem_release(wand_sem *sem, int64_t n);

#ifndef __WAND_ANALYZER__
WAND_API void wand_wg_add_at(wand_wg *wg, int n, const char *site);
WAND_API void wand_wg_done_at(wand_wg *wg, const char *site);
WAND_API void wand_wg_wait_at(wand_wg *wg, const char *site);
WAND_API void wand_once_do_at(wand_once *once, wand_fn fn, void *arg, const char *site);
WAND_API void wand_mutex_lock_at(wand_mutex *mu, const char *site);
WAND_API bool wand_mutex_trylock_at(wand_mutex *mu, const char *site);
WAND_API void wand_mutex_unlock_at(wand_mutex *mu, const char *site);
WAND_API void wand_rwmutex_rlock_at(wand_rwmutex *rw, const char *site);
WAND_API void wand_rwmutex_runlock_at(wand_rwmutex *rw, const char *site);
WAND_API void wand_rwmutex_lock_at(wand_rwmutex *rw, const char *site);
WAND_API void wand_rwmutex_unlock_at(wand_rwmutex *rw, const char *site);
WAND_API void wand_cond_wait_at(wand_cond *cv, wand_mutex *mu, const char *site);
WAND_API void wand_cond_signal_at(wand_cond *cv, const char *site);
WAND_API void wand_cond_broadcast_at(wand_cond *cv, const char *site);
WAND_API void wand_sem_init_at(wand_sem *sem, int64_t n, const char *site);
WAND_API int wand_sem_acquire_at(wand_sem *sem, int64_t n, const char *site);
WAND_API void wand_sem_release_at(wand_sem *sem, int64_t n, const char *site);
#define wand_wg_add(...)          wand_wg_add_at(__VA_ARGS__, WAND_SITE)
#define wand_wg_done(...)         wand_wg_done_at(__VA_ARGS__, WAND_SITE)
#define wand_wg_wait(...)         wand_wg_wait_at(__VA_ARGS__, WAND_SITE)
#define wand_once_do(...)         wand_once_do_at(__VA_ARGS__, WAND_SITE)
#define wand_mutex_lock(...)      wand_mutex_lock_at(__VA_ARGS__, WAND_SITE)
#define wand_mutex_trylock(...)   wand_mutex_trylock_at(__VA_ARGS__, WAND_SITE)
#define wand_mutex_unlock(...)    wand_mutex_unlock_at(__VA_ARGS__, WAND_SITE)
#define wand_rwmutex_rlock(...)   wand_rwmutex_rlock_at(__VA_ARGS__, WAND_SITE)
#define wand_rwmutex_runlock(...) wand_rwmutex_runlock_at(__VA_ARGS__, WAND_SITE)
#define wand_rwmutex_lock(...)    wand_rwmutex_lock_at(__VA_ARGS__, WAND_SITE)
#define wand_rwmutex_unlock(...)  wand_rwmutex_unlock_at(__VA_ARGS__, WAND_SITE)
#define wand_cond_wait(...)       wand_cond_wait_at(__VA_ARGS__, WAND_SITE)
#define wand_cond_signal(...)     wand_cond_signal_at(__VA_ARGS__, WAND_SITE)
#define wand_cond_broadcast(...)  wand_cond_broadcast_at(__VA_ARGS__, WAND_SITE)
#define wand_sem_init(...)        wand_sem_init_at(__VA_ARGS__, WAND_SITE)
#define wand_sem_acquire(...)     wand_sem_acquire_at(__VA_ARGS__, WAND_SITE)
#define wand_sem_release(...)     wand_sem_release_at(__VA_ARGS__, WAND_SITE)
#endif

WAND__END

#endif
