/* run.c: wand_run: the beginning and the end of the runtime. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <wand.h>

#include "runtime/sched/clock.h"
#include "runtime/sched/overflow.h"
#include "runtime/sched/report.h"
#include "runtime/sched/sched.h"
#include "runtime/sched/settings.h"
#include "runtime/sched/worker.h"
#include "runtime/stack/pool.h"

static uint32_t busy;
static int64_t grace_ns;

/* The first coroutine: when it ends, so does the run, soon. */
static void main_run(coroutine *g)
{
    g->fn(g->arg);
    the_run.main_ended = true;
    the_run.grace_ends = grace_ns < 0 ? INT64_MIN : timer_after(clock_now(), grace_ns);
}

static const coroutine_kind main_kind = {main_run, NULL};

static int open_run(const settings *set, wand_fn main_fn, void *arg, where at)
{
    spawn_how how = {.kind = &main_kind, .fn = main_fn, .arg = arg, .name = "main", .at = at};
    coroutine *g;
    int err = stack_pool_open(set->stack_size);

    if (err != 0)
        return err;
    memset(&the_run, 0, sizeof the_run);
    the_run.active = true;
    the_run.leaks = set->leaks;
    grace_ns = set->grace_ns;
    wait_run++;
    fiber_adopt_thread(&the_run.worker.fiber);
    worker_bind(&the_run.worker);
    err = sched_create(&how, &g);
    if (err == 0)
        sched_start(g);
    return err;
}

/* Those who are left never go on. What they hold is let go of, as far as the runtime knows of it. */
static void drop_all(void)
{
    coroutine *g = the_run.all;

    wait_run++;
    while (g != NULL) {
        coroutine *rest = g->all_next;
        timer_stop(&g->timer);
        if (g->let_go != NULL)
            g->let_go(g, g->let_go_arg);
        if (g->kind->drop != NULL)
            g->kind->drop(g);
        fiber_end(&g->fiber, stack_of_owner(g), true);
        stack_put(stack_of_owner(g));
        g = rest;
    }
    the_run.all = NULL;
}

static void close_run(void)
{
    drop_all();
    the_run.active = false;
    worker_bind(NULL);
    stack_pool_close();
}

static int finish(worker *w, worker_end end)
{
    FILE *to = the_run.leaks ? stderr : NULL;

    if (end == WORKER_DEADLOCK) {
        report_deadlock(w, stderr);
        return -EDEADLK;
    }
    return report_leaks(w, NULL, to);
}

static int run_with(const settings *set, wand_fn main_fn, void *arg, where at)
{
    int result = open_run(set, main_fn, arg, at);

    if (result == 0) {
        overflow_watch();
        result = finish(&the_run.worker, worker_loop(&the_run.worker));
        overflow_unwatch();
    }
    close_run();
    return result;
}

int wand_run(const wand_opts *opts, wand_fn main_fn, void *arg)
{
    where at = WHERE(NULL);
    settings set;
    int result;

    if (main_fn == NULL)
        return -EINVAL;
    result = settings_read(opts, &set);
    if (result != 0)
        return result;
    if (__atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE) != 0)
        return -EBUSY;
    result = run_with(&set, main_fn, arg, at);
    __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
    return result;
}
