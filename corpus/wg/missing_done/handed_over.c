// run: clean
/* Deliveries whose done is somebody else's: the spawner's call, the next coroutine's, a bulk of them. */
#include <stdlib.h>
#include <wand.h>

struct parcel {
    int weight;
    int hops;
    wand_wg *route;
};

static wand_wg depot = WAND_WG_INIT;

/* Good: wand_go_wg counts down by itself, however this leaves. */
static void deliver_plain(void *arg)
{
    struct parcel *p = arg;

    if (p->weight > 30)
        return;
    p->hops++;
}

static void deliver_last_leg(void *arg)
{
    struct parcel *p = arg;

    p->hops++;
    wand_wg_done(p->route);
}

/* Good: the count goes on to the coroutine that finishes the job. */
static void deliver_relay(void *arg)
{
    struct parcel *p = arg;

    p->hops++;
    if (wand_go(deliver_last_leg, p) != 0)
        deliver_last_leg(p);
}

/* Good: the count goes on when there is a next leg, and is given back when there is none. */
static void deliver_choice(void *arg)
{
    struct parcel *p = arg;

    if (p->weight > 30) {
        wand_wg_done(p->route); // delete choice
        return;                 // then wg-missing-done by choice
    }
    if (wand_go(deliver_last_leg, p) != 0)
        wand_wg_done(p->route);
}

/* Good: a negative add is a done. */
static void deliver_bulk(void *arg)
{
    struct parcel *p = arg;

    p->hops++;
    wand_wg_add(p->route, -1);
}

/* Good: done by other names. */
static void deliver_pointer(void *arg)
{
    void (*count_down)(wand_wg *) = wand_wg_done;
    struct parcel *p = arg;

    if (p->weight > 30) {
        count_down(p->route);
        return;
    }
    (wand_wg_done)(p->route);
}

/* Good: the function that counts down is chosen at run time, and both do. */
static void finish_light(struct parcel *p)
{
    wand_wg_done(p->route);
}

static void finish_heavy(struct parcel *p)
{
    p->hops += 2;
    wand_wg_done(p->route);
}

static void deliver_table(void *arg)
{
    static void (*const finish[])(struct parcel *) = {finish_light, finish_heavy};
    struct parcel *p = arg;

    finish[p->weight > 30](p);
}

/* Good: as deep as the parcel has hops to go, and then done. */
static void deliver_hops(struct parcel *p, int hops)
{
    if (hops == 0) {
        wand_wg_done(p->route);
        return;
    }
    p->hops++;
    deliver_hops(p, hops - 1);
}

static void deliver_recursive(void *arg)
{
    deliver_hops(arg, 3);
}

/* Bad: the count goes on, unless the parcel is too heavy. */
static void deliver_heavy(void *arg)
{
    struct parcel *p = arg;

    if (p->weight > 30) {
        p->hops = -1;
        return; // want wg-missing-done
    }
    if (wand_go(deliver_last_leg, p) != 0)
        wand_wg_done(p->route);
}

/* Bad: when the next coroutine can't be started, nobody counts down. */
static void deliver_unlucky(void *arg)
{
    struct parcel *p = arg;

    if (wand_go(deliver_last_leg, p) != 0) {
        // insert unlucky: wand_wg_done(p->route);
        p->hops = -1;
    }
} // want wg-missing-done unless unlucky

/* Bad: the recursion ends in two ways, and only one of them counts down. */
static void deliver_hops_until(struct parcel *p, int hops)
{
    if (p->hops > 100)
        return;
    if (hops == 0) {
        wand_wg_done(p->route);
        return;
    }
    p->hops++;
    deliver_hops_until(p, hops - 1);
}

static void deliver_recursive_until(void *arg)
{
    deliver_hops_until(arg, 3);
} // want wg-missing-done

static void launch(struct parcel *p, wand_wg *route, wand_fn body)
{
    p->route = route;
    wand_wg_add(route, 1);
    if (wand_go(body, p) != 0)
        wand_wg_done(route);
}

static void start(void *arg)
{
    static struct parcel p[11];
    wand_spawn how = {.name = "parcel", .wg = &depot};
    wand_wg route = WAND_WG_INIT;

    (void)arg;
    if (wand_go_wg(&route, deliver_plain, &p[0]) != 0)
        deliver_plain(&p[0]);
    if (wand_go_with(&how, deliver_plain, &p[1]) != 0)
        deliver_plain(&p[1]);
    launch(&p[2], &route, deliver_relay);
    launch(&p[3], &route, deliver_choice);
    launch(&p[4], &route, deliver_bulk);
    launch(&p[5], &route, deliver_table);
    launch(&p[6], &route, deliver_recursive);
    launch(&p[7], &route, deliver_heavy);
    launch(&p[8], &route, deliver_unlucky);
    launch(&p[9], &route, deliver_recursive_until);
    launch(&p[10], &route, deliver_pointer);
    wand_wg_wait(&route);
    wand_wg_wait(&depot);
    printf("%d hops\n", p[6].hops);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
