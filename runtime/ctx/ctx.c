/* ctx.c: the cancel tree.
 *
 * The contexts below the background form trees; each tree has one lock, which is also the lock of every done
 * channel in it. So the end of a context and of all below it happens under one lock, leaves first: who sees
 * one end, under the lock or by reading `end`, sees it on every descendant. An ended context leaves its
 * parent's list of children.
 *
 * Two counts: `users` are the references that users hold, and with the last of them the context ends; the
 * done channel's references count everybody who needs the memory: users, children, bound coroutines, parked
 * operations, a timer. */
#include "runtime/ctx/ctx.h"

#include <errno.h>

#include "runtime/base/alloc.h"
#include "runtime/base/lock.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/sched.h"

static wand_ctx background = {.done = {.never = true, .is_done = true}, .deadline = INT64_MAX};

static bool is_background(const wand_ctx *ctx)
{
    return ctx->done.never;
}

/* Frees ctx and every ancestor that nobody else needs: a loop, for chains are long and stacks short. */
static void ctx_destroy(wand_chan *done)
{
    wand_ctx *ctx = (wand_ctx *)done;

    for (;;) {
        wand_ctx *parent = ctx->parent;
        alloc_free(ctx, sizeof *ctx);
        if (parent == NULL || __atomic_fetch_sub(&parent->done.references, 1, __ATOMIC_ACQ_REL) != 1)
            return;
        ctx = parent;
    }
}

static void unlink_child(wand_ctx *ctx)
{
    if (ctx->parent == NULL)
        return;
    if (ctx->prev == NULL)
        ctx->parent->first_child = ctx->next;
    else
        ctx->prev->next = ctx->next;
    if (ctx->next != NULL)
        ctx->next->prev = ctx->prev;
    ctx->next = ctx->prev = NULL;
}

static void link_child(wand_ctx *ctx)
{
    if (ctx->parent == NULL)
        return;
    ctx->next = ctx->parent->first_child;
    if (ctx->next != NULL)
        ctx->next->prev = ctx;
    ctx->parent->first_child = ctx;
}

/* What the end of a subtree sets free, to be dealt with when the lock is dropped. */
typedef struct ended {
    coroutine *first, *last;
} ended;

static void end_one(wand_ctx *ctx, int err, int cause, ended *out)
{
    coroutine *last, *first;

    ctx->cause = cause;
    __atomic_store_n(&ctx->done.source.end, err, __ATOMIC_RELEASE);
    first = waitq_pop_all(&ctx->done.source.receivers, -EPIPE, &last);
    if (first == NULL)
        return;
    if (out->first == NULL)
        out->first = first;
    else
        out->last->link = first;
    out->last = last;
}

/* The deadline will not be needed; its timer held a reference, never the last one here. */
static void disarm(wand_ctx *ctx)
{
    if (timer_stop(&ctx->timer))
        __atomic_fetch_sub(&ctx->done.references, 1, __ATOMIC_ACQ_REL);
}

/* Ends ctx, which is alive, and all below it, leaves first. Under the lock. */
static void end_subtree(wand_ctx *ctx, int err, int cause, ended *out)
{
    wand_ctx *at = ctx;

    for (;;) {
        wand_ctx *parent;
        while (at->first_child != NULL)
            at = at->first_child;
        parent = at->parent;
        disarm(at);
        end_one(at, err, cause, out);
        unlink_child(at);
        if (at == ctx)
            return;
        at = parent;
    }
}

/* The caller holds a reference. */
static void ctx_end(wand_ctx *ctx, int err, int cause, worker *w)
{
    ended woken = {NULL, NULL};

    if (is_background(ctx))
        return;
    lock_take(ctx->done.source.lock);
    if (ctx->done.source.end == 0)
        end_subtree(ctx, err, cause, &woken);
    lock_drop(ctx->done.source.lock);
    sched_ready_all(w, woken.first);
}

static void deadline_passed(timer *t, int64_t now, worker *w)
{
    wand_ctx *ctx = (wand_ctx *)((char *)t - offsetof(wand_ctx, timer));

    (void)now;
    ctx_end(ctx, -ETIMEDOUT, -ETIMEDOUT, w);
    wand_chan_release(&ctx->done);
}

/* Whether a parked coroutine would notice the end of ctx. */
static bool somebody_notices(timer *t)
{
    wand_ctx *ctx = (wand_ctx *)((char *)t - offsetof(wand_ctx, timer)), *at = ctx;

    for (;;) {
        if (!waitq_empty(&at->done.source.receivers))
            return true;
        if (at->first_child != NULL) {
            at = at->first_child;
            continue;
        }
        while (at != ctx && at->next == NULL)
            at = at->parent;
        if (at == ctx)
            return false;
        at = at->next;
    }
}

static const timer_kind deadlines = {deadline_passed, somebody_notices};

/* Whether the time of ctx was over before it began; else its timer runs, unless an ancestor ends it earlier.
 */
static bool start_deadline(wand_ctx *ctx, int64_t deadline)
{
    if (deadline >= ctx->deadline)
        return false;
    ctx->deadline = deadline;
    if (deadline <= clock_now())
        return true;
    wand_chan_retain(&ctx->done);
    timer_start(&ctx->timer, &deadlines, deadline);
    return false;
}

/* Puts a new context into the tree, or ends it when its parent has ended or its time is over. */
static void enter_tree(wand_ctx *ctx, int64_t deadline)
{
    wand_ctx *parent = ctx->parent;
    ended nobody = {NULL, NULL};

    lock_take(ctx->done.source.lock);
    if (parent != NULL && parent->done.source.end != 0) {
        end_one(ctx, parent->done.source.end, parent->cause, &nobody);
    } else {
        link_child(ctx);
        if (start_deadline(ctx, deadline))
            end_subtree(ctx, -ETIMEDOUT, -ETIMEDOUT, &nobody);
    }
    lock_drop(ctx->done.source.lock);
}

static wand_ctx *ctx_new(wand_ctx *parent, int64_t deadline, const void *key, void *value, where at)
{
    wand_ctx *ctx = parent == NULL ? NULL : alloc_zeroed(sizeof *ctx);

    if (ctx == NULL)
        return NULL;
    chan_init(&ctx->done, is_background(parent) ? &ctx->tree_lock : parent->done.source.lock, ctx_destroy,
              at);
    ctx->done.is_done = true;
    ctx->users = 1;
    ctx->key = key;
    ctx->value = value;
    ctx->deadline = parent->deadline;
    if (!is_background(parent)) {
        wand_chan_retain(&parent->done);
        ctx->parent = parent;
    }
    enter_tree(ctx, deadline);
    return ctx;
}

wand_ctx *ctx_with_cancel(wand_ctx *parent, where at)
{
    return ctx_new(parent, INT64_MAX, NULL, NULL, at);
}

wand_ctx *ctx_with_deadline(wand_ctx *parent, int64_t deadline, where at)
{
    return ctx_new(parent, deadline, NULL, NULL, at);
}

wand_ctx *wand_ctx_background(void)
{
    return &background;
}

wand_ctx *wand_ctx_current(void)
{
    coroutine *self = sched_self();

    return self == NULL || self->ctx == NULL ? &background : self->ctx;
}

wand_ctx *wand_ctx_with_cancel_at(wand_ctx *parent, const char *site)
{
    return ctx_with_cancel(parent, WHERE(site));
}

wand_ctx *(wand_ctx_with_cancel)(wand_ctx *parent)
{
    return ctx_with_cancel(parent, WHERE(NULL));
}

wand_ctx *wand_ctx_with_timeout_at(wand_ctx *parent, int64_t ns, const char *site)
{
    return ctx_with_deadline(parent, timer_after(clock_now(), ns), WHERE(site));
}

wand_ctx *(wand_ctx_with_timeout)(wand_ctx *parent, int64_t ns)
{
    return ctx_with_deadline(parent, timer_after(clock_now(), ns), WHERE(NULL));
}

wand_ctx *wand_ctx_with_deadline_at(wand_ctx *parent, int64_t at_ns, const char *site)
{
    return ctx_with_deadline(parent, at_ns, WHERE(site));
}

wand_ctx *(wand_ctx_with_deadline)(wand_ctx *parent, int64_t at_ns)
{
    return ctx_with_deadline(parent, at_ns, WHERE(NULL));
}

wand_ctx *wand_ctx_with_value_at(wand_ctx *parent, const void *key, void *value, const char *site)
{
    return ctx_new(parent, INT64_MAX, key, value, WHERE(site));
}

wand_ctx *(wand_ctx_with_value)(wand_ctx *parent, const void *key, void *value)
{
    return ctx_new(parent, INT64_MAX, key, value, WHERE(NULL));
}

void wand_ctx_cancel(wand_ctx *ctx)
{
    if (ctx != NULL)
        ctx_end(ctx, -ECANCELED, -ECANCELED, sched_worker());
}

void wand_ctx_cancel_cause(wand_ctx *ctx, int cause)
{
    if (ctx != NULL)
        ctx_end(ctx, -ECANCELED, cause == 0 ? -ECANCELED : cause, sched_worker());
}

/* A coroutine that only looks keeps the worker from firing the deadline, so looking past it fires it. */
static int current_end(const wand_ctx *ctx, where at)
{
    int end = __atomic_load_n(&ctx->done.source.end, __ATOMIC_ACQUIRE);

    if (end == 0 && !is_background(ctx) && sched_found_nothing(sched_self(), at))
        end = __atomic_load_n(&ctx->done.source.end, __ATOMIC_ACQUIRE);
    return end;
}

int wand_ctx_err(const wand_ctx *ctx)
{
    return ctx == NULL ? -EINVAL : current_end(ctx, WHERE(NULL));
}

int wand_ctx_cause(const wand_ctx *ctx)
{
    if (ctx == NULL)
        return -EINVAL;
    return current_end(ctx, WHERE(NULL)) == 0 ? 0 : ctx->cause;
}

void *wand_ctx_value(const wand_ctx *ctx, const void *key)
{
    for (; ctx != NULL && key != NULL; ctx = ctx->parent)
        if (ctx->key == key)
            return ctx->value;
    return NULL;
}

wand_chan *wand_ctx_done(wand_ctx *ctx)
{
    return chan_of_ctx(ctx);
}

wand_ctx *wand_ctx_retain(wand_ctx *ctx)
{
    if (ctx == NULL || is_background(ctx))
        return ctx;
    __atomic_fetch_add(&ctx->users, 1, __ATOMIC_RELAXED);
    wand_chan_retain(&ctx->done);
    return ctx;
}

void wand_ctx_release(wand_ctx *ctx)
{
    if (ctx == NULL || is_background(ctx))
        return;
    if (__atomic_fetch_sub(&ctx->users, 1, __ATOMIC_ACQ_REL) == 1)
        wand_ctx_cancel(ctx);
    wand_chan_release(&ctx->done);
}

void ctx_bind(coroutine *g, wand_ctx *ctx)
{
    wand_chan *done = chan_of_ctx(ctx);

    g->ctx = ctx;
    g->done = done == NULL ? NULL : &done->source;
    wand_chan_retain(done);
}

void ctx_unbind(coroutine *g)
{
    wand_ctx *ctx = g->ctx;

    g->ctx = NULL;
    g->done = NULL;
    wand_chan_release(chan_of_ctx(ctx));
}

wand_ctx *ctx_swap(coroutine *self, wand_ctx *ctx)
{
    wand_ctx *before = self->ctx;
    wand_chan *done = chan_of_ctx(ctx);

    self->ctx = ctx;
    self->done = done == NULL ? NULL : &done->source;
    return before;
}
