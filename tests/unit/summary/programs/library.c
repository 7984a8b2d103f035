/* The definitions behind shared.h. */
#include "shared.h"

wand_wg everyone;

void queue_close(struct queue *q)
{
    queue_signal(q);
    q->length = 0;
}

void queue_leave(void)
{
    wand_wg_done(&everyone);
}
