/* ticker.c: a tick each period into a channel of one; what finds it full is dropped. */
#include "tests/unit/runtime/wand_test.h"

static int64_t tick_of(wand_chan *c)
{
    int64_t tick = -1;

    check_int(wand_chan_recv(c, &tick), 0);
    return tick;
}

WAND_TEST(a_ticker_ticks_again_and_again)
{
    int64_t start = wand_now(), last = 0;
    wand_ticker *t = wand_ticker_new(WAND_MS(2));

    check_int(wand_chan_cap(wand_ticker_chan(t)), 1);
    for (int i = 1; i <= 10; i++) {
        int64_t tick = tick_of(wand_ticker_chan(t));
        check(tick >= start + i * WAND_MS(2));
        check(tick > last && tick <= wand_now());
        last = tick;
    }
    wand_ticker_release(t);
}

WAND_TEST(missed_ticks_are_dropped)
{
    wand_ticker *t = wand_ticker_new(WAND_MS(1));
    int64_t tick;

    wand_sleep(WAND_MS(12));
    check_int(wand_chan_len(wand_ticker_chan(t)), 1);
    check_int(wand_chan_try_recv(wand_ticker_chan(t), &tick), 0);
    check_int(wand_chan_try_recv(wand_ticker_chan(t), &tick), -EAGAIN);
    wand_ticker_release(t);
}

WAND_TEST(a_stopped_ticker_stays_silent)
{
    wand_ticker *t = wand_ticker_new(WAND_MS(1));
    int64_t tick;

    wand_sleep(WAND_MS(4));
    wand_ticker_stop(t);
    check_int(wand_chan_try_recv(wand_ticker_chan(t), &tick), 0);
    wand_sleep(WAND_MS(5));
    check_int(wand_chan_try_recv(wand_ticker_chan(t), &tick), -EAGAIN);
    wand_ticker_stop(t);
    wand_ticker_release(t);
}

WAND_TEST(a_period_has_to_be_positive)
{
    check(wand_ticker_new(0) == NULL);
    check(wand_ticker_new(-1) == NULL);
    check(wand_ticker_new(INT64_MIN) == NULL);
    wand_ticker_release(NULL);
}

WAND_TEST(a_period_beyond_the_clock_never_ticks)
{
    wand_ticker *t = wand_ticker_new(INT64_MAX);
    int64_t tick;

    check(t != NULL);
    wand_sleep(WAND_MS(2));
    check_int(wand_chan_try_recv(wand_ticker_chan(t), &tick), -EAGAIN);
    wand_ticker_release(t);
}

/* A period of a nanosecond asks for more than there is time for: the ticks are dropped, nothing else suffers.
 */
WAND_TEST(the_smallest_period_starves_nobody)
{
    wand_ticker *t = wand_ticker_new(1);
    int64_t before = wand_now();

    for (int i = 0; i < 20; i++)
        tick_of(wand_ticker_chan(t));
    check_int(wand_sleep(WAND_MS(2)), 0);
    check(wand_now() - before < WAND_SEC(5));
    settle();
    wand_ticker_release(t);
}

static void receive_until_closed(void *arg)
{
    int64_t tick;

    while (wand_chan_recv(arg, &tick) == 0)
        continue;
    wand_chan_release(arg);
}

WAND_TEST(release_while_somebody_receives)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_ticker *t = wand_ticker_new(WAND_MS(1));

    wand_go_ctx(ctx, receive_until_closed, wand_chan_retain(wand_ticker_chan(t)));
    wand_sleep(WAND_MS(4));
    wand_ticker_release(t);
    wand_sleep(WAND_MS(4));
    wand_ctx_cancel(ctx);
    settle();
    wand_ctx_release(ctx);
}

WAND_TEST(a_ticker_keeps_its_rhythm)
{
    int64_t start = wand_now();
    wand_ticker *t = wand_ticker_new(WAND_MS(2));
    int received = 0;

    while (wand_now() < start + WAND_MS(100)) {
        tick_of(wand_ticker_chan(t));
        received++;
    }
    check(received >= 10 && received <= 50);
    wand_ticker_release(t);
}

WAND_TEST(a_hundred_tickers)
{
    wand_ticker *t[100];

    for (int i = 0; i < 100; i++)
        t[i] = wand_ticker_new(WAND_MS(1) + i * WAND_US(10));
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 100; i++)
            tick_of(wand_ticker_chan(t[i]));
    for (int i = 0; i < 100; i++)
        wand_ticker_release(t[i]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_ticker_ticks_again_and_again),
    cmocka_unit_test(missed_ticks_are_dropped),
    cmocka_unit_test(a_stopped_ticker_stays_silent),
    cmocka_unit_test(a_period_has_to_be_positive),
    cmocka_unit_test(a_period_beyond_the_clock_never_ticks),
    cmocka_unit_test(the_smallest_period_starves_nobody),
    cmocka_unit_test(release_while_somebody_receives),
    cmocka_unit_test(a_ticker_keeps_its_rhythm),
    cmocka_unit_test(a_hundred_tickers),
};

TAP_MAIN(tests)
