// run: leak 3
/* A metrics flusher: every few milliseconds a counter is written out and set back. */
#include <stdatomic.h>
#include <wand.h>

struct metrics {
    atomic_long requests;
    atomic_long flushed;
};

static struct metrics metrics;

static void flush_periodically(void *arg)
{
    struct metrics *m = arg;

    while (wand_sleep(WAND_MS(10)) == 0)
        atomic_fetch_add(&m->flushed, atomic_exchange(&m->requests, 0));
}

static void flush_now(void *arg)
{
    struct metrics *m = arg;

    atomic_fetch_add(&m->flushed, atomic_exchange(&m->requests, 0));
}

/* Bad: nothing ever tells the flusher to leave. */
static void metrics_start(struct metrics *m)
{
    if (wand_go(flush_periodically, m) != 0) // want spawn-unbound
        fprintf(stderr, "metrics: no flusher\n");
}

/* Bad: a name and a stack size are no lifetime contract. */
static void metrics_start_named(struct metrics *m)
{
    wand_spawn how = {.name = "metrics-flush", .stack_size = 32 * 1024};

    if (wand_go_with(&how, flush_periodically, m) != 0) // want spawn-unbound
        fprintf(stderr, "metrics: no flusher\n");
}

/* Bad: the same with a literal. */
static void metrics_start_literal(struct metrics *m)
{
    int err = wand_go_with(&(wand_spawn){.name = "flush"}, flush_periodically, m); // want spawn-unbound

    if (err != 0)
        fprintf(stderr, "metrics: no flusher\n");
}

/* Bad: it ends by itself, but nobody can know when. */
static void metrics_flush_soon(struct metrics *m)
{
    if (wand_go(flush_now, m) != 0) // want spawn-unbound
        flush_now(m);
}

/* Good: bound to a context that the caller ends. */
int metrics_start_bound(struct metrics *m, wand_ctx *ctx)
{
    return wand_go_ctx(ctx, flush_periodically, m);
}

/* Good: the context stands in the spawn options. */
int metrics_start_options(struct metrics *m, wand_ctx *ctx)
{
    wand_spawn how = {
        .name = "metrics-flush",
        .ctx = ctx, // delete ctx
    };

    return wand_go_with(&how, flush_periodically, m); // then spawn-unbound by ctx
}

/* Good: declared to live as long as the process. */
static int metrics_start_daemon(struct metrics *m)
{
    return wand_go_daemon("flushes the metrics until the process ends", flush_periodically, m);
}

/* Good: counted, and waited for. */
static void metrics_flush_and_wait(struct metrics *m)
{
    wand_wg wg = WAND_WG_INIT;

    if (wand_go_wg(&wg, flush_now, m) != 0)
        flush_now(m);
    wand_wg_wait(&wg);
}

/* Good: bound and counted, told to leave and waited for. */
static void metrics_run_for(struct metrics *m, int64_t ns)
{
    wand_wg wg = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    if (wand_go_with(&(wand_spawn){.ctx = ctx, .wg = &wg}, flush_periodically, m) == 0)
        wand_sleep(ns);
    wand_ctx_cancel(ctx);
    wand_wg_wait(&wg);
    wand_ctx_release(ctx);
}

static void start(void *arg)
{
    (void)arg;
    if (metrics_start_daemon(&metrics) != 0)
        fprintf(stderr, "metrics: no flusher\n");
    metrics_flush_and_wait(&metrics);
    metrics_run_for(&metrics, WAND_MS(20));
    metrics_flush_soon(&metrics);
    metrics_start(&metrics);
    metrics_start_named(&metrics);
    metrics_start_literal(&metrics);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
