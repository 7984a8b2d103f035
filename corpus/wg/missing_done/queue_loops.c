// run: deadlock
/* Consumers of a queue: every way out of the loop has to pass by done. */
#include <stdlib.h>
#include <wand.h>

struct queue {
    int items[8];
    int head, tail;
    wand_mutex lock;
    wand_wg consumers;
};

static bool queue_take(struct queue *q, int *item)
{
    bool taken = false;

    wand_mutex_lock(&q->lock);
    if (q->head < q->tail) {
        *item = q->items[q->head++];
        taken = true;
    }
    wand_mutex_unlock(&q->lock);
    wand_yield();
    return taken;
}

/* Good: the loop ends in one place. */
static void consume(void *arg)
{
    struct queue *q = arg;
    int item, sum = 0;

    while (queue_take(q, &item)) {
        if (item < 0)
            continue;
        sum += item;
        if (sum > 1000)
            break;
    }
    wand_wg_done(&q->consumers);
}

/* Good: left from two loops at once, by goto. */
static void consume_pairs(void *arg)
{
    struct queue *q = arg;
    int first, second;

    for (;;) {
        do {
            if (!queue_take(q, &first))
                goto out;
        } while (first == 0);
        if (!queue_take(q, &second))
            break;
        printf("%d\n", first * second);
    }
out:
    wand_wg_done(&q->consumers);
}

/* Good: nobody leaves this one but by done. */
static void consume_until_empty(void *arg)
{
    struct queue *q = arg;
    int item;

    for (;;) {
        if (!queue_take(q, &item)) {
            wand_wg_done(&q->consumers); // delete empty
            return;                      // then wg-missing-done by empty
        }
        if (item == -1) {
            wand_wg_done(&q->consumers);
            return;
        }
    }
}

/* Bad: a poisoned item leaves from inside. */
static void consume_poisoned(void *arg)
{
    struct queue *q = arg;
    int item;

    while (queue_take(q, &item)) {
        if (item < 0) {
            // insert poison: wand_wg_done(&q->consumers);
            return; // want wg-missing-done unless poison
        }
    }
    wand_wg_done(&q->consumers);
}

/* Bad: done happens in the loop, and the loop may have nothing to do. */
static void consume_last(void *arg)
{
    struct queue *q = arg;
    int item;

    while (queue_take(q, &item)) {
        if (item == 99) {
            wand_wg_done(&q->consumers);
            break;
        }
    }
} // want wg-missing-done

/* Bad: a for with a return in its middle and another behind it. */
static void consume_some(void *arg)
{
    struct queue *q = arg;
    int item = 0;

    for (int i = 0; i < 4; i++) {
        if (!queue_take(q, &item))
            return; // want wg-missing-done
        if (item == 99)
            goto done;
    }
    return; // want wg-missing-done
done:
    wand_wg_done(&q->consumers);
}

static void launch(struct queue *q, wand_fn body)
{
    wand_wg_add(&q->consumers, 1);
    if (wand_go(body, q) != 0)
        wand_wg_done(&q->consumers);
}

static void start(void *arg)
{
    static struct queue full = {.items = {1, 2, 3, 99, -1}, .tail = 5}, empty;

    (void)arg;
    launch(&full, consume_some);
    wand_wg_wait(&full.consumers);
    launch(&full, consume_poisoned);
    launch(&empty, consume);
    launch(&empty, consume_pairs);
    launch(&empty, consume_until_empty);
    wand_wg_wait(&empty.consumers);
    launch(&empty, consume_last);
    wand_wg_wait(&empty.consumers);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
