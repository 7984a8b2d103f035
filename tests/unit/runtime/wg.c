/* wg.c: wait groups: counting, waking, reuse, and freeing one right after its wait. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

static int woken;

static void wait_and_count(void *arg)
{
    wand_wg_wait(arg);
    woken++;
}

static void done_later(void *arg)
{
    settle();
    wand_wg_done(arg);
}

static void done_at_once(void *arg)
{
    wand_wg_done(arg);
}

static void nothing(void *arg UNUSED)
{
}

WAND_TEST(waiting_on_zero_returns_at_once)
{
    wand_wg wg = WAND_WG_INIT, zeroed;

    memset(&zeroed, 0, sizeof zeroed);
    wand_wg_wait(&wg);
    wand_wg_wait(&zeroed);
    wand_wg_add(&zeroed, 0);
    wand_wg_wait(&zeroed);
}

WAND_TEST(wait_returns_after_the_last_done)
{
    wand_wg wg = WAND_WG_INIT;

    woken = 0;
    wand_wg_add(&wg, 3);
    wand_go(wait_and_count, &wg);
    for (int i = 0; i < 3; i++) {
        settle();
        check_int(woken, 0);
        wand_wg_done(&wg);
    }
    settle();
    check_int(woken, 1);
}

WAND_TEST(every_waiter_wakes)
{
    wand_wg wg = WAND_WG_INIT;

    woken = 0;
    wand_wg_add(&wg, 1);
    for (int i = 0; i < 50; i++)
        wand_go(wait_and_count, &wg);
    settle();
    check_int(woken, 0);
    wand_wg_done(&wg);
    settle();
    check_int(woken, 50);
}

WAND_TEST(add_counts_down_as_well)
{
    wand_wg wg = WAND_WG_INIT;

    woken = 0;
    wand_wg_add(&wg, 5);
    wand_go(wait_and_count, &wg);
    settle();
    wand_wg_add(&wg, -4);
    settle();
    check_int(woken, 0);
    wand_wg_add(&wg, -1);
    settle();
    check_int(woken, 1);
}

WAND_TEST(a_group_is_used_again)
{
    wand_wg wg = WAND_WG_INIT;

    for (int round = 1; round < 50; round++) {
        wand_wg_add(&wg, round);
        for (int i = 0; i < round; i++)
            wand_go(done_later, &wg);
        wand_wg_wait(&wg);
    }
}

WAND_TEST(a_group_grows_while_it_is_waited_for)
{
    wand_wg wg = WAND_WG_INIT;

    woken = 0;
    wand_wg_add(&wg, 1);
    wand_go(wait_and_count, &wg);
    settle();
    wand_wg_add(&wg, 1);
    wand_wg_done(&wg);
    settle();
    check_int(woken, 0);
    wand_wg_done(&wg);
    settle();
    check_int(woken, 1);
}

/* The group may be gone when done returns, and when go_wg's own done returns. */
WAND_TEST(a_group_is_freed_right_after_the_wait)
{
    for (int i = 0; i < 300; i++) {
        wand_wg *wg = calloc(1, sizeof *wg);
        if (i % 3 == 0) {
            check_int(wand_go_wg(wg, nothing, NULL), 0);
        } else {
            wand_wg_add(wg, 1);
            check_int(wand_go(i % 3 == 1 ? done_later : done_at_once, wg), 0);
        }
        wand_wg_wait(wg);
        memset(wg, 0xA5, sizeof *wg);
        free(wg);
    }
    settle();
}

static void wait_with_ended_context(void *arg)
{
    check_int(wand_ctx_err(wand_ctx_current()), -ECANCELED);
    wand_wg_wait(arg);
    woken++;
}

/* A wait group is no cancellation point. */
WAND_TEST(an_ended_context_does_not_end_the_wait)
{
    wand_wg wg = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    woken = 0;
    wand_wg_add(&wg, 1);
    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, wait_with_ended_context, &wg);
    settle();
    check_int(woken, 0);
    wand_wg_done(&wg);
    settle();
    check_int(woken, 1);
    wand_ctx_release(ctx);
}

WAND_TEST(a_cancel_does_not_end_a_parked_wait)
{
    wand_wg wg = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    woken = 0;
    wand_wg_add(&wg, 1);
    wand_go_ctx(ctx, wait_and_count, &wg);
    settle();
    wand_ctx_cancel(ctx);
    settle();
    check_int(woken, 0);
    wand_wg_done(&wg);
    settle();
    check_int(woken, 1);
    wand_ctx_release(ctx);
}

typedef struct job {
    wand_wg wg;
    wand_mutex mu;
    int result;
} job;

static job nested = {.wg = WAND_WG_INIT, .mu = WAND_MUTEX_INIT};

static void finish_job(void *arg)
{
    ((job *)arg)->result = 5;
}

/* Constant initialisers, also nested. */
WAND_TEST(a_nested_constant_initialiser)
{
    static wand_wg group_array[2] = {WAND_WG_INIT, WAND_WG_INIT};

    check_int(wand_go_wg(&nested.wg, finish_job, &nested), 0);
    wand_wg_wait(&nested.wg);
    check_int(nested.result, 5);
    wand_wg_wait(&group_array[0]);
    wand_wg_wait(&group_array[1]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(waiting_on_zero_returns_at_once),
    cmocka_unit_test(wait_returns_after_the_last_done),
    cmocka_unit_test(every_waiter_wakes),
    cmocka_unit_test(add_counts_down_as_well),
    cmocka_unit_test(a_group_is_used_again),
    cmocka_unit_test(a_group_grows_while_it_is_waited_for),
    cmocka_unit_test(a_group_is_freed_right_after_the_wait),
    cmocka_unit_test(an_ended_context_does_not_end_the_wait),
    cmocka_unit_test(a_cancel_does_not_end_a_parked_wait),
    cmocka_unit_test(a_nested_constant_initialiser),
};

TAP_MAIN(tests)
