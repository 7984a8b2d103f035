/* ctx.h: what a context is. */
#ifndef RUNTIME_CTX_CTX_H
#define RUNTIME_CTX_CTX_H

#include <wand.h>

#include "runtime/chan/chan.h"
#include "runtime/sched/timer.h"

struct wand_ctx {
    wand_chan done;   /* first: a context is its done channel. Its references count the memory, its end is the
                         context's. */
    wand_ctx *parent; /* holds a reference to its memory; NULL: the background */
    wand_ctx *first_child, *next, *prev; /* those that have not ended */
    uint32_t tree_lock;                  /* of a root: the lock of all contexts below it */
    uint32_t users;
    int cause;
    const void *key; /* NULL: no value here */
    void *value;
    int64_t deadline; /* its own or an ancestor's, the earliest; INT64_MAX: none */
    timer timer;      /* runs only for a deadline of its own */
};

wand_ctx *ctx_with_cancel(wand_ctx *parent, where at);
wand_ctx *ctx_with_deadline(wand_ctx *parent, int64_t deadline, where at);

/* Binds a coroutine that does not run yet to a context, or back to none. */
void ctx_bind(coroutine *g, wand_ctx *ctx);
void ctx_unbind(coroutine *g);

/* The same for the running coroutine and for a while: what was bound before, to be bound again. ctx keeps its
 * owner. */
wand_ctx *ctx_swap(coroutine *self, wand_ctx *ctx);

#endif
