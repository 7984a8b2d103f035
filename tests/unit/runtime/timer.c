/* timer.c: one tick, in a channel of one, that can be stopped and set again. */
#include "tests/unit/runtime/wand_test.h"

static int64_t tick_of(wand_chan *c)
{
    int64_t tick = -1;

    check_int(wand_chan_recv(c, &tick), 0);
    return tick;
}

static bool empty(wand_chan *c)
{
    int64_t tick;

    return wand_chan_try_recv(c, &tick) == -EAGAIN;
}

WAND_TEST(a_timer_ticks_once)
{
    int64_t before = wand_now();
    wand_timer *t = wand_timer_new(WAND_MS(3));
    int64_t made = wand_now(), tick;

    check_int(wand_chan_cap(wand_timer_chan(t)), 1);
    check(wand_timer_chan(t) == wand_timer_chan(t));
    check(wand_chan_len(wand_timer_chan(t)) == 0 || wand_now() >= before + WAND_MS(3));
    tick = tick_of(wand_timer_chan(t));
    check(tick >= before + WAND_MS(3) && tick <= wand_now());
    check(wand_now() >= before + WAND_MS(3));
    check(made <= tick);
    wand_sleep(WAND_MS(8));
    check(empty(wand_timer_chan(t)));
    check(!wand_timer_stop(t));
    wand_timer_release(t);
}

WAND_TEST(a_timer_of_nothing_has_ticked)
{
    int64_t durations[] = {0, -1, INT64_MIN};

    for (size_t i = 0; i < COUNT_OF(durations); i++) {
        int64_t before = wand_now();
        wand_timer *t = wand_timer_new(durations[i]);
        int64_t tick = -1;
        check_int(wand_chan_try_recv(wand_timer_chan(t), &tick), 0);
        check(tick <= wand_now());
        check(durations[i] != 0 || tick >= before);
        check(!wand_timer_stop(t));
        wand_timer_release(t);
    }
}

WAND_TEST(a_timer_beyond_the_clock_never_ticks)
{
    wand_timer *t = wand_timer_new(INT64_MAX), *u = wand_timer_new(INT64_MAX - 5);

    wand_sleep(WAND_MS(2));
    check(empty(wand_timer_chan(t)));
    check(empty(wand_timer_chan(u)));
    check(wand_timer_stop(t));
    check(wand_timer_reset(u, INT64_MAX));
    check(wand_timer_reset(u, WAND_MS(1)));
    tick_of(wand_timer_chan(u));
    wand_timer_release(t);
    wand_timer_release(u);
}

/* True when it prevented the tick. */
WAND_TEST(stop_prevents_the_tick)
{
    wand_timer *t = wand_timer_new(WAND_MS(2));

    check(wand_timer_stop(t));
    check(!wand_timer_stop(t));
    wand_sleep(WAND_MS(6));
    check(empty(wand_timer_chan(t)));
    wand_timer_release(t);
}

WAND_TEST(a_stopped_timer_keeps_its_tick)
{
    wand_timer *t = wand_timer_new(WAND_MS(1));

    wand_sleep(WAND_MS(5));
    check_int(wand_chan_len(wand_timer_chan(t)), 1);
    check(!wand_timer_stop(t));
    check(!empty(wand_timer_chan(t)));
    check(empty(wand_timer_chan(t)));
    wand_timer_release(t);
}

/* True when it was running. */
WAND_TEST(reset_starts_it_again)
{
    wand_timer *t = wand_timer_new(WAND_SEC(100));
    int64_t before = wand_now();

    check(wand_timer_reset(t, WAND_MS(2)));
    check(tick_of(wand_timer_chan(t)) >= before + WAND_MS(2));
    check(!wand_timer_reset(t, WAND_MS(1)));
    tick_of(wand_timer_chan(t));
    check(!wand_timer_reset(t, WAND_SEC(100)));
    check(wand_timer_stop(t));
    check(!wand_timer_reset(t, WAND_MS(1)));
    tick_of(wand_timer_chan(t));
    wand_timer_release(t);
}

WAND_TEST(reset_postpones)
{
    wand_timer *t = wand_timer_new(WAND_MS(30));
    int64_t start = wand_now();

    check(wand_timer_reset(t, WAND_MS(60)));
    check(tick_of(wand_timer_chan(t)) >= start + WAND_MS(60));
    check(empty(wand_timer_chan(t)));
    wand_timer_release(t);
}

WAND_TEST(reset_to_nothing_ticks_at_once)
{
    wand_timer *t = wand_timer_new(WAND_SEC(100));
    int64_t tick;

    check(wand_timer_reset(t, 0));
    check_int(wand_chan_try_recv(wand_timer_chan(t), &tick), 0);
    check(!wand_timer_reset(t, -1));
    check_int(wand_chan_try_recv(wand_timer_chan(t), &tick), 0);
    check(!wand_timer_stop(t));
    wand_timer_release(t);
}

/* The tick of the first round fills the channel, so that of the second is dropped. */
WAND_TEST(a_tick_into_a_full_channel_is_dropped)
{
    int64_t before = wand_now(), first;
    wand_timer *t = wand_timer_new(WAND_MS(1));

    wand_sleep(WAND_MS(4));
    check(!wand_timer_reset(t, WAND_MS(1)));
    wand_sleep(WAND_MS(5));
    check_int(wand_chan_len(wand_timer_chan(t)), 1);
    first = tick_of(wand_timer_chan(t));
    check(first >= before + WAND_MS(1));
    check(empty(wand_timer_chan(t)));
    wand_timer_release(t);
}

WAND_TEST(release_of_a_running_timer)
{
    wand_timer *t = wand_timer_new(WAND_MS(1)), *u = wand_timer_new(WAND_SEC(1000));
    wand_chan *c = wand_chan_retain(wand_timer_chan(t));

    wand_timer_release(t);
    wand_timer_release(u);
    wand_timer_release(NULL);
    wand_sleep(WAND_MS(4));
    check(empty(c));
    wand_chan_release(c);
}

static void receive_tick(void *arg)
{
    int64_t *slot = arg;
    wand_timer *t = wand_timer_new(*slot);

    *slot = tick_of(wand_timer_chan(t));
    wand_timer_release(t);
}

WAND_TEST(timers_tick_in_order)
{
    int64_t ticks[50];
    wand_wg wg = WAND_WG_INIT;

    for (int i = 0; i < 50; i++) {
        ticks[i] = WAND_MS(1) + WAND_US(200) * ((i * 17) % 50);
        wand_go_wg(&wg, receive_tick, &ticks[i]);
    }
    wand_wg_wait(&wg);
    for (int i = 0; i < 50; i++)
        check(ticks[i] > 0);
}

WAND_TEST(a_timer_in_a_select)
{
    wand_timer *t = wand_timer_new(WAND_MS(2));
    wand_chan *never = wand_chan_new(0, 0);
    int64_t tick = 0;

    check_int(WAND_SELECT(WAND_RECV(never, NULL), WAND_RECV(wand_timer_chan(t), &tick)), 1);
    check(tick > 0);
    wand_timer_release(t);
    wand_chan_release(never);
}

static void receive_closed(void *arg)
{
    int64_t tick = 1;

    check_int(wand_chan_recv(arg, &tick), -EPIPE);
    check_int(tick, 0);
}

/* Whoever closes the channel of a running timer gets no tick any more, and no harm either. */
WAND_TEST(a_tick_into_a_closed_channel_is_dropped)
{
    wand_timer *t = wand_timer_new(WAND_SEC(100));

    wand_go(receive_closed, wand_timer_chan(t));
    settle();
    wand_chan_close(wand_timer_chan(t));
    for (int i = 0; i < 2; i++) {
        check_int(wand_timer_reset(t, WAND_MS(1)), i == 0);
        wand_sleep(WAND_MS(4));
    }
    wand_timer_release(t);
}

enum { MANY = 20000 };

WAND_TEST(many_timers_start_and_stop)
{
    static wand_timer *t[MANY];
    int stopped = 0;

    for (int i = 0; i < MANY; i++)
        t[i] = wand_timer_new(WAND_SEC(10) + (int64_t)((i * 7919) % MANY) * 1000);
    for (int i = 0; i < MANY; i += 2)
        stopped += wand_timer_stop(t[(i * 3) % MANY]);
    check_int(stopped, MANY / 2);
    for (int i = 0; i < MANY; i++)
        wand_timer_reset(t[i], i % 3 == 0 ? 0 : WAND_MS(1) + i % 1000);
    wand_sleep(WAND_MS(20));
    for (int i = 0; i < MANY; i++) {
        check_int(wand_chan_len(wand_timer_chan(t[i])), 1);
        wand_timer_release(t[i]);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_timer_ticks_once),
    cmocka_unit_test(a_timer_of_nothing_has_ticked),
    cmocka_unit_test(a_timer_beyond_the_clock_never_ticks),
    cmocka_unit_test(stop_prevents_the_tick),
    cmocka_unit_test(a_stopped_timer_keeps_its_tick),
    cmocka_unit_test(reset_starts_it_again),
    cmocka_unit_test(reset_postpones),
    cmocka_unit_test(reset_to_nothing_ticks_at_once),
    cmocka_unit_test(a_tick_into_a_full_channel_is_dropped),
    cmocka_unit_test(release_of_a_running_timer),
    cmocka_unit_test(timers_tick_in_order),
    cmocka_unit_test(a_timer_in_a_select),
    cmocka_unit_test(a_tick_into_a_closed_channel_is_dropped),
    cmocka_unit_test(many_timers_start_and_stop),
};

TAP_MAIN(tests)
