/* An engine that heats up in a coroutine of its own file. */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdatomic.h>
#include <wand.h>

struct engine {
    bool hot;
    atomic_bool cold;
    int degrees;
    wand_chan *heated;
};

extern bool engine_fault;

int engine_start(struct engine *e, wand_wg *wg);
int engine_degrees(const struct engine *e);

#endif
