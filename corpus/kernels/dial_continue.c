// run: deadlock
/* After moby 7559: a dial that fails continues the loop of the proxy with its table locked. */
#include <wand.h>

struct proxy {
    wand_mutex lock;
    int connections;
    int dropped;
};

static int dial(int packet)
{
    return packet == 1 ? -ECONNREFUSED : packet;
}

static void proxy_run(struct proxy *p, int packets)
{
    for (int i = 0; i < packets; i++) {
        wand_mutex_lock(&p->lock);
        if (dial(i) < 0) {
            p->dropped++;
            continue;
        }
        p->connections++;
        wand_mutex_unlock(&p->lock);
    }
}

static void start(void *arg)
{
    static struct proxy proxy;

    (void)arg;
    proxy_run(&proxy, 3);
    printf("%d connections\n", proxy.connections);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
