// run: clean
/* The pumps, and the end of the proxy. */
#include "proxy.h"

static void pump(void *arg)
{
    struct proxy *p = arg;

    while (wand_sleep(WAND_MS(1)) == 0)
        atomic_fetch_add(&p->pumped, 1);
}

int proxy_pump(struct proxy *p, wand_ctx *ctx)
{
    wand_spawn how = {.name = "pump", .ctx = ctx, .wg = &p->pumps};

    return wand_go_with(&how, pump, p);
}

void proxy_stop(struct proxy *p)
{
    if (p->ctx == NULL)
        return;
    wand_ctx_cancel(p->ctx);
    wand_wg_wait(&p->pumps);
    wand_ctx_release(p->ctx);
    p->ctx = NULL;
}

static void start(void *arg)
{
    static struct proxy proxy;

    (void)arg;
    if (proxy_start(&proxy, wand_ctx_current()) == 0)
        wand_sleep(WAND_MS(3));
    proxy_stop(&proxy);
    if (proxy_restart(&proxy, wand_ctx_current()) == 0)
        wand_sleep(WAND_MS(3));
    proxy_stop(&proxy);
    printf("%d\n", atomic_load(&proxy.pumped) > 0);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
