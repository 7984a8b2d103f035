// run: deadlock
/* After cockroach 24808: a suggestion is sent into a channel that is full before the worker that empties it
 * runs. */
#include <wand.h>

struct compactor {
    wand_chan *wake; /* room for one */
    wand_wg worker;
    int compacted;
};

static void compact(void *arg)
{
    struct compactor *c = arg;

    while (wand_chan_recv(c->wake, NULL) == 0)
        c->compacted++;
}

static void suggest(struct compactor *c)
{
    wand_chan_send(c->wake, NULL);
}

static int compactor_start(struct compactor *c)
{
    suggest(c); /* there may be work left over from the last run */
    return wand_go_wg(&c->worker, compact, c);
}

static void start(void *arg)
{
    static struct compactor compactor;

    (void)arg;
    compactor.wake = wand_chan_new(0, 1);
    if (compactor.wake == NULL)
        return;
    suggest(&compactor);
    if (compactor_start(&compactor) == 0)
        wand_sleep(WAND_MS(1));
    wand_chan_close(compactor.wake);
    wand_wg_wait(&compactor.worker);
    wand_chan_release(compactor.wake);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
