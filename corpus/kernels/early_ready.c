// run: deadlock
/* A service counts its listeners, and the one whose port is taken returns before it has counted down. */
#include <wand.h>

struct listener {
    int port;
    bool ready;
    wand_wg *ready_group;
};

static int bind_port(int port)
{
    return port < 1024 ? -EACCES : 0;
}

static void listen_on(void *arg)
{
    struct listener *l = arg;

    if (bind_port(l->port) != 0)
        return; // want wg-missing-done
    l->ready = true;
    wand_wg_done(l->ready_group);
}

static void start(void *arg)
{
    static struct listener listeners[2] = {{.port = 8080}, {.port = 80}};
    static wand_wg ready = WAND_WG_INIT;

    (void)arg;
    for (int i = 0; i < 2; i++) {
        listeners[i].ready_group = &ready;
        wand_wg_add(&ready, 1);
        if (wand_go(listen_on, &listeners[i]) != 0)
            wand_wg_done(&ready);
    }
    wand_wg_wait(&ready);
    printf("ready: %d %d\n", listeners[0].ready, listeners[1].ready);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
