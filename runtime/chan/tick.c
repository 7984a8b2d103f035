/* tick.c: timers and tickers.
 *
 * A tick is dropped when the channel is full. A ticker that is late skips what it has missed and keeps its
 * rhythm. */
#include "runtime/chan/tick.h"

#include "runtime/base/alloc.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/sched.h"

static const timer_kind ticks;

static int64_t next_due(const tick *t, int64_t now)
{
    int64_t missed = (now - t->timer.when) / t->period;

    return timer_after(t->timer.when, (missed + 1) * t->period);
}

static void fire(timer *base, int64_t now, worker *w)
{
    tick *t = (tick *)base;
    wand_chan *c = wand_chan_retain(t->chan);

    if (t->period > 0)
        timer_start(base, &ticks, next_due(t, now));
    chan_offer(w, c, &now); /* whoever receives may release the timer */
    wand_chan_release(c);
}

static bool somebody_receives(timer *base)
{
    return !waitq_empty(&((tick *)base)->chan->source.receivers);
}

static const timer_kind ticks = {fire, somebody_receives};

static void start(tick *t, int64_t ns)
{
    int64_t now = clock_now();

    if (ns <= 0)
        chan_offer(sched_worker(), t->chan, &now);
    else
        timer_start(&t->timer, &ticks, timer_after(now, ns));
}

tick *tick_new(int64_t ns, int64_t period, where at)
{
    tick *t = alloc_zeroed(sizeof *t);

    if (t == NULL)
        return NULL;
    t->chan = (wand_chan_new)(sizeof(int64_t), 1);
    if (t->chan == NULL) {
        alloc_free(t, sizeof *t);
        return NULL;
    }
    t->chan->made = at;
    t->period = period;
    start(t, ns);
    return t;
}

bool tick_stop(tick *t)
{
    return timer_stop(&t->timer);
}

bool tick_reset(tick *t, int64_t ns)
{
    bool running = timer_stop(&t->timer);

    start(t, ns);
    return running;
}

void tick_release(tick *t)
{
    if (t == NULL)
        return;
    timer_stop(&t->timer);
    wand_chan_release(t->chan);
    alloc_free(t, sizeof *t);
}

struct wand_timer {
    tick tick;
};

struct wand_ticker {
    tick tick;
};

wand_timer *wand_timer_new_at(int64_t ns, const char *site)
{
    return (wand_timer *)tick_new(ns, 0, WHERE(site));
}

wand_timer *(wand_timer_new)(int64_t ns)
{
    return (wand_timer *)tick_new(ns, 0, WHERE(NULL));
}

wand_chan *wand_timer_chan(wand_timer *t)
{
    return t == NULL ? NULL : t->tick.chan;
}

bool wand_timer_stop(wand_timer *t)
{
    return t != NULL && tick_stop(&t->tick);
}

bool wand_timer_reset(wand_timer *t, int64_t ns)
{
    return t != NULL && tick_reset(&t->tick, ns);
}

void wand_timer_release(wand_timer *t)
{
    tick_release((tick *)t);
}

wand_ticker *wand_ticker_new_at(int64_t ns, const char *site)
{
    return ns <= 0 ? NULL : (wand_ticker *)tick_new(ns, ns, WHERE(site));
}

wand_ticker *(wand_ticker_new)(int64_t ns)
{
    return ns <= 0 ? NULL : (wand_ticker *)tick_new(ns, ns, WHERE(NULL));
}

wand_chan *wand_ticker_chan(wand_ticker *t)
{
    return t == NULL ? NULL : t->tick.chan;
}

void wand_ticker_stop(wand_ticker *t)
{
    if (t != NULL)
        tick_stop(&t->tick);
}

void wand_ticker_release(wand_ticker *t)
{
    tick_release((tick *)t);
}
