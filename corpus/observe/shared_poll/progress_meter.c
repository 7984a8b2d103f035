// run: clean
/* A download and the meter beside it: globals, array elements and nested structs, polled across coroutines.
 */
#include <stdatomic.h>
#include <wand.h>

enum { PARTS = 3 };

struct part {
    int received;
    struct {
        bool complete;
    } state;
};

struct download {
    struct part parts[PARTS];
    struct part *last;
    wand_wg fetchers;
    int checked;
};

static int active;
static bool go_ahead;
static _Atomic int alive;
static struct download download;

static void part_finish(struct part *part)
{
    part->received = 100;
    part->state.complete = true;
}

static void fetch_last(void *arg)
{
    struct download *d = arg;

    while (!go_ahead) // want observe-shared-poll
        wand_yield();
    wand_sleep(WAND_US(300));
    part_finish(d->last);
    atomic_fetch_sub(&alive, 1);
}

static void fetch_others(void *arg)
{
    struct download *d = arg;

    for (int i = 0; i < PARTS - 1; i++) {
        wand_sleep(WAND_US(200));
        part_finish(&d->parts[i]);
        active--;
    }
    atomic_fetch_sub(&alive, 1);
}

static int sum(const struct download *d)
{
    int received = 0;

    for (int i = 0; i < PARTS; i++)
        received += d->parts[i].received;
    return received;
}

/* Bad: a global counter that the fetcher counts down. */
static void meter_active(void)
{
    while (active > 0) { // want observe-shared-poll unless take
        // insert take: active--;
        wand_sleep(WAND_US(100));
    }
}

/* Bad: an element of an array. */
static void meter_part(const struct download *d)
{
    int i = 1;

    do // want observe-shared-poll
        wand_yield();
    while (!d->parts[i].state.complete);
}

/* Bad: behind a pointer, in a for without a body of its own. */
static void meter_last(const struct download *d)
{
    for (; d->last != NULL && !d->last->state.complete; wand_yield()) // want observe-shared-poll
        continue;
}

/* Bad: the sum of what others write, computed by a helper. */
static void meter_sum(const struct download *d)
{
    while (sum(d) < 100 * PARTS) // want observe-shared-poll
        wand_sleep(WAND_US(100));
}

/* Good: one look is no poll. */
static bool meter_look(const struct download *d)
{
    return d->last->state.complete && active == 0;
}

/* Good: an atomic counter. */
static void meter_alive(void)
{
    while (alive > 0)
        wand_sleep(WAND_US(100));
}

/* Good: after the wait it is a loop over finished work. */
static void meter_check(struct download *d)
{
    wand_wg_wait(&d->fetchers);
    for (int i = 0; i < PARTS; i++) {
        while (d->checked < d->parts[i].received)
            d->checked += 50;
    }
}

static void start(void *arg)
{
    (void)arg;
    download.last = &download.parts[PARTS - 1];
    active = PARTS - 1;
    alive = 2;
    if (wand_go_wg(&download.fetchers, fetch_others, &download) != 0)
        return;
    if (wand_go_wg(&download.fetchers, fetch_last, &download) == 0) {
        meter_active();
        go_ahead = true;
        meter_part(&download);
        meter_last(&download);
        meter_sum(&download);
        meter_alive();
    }
    meter_check(&download);
    printf("%d\n", meter_look(&download));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
