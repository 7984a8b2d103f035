/* coroutine.h: one coroutine: its stack, its state, what it waits for and how it was made.
 *
 * The object lies at the upper end of its own stack. */
#ifndef RUNTIME_SCHED_COROUTINE_H
#define RUNTIME_SCHED_COROUTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wand.h>

#include "runtime/base/where.h"
#include "runtime/sched/source.h"
#include "runtime/sched/timer.h"
#include "runtime/sched/wait.h"
#include "runtime/stack/fiber.h"

typedef struct coroutine_kind {
    /* Runs the coroutine's function and afterwards lets go of what the spawn took. */
    void (*run)(coroutine *g);
    /* Only lets go: the coroutine has leaked and never goes on. NULL: the spawn took nothing. */
    void (*drop)(coroutine *g);
} coroutine_kind;

typedef enum coroutine_state {
    COROUTINE_RUNNABLE,
    COROUTINE_RUNNING,
    COROUTINE_PARKED,
    COROUTINE_ENDED,
} coroutine_state;

enum { UNWINDER_BYTES = 64 };

/* The deferred calls and protections of a coroutine, or of a thread outside coroutines. */
typedef struct unwinding {
    wand_defer *defers;         /* newest first */
    struct protection *protect; /* innermost first */
    const char *deferred_at;    /* where the deferred call that runs now was deferred, or NULL */
    _Alignas(
        16) unsigned char unwinder[UNWINDER_BYTES]; /* the unwinder's object of a panic that nobody catches */
} unwinding;

struct coroutine {
    fiber fiber;
    coroutine *link; /* in a run queue or a list of woken ones */
    coroutine *all_next, *all_prev;

    /* How it was made. */
    uint64_t id;
    const coroutine_kind *kind;
    wand_fn fn;        /* what it runs */
    wand_task_fn task; /* or that, for a scope */
    void *arg;
    wand_ctx *ctx; /* current, NULL: the background; its memory is held by the spawn */
    source *done;  /* of ctx; NULL: never */
    wand_wg *wg;
    wand_chan *stop;
    void *owner; /* the scope of a task */
    const char *name;
    const char *daemon; /* not NULL: why it may live for ever */
    where spawned;

    /* What it does. */
    coroutine_state state;
    wait_reason reason;
    where parked;       /* the call that parked it */
    const void *object; /* what it is parked at, for reports */
    void (*let_go)(coroutine *g,
                   void *arg); /* while parked: drops the references of the wait, when it is dropped */
    void *let_go_arg;
    uint32_t claimed; /* 1: somebody wakes it, see wait.h */
    waiter *woken_by; /* NULL: its timer */
    timer timer;      /* the time limit of its wait */
    unsigned polls;   /* calls in a row that found nothing */
    int saved_errno;
    struct cxx_exceptions {
        void *caught;
        unsigned uncaught;
    } exceptions; /* of C++, see worker.c */
    unwinding unwinding;

    /* A walk over its stack that somebody else wants, see sched_visit. */
    void (*visit)(void *arg);
    void *visit_arg;
};

#endif
