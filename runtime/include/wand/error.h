/* wand/error.h: deferred calls, panics and protection from them.
 *
 * A function that can fail returns a negative errno. A programming error (a double close, an unlock of what
 * is not locked) panics instead: the coroutine's stack is unwound, its deferred calls run, and the nearest
 * wand_protect or scope gets the message. A panic that nobody catches ends the process with SIGABRT. */
#ifndef WAND_ERROR_H
#define WAND_ERROR_H

#include <wand/types.h>

WAND__BEGIN

/* A deferred call, as WAND_DEFER keeps it in the frame of its block. */
typedef struct wand_defer {
    void (*fn)(void *arg);
    void *arg;
    void *frame;             /* the function's frame: a panic tells by it which calls are due */
    const char *site;        /* where it was deferred */
    struct wand_defer *next; /* the call deferred before this one */
} wand_defer;

/* What is known of a panic that was caught. */
typedef struct wand_panic_info {
    char message[256];   /* cut to fit */
    uint64_t coroutine;  /* the wand_id of the coroutine that panicked, 0 outside one */
    const char *site;    /* where it panicked, "file.c:12", or NULL when only `pc` is known */
    const void *pc;      /* an address in the function that panicked, or NULL */
    const char *spawned; /* where that coroutine was spawned, or NULL */
} wand_panic_info;

/* WAND_DEFER(fn, arg): calls fn(arg) when the enclosing block ends: falling out, return, break, goto or
 * panic. It stands where a declaration may stand. arg is evaluated at once.
 * Takes: fn, which takes one object pointer, of the argument's type or void *, and may park, panic or
 * protect.
 * Order: last deferred, first called.
 * Limits: in a panic WAND_DEFER always runs; other cleanup attributes and C++ destructors run in code that
 * was compiled with -fexceptions. A longjmp out of the block is not supported. */
#define WAND_DEFER(fn, arg) WAND__DEFER(WAND__JOINED(wand__defer_, __COUNTER__), fn, arg)
#ifdef __cplusplus
#define WAND__DEFER(name, function, argument)                                                                \
    wand_defer name __attribute__((cleanup(wand_defer_run))) = {                                             \
        (void (*)(void *))(void (*)(void))(function), (void *)(argument), __builtin_frame_address(0),        \
        WAND_SITE, NULL};                                                                                    \
    wand_defer_push(&name)
#else
#define WAND__DEFER(name, function, argument)                                                                \
    wand_defer name __attribute__((cleanup(wand_defer_run))) = {                                             \
        .fn = (void (*)(void *))(void (*)(void))(function),                                                  \
        .arg = (void *)(argument),                                                                           \
        .frame = __builtin_frame_address(0),                                                                 \
        .site = WAND_SITE,                                                                                   \
    };                                                                                                       \
    wand_defer_push(&name)
#endif

/* Registers a deferred call for panics. WAND_DEFER does it. */
WAND_API void wand_defer_push(wand_defer *d);

/* Calls d->fn(d->arg), once. The compiler puts it where the block ends. */
WAND_API void wand_defer_run(wand_defer *d);

/* Panics with a message in the manner of printf. Doesn't return.
 * Order: the deferred calls of all blocks up to the nearest wand_protect run first. */
WAND_API void wand_panic(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Calls fn(arg) and catches its panic. Nests; belongs to the coroutine, so fn may park.
 * Takes: out, filled in after a panic, may be NULL.
 * Returns: 0 when fn returned; -EFAULT after a panic.
 * Limits: locks that fn held stay held, unless it deferred their unlocking. */
WAND_API int wand_protect(wand_fn fn, void *arg, wand_panic_info *out);

#ifndef __WAND_ANALYZER__
WAND_API void wand_panic_at(const char *site, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 2, 3)));
#define wand_panic(...) wand_panic_at(WAND_SITE, __VA_ARGS__)
#endif

WAND__END

#endif
