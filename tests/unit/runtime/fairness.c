/* fairness.c: whoever can run does run, however busy the others are. */
#include "tests/unit/runtime/wand_test.h"

static volatile bool stop;
static volatile bool seen;

static void spin(void *arg UNUSED)
{
    while (!stop)
        wand_yield();
}

static void sleep_then_see(void *arg UNUSED)
{
    wand_sleep(WAND_MS(1));
    seen = true;
}

static void just_see(void *arg UNUSED)
{
    seen = true;
}

/* Yields until the flag is set or five seconds are over, without giving the clock a sleeper of its own. */
static bool yield_until_seen(void)
{
    int64_t end = wand_now() + WAND_SEC(5);

    while (!seen && wand_now() < end)
        wand_yield();
    return seen;
}

WAND_TEST(a_spinner_does_not_hold_up_a_sleeper)
{
    wand_wg wg = WAND_WG_INIT;

    stop = seen = false;
    for (int i = 0; i < 3; i++)
        wand_go_wg(&wg, spin, NULL);
    wand_go_wg(&wg, sleep_then_see, NULL);
    check(yield_until_seen());
    stop = true;
    wand_wg_wait(&wg);
}

WAND_TEST(a_spinner_does_not_hold_up_a_new_coroutine)
{
    wand_wg wg = WAND_WG_INIT;

    stop = seen = false;
    wand_go_wg(&wg, spin, NULL);
    settle();
    wand_go_wg(&wg, just_see, NULL);
    check(yield_until_seen());
    stop = true;
    wand_wg_wait(&wg);
}

typedef struct pair {
    wand_chan *there, *back;
} pair;

static void answer(void *arg)
{
    pair *p = arg;

    while (wand_chan_recv(p->there, NULL) == 0 && wand_chan_send(p->back, NULL) == 0)
        continue;
}

static void ask(void *arg)
{
    pair *p = arg;

    while (!stop && wand_chan_send(p->there, NULL) == 0 && wand_chan_recv(p->back, NULL) == 0)
        continue;
    wand_chan_close(p->there);
}

/* Two that only wake each other must let timers, sleepers and a third coroutine in. */
WAND_TEST(a_chatty_pair_does_not_hold_up_the_rest)
{
    pair p = {wand_chan_new(0, 0), wand_chan_new(0, 0)};
    wand_wg wg = WAND_WG_INIT;

    stop = seen = false;
    wand_go_wg(&wg, answer, &p);
    wand_go_wg(&wg, ask, &p);
    wand_go_wg(&wg, sleep_then_see, NULL);
    check_int(wand_sleep(WAND_MS(3)), 0);
    check(yield_until_seen());
    seen = false;
    wand_go_wg(&wg, just_see, NULL);
    check(yield_until_seen());
    stop = true;
    wand_wg_wait(&wg);
    wand_chan_release(p.there);
    wand_chan_release(p.back);
}

static void respawn(void *arg)
{
    if (!stop && wand_go_wg(arg, respawn, arg) != 0)
        stop = true;
}

WAND_TEST(a_chain_of_spawns_does_not_hold_up_the_rest)
{
    wand_wg wg = WAND_WG_INIT;

    stop = seen = false;
    wand_go_wg(&wg, respawn, &wg);
    wand_go_wg(&wg, sleep_then_see, NULL);
    check(yield_until_seen());
    stop = true;
    wand_wg_wait(&wg);
}

static void buffer_both_ways(void *arg)
{
    while (!stop) {
        wand_chan_send(arg, NULL);
        wand_chan_recv(arg, NULL);
        wand_yield();
    }
}

static unsigned turns[8];

static void take_turns(void *arg)
{
    unsigned *mine = arg;

    while (!stop) {
        ++*mine;
        wand_yield();
    }
}

/* Among coroutines that only yield, nobody gets many times the turns of another. */
WAND_TEST(yielding_coroutines_take_turns)
{
    wand_wg wg = WAND_WG_INIT;
    unsigned least = -1u, most = 0;

    stop = false;
    memset(turns, 0, sizeof turns);
    for (int i = 0; i < 8; i++)
        wand_go_wg(&wg, take_turns, &turns[i]);
    for (int i = 0; i < 20000; i++)
        wand_yield();
    stop = true;
    wand_wg_wait(&wg);
    for (int i = 0; i < 8; i++) {
        least = turns[i] < least ? turns[i] : least;
        most = turns[i] > most ? turns[i] : most;
    }
    check(least > 0);
    check(most <= 4 * least + 100);
}

WAND_TEST(operations_that_never_park_leave_time_for_timers)
{
    wand_chan *c = wand_chan_new(0, 4);
    wand_wg wg = WAND_WG_INIT;

    stop = seen = false;
    wand_go_wg(&wg, buffer_both_ways, c);
    wand_go_wg(&wg, sleep_then_see, NULL);
    check(yield_until_seen());
    stop = true;
    wand_wg_wait(&wg);
    wand_chan_release(c);
}

static wand_chan *gate;
static int arrived[4], arrivals;

static void pass_the_gate(void *arg)
{
    check_int(wand_chan_recv(gate, NULL), -EPIPE);
    arrived[arrivals++] = *(int *)arg;
}

/* Those let go together run in the order they came, each time, whatever else the scheduler does for fairness.
 */
WAND_TEST(who_came_first_goes_on_first)
{
    static int names[] = {0, 1, 2, 3};

    for (int round = 0; round < 1000; round++) {
        gate = wand_chan_new(0, 0);
        arrivals = 0;
        for (int i = 0; i < 4; i++)
            wand_go(pass_the_gate, &names[i]);
        for (int i = 0; i < 4 + round % 7; i++)
            wand_yield();
        wand_chan_close(gate);
        for (int i = 0; i < 10; i++)
            wand_yield();
        check_int(arrivals, 4);
        for (int i = 0; i < 4; i++)
            check_int(arrived[i], i);
        wand_chan_release(gate);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_spinner_does_not_hold_up_a_sleeper),
    cmocka_unit_test(a_spinner_does_not_hold_up_a_new_coroutine),
    cmocka_unit_test(a_chatty_pair_does_not_hold_up_the_rest),
    cmocka_unit_test(a_chain_of_spawns_does_not_hold_up_the_rest),
    cmocka_unit_test(yielding_coroutines_take_turns),
    cmocka_unit_test(who_came_first_goes_on_first),
    cmocka_unit_test(operations_that_never_park_leave_time_for_timers),
};

TAP_MAIN(tests)
