// run: leak 1
/* The program around the shipper; it is here that the queue is closed. */
#include "ship.h"

void shipper_stop(struct shipper *s)
{
    if (s->lines != NULL)
        wand_chan_close(s->lines);
}

static void start(void *arg)
{
    static struct shipper shipper;

    (void)arg;
    if (shipper_start(&shipper) != 0)
        return;
    for (int i = 0; i < 10; i++)
        wand_chan_send(shipper.lines, &i);
    shipper_compact(&shipper);
    shipper_stop(&shipper);
    wand_sleep(WAND_MS(5));
    printf("%d lines\n", atomic_load(&shipper.shipped));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
