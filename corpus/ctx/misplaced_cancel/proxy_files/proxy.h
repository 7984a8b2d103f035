/* A proxy: its context is made in one file and ended in another. */
#ifndef PROXY_H
#define PROXY_H

#include <stdatomic.h>
#include <wand.h>

struct proxy {
    wand_ctx *ctx;
    wand_wg pumps;
    atomic_int pumped;
};

int proxy_start(struct proxy *p, wand_ctx *parent);
int proxy_restart(struct proxy *p, wand_ctx *parent);
void proxy_stop(struct proxy *p);
int proxy_pump(struct proxy *p, wand_ctx *ctx);

#endif
