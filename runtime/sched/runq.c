/* runq.c: a worker's run queue. */
#include "runtime/sched/runq.h"

#include "runtime/sched/worker.h"

enum { QUEUE_FIRST_EVERY = 61 };

void runq_put_last(worker *w, coroutine *g)
{
    runq *q = &w->queue;

    g->link = NULL;
    if (q->tail == NULL)
        q->head = g;
    else
        q->tail->link = g;
    q->tail = g;
}

void runq_put_next(worker *w, coroutine *g)
{
    runq *q = &w->queue;

    if (q->next != NULL) {
        runq_put_last(w, g);
        return;
    }
    q->next = g;
    q->head_is_older = q->head != NULL;
}

coroutine *runq_take(worker *w)
{
    runq *q = &w->queue;
    coroutine *g = q->next;

    if (g != NULL && (!q->head_is_older || ++q->ticks % QUEUE_FIRST_EVERY != 0)) {
        q->next = NULL;
        return g;
    }
    g = q->head;
    if (g != NULL) {
        q->head = g->link;
        if (q->head == NULL)
            q->tail = NULL;
    }
    return g;
}
