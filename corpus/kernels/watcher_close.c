// run: leak 1
/* After grpc 1424: the watcher leaves when the addresses end, and whoever waits for its last word waits on.
 */
#include <wand.h>

struct balancer {
    wand_chan *addresses; /* of int */
    wand_chan *done;
    wand_wg watchers;
};

static void watch(void *arg)
{
    struct balancer *b = arg;
    int address;

    while (wand_chan_recv(b->addresses, &address) == 0) {
        if (address == 0) {
            wand_chan_close(b->done);
            return;
        }
    }
}

static void dial(void *arg)
{
    struct balancer *b = arg;

    wand_chan_recv(b->done, NULL);
    wand_chan_release(b->done);
}

static void start(void *arg)
{
    static struct balancer b;

    (void)arg;
    b.addresses = wand_chan_new(sizeof(int), 0);
    b.done = wand_chan_new(0, 0);
    if (b.addresses == NULL || b.done == NULL)
        return;
    if (wand_go_wg(&b.watchers, watch, &b) == 0 && wand_go(dial, &b) == 0) {
        for (int address = 1; address < 4; address++)
            wand_chan_send(b.addresses, &address);
    }
    wand_chan_close(b.addresses);
    wand_wg_wait(&b.watchers);
    wand_chan_release(b.addresses);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
