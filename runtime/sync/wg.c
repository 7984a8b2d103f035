/* wg.c: wait groups, and the spawn that is bound to one. */
#include "runtime/sync/wg.h"

#include <errno.h>

#include "runtime/sched/panic.h"
#include "runtime/sync/line.h"

void wg_add(wand_wg *wg, int64_t n, where at)
{
    coroutine *woken = NULL;
    bool negative;

    lock_take(&wg->lock);
    negative = wg->count + n < 0;
    if (!negative)
        wg->count += n;
    if (wg->count == 0 && !negative)
        woken = waitq_pop_all(&wg->waiters, 0, NULL);
    lock_drop(&wg->lock);
    if (negative)
        misuse(at,
               n == -1 ? "wait group: done without an add" : "wait group: the count would fall below zero");
    sched_ready_all(sched_worker(), woken);
}

static void wg_wait(wand_wg *wg, where at)
{
    lock_take(&wg->lock);
    if (wg->count > 0)
        line_park(&wg->waiters, &wg->lock, WAIT_GROUP, wg, at);
    else
        lock_drop(&wg->lock);
}

static void run_and_count_down(coroutine *g)
{
    wand_wg *wg = g->wg;

    g->fn(g->arg);
    wg_add(wg, -1, g->spawned);
}

static const coroutine_kind counted = {run_and_count_down, NULL};

static int go_wg(wand_wg *wg, wand_fn fn, void *arg, where at)
{
    spawn_how how = {.kind = &counted, .fn = fn, .arg = arg, .at = at};
    coroutine *g;
    int err;

    if (wg == NULL || fn == NULL || sched_worker() == NULL)
        return -EINVAL;
    err = sched_create(&how, &g);
    if (err != 0)
        return err;
    g->wg = wg;
    wg_add(wg, 1, at);
    sched_start(g);
    return 0;
}

int wand_go_wg_at(wand_wg *wg, wand_fn fn, void *arg, const char *site)
{
    return go_wg(wg, fn, arg, WHERE(site));
}

int(wand_go_wg)(wand_wg *wg, wand_fn fn, void *arg)
{
    return go_wg(wg, fn, arg, WHERE(NULL));
}

void wand_wg_add_at(wand_wg *wg, int n, const char *site)
{
    wg_add(wg, n, WHERE(site));
}

void(wand_wg_add)(wand_wg *wg, int n)
{
    wg_add(wg, n, WHERE(NULL));
}

void wand_wg_done_at(wand_wg *wg, const char *site)
{
    wg_add(wg, -1, WHERE(site));
}

void(wand_wg_done)(wand_wg *wg)
{
    wg_add(wg, -1, WHERE(NULL));
}

void wand_wg_wait_at(wand_wg *wg, const char *site)
{
    wg_wait(wg, WHERE(site));
}

void(wand_wg_wait)(wand_wg *wg)
{
    wg_wait(wg, WHERE(NULL));
}
