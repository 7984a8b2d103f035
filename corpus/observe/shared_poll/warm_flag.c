// run: clean
/* A cache that warms up beside its users: asking a plain flag over and over is no way to wait for it. */
#include <stdatomic.h>
#include <wand.h>

struct cache {
    bool warm;
    volatile int stage;
    int error;
    atomic_bool loaded;
    wand_chan *ready;
};

static struct cache cache;

static void warm_up(void *arg)
{
    struct cache *c = arg;

    wand_sleep(WAND_MS(2));
    c->stage = 1;
    wand_sleep(WAND_MS(2));
    c->stage = 2;
    c->warm = true;
    atomic_store(&c->loaded, true);
    wand_chan_close(c->ready);
}

static bool is_warm(const struct cache *c)
{
    return c->warm;
}

#define AWAIT(condition)                                                                                     \
    do {                                                                                                     \
        while (!(condition))                                                                                 \
            wand_sleep(WAND_US(200));                                                                        \
    } while (0)

/* Bad: while. */
static void wait_while(struct cache *c)
{
    while (!c->warm) // want observe-shared-poll
        wand_sleep(WAND_MS(1));
}

/* Bad: volatile makes no signal of it. */
static void wait_volatile(struct cache *c)
{
    for (; c->stage < 2;) // want observe-shared-poll
        wand_yield();
}

/* Bad: do-while, the keyword is the do. */
static void wait_do(struct cache *c)
{
    do { // want observe-shared-poll
        wand_sleep(WAND_US(500));
    } while (!c->warm);
}

/* Bad: the question is asked by a helper. */
static void wait_helper(struct cache *c)
{
    while (!is_warm(c)) // want observe-shared-poll
        wand_sleep(WAND_US(500));
}

/* Bad: the question is asked in the middle. */
static void wait_break(struct cache *c)
{
    for (;;) { // want observe-shared-poll
        if (c->warm)
            break;
        wand_sleep(WAND_US(500));
    }
}

/* Bad: the loop comes from a macro; it is reported where it is used. */
static void wait_macro(struct cache *c)
{
    AWAIT(c->warm); // want observe-shared-poll
}

/* Good: a channel that closes. */
static void wait_channel(struct cache *c)
{
    wand_chan_recv(c->ready, NULL);
}

/* Good: an atomic is meant to be read this way. */
static void wait_atomic(struct cache *c)
{
    while (!atomic_load(&c->loaded))
        wand_sleep(WAND_US(500));
    while (!c->loaded)
        wand_yield();
}

/* Good: nobody but this coroutine writes error, and only before the loop. */
static int wait_with_limit(struct cache *c, int limit)
{
    c->error = limit < 0;
    for (int i = 0; !c->error && i < limit; i++)
        wand_yield();
    return c->error;
}

static void start(void *arg)
{
    wand_wg warming = WAND_WG_INIT;

    (void)arg;
    cache.ready = wand_chan_new(0, 0);
    if (cache.ready == NULL)
        return;
    if (wand_go_wg(&warming, warm_up, &cache) == 0) {
        wait_while(&cache);
        wait_volatile(&cache);
        wait_do(&cache);
        wait_helper(&cache);
        wait_break(&cache);
        wait_macro(&cache);
        wait_channel(&cache);
        wait_atomic(&cache);
        wait_with_limit(&cache, 3);
    }
    wand_wg_wait(&warming);
    wand_chan_release(cache.ready);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
