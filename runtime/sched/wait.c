/* wait.c: queues of waiters. */
#include "runtime/sched/wait.h"

#include "runtime/sched/coroutine.h"

uint64_t wait_run = 1;

const char *wait_reason_text(wait_reason reason)
{
    static const char *const texts[] = {
        [WAIT_NONE] = "running",          [WAIT_YIELD] = "runnable",
        [WAIT_SEND] = "channel send",     [WAIT_RECV] = "channel receive",
        [WAIT_SELECT] = "select",         [WAIT_SLEEP] = "sleep",
        [WAIT_GROUP] = "wait group wait", [WAIT_ONCE] = "once",
        [WAIT_MUTEX] = "mutex lock",      [WAIT_READ_LOCK] = "read lock",
        [WAIT_WRITE_LOCK] = "write lock", [WAIT_COND] = "condition wait",
        [WAIT_SEM] = "semaphore acquire", [WAIT_JOIN] = "scope join",
    };

    return texts[reason];
}

static void forget_earlier_run(wand_waitq *q)
{
    if (UNLIKELY(q->run != wait_run)) {
        q->head = q->tail = NULL;
        q->run = wait_run;
    }
}

void waitq_push(wand_waitq *q, waiter *w)
{
    forget_earlier_run(q);
    w->queue = q;
    w->next = NULL;
    w->prev = q->tail;
    if (q->tail == NULL)
        q->head = w;
    else
        q->tail->next = w;
    q->tail = w;
}

bool waitq_empty(const wand_waitq *q)
{
    return q->head == NULL || q->run != wait_run;
}

void waitq_remove(waiter *w)
{
    wand_waitq *q = w->queue;

    if (q == NULL)
        return;
    if (w->prev == NULL)
        q->head = w->next;
    else
        w->prev->next = w->next;
    if (w->next == NULL)
        q->tail = w->prev;
    else
        w->next->prev = w->prev;
    w->queue = NULL;
}

bool waiter_claim(waiter *w)
{
    uint32_t unclaimed = 0;

    if (w->shared && !__atomic_compare_exchange_n(&w->g->claimed, &unclaimed, 1, false, __ATOMIC_ACQ_REL,
                                                  __ATOMIC_RELAXED))
        return false;
    w->g->woken_by = w;
    return true;
}

waiter *waitq_pop(wand_waitq *q)
{
    waiter *w;

    forget_earlier_run(q);
    while ((w = q->head) != NULL) {
        waitq_remove(w);
        if (waiter_claim(w))
            return w;
    }
    return NULL;
}

waiter *waitq_first(wand_waitq *q)
{
    forget_earlier_run(q);
    while (q->head != NULL && q->head->shared && __atomic_load_n(&q->head->g->claimed, __ATOMIC_ACQUIRE) != 0)
        waitq_remove(q->head);
    return q->head;
}

coroutine *waitq_pop_all(wand_waitq *q, int err, coroutine **last)
{
    coroutine *first = NULL, *end = NULL;
    waiter *w;

    while ((w = waitq_pop(q)) != NULL) {
        w->err = err;
        w->g->link = NULL;
        if (first == NULL)
            first = w->g;
        else
            end->link = w->g;
        end = w->g;
    }
    if (last != NULL)
        *last = end;
    return first;
}
