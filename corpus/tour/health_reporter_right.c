// run: clean
/* The periodic health reporter beside a job that has to warm up, put right.
 *
 * The reporter is bound to a context and counted, so it leaves when it is told to,
 * and readiness is a channel that closes: waiting for it costs nothing. */
#include <wand.h>

enum { ENTRIES = 50 };

struct cache {
    wand_chan *warm; /* closed when the cache is warm */
    _Atomic int entries;
    _Atomic int reports;
};

static void warm_up(void *arg)
{
    struct cache *cache = arg;

    for (int i = 0; i < ENTRIES; i++) {
        wand_sleep(WAND_MS(1));
        cache->entries++;
    }
    wand_chan_close(cache->warm);
}

static void report_health(void *arg)
{
    struct cache *cache = arg;

    while (wand_sleep(WAND_MS(20)) == 0) {
        printf("health: %d entries\n", cache->entries);
        cache->reports++;
    }
}

static void serve(const struct cache *cache)
{
    printf("serving from %d entries\n", cache->entries);
}

static void run(struct cache *cache, wand_ctx *ctx)
{
    wand_wg running = WAND_WG_INIT;
    wand_spawn reporter = {.name = "health", .ctx = ctx, .wg = &running};

    if (wand_go_with(&reporter, report_health, cache) == 0) {
        if (wand_go_wg(&running, warm_up, cache) == 0) {
            wand_chan_recv(cache->warm, NULL);
            serve(cache);
        }
    }
    wand_ctx_cancel(ctx);
    wand_wg_wait(&running);
}

static void start(void *arg)
{
    static struct cache cache;

    (void)arg;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());
    cache.warm = wand_chan_new(0, 0);
    if (ctx != NULL && cache.warm != NULL)
        run(&cache, ctx);
    wand_chan_release(cache.warm);
    wand_ctx_release(ctx);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
