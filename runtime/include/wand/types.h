/* wand/types.h: the names that every part of libwand shares: its handles, function types and the call site.
 *
 * A public name `wand_x` is a function and, over it, a macro that hands the place of the call on to
 * `wand_x_at`, whose last parameter is that place. A misuse, a leak or a deadlock is then told with file and
 * line. Through a pointer, in WAND_DEFER and as `(wand_x)(...)` the plain function is meant; it knows only
 * its return address. A checker defines
 * __WAND_ANALYZER__ and sees the plain functions alone. */
#ifndef WAND_TYPES_H
#define WAND_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define WAND__BEGIN extern "C" {
#define WAND__END   }
#define WAND__ZERO                                                                                           \
    {                                                                                                        \
    }
#else
#define WAND__BEGIN
#define WAND__END
/* clang-format off */
#define WAND__ZERO {0}
/* clang-format on */
#endif

#define WAND_API __attribute__((visibility("default")))

#define WAND__TEXT(x)      #x
#define WAND__TEXT_OF(x)   WAND__TEXT(x)
#define WAND__JOIN(a, b)   a##b
#define WAND__JOINED(a, b) WAND__JOIN(a, b)

/* The place of a call, as text: "file.c:12". */
#define WAND_SITE __FILE__ ":" WAND__TEXT_OF(__LINE__)

typedef struct wand_ctx wand_ctx;       /* a context: cancellation, deadline, values (wand/ctx.h) */
typedef struct wand_chan wand_chan;     /* a channel (wand/chan.h) */
typedef struct wand_timer wand_timer;   /* one tick (wand/time.h) */
typedef struct wand_ticker wand_ticker; /* many ticks (wand/time.h) */
typedef struct wand_scope wand_scope;   /* tasks that end together (wand/scope.h) */
typedef struct wand_wg wand_wg;         /* a wait group (wand/sync.h) */

typedef void (*wand_fn)(void *arg);     /* what a coroutine runs */
typedef int (*wand_task_fn)(void *arg); /* what a task of a scope runs: 0, or its error (a negative errno) */

/* The line of coroutines that wait at an object. Its fields belong to the runtime. */
typedef struct wand_waitq {
    struct wand_waiter *head, *tail;
    uint64_t run; /* the wand_run that the waiting ones belong to; those of an earlier one are gone */
} wand_waitq;

#endif
