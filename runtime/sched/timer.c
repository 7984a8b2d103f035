/* timer.c: the pairing heap of timers. */
#include "runtime/sched/timer.h"

#include <stddef.h>

#include "runtime/base/lock.h"
#include "runtime/sched/clock.h"

static struct timer_heap {
    uint32_t lock;
    timer *root;
    uint64_t order; /* grows with each start, so timers of one instant fire in the order of their start */
} heap;

int64_t timer_after(int64_t now, int64_t ns)
{
    int64_t at;

    if (__builtin_add_overflow(now, ns, &at))
        return ns > 0 ? INT64_MAX : INT64_MIN;
    return at;
}

static bool before(const timer *a, const timer *b)
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static timer *meld(timer *a, timer *b)
{
    timer *top = before(a, b) ? a : b, *below = top == a ? b : a;

    below->sibling = top->child;
    if (top->child != NULL)
        top->child->prev = below;
    below->prev = top;
    top->child = below;
    return top;
}

/* Melds siblings in pairs from left to right, then the pairs from right to left. */
static timer *meld_all(timer *first)
{
    timer *pairs = NULL, *result = NULL;

    while (first != NULL) {
        timer *a = first, *b = a->sibling;
        first = b == NULL ? NULL : b->sibling;
        a->sibling = NULL;
        if (b != NULL) {
            b->sibling = NULL;
            a = meld(a, b);
        }
        a->sibling = pairs;
        pairs = a;
    }
    while (pairs != NULL) {
        timer *rest = pairs->sibling;
        pairs->sibling = NULL;
        result = result == NULL ? pairs : meld(result, pairs);
        pairs = rest;
    }
    if (result != NULL)
        result->prev = NULL;
    return result;
}

static void heap_remove(timer *t)
{
    timer *below = meld_all(t->child);

    if (t->prev == NULL) {
        heap.root = below;
    } else {
        if (t->prev->child == t)
            t->prev->child = t->sibling;
        else
            t->prev->sibling = t->sibling;
        if (t->sibling != NULL)
            t->sibling->prev = t->prev;
        if (below != NULL)
            heap.root = meld(heap.root, below);
    }
    t->child = t->sibling = t->prev = NULL;
    t->queued = false;
}

void timer_start(timer *t, const timer_kind *kind, int64_t when)
{
    lock_take(&heap.lock);
    t->kind = kind;
    t->when = when;
    t->order = heap.order++;
    t->child = t->sibling = t->prev = NULL;
    t->running = true;
    t->queued = when != INT64_MAX;
    if (t->queued)
        heap.root = heap.root == NULL ? t : meld(heap.root, t);
    lock_drop(&heap.lock);
}

bool timer_stop(timer *t)
{
    bool running;

    lock_take(&heap.lock);
    running = t->running;
    if (t->queued)
        heap_remove(t);
    t->running = false;
    lock_drop(&heap.lock);
    return running;
}

static timer *take_due(int64_t now)
{
    timer *t;

    lock_take(&heap.lock);
    t = heap.root;
    if (t != NULL && t->when <= now) {
        heap_remove(t);
        t->running = false;
    } else {
        t = NULL;
    }
    lock_drop(&heap.lock);
    return t;
}

/* Only what is due at this moment: a ticker of a nanosecond must not keep the worker here. */
bool timer_fire_due(worker *w)
{
    int64_t now;
    bool fired = false;
    timer *t;

    if (timer_next() == INT64_MAX)
        return false;
    now = clock_now();
    while ((t = take_due(now)) != NULL) {
        t->kind->fire(t, now, w);
        fired = true;
    }
    return fired;
}

int64_t timer_next(void)
{
    int64_t when;

    lock_take(&heap.lock);
    when = heap.root == NULL ? INT64_MAX : heap.root->when;
    lock_drop(&heap.lock);
    return when;
}

bool timer_due(void)
{
    int64_t next = timer_next();

    return next != INT64_MAX && next <= clock_now();
}

/* The next timer in a walk over the whole heap, children before siblings. */
static timer *walk_next(timer *t)
{
    if (t->child != NULL)
        return t->child;
    while (t != NULL && t->sibling == NULL) {
        while (t->prev != NULL && t->prev->child != t)
            t = t->prev;
        t = t->prev;
    }
    return t == NULL ? NULL : t->sibling;
}

bool timer_any_useful(void)
{
    bool useful = false;

    lock_take(&heap.lock);
    for (timer *t = heap.root; t != NULL && !useful; t = walk_next(t))
        useful = t->kind->useful(t);
    lock_drop(&heap.lock);
    return useful;
}
