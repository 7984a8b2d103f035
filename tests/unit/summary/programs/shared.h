/* What client.c and library.c share. */
#ifndef SHARED_H
#define SHARED_H

#include <wand.h>

struct queue {
    wand_chan *items;
    int length;
};

extern wand_wg everyone;

void queue_close(struct queue *q);
void queue_leave(void);

static inline void queue_signal(struct queue *q)
{
    wand_chan_close(q->items);
}

#endif
