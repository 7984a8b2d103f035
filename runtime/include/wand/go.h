/* wand/go.h: starting the runtime and starting coroutines.
 *
 * A coroutine is a function with a stack of its own that gives way only where a call parks, never in between.
 * Every spawn should say how long the coroutine may live: until a context ends, until a wait group has been
 * told, until a channel closes, or as long as the process. */
#ifndef WAND_GO_H
#define WAND_GO_H

#include <wand/types.h>

WAND__BEGIN

/* How wand_run runs. A field that is 0 means: what the environment says, else the default. */
typedef struct wand_opts {
    int procs;         /* worker threads; WAND_PROCS; default as many as CPUs */
    int64_t grace_ns;  /* how long others may run on after main_fn; WAND_GRACE_MS; default 100 ms, negative:
                          not at all */
    size_t stack_size; /* usable bytes of a coroutine's stack; WAND_STACK_SIZE; default 64 KiB */
    int leaks;         /* 1: print leaked coroutines to stderr, -1: don't; WAND_LEAKS */
} wand_opts;

/* Starts the runtime, runs main_fn(arg) as the first coroutine and returns when it has returned. When
 * main_fn returns, the others run on for the grace period, which ends early when only daemons are left or
 * when nothing more can happen. Who is alive then has leaked: it is counted and dropped, its deferred calls
 * don't run.
 * Takes: opts, may be NULL.
 * Returns: 0 when no coroutine was left; their number (> 0) when some leaked; -EDEADLK, after a report on
 * stderr, when every coroutine but daemons is parked and nothing can wake one; -EBUSY inside itself;
 * -EINVAL without main_fn or for a setting that makes no sense; -ENOMEM.
 * Threads: one wand_run at a time in a process. It may be called again when it has returned. */
WAND_API int wand_run(const wand_opts *opts, wand_fn main_fn, void *arg);

/* Starts a coroutine without a contract about its life. Its context is the background.
 * Parks: never; the caller goes on.
 * Returns: 0; -ENOMEM; -EINVAL without fn or outside wand_run.
 * Order: what happened before the call happens before fn. */
WAND_API int wand_go(wand_fn fn, void *arg);

/* Starts a coroutine bound to a context, which becomes its current one.
 * Takes: ctx, retained until the coroutine has ended.
 * Returns: as wand_go; -EINVAL also when ctx is NULL. */
WAND_API int wand_go_ctx(wand_ctx *ctx, wand_fn fn, void *arg);

/* Adds one to a wait group, starts a coroutine, and counts down when fn has returned.
 * Returns: as wand_go; on failure the count is as it was. */
WAND_API int wand_go_wg(wand_wg *wg, wand_fn fn, void *arg);

/* Starts a coroutine that is declared to live as long as the process: it is never a leak and never a
 * deadlock.
 * Takes: why, shown in reports, kept as a pointer. */
WAND_API int wand_go_daemon(const char *why, wand_fn fn, void *arg);

/* How wand_go_with starts a coroutine. Fields left 0 ask for nothing. */
typedef struct wand_spawn {
    const char *name;   /* shown in reports, kept as a pointer */
    wand_ctx *ctx;      /* its context, as wand_go_ctx */
    wand_wg *wg;        /* its wait group, as wand_go_wg */
    wand_chan *stop;    /* it declares that it leaves when this channel closes; retained until it has ended */
    size_t stack_size;  /* usable bytes; 0: the default */
    const char *daemon; /* not NULL: a daemon, and why */
} wand_spawn;

/* Starts a coroutine in the way described. Takes: how, copied; NULL is as wand_go. Returns: as wand_go. */
WAND_API int wand_go_with(const wand_spawn *how, wand_fn fn, void *arg);

/* Lets the other runnable coroutines run first. Not a cancellation point; outside a coroutine it does
 * nothing. */
WAND_API void wand_yield(void);

/* The number of the running coroutine, from 1 on and never used again; 0 outside one. */
WAND_API uint64_t wand_id(void);

#ifndef __WAND_ANALYZER__
WAND_API int wand_go_at(wand_fn fn, void *arg, const char *site);
WAND_API int wand_go_ctx_at(wand_ctx *ctx, wand_fn fn, void *arg, const char *site);
WAND_API int wand_go_wg_at(wand_wg *wg, wand_fn fn, void *arg, const char *site);
WAND_API int wand_go_daemon_at(const char *why, wand_fn fn, void *arg, const char *site);
WAND_API int wand_go_with_at(const wand_spawn *how, wand_fn fn, void *arg, const char *site);
#define wand_go(...)        wand_go_at(__VA_ARGS__, WAND_SITE)
#define wand_go_ctx(...)    wand_go_ctx_at(__VA_ARGS__, WAND_SITE)
#define wand_go_wg(...)     wand_go_wg_at(__VA_ARGS__, WAND_SITE)
#define wand_go_daemon(...) wand_go_daemon_at(__VA_ARGS__, WAND_SITE)
#define wand_go_with(...)   wand_go_with_at(__VA_ARGS__, WAND_SITE)
#endif

WAND__END

#endif
