/* The engine's coroutine, which writes what others look at. */
#include "engine.h"

bool engine_fault;

static void heat(void *arg)
{
    struct engine *e = arg;

    while (e->degrees < 90) {
        e->degrees += 30;
        wand_sleep(WAND_US(300));
    }
    e->hot = true;
    engine_fault = e->degrees > 100;
    atomic_store(&e->cold, false);
    wand_chan_close(e->heated);
}

int engine_start(struct engine *e, wand_wg *wg)
{
    return wand_go_wg(wg, heat, e);
}

int engine_degrees(const struct engine *e)
{
    return e->degrees;
}
