// run: leak 2
/* A cache with a background evictor, started through wrappers of wand_go. */
#include <stdatomic.h>
#include <wand.h>

struct cache {
    atomic_int entries;
    atomic_int evicted;
    wand_wg background;
};

static struct cache pages, images;

static void evict_for_ever(void *arg)
{
    struct cache *cache = arg;

    for (;;) {
        wand_sleep(WAND_MS(10));
        if (atomic_load(&cache->entries) > 100)
            atomic_fetch_add(&cache->evicted, 1);
    }
}

static void preload(void *arg)
{
    struct cache *cache = arg;

    for (int i = 0; i < 10; i++)
        atomic_fetch_add(&cache->entries, 1);
    wand_wg_done(&cache->background);
}

/* Judged by what it starts: at its callers. */
static int background(const char *what, wand_fn fn, struct cache *cache)
{
    int err = wand_go(fn, cache);

    if (err != 0)
        fprintf(stderr, "%s: not started: %d\n", what, err);
    return err;
}

/* One more floor between the caller and wand_go. */
static bool background_ok(wand_fn fn, struct cache *cache)
{
    return background("cache", fn, cache) == 0;
}

#define START(fn, cache)                                                                                     \
    do {                                                                                                     \
        if (wand_go((fn), (cache)) != 0)                                                                     \
            fprintf(stderr, #fn ": not started\n");                                                          \
    } while (0)

/* Bad: the wrapper starts a loop that never ends. */
static void cache_open(struct cache *cache)
{
    if (background("evictor", evict_for_ever, cache) != 0) // want spawn-unbound
        atomic_store(&cache->entries, 0);
}

/* Bad: the same two calls down. */
static bool cache_reopen(struct cache *cache)
{
    return background_ok(evict_for_ever, cache); // want spawn-unbound
}

/* Bad: through a macro; the finding stands where the macro is used. */
void cache_open_quietly(struct cache *cache)
{
    START(evict_for_ever, cache); // want spawn-unbound
}

/* Good: what the wrapper starts is counted, and somebody waits. */
static void cache_preload(struct cache *cache)
{
    wand_wg_add(&cache->background, 2);
    if (background("preload", preload, cache) != 0)
        wand_wg_done(&cache->background);
    if (!background_ok(preload, cache))
        wand_wg_done(&cache->background);
    wand_wg_wait(&cache->background);
}

/* Good: whatever fn is, its caller knows it better. */
int cache_background(struct cache *cache, wand_fn fn)
{
    return wand_go(fn, cache);
}

/* Good: a wrapper that binds. */
static int bound(wand_ctx *ctx, wand_fn fn, struct cache *cache)
{
    return wand_go_ctx(ctx, fn, cache);
}

int cache_preload_bound(struct cache *cache, wand_ctx *ctx)
{
    wand_wg_add(&cache->background, 1);
    int err = bound(ctx, preload, cache);
    if (err != 0)
        wand_wg_done(&cache->background);
    return err;
}

static void start(void *arg)
{
    (void)arg;
    cache_preload(&pages);
    cache_open(&pages);
    if (!cache_reopen(&images))
        fprintf(stderr, "images: no evictor\n");
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
