/* spawn.c: the spawns that bind a coroutine to a context, a wait group, a stop channel. */
#include <errno.h>

#include <wand.h>

#include "runtime/ctx/ctx.h"
#include "runtime/sched/sched.h"
#include "runtime/sync/wg.h"

static void bound_drop(coroutine *g)
{
    ctx_unbind(g);
    wand_chan_release(g->stop);
}

static void bound_run(coroutine *g)
{
    g->fn(g->arg);
    bound_drop(g);
    if (g->wg != NULL)
        wg_add(g->wg, -1, g->spawned);
}

static const coroutine_kind bound = {bound_run, bound_drop};

static int go_with(const wand_spawn *how, wand_fn fn, void *arg, where at)
{
    spawn_how made = {
        .kind = &bound,
        .fn = fn,
        .arg = arg,
        .stack_size = how->stack_size,
        .name = how->name,
        .daemon = how->daemon,
        .at = at,
    };
    coroutine *g;
    int err;

    if (fn == NULL || sched_worker() == NULL)
        return -EINVAL;
    err = sched_create(&made, &g);
    if (err != 0)
        return err;
    ctx_bind(g, how->ctx);
    g->stop = wand_chan_retain(how->stop);
    g->wg = how->wg;
    if (g->wg != NULL)
        wg_add(g->wg, 1, at);
    sched_start(g);
    return 0;
}

static int go_ctx(wand_ctx *ctx, wand_fn fn, void *arg, where at)
{
    wand_spawn how = {.ctx = ctx};

    return ctx == NULL ? -EINVAL : go_with(&how, fn, arg, at);
}

static int go_how(const wand_spawn *how, wand_fn fn, void *arg, where at)
{
    static const wand_spawn plain;

    return go_with(how == NULL ? &plain : how, fn, arg, at);
}

int wand_go_ctx_at(wand_ctx *ctx, wand_fn fn, void *arg, const char *site)
{
    return go_ctx(ctx, fn, arg, WHERE(site));
}

int(wand_go_ctx)(wand_ctx *ctx, wand_fn fn, void *arg)
{
    return go_ctx(ctx, fn, arg, WHERE(NULL));
}

int wand_go_with_at(const wand_spawn *how, wand_fn fn, void *arg, const char *site)
{
    return go_how(how, fn, arg, WHERE(site));
}

int(wand_go_with)(const wand_spawn *how, wand_fn fn, void *arg)
{
    return go_how(how, fn, arg, WHERE(NULL));
}
