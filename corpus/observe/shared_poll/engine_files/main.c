// run: clean
/* Those who wait for the engine. */
#include "engine.h"

/* Bad: the coroutine in the other file writes hot. */
static void wait_hot(const struct engine *e)
{
    while (!e->hot) // want observe-shared-poll
        wand_sleep(WAND_US(200));
}

/* Good: atomic. */
static void wait_not_cold(struct engine *e)
{
    while (atomic_load(&e->cold))
        wand_sleep(WAND_US(200));
}

/* Good: told by the channel. */
static void wait_heated(struct engine *e)
{
    wand_chan_recv(e->heated, NULL);
}

static void start(void *arg)
{
    static struct engine engine;
    wand_wg wg = WAND_WG_INIT;

    (void)arg;
    atomic_store(&engine.cold, true);
    engine.heated = wand_chan_new(0, 0);
    if (engine.heated == NULL)
        return;
    if (engine_start(&engine, &wg) == 0) {
        wait_hot(&engine);
        wait_not_cold(&engine);
        wait_heated(&engine);
    }
    wand_wg_wait(&wg);
    wand_chan_release(engine.heated);
    printf("%d degrees, fault %d\n", engine_degrees(&engine), engine_fault);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
