/* The shipper's coroutines. */
#include "ship.h"

static void ship(void *arg)
{
    struct shipper *s = arg;
    int line;

    while (wand_chan_recv(s->lines, &line) == 0)
        atomic_fetch_add(&s->shipped, 1);
    wand_chan_release(s->lines);
}

static void compact(void *arg)
{
    struct shipper *s = arg;

    for (;;) {
        wand_sleep(WAND_MS(10));
        atomic_fetch_add(&s->compactions, 1);
    }
}

/* Good: shipper_stop, in another file, closes the queue. */
int shipper_start(struct shipper *s)
{
    s->lines = wand_chan_new(sizeof(int), 4);
    if (s->lines == NULL)
        return -ENOMEM;
    int err = wand_go(ship, s);
    if (err != 0) {
        wand_chan_release(s->lines);
        s->lines = NULL;
    }
    return err;
}

/* Bad: there is no file in which compaction is told to end. */
void shipper_compact(struct shipper *s)
{
    if (wand_go(compact, s) != 0) // want spawn-unbound
        fprintf(stderr, "no compaction\n");
}
