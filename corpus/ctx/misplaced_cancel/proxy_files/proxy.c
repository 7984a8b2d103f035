/* Starting the proxy. */
#include "proxy.h"

/* Good: kept in the proxy, and ended by proxy_stop. */
int proxy_start(struct proxy *p, wand_ctx *parent)
{
    p->ctx = wand_ctx_with_cancel(parent);
    if (p->ctx == NULL)
        return -ENOMEM;
    return proxy_pump(p, p->ctx);
}

/* Bad: kept in the proxy, and ended on return. */
int proxy_restart(struct proxy *p, wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return -ENOMEM;
    p->ctx = ctx;
    WAND_DEFER(wand_ctx_cancel, ctx); // want ctx-misplaced-cancel
    return proxy_pump(p, ctx);
}
