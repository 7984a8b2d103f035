/* runtime.c: what libwand's basic operations cost, beside the same with POSIX threads and ucontext, in one
 * run. Prints TAP, with the figures as notes: nanoseconds an operation, median of 5. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <wand.h>

#include "tests/bench/runtime.h"

enum { ROUNDS = 5, CHANNEL_ROOM = 128 };

int64_t bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void nothing(void *arg)
{
    (void)arg;
}

int64_t wand_spawn_join(int count)
{
    int64_t start = bench_now();

    for (int i = 0; i < count; i++) {
        wand_wg wg = WAND_WG_INIT;
        if (wand_go_wg(&wg, nothing, NULL) != 0)
            abort();
        wand_wg_wait(&wg);
    }
    return bench_now() - start;
}

static void yield_often(void *arg)
{
    for (int i = *(int *)arg; i > 0; i--)
        wand_yield();
}

int64_t wand_yield_pair(int count)
{
    wand_wg wg = WAND_WG_INIT;
    int half = count / 2;
    int64_t start = bench_now();

    if (wand_go_wg(&wg, yield_often, &half) != 0 || wand_go_wg(&wg, yield_often, &half) != 0)
        abort();
    wand_wg_wait(&wg);
    return bench_now() - start;
}

typedef struct channels {
    wand_chan *there;
    wand_chan *back;
    int count;
} channels;

static void echo(void *arg)
{
    channels *with = arg;
    int value;

    while (wand_chan_recv(with->there, &value) == 0)
        wand_chan_send(with->back, &value);
}

int64_t wand_ping_pong(int count)
{
    channels with = {wand_chan_new(sizeof(int), 0), wand_chan_new(sizeof(int), 0), count};
    wand_wg wg = WAND_WG_INIT;
    int64_t start = bench_now(), took;

    if (wand_go_wg(&wg, echo, &with) != 0)
        abort();
    for (int i = 0; i < count; i++) {
        int value = i;
        wand_chan_send(with.there, &value);
        wand_chan_recv(with.back, &value);
    }
    took = bench_now() - start;
    wand_chan_close(with.there);
    wand_wg_wait(&wg);
    wand_chan_release(with.there);
    wand_chan_release(with.back);
    return took;
}

static void produce(void *arg)
{
    channels *with = arg;

    for (int i = 0; i < with->count; i++)
        wand_chan_send(with->there, &i);
    wand_chan_close(with->there);
}

int64_t wand_buffered(int count)
{
    channels with = {wand_chan_new(sizeof(int), CHANNEL_ROOM), NULL, count};
    wand_wg wg = WAND_WG_INIT;
    int64_t start = bench_now(), took;
    int value;

    if (wand_go_wg(&wg, produce, &with) != 0)
        abort();
    while (wand_chan_recv(with.there, &value) == 0)
        continue;
    took = bench_now() - start;
    wand_wg_wait(&wg);
    wand_chan_release(with.there);
    return took;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median_ns(bench_fn *operation, int count)
{
    double each[ROUNDS];

    operation(count / 10); /* warm */
    for (int i = 0; i < ROUNDS; i++)
        each[i] = (double)operation(count) / count;
    qsort(each, ROUNDS, sizeof *each, by_size);
    return each[ROUNDS / 2];
}

static const struct {
    const char *name;
    bench_fn *wand, *posix;
    int wand_count, posix_count;
    const char *against;
} operations[] = {
    {"spawn and join", wand_spawn_join, posix_spawn_join, 100000, 5000, "pthread_create and join"},
    {"yield", wand_yield_pair, posix_yield_pair, 1000000, 1000000, "swapcontext"},
    {"ping-pong", wand_ping_pong, posix_ping_pong, 200000, 20000, "two threads, mutex and condition"},
    {"buffered send and receive", wand_buffered, posix_buffered, 1000000, 500000,
     "two threads, a bounded queue"},
};
enum { OPERATIONS = sizeof operations / sizeof *operations };

static double wand_ns[OPERATIONS];

static void measure_wand(void *arg)
{
    (void)arg;
    for (int i = 0; i < OPERATIONS; i++)
        wand_ns[i] = median_ns(operations[i].wand, operations[i].wand_count);
}

int main(void)
{
    const wand_opts opts = {.procs = 1};
    int left = wand_run(&opts, measure_wand, NULL);

    printf("1..%d\n", OPERATIONS + 1);
    printf("%s 1 - the benchmark leaves nothing behind\n", left == 0 ? "ok" : "not ok");
    for (int i = 0; i < OPERATIONS; i++) {
        double posix_ns = median_ns(operations[i].posix, operations[i].posix_count);
        printf("# note: %s: %.0f ns; %s: %.0f ns; ratio %.3f\n", operations[i].name, wand_ns[i],
               operations[i].against, posix_ns, wand_ns[i] / posix_ns);
        printf("ok %d - %s\n", i + 2, operations[i].name);
    }
    return left != 0;
}
