/* scope.c: scopes: a context, a count of tasks, the first error, and handlers for the end.
 *
 * The last task lets the joiner go and doesn't touch the scope after that; join frees it. The first error
 * cancels the scope's context before its task counts as ended, so the joiner never sees one without the
 * other. */
#include <errno.h>

#include <wand.h>

#include "runtime/base/alloc.h"
#include "runtime/ctx/ctx.h"
#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"

typedef struct handler {
    struct handler *next;
    void (*fn)(void *arg, int err);
    void *arg;
} handler;

struct wand_scope {
    uint32_t lock;
    unsigned flags;
    wand_ctx *ctx;
    size_t running;
    int error; /* the first */
    wand_waitq joiners;
    handler *first_handler, **last_handler;
};

typedef struct task {
    wand_task_fn fn;
    void *arg;
    int result;
} task;

static void task_call(void *arg)
{
    task *t = arg;

    t->result = t->fn(t->arg);
}

static void note_error(wand_scope *s, int error)
{
    bool first;

    lock_take(&s->lock);
    first = s->error == 0;
    if (first)
        s->error = error;
    lock_drop(&s->lock);
    if (first && (s->flags & WAND_SUPERVISOR) == 0)
        wand_ctx_cancel_cause(s->ctx, error);
}

static void count_down(wand_scope *s)
{
    coroutine *woken = NULL;

    lock_take(&s->lock);
    if (--s->running == 0)
        woken = waitq_pop_all(&s->joiners, 0, NULL);
    lock_drop(&s->lock);
    sched_ready_all(sched_worker(), woken);
}

static void task_run(coroutine *g)
{
    wand_scope *s = g->owner;
    task t = {g->task, g->arg, 0};

    if (wand_protect(task_call, &t, NULL) != 0)
        t.result = -EFAULT;
    if (t.result != 0)
        note_error(s, t.result);
    ctx_unbind(g);
    count_down(s);
}

static void task_drop(coroutine *g)
{
    ctx_unbind(g);
}

static const coroutine_kind task_kind = {task_run, task_drop};

static wand_scope *scope_open(wand_ctx *parent, unsigned flags, where at)
{
    wand_scope *s;

    if (parent == NULL || (flags & ~WAND_SUPERVISOR) != 0)
        return NULL;
    s = alloc_zeroed(sizeof *s);
    if (s == NULL)
        return NULL;
    s->flags = flags;
    s->last_handler = &s->first_handler;
    s->ctx = ctx_with_cancel(parent, at);
    if (s->ctx == NULL) {
        alloc_free(s, sizeof *s);
        return NULL;
    }
    return s;
}

static int scope_go(wand_scope *s, wand_task_fn fn, void *arg, where at)
{
    spawn_how how = {.kind = &task_kind, .arg = arg, .at = at};
    coroutine *g;
    int err;

    if (s == NULL || fn == NULL || sched_worker() == NULL)
        return -EINVAL;
    err = sched_create(&how, &g);
    if (err != 0)
        return err;
    g->task = fn;
    g->owner = s;
    ctx_bind(g, s->ctx);
    lock_take(&s->lock);
    s->running++;
    lock_drop(&s->lock);
    sched_start(g);
    return 0;
}

static void wait_for_tasks(wand_scope *s, where at)
{
    lock_take(&s->lock);
    if (s->running > 0)
        line_park(&s->joiners, &s->lock, WAIT_JOIN, s, at);
    else
        lock_drop(&s->lock);
}

/* What is left to do when all tasks have ended. */
typedef struct closing {
    int result;
    handler handler; /* the one that runs */
    bool panicked;
    wand_panic_info panic; /* the last one of a handler */
} closing;

static void handler_call(void *arg)
{
    closing *c = arg;

    c->handler.fn(c->handler.arg, c->result);
}

/* A handler may add another one, and its panic must not keep those behind it from running. */
static void run_handlers(wand_scope *s, closing *c)
{
    handler *h;

    while ((h = s->first_handler) != NULL) {
        c->handler = *h;
        s->first_handler = h->next;
        if (s->first_handler == NULL)
            s->last_handler = &s->first_handler;
        alloc_free(h, sizeof *h);
        if (wand_protect(handler_call, c, &c->panic) != 0)
            c->panicked = true;
    }
}

static int scope_join(wand_scope *s, where at)
{
    closing c = {.panicked = false};

    if (s == NULL)
        return -EINVAL;
    wait_for_tasks(s, at);
    c.result = s->error;
    run_handlers(s, &c);
    wand_ctx_release(s->ctx);
    alloc_free(s, sizeof *s);
    if (c.panicked)
        panic_again(&c.panic);
    return c.result;
}

wand_scope *wand_scope_open_at(wand_ctx *parent, unsigned flags, const char *site)
{
    return scope_open(parent, flags, WHERE(site));
}

wand_scope *(wand_scope_open)(wand_ctx *parent, unsigned flags)
{
    return scope_open(parent, flags, WHERE(NULL));
}

int wand_scope_go_at(wand_scope *s, wand_task_fn fn, void *arg, const char *site)
{
    return scope_go(s, fn, arg, WHERE(site));
}

int(wand_scope_go)(wand_scope *s, wand_task_fn fn, void *arg)
{
    return scope_go(s, fn, arg, WHERE(NULL));
}

int wand_scope_join_at(wand_scope *s, const char *site)
{
    return scope_join(s, WHERE(site));
}

int(wand_scope_join)(wand_scope *s)
{
    return scope_join(s, WHERE(NULL));
}

void wand_scope_cancel(wand_scope *s)
{
    if (s != NULL)
        wand_ctx_cancel(s->ctx);
}

wand_ctx *wand_scope_ctx(wand_scope *s)
{
    return s == NULL ? NULL : s->ctx;
}

int wand_scope_on_complete(wand_scope *s, void (*fn)(void *arg, int err), void *arg)
{
    handler *h;

    if (s == NULL || fn == NULL)
        return -EINVAL;
    h = alloc_zeroed(sizeof *h);
    if (h == NULL)
        return -ENOMEM;
    h->fn = fn;
    h->arg = arg;
    lock_take(&s->lock);
    *s->last_handler = h;
    s->last_handler = &h->next;
    lock_drop(&s->lock);
    return 0;
}
