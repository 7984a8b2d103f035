// run: clean
/* A worker's result in the caller's own variables: a flag beside it that is polled, and ways to be told. */
#include <wand.h>

struct sum {
    const int *values;
    int n;
    long total;
    bool *done;
    wand_chan *told;
};

static void add_up(void *arg)
{
    struct sum *s = arg;

    for (int i = 0; i < s->n; i++) {
        s->total += s->values[i];
        wand_yield();
    }
    if (s->done != NULL)
        *s->done = true;
    if (s->told != NULL)
        wand_chan_close(s->told);
}

static void raise_flag(void *arg)
{
    bool *flag = arg;

    wand_sleep(WAND_US(300));
    *flag = true;
}

static void count_ticks(void *arg)
{
    int *ticks = arg;

    for (int i = 0; i < 5; i++) {
        wand_sleep(WAND_US(100));
        __atomic_add_fetch(ticks, 1, __ATOMIC_SEQ_CST);
    }
}

/* Bad: the local flag is written through the argument. */
static void poll_flag(void)
{
    wand_wg wg = WAND_WG_INIT;
    bool raised = false;

    if (wand_go_wg(&wg, raise_flag, &raised) == 0) {
        while (!raised) // want observe-shared-poll
            wand_yield();
    }
    wand_wg_wait(&wg);
}

/* Bad: through a pointer kept in a struct. */
static long poll_sum(const int *values, int n)
{
    wand_wg wg = WAND_WG_INIT;
    bool done = false;
    struct sum sum = {.values = values, .n = n, .done = &done};

    if (wand_go_wg(&wg, add_up, &sum) != 0)
        return -1;
    while (!done) { // want observe-shared-poll
        wand_yield();
    }
    wand_wg_wait(&wg);
    return sum.total;
}

/* Good: the wait group tells. */
static long wait_sum(const int *values, int n)
{
    wand_wg wg = WAND_WG_INIT;
    struct sum sum = {.values = values, .n = n};

    if (wand_go_wg(&wg, add_up, &sum) != 0)
        return -1;
    wand_wg_wait(&wg);
    return sum.total;
}

/* Good: the closed channel tells. */
static long await_sum(const int *values, int n)
{
    wand_wg wg = WAND_WG_INIT;
    struct sum sum = {.values = values, .n = n, .told = wand_chan_new(0, 0)};

    if (sum.told == NULL)
        return -1;
    if (wand_go_wg(&wg, add_up, &sum) == 0)
        wand_chan_recv(sum.told, NULL);
    wand_wg_wait(&wg);
    wand_chan_release(sum.told);
    return sum.total;
}

/* Good: builtins make an atomic of a plain int. */
static int await_ticks(void)
{
    wand_wg wg = WAND_WG_INIT;
    int ticks = 0;

    if (wand_go_wg(&wg, count_ticks, &ticks) == 0) {
        while (__atomic_load_n(&ticks, __ATOMIC_SEQ_CST) < 5)
            wand_yield();
    }
    wand_wg_wait(&wg);
    return __atomic_load_n(&ticks, __ATOMIC_SEQ_CST);
}

static void start(void *arg)
{
    static const int primes[] = {2, 3, 5, 7, 11};

    (void)arg;
    poll_flag();
    printf("%ld %ld %ld\n", poll_sum(primes, 5), wait_sum(primes, 5), await_sum(primes, 5));
    printf("%d\n", await_ticks());
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
