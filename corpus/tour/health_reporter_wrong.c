// run: leak 1
/* A periodic health reporter beside a job that has to warm up, as it is often first written.
 *
 * The reporter is started and forgotten, and the program asks a plain flag, over and
 * over, whether the cache is warm. It works, and the reporter outlives it. */
#include <wand.h>

enum { ENTRIES = 50 };

struct cache {
    bool warm;
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
    cache->warm = true;
}

static void report_health(void *arg)
{
    struct cache *cache = arg;

    for (;;) {
        wand_sleep(WAND_MS(20));
        printf("health: %d entries\n", cache->entries);
        cache->reports++;
    }
}

static void serve(const struct cache *cache)
{
    printf("serving from %d entries\n", cache->entries);
}

static void start(void *arg)
{
    static struct cache cache;
    wand_wg warming = WAND_WG_INIT;

    (void)arg;
    if (wand_go(report_health, &cache) != 0) // want spawn-unbound
        return;
    if (wand_go_wg(&warming, warm_up, &cache) != 0)
        return;
    while (!cache.warm) // want observe-shared-poll
        wand_sleep(WAND_MS(1));
    serve(&cache);
    wand_wg_wait(&warming);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
