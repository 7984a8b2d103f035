// run: clean
/* A pool of workers under one context: the order of cancel, wait and release at its end. */
#include <stdatomic.h>
#include <wand.h>

enum { WORKERS = 3 };

struct pool {
    wand_ctx *ctx;
    wand_wg workers;
    atomic_int rounds;
};

struct site {
    const char *name;
    struct pool pool;
    struct pool *spare;
};

static struct pool pool;

static void work(void *arg)
{
    struct pool *p = arg;

    while (wand_sleep(WAND_MS(1)) == 0) {
        if (atomic_fetch_add(&p->rounds, 1) > 20)
            break;
    }
}

static int pool_fill(struct pool *p, wand_ctx *ctx)
{
    wand_spawn how = {.name = "worker", .ctx = ctx, .wg = &p->workers};

    for (int i = 0; i < WORKERS; i++) {
        int err = wand_go_with(&how, work, p);
        if (err != 0)
            return err;
    }
    return 0;
}

static void pool_drop(wand_ctx *ctx)
{
    wand_ctx_cancel(ctx);
    wand_ctx_release(ctx);
}

/* Bad: the pool is waited for after its context is gone. */
static void pool_run_released(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    pool_fill(p, ctx);
    // insert first: wand_wg_wait(&p->workers);
    wand_ctx_release(ctx); // want ctx-misplaced-cancel unless first
    wand_wg_wait(&p->workers);
}

/* Bad: deferred calls run last in, first out: the release comes before the wait. */
static void pool_run_deferred(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    WAND_DEFER(wand_wg_wait, &p->workers);
    WAND_DEFER(wand_ctx_release, ctx); // want ctx-misplaced-cancel
    pool_fill(p, ctx);
    wand_sleep(WAND_MS(2));
}

/* Bad: only one of the two ways waits. */
static void pool_run_maybe(struct pool *p, bool patient)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_MS(20));

    if (ctx == NULL)
        return;
    if (pool_fill(p, ctx) == 0 && patient)
        wand_wg_wait(&p->workers);
    // insert always: wand_wg_wait(&p->workers);
    wand_ctx_release(ctx); // want ctx-misplaced-cancel unless always
}

/* Good: cancelled, waited for, released. */
static void pool_run(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    if (pool_fill(p, ctx) == 0)
        wand_sleep(WAND_MS(2));
    wand_ctx_cancel(ctx);
    wand_wg_wait(&p->workers);
    wand_ctx_release(ctx);
}

/* Good: the timeout ends it, the wait sees it end. */
static void pool_run_timeout(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_MS(3));

    if (ctx == NULL)
        return;
    pool_fill(p, ctx);
    wand_wg_wait(&p->workers); // delete wait
    wand_ctx_release(ctx);     // then ctx-misplaced-cancel by wait
}

/* Good: deferred in the order that makes wait come first. */
static void pool_run_deferred_right(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_MS(3));

    if (ctx == NULL)
        return;
    WAND_DEFER(wand_ctx_release, ctx);     // then ctx-misplaced-cancel by lifo
    WAND_DEFER(wand_wg_wait, &p->workers); // delete lifo
    pool_fill(p, ctx);
}

/* Good: a deferred cancel before a deferred wait stops the pool first. */
static void pool_run_stop_deferred(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    WAND_DEFER(wand_ctx_release, ctx);
    WAND_DEFER(wand_wg_wait, &p->workers);
    WAND_DEFER(wand_ctx_cancel, ctx);
    if (pool_fill(p, ctx) == 0)
        wand_sleep(WAND_MS(2));
}

/* Good: kept in the pool, ended by pool_stop. */
static int pool_start(struct pool *p)
{
    p->ctx = wand_ctx_with_cancel(wand_ctx_background());
    if (p->ctx == NULL)
        return -ENOMEM;
    int err = pool_fill(p, p->ctx);
    if (err != 0) {
        wand_ctx_cancel(p->ctx);
        wand_wg_wait(&p->workers);
        wand_ctx_release(p->ctx);
        p->ctx = NULL;
    }
    return err;
}

static void pool_stop(struct pool *p)
{
    if (p->ctx == NULL)
        return;
    wand_ctx_cancel(p->ctx);
    wand_wg_wait(&p->workers);
    wand_ctx_release(p->ctx);
    p->ctx = NULL;
}

/* Good: the same, nested and behind a pointer. */
static void site_run(struct site *site)
{
    if (pool_start(&site->pool) != 0 || pool_start(site->spare) != 0)
        fprintf(stderr, "%s: not every pool runs\n", site->name);
    wand_sleep(WAND_MS(2));
    pool_stop(&site->pool);
    pool_stop(site->spare);
}

/* Good: nobody could be started, so nobody needs it. */
static int pool_probe(struct pool *p)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());
    int err;

    if (ctx == NULL)
        return -ENOMEM;
    err = wand_go_with(&(wand_spawn){.ctx = ctx, .wg = &p->workers}, work, p);
    if (err != 0) {
        pool_drop(ctx);
        return err;
    }
    wand_wg_wait(&p->workers);
    pool_drop(ctx);
    return 0;
}

static void start(void *arg)
{
    static struct pool spare;
    static struct site site = {.name = "east", .spare = &spare};

    (void)arg;
    pool_run(&pool);
    pool_run_timeout(&pool);
    pool_run_deferred_right(&pool);
    pool_run_stop_deferred(&pool);
    pool_run_released(&pool);
    pool_run_deferred(&pool);
    pool_run_maybe(&pool, true);
    site_run(&site);
    if (pool_probe(&pool) != 0)
        fprintf(stderr, "no probe\n");
    printf("%d rounds\n", atomic_load(&pool.rounds) > 0);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
