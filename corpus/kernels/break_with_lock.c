// run: deadlock
/* After cockroach 584: the closed branch breaks out of the loop with the lock that the next function takes.
 */
#include <stdatomic.h>
#include <wand.h>

struct gossip {
    wand_mutex lock;
    atomic_bool closed;
    int rounds;
};

static void gossip_disconnect(struct gossip *g)
{
    wand_mutex_lock(&g->lock);
    g->rounds = 0;
    wand_mutex_unlock(&g->lock);
}

static void gossip_manage(void *arg)
{
    struct gossip *g = arg;

    for (;;) {
        wand_mutex_lock(&g->lock);
        if (atomic_load(&g->closed))
            break;
        g->rounds++;
        wand_mutex_unlock(&g->lock);
        wand_sleep(WAND_MS(1));
    }
    gossip_disconnect(g);
}

static void start(void *arg)
{
    static struct gossip gossip;
    static wand_wg managing = WAND_WG_INIT;

    (void)arg;
    if (wand_go_wg(&managing, gossip_manage, &gossip) != 0)
        return;
    wand_sleep(WAND_MS(3));
    atomic_store(&gossip.closed, true);
    wand_wg_wait(&managing);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
