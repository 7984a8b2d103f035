/* chan.h: what a channel is, and its operations for those who hold its lock. */
#ifndef RUNTIME_CHAN_CHAN_H
#define RUNTIME_CHAN_CHAN_H

#include <wand.h>

#include "runtime/base/where.h"
#include "runtime/sched/source.h"
#include "runtime/sched/timer.h"

struct wand_chan {
    source source; /* the lock, the end, and the line of receivers */
    wand_waitq senders;
    uint32_t references;
    bool is_done;                  /* a context's done channel: users neither send to it nor close it */
    bool never;                    /* the background's: it never ends */
    void (*destroy)(wand_chan *c); /* with the last reference */
    size_t elem_size, capacity;
    size_t len, head; /* in elements */
    unsigned char *buffer;
    where made;
};

/* A context begins with its done channel: so select takes a context without knowing what one is.
 * NULL: a channel that never is ready. */
static inline wand_chan *chan_of_ctx(wand_ctx *ctx)
{
    wand_chan *done = (wand_chan *)ctx;

    return done == NULL || done->never ? NULL : done;
}

/* Makes c an open channel with one reference and no buffer, whose lock is at `lock`, NULL for its own. */
void chan_init(wand_chan *c, uint32_t *lock, void (*destroy)(wand_chan *c), where made);

/* Under the lock. Send, receive, or -EAGAIN when that would park. *woken is to be made ready when the lock is
 * dropped. */
int chan_send_now(wand_chan *c, const void *value, coroutine **woken);
int chan_recv_now(wand_chan *c, void *out, coroutine **woken);

/* Under the lock. What a parked receiver gets when the channel has closed: zeroes. */
void chan_zero(const wand_chan *c, void *out);

/* Sends if nothing has to wait for it, drops the value otherwise; for ticks. */
void chan_offer(worker *w, wand_chan *c, const void *value);

#endif
