/* posix.c: the operations of runtime.h with what C has without libwand. */
#include <pthread.h>
#include <stdlib.h>
#include <ucontext.h>

#include "tests/bench/runtime.h"

enum { QUEUE_ROOM = 128, STACK_BYTES = 64 * 1024 };

static void *nothing(void *arg)
{
    return arg;
}

int64_t posix_spawn_join(int count)
{
    int64_t start = bench_now();

    for (int i = 0; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, nothing, NULL) != 0)
            abort();
        pthread_join(thread, NULL);
    }
    return bench_now() - start;
}

static ucontext_t here, there;
static int switches_left;

static void switch_often(void)
{
    while (switches_left-- > 0)
        swapcontext(&there, &here);
}

int64_t posix_yield_pair(int count)
{
    char *stack = malloc(STACK_BYTES);
    int64_t start;

    if (stack == NULL || getcontext(&there) != 0)
        abort();
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = STACK_BYTES;
    there.uc_link = &here;
    switches_left = count / 2;
    makecontext(&there, switch_often, 0);
    start = bench_now();
    while (switches_left > 0)
        swapcontext(&here, &there);
    start = bench_now() - start;
    free(stack);
    return start;
}

/* A bounded queue of integers, as a C programmer writes it with a mutex and two conditions. */
typedef struct queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty, not_full;
    int values[QUEUE_ROOM];
    int room, used, first;
} queue;

static void queue_init(queue *q, int room)
{
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->not_empty, NULL);
    pthread_cond_init(&q->not_full, NULL);
    q->room = room;
    q->used = q->first = 0;
}

static void queue_put(queue *q, int value)
{
    pthread_mutex_lock(&q->lock);
    while (q->used == q->room)
        pthread_cond_wait(&q->not_full, &q->lock);
    q->values[(q->first + q->used++) % q->room] = value;
    pthread_cond_signal(&q->not_empty);
    pthread_mutex_unlock(&q->lock);
}

static int queue_take(queue *q)
{
    int value;

    pthread_mutex_lock(&q->lock);
    while (q->used == 0)
        pthread_cond_wait(&q->not_empty, &q->lock);
    value = q->values[q->first];
    q->first = (q->first + 1) % q->room;
    q->used--;
    pthread_cond_signal(&q->not_full);
    pthread_mutex_unlock(&q->lock);
    return value;
}

typedef struct queues {
    queue there, back;
    int count;
} queues;

static void *echo(void *arg)
{
    queues *with = arg;

    for (int i = 0; i < with->count; i++)
        queue_put(&with->back, queue_take(&with->there));
    return NULL;
}

static void *produce(void *arg)
{
    queues *with = arg;

    for (int i = 0; i < with->count; i++)
        queue_put(&with->there, i);
    return NULL;
}

static pthread_t start_thread(void *(*body)(void *), void *arg)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, body, arg) != 0)
        abort();
    return thread;
}

int64_t posix_ping_pong(int count)
{
    queues with = {.count = count};
    pthread_t thread;
    int64_t start = bench_now();

    queue_init(&with.there, 1);
    queue_init(&with.back, 1);
    thread = start_thread(echo, &with);
    for (int i = 0; i < count; i++) {
        queue_put(&with.there, i);
        queue_take(&with.back);
    }
    pthread_join(thread, NULL);
    return bench_now() - start;
}

int64_t posix_buffered(int count)
{
    queues with = {.count = count};
    pthread_t thread;
    int64_t start = bench_now();

    queue_init(&with.there, QUEUE_ROOM);
    thread = start_thread(produce, &with);
    for (int i = 0; i < count; i++)
        queue_take(&with.there);
    pthread_join(thread, NULL);
    return bench_now() - start;
}
