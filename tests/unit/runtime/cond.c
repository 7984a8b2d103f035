/* cond.c: conditions wake who waited before the signal, in the order they came. */
#include "tests/unit/runtime/wand_test.h"

static wand_mutex mu = WAND_MUTEX_INIT;
static wand_cond cv = WAND_COND_INIT;
static int woken[32];
static int used;

static void wait_once(void *arg)
{
    wand_mutex_lock(&mu);
    wand_cond_wait(&cv, &mu);
    check(!wand_mutex_trylock(&mu));
    woken[used++] = *(int *)arg;
    wand_mutex_unlock(&mu);
}

static const int names[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

static void spawn_waiters(int count)
{
    used = 0;
    for (int i = 0; i < count; i++) {
        wand_go(wait_once, (void *)&names[i]);
        settle();
    }
}

WAND_TEST(signal_wakes_one_in_order)
{
    spawn_waiters(5);
    for (int i = 0; i < 5; i++) {
        check_int(used, i);
        wand_cond_signal(&cv);
        settle();
    }
    check_int(used, 5);
    for (int i = 0; i < 5; i++)
        check_int(woken[i], i);
}

WAND_TEST(broadcast_wakes_everybody)
{
    spawn_waiters(10);
    wand_cond_broadcast(&cv);
    settle();
    check_int(used, 10);
}

/* A signal made before the wait began is gone. */
WAND_TEST(an_early_signal_is_lost)
{
    wand_cond_signal(&cv);
    wand_cond_broadcast(&cv);
    spawn_waiters(1);
    check_int(used, 0);
    wand_cond_signal(&cv);
    settle();
    check_int(used, 1);
}

WAND_TEST(two_signals_wake_two)
{
    spawn_waiters(4);
    wand_cond_signal(&cv);
    wand_cond_signal(&cv);
    settle();
    check_int(used, 2);
    check_int(woken[0] + woken[1], 1);
    wand_cond_broadcast(&cv);
    settle();
    check_int(used, 4);
}

WAND_TEST(a_broadcast_does_not_reach_later_waiters)
{
    spawn_waiters(3);
    wand_cond_broadcast(&cv);
    settle();
    spawn_waiters(2);
    check_int(used, 0);
    wand_cond_broadcast(&cv);
    settle();
    check_int(used, 2);
}

/* The woken one gets the mutex back before it returns, so it waits while the signaller holds it. */
WAND_TEST(wait_returns_with_the_mutex)
{
    spawn_waiters(1);
    wand_mutex_lock(&mu);
    wand_cond_signal(&cv);
    settle();
    check_int(used, 0);
    wand_mutex_unlock(&mu);
    settle();
    check_int(used, 1);
}

static int queue, taken;

static void consume(void *arg UNUSED)
{
    for (int i = 0; i < 100; i++) {
        wand_mutex_lock(&mu);
        while (queue == 0)
            wand_cond_wait(&cv, &mu);
        queue--;
        taken++;
        wand_mutex_unlock(&mu);
    }
}

static void produce(void *arg UNUSED)
{
    for (int i = 0; i < 100; i++) {
        wand_mutex_lock(&mu);
        queue++;
        wand_cond_signal(&cv);
        wand_mutex_unlock(&mu);
        if (i % 7 == 0)
            wand_yield();
    }
}

WAND_TEST(a_queue_built_on_it_loses_nothing)
{
    wand_wg wg = WAND_WG_INIT;

    queue = taken = 0;
    for (int i = 0; i < 10; i++)
        wand_go_wg(&wg, i % 2 ? produce : consume, NULL);
    wand_wg_wait(&wg);
    check_int(taken, 500);
    check_int(queue, 0);
}

/* No cancellation point. */
WAND_TEST(a_cancel_does_not_end_the_wait)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    used = 0;
    wand_go_ctx(ctx, wait_once, (void *)&names[3]);
    settle();
    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, wait_once, (void *)&names[4]);
    settle();
    check_int(used, 0);
    wand_cond_broadcast(&cv);
    settle();
    check_int(used, 2);
    wand_ctx_release(ctx);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(signal_wakes_one_in_order),
    cmocka_unit_test(broadcast_wakes_everybody),
    cmocka_unit_test(an_early_signal_is_lost),
    cmocka_unit_test(two_signals_wake_two),
    cmocka_unit_test(a_broadcast_does_not_reach_later_waiters),
    cmocka_unit_test(wait_returns_with_the_mutex),
    cmocka_unit_test(a_queue_built_on_it_loses_nothing),
    cmocka_unit_test(a_cancel_does_not_end_the_wait),
};

TAP_MAIN(tests)
