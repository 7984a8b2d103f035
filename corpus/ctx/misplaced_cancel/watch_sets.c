// run: clean
/* Watchers under contexts in globals, arrays and scopes, and contexts that travel to those who release them.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <wand.h>

enum { REGIONS = 3 };

struct watch {
    wand_ctx *ctx; /* owned by the watcher */
    atomic_int *seen;
};

static wand_ctx *global_ctx;
static wand_wg global_watchers = WAND_WG_INIT;
static wand_ctx *region_ctx[REGIONS];
static wand_wg region_watchers[REGIONS];
static atomic_int seen;
static wand_once stopped = WAND_ONCE_INIT;

static void watch(void *arg)
{
    atomic_int *count = arg;

    do {
        atomic_fetch_add(count, 1);
    } while (wand_sleep(WAND_MS(1)) == 0);
}

static int watch_task(void *arg)
{
    watch(arg);
    return 0;
}

/* Releases the context that came with the job. */
static void watch_owned(void *arg)
{
    struct watch *w = arg;

    while (WAND_SELECT(WAND_DONE(w->ctx), WAND_AFTER(WAND_US(300))) == 1) {
        if (atomic_fetch_add(w->seen, 1) > 10)
            break;
    }
    wand_ctx_release(w->ctx);
    free(w);
}

/* Good: a global context, ended by global_stop. */
static void global_start(void)
{
    global_ctx = wand_ctx_with_cancel(wand_ctx_background());
    if (global_ctx == NULL)
        return;
    if (wand_go_with(&(wand_spawn){.ctx = global_ctx, .wg = &global_watchers}, watch, &seen) != 0)
        fprintf(stderr, "no watcher\n");
}

static void global_stop(void *arg)
{
    (void)arg;
    if (global_ctx == NULL)
        return;
    wand_ctx_cancel(global_ctx);
    wand_wg_wait(&global_watchers);
    wand_ctx_release(global_ctx);
    global_ctx = NULL;
}

/* Good: one context a region; all are cancelled, then each is waited for and released. */
static void regions_run(void)
{
    int n = 0;

    for (; n < REGIONS; n++) {
        region_ctx[n] = wand_ctx_with_cancel(wand_ctx_background());
        if (region_ctx[n] == NULL)
            break;
        wand_spawn how = {.name = "region", .ctx = region_ctx[n], .wg = &region_watchers[n]};
        if (wand_go_with(&how, watch, &seen) != 0)
            fprintf(stderr, "region %d: no watcher\n", n);
    }
    for (int i = 0; i < n; i++)
        wand_ctx_cancel(region_ctx[i]);
    for (int i = 0; i < n; i++) {
        wand_wg_wait(&region_watchers[i]);
        wand_ctx_release(region_ctx[i]);
    }
}

/* Good: the scope joins what runs under the context. */
static int scope_run(wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_timeout(parent, WAND_MS(4));
    wand_scope *scope;
    int err;

    if (ctx == NULL)
        return -ENOMEM;
    scope = wand_scope_open(ctx, 0);
    if (scope == NULL) {
        wand_ctx_release(ctx);
        return -ENOMEM;
    }
    err = wand_scope_go(scope, watch_task, &seen);
    if (err != 0)
        wand_scope_cancel(scope);
    int joined = wand_scope_join(scope);
    wand_ctx_release(ctx);
    return err != 0 ? err : joined;
}

/* Good: the context goes to the watcher, which releases it. */
static int owned_start(wand_ctx *parent)
{
    struct watch *w = calloc(1, sizeof *w);
    int err = -ENOMEM;

    if (w == NULL)
        return err;
    w->seen = &seen;
    w->ctx = wand_ctx_with_cancel(parent);
    if (w->ctx != NULL)
        err = wand_go_wg(&global_watchers, watch_owned, w);
    if (err != 0) {
        wand_ctx_release(w->ctx);
        free(w);
    }
    return err;
}

/* Good: a plain call that has come back needs its context no more. */
static int count_some(wand_ctx *ctx, int n)
{
    for (int i = 0; i < n; i++) {
        if (wand_ctx_err(ctx) != 0)
            return i;
        wand_yield();
    }
    return n;
}

static int call_run(wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int n;

    if (ctx == NULL)
        return -ENOMEM;
    n = count_some(ctx, 5);
    wand_ctx_cancel(ctx);
    if (n < 5)
        fprintf(stderr, "ended early: %d\n", wand_ctx_cause(ctx));
    wand_ctx_release(ctx);
    return n;
}

/* Good: the process ends here, and nobody is cut short by a release that never comes. */
static void must_run(wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        abort();
    if (wand_go_with(&(wand_spawn){.ctx = ctx, .wg = &global_watchers}, watch, &seen) != 0)
        wand_panic("no watcher");
    wand_ctx_cancel(ctx);
    wand_wg_wait(&global_watchers);
    wand_ctx_release(ctx);
}

static void start(void *arg)
{
    (void)arg;
    regions_run();
    must_run(wand_ctx_current());
    if (scope_run(wand_ctx_current()) != 0 || owned_start(wand_ctx_current()) != 0)
        fprintf(stderr, "not every watcher ran\n");
    global_start();
    printf("%d %d\n", call_run(wand_ctx_current()), atomic_load(&seen) > 0);
    wand_once_do(&stopped, global_stop, NULL);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
