// run: clean
/* Batches handed over through a local queue: to close it is no end of its life, to release it is. */
#include <stdlib.h>
#include <wand.h>

static int fill(wand_chan *queue, int n)
{
    for (int i = 0; i < n; i++) {
        int err = wand_chan_try_send(queue, &i);
        if (err != 0)
            return err;
    }
    return 0;
}

static int drain(wand_chan *queue)
{
    int sum = 0, value;

    while (wand_chan_recv(queue, &value) == 0)
        sum += value;
    return sum;
}

/* Ends a queue in two steps, as its comment promises. */
static void queue_end(wand_chan *queue)
{
    wand_chan_close(queue);
    wand_chan_release(queue);
}

/* Only the first of the two. */
static void queue_finish(wand_chan *queue)
{
    wand_chan_close(queue);
}

static wand_chan *queue_open(int n)
{
    return wand_chan_new(sizeof(int), (size_t)n);
}

/* Bad: closed, drained, forgotten. */
static int batch_sum(int n)
{
    wand_chan *queue = wand_chan_new(sizeof(int), (size_t)n);
    int sum;

    if (queue == NULL)
        return -ENOMEM;
    fill(queue, n);
    wand_chan_close(queue); // want close-without-release unless sum
    sum = drain(queue);
    // insert sum: wand_chan_release(queue);
    return sum;
}

/* Bad: the error path forgets the release. */
static int batch_checked(int n, int limit)
{
    wand_chan *queue = wand_chan_new(sizeof(int), (size_t)n);
    int err;

    if (queue == NULL)
        return -ENOMEM;
    err = fill(queue, limit);
    wand_chan_close(queue); // want close-without-release unless limit
    if (err != 0) {
        // insert limit: wand_chan_release(queue);
        return err;
    }
    err = drain(queue);
    wand_chan_release(queue);
    return err;
}

/* Bad: made and closed by helpers; it is wrong here, where the close is called for. */
static int batch_helpers(int n)
{
    wand_chan *queue = queue_open(n);

    if (queue == NULL)
        return -ENOMEM;
    fill(queue, n);
    queue_finish(queue); // want close-without-release
    return drain(queue);
}

/* Bad: deferred close without a deferred release. */
static int batch_deferred(int n)
{
    wand_chan *queue = wand_chan_new(sizeof(int), (size_t)n);
    int first;

    if (queue == NULL)
        return -ENOMEM;
    WAND_DEFER(wand_chan_close, queue); // want close-without-release
    fill(queue, n);
    if (wand_chan_try_recv(queue, &first) != 0)
        return -EAGAIN;
    return first;
}

/* Good: both, in one place. */
static int batch_sum_right(int n)
{
    wand_chan *queue = wand_chan_new(sizeof(int), (size_t)n);
    int sum;

    if (queue == NULL)
        return -ENOMEM;
    fill(queue, n);
    wand_chan_close(queue); // then close-without-release by right
    sum = drain(queue);
    wand_chan_release(queue); // delete right
    return sum;
}

/* Good: both, in a helper. */
static int batch_sum_helper(int n)
{
    wand_chan *queue = queue_open(n);
    int first = 0;

    if (queue == NULL)
        return -ENOMEM;
    fill(queue, n);
    if (wand_chan_try_recv(queue, &first) != 0)
        first = -1;
    queue_end(queue);
    return first;
}

/* Good: released by a deferred call, on every path. */
static int batch_deferred_right(int n, int limit)
{
    wand_chan *queue = queue_open(n);

    if (queue == NULL)
        return -ENOMEM;
    WAND_DEFER(wand_chan_release, queue); // delete deferred
    if (fill(queue, limit) != 0) {
        wand_chan_close(queue); // then close-without-release by deferred
        return -EAGAIN;
    }
    wand_chan_close(queue); // then close-without-release by deferred
    return drain(queue);
}

/* Good: a full, closed queue for the caller to drain and release. */
static wand_chan *batch_prepare(int n)
{
    wand_chan *queue = queue_open(n);

    if (queue == NULL)
        return NULL;
    fill(queue, n);
    wand_chan_close(queue);
    return queue;
}

/* Good: what is a parameter belongs to somebody else. */
int batch_close(wand_chan *queue)
{
    wand_chan_close(queue);
    return 0;
}

static void start(void *arg)
{
    wand_chan *prepared = batch_prepare(6);

    (void)arg;
    printf("%d %d %d %d\n", batch_sum(3), batch_checked(3, 4), batch_helpers(4), batch_deferred(2));
    printf("%d %d %d\n", batch_sum_right(4), batch_sum_helper(4), batch_deferred_right(4, 3));
    if (prepared != NULL)
        printf("%d\n", drain(prepared));
    wand_chan_release(prepared);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
