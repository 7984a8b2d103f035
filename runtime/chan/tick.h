/* tick.h: what timers and tickers have in common: a time at which an int64_t is put into a channel of one. */
#ifndef RUNTIME_CHAN_TICK_H
#define RUNTIME_CHAN_TICK_H

#include "runtime/chan/chan.h"
#include "runtime/sched/timer.h"

typedef struct tick {
    timer timer;
    wand_chan *chan;
    int64_t period; /* 0: once */
} tick;

/* Returns: NULL when out of memory. */
tick *tick_new(int64_t ns, int64_t period, where at);
bool tick_stop(tick *t);
bool tick_reset(tick *t, int64_t ns);
void tick_release(tick *t);

#endif
