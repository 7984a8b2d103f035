/* spawn.c: making coroutines, and the spawns that take nothing along. */
#include <errno.h>
#include <string.h>

#include <wand.h>

#include "runtime/base/lock.h"
#include "runtime/sched/sched.h"
#include "runtime/sched/worker.h"
#include "runtime/stack/pool.h"

_Static_assert(sizeof(coroutine) <= STACK_OWNER_BYTES, "a coroutine fits above its stack");

static void plain_run(coroutine *g)
{
    g->fn(g->arg);
}

static const coroutine_kind plain = {plain_run, NULL};

/* It never returns: so ThreadSanitizer must not note that it was called. */
PORT_NO_TSAN static void coroutine_main(void *give)
{
    worker *w = give;
    coroutine *self = w->current;

    fiber_entered();
    self->kind->run(self);
    self->state = COROUTINE_ENDED;
    fiber_leave(&self->fiber, &sched_worker()->fiber, NULL);
}

static void list(coroutine *g)
{
    lock_take(&the_run.lock);
    g->id = ++the_run.last_id;
    g->all_next = the_run.all;
    if (the_run.all != NULL)
        the_run.all->all_prev = g;
    the_run.all = g;
    the_run.live++;
    the_run.live_daemons += g->daemon != NULL;
    lock_drop(&the_run.lock);
}

int sched_create(const spawn_how *how, coroutine **out)
{
    stack *s;
    coroutine *g;

    if (!the_run.active || how->stack_size > SIZE_MAX / 16)
        return -EINVAL;
    s = stack_get(how->stack_size);
    if (s == NULL)
        return -ENOMEM;
    g = stack_owner(s);
    memset(g, 0, sizeof *g);
    fiber_start(&g->fiber, s, coroutine_main);
    g->kind = how->kind;
    g->fn = how->fn;
    g->arg = how->arg;
    g->name = how->name;
    g->daemon = how->daemon;
    g->spawned = how->at;
    g->reason = WAIT_YIELD;
    list(g);
    *out = g;
    return 0;
}

void sched_start(coroutine *g)
{
    sched_ready(sched_worker(), g);
}

static int spawn_plain(wand_fn fn, void *arg, const char *daemon, where at)
{
    spawn_how how = {.kind = &plain, .fn = fn, .arg = arg, .daemon = daemon, .at = at};
    coroutine *g;
    int err;

    if (fn == NULL || sched_worker() == NULL)
        return -EINVAL;
    err = sched_create(&how, &g);
    if (err == 0)
        sched_start(g);
    return err;
}

int wand_go_at(wand_fn fn, void *arg, const char *site)
{
    return spawn_plain(fn, arg, NULL, WHERE(site));
}

int(wand_go)(wand_fn fn, void *arg)
{
    return spawn_plain(fn, arg, NULL, WHERE(NULL));
}

int wand_go_daemon_at(const char *why, wand_fn fn, void *arg, const char *site)
{
    return spawn_plain(fn, arg, why == NULL ? "" : why, WHERE(site));
}

int(wand_go_daemon)(const char *why, wand_fn fn, void *arg)
{
    return spawn_plain(fn, arg, why == NULL ? "" : why, WHERE(NULL));
}

void wand_yield(void)
{
    coroutine *self = sched_self();

    if (self != NULL)
        sched_yield_now(self, WHERE(NULL));
}

uint64_t wand_id(void)
{
    coroutine *self = sched_self();

    return self == NULL ? 0 : self->id;
}
