/* with_timeout.c: a function that has only so much time.
 *
 * It runs on the caller's own stack, on a context of its own: the caller would do nothing but wait for it,
 * and so no spawn can fail. A panic of the function is caught like that of a task. */
#include <errno.h>

#include <wand.h>

#include "runtime/ctx/ctx.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/sched.h"

typedef struct timed {
    wand_task_fn fn;
    void *arg;
    int result;
} timed;

static void timed_call(void *arg)
{
    timed *t = arg;

    t->result = t->fn(t->arg);
}

/* Whether it was this call's time that was up, and not the end of the caller's context. */
static bool time_was_up(const wand_ctx *ctx, int64_t deadline)
{
    return wand_ctx_err(ctx) == -ETIMEDOUT && clock_now() >= deadline;
}

static int with_timeout(int64_t ns, wand_task_fn fn, void *arg, where at)
{
    coroutine *self = sched_must_self(at);
    int64_t deadline = timer_after(clock_now(), ns);
    timed t = {fn, arg, 0};
    wand_ctx *ctx, *before;
    int panicked;

    if (fn == NULL)
        return -EINVAL;
    ctx = ctx_with_deadline(wand_ctx_current(), deadline, at);
    if (ctx == NULL)
        return -ENOMEM;
    before = ctx_swap(self, ctx);
    panicked = wand_protect(timed_call, &t, NULL);
    ctx_swap(self, before);
    if (panicked == 0 && t.result != 0 && time_was_up(ctx, deadline))
        t.result = -ETIMEDOUT;
    wand_ctx_release(ctx);
    return panicked != 0 ? -EFAULT : t.result;
}

int wand_with_timeout_at(int64_t ns, wand_task_fn fn, void *arg, const char *site)
{
    return with_timeout(ns, fn, arg, WHERE(site));
}

int(wand_with_timeout)(int64_t ns, wand_task_fn fn, void *arg)
{
    return with_timeout(ns, fn, arg, WHERE(NULL));
}
