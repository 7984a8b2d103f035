/* mutex.c: mutual exclusion, no starvation, and no tie between owner and unlocker. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

static wand_mutex mu = WAND_MUTEX_INIT;
static int inside, most_inside, total;

static void enter(void *arg)
{
    for (int i = 0; i < 50; i++) {
        wand_mutex_lock(arg);
        inside++;
        if (inside > most_inside)
            most_inside = inside;
        total++;
        if (i % 3 == 0)
            wand_yield();
        inside--;
        wand_mutex_unlock(arg);
        if (i % 5 == 0)
            wand_yield();
    }
}

WAND_TEST(one_at_a_time)
{
    wand_wg wg = WAND_WG_INIT;

    inside = most_inside = total = 0;
    for (int i = 0; i < 20; i++)
        wand_go_wg(&wg, enter, &mu);
    wand_wg_wait(&wg);
    check_int(total, 20 * 50);
    check_int(most_inside, 1);
    check(wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
}

WAND_TEST(trylock_never_parks)
{
    wand_mutex m = WAND_MUTEX_INIT;

    check(wand_mutex_trylock(&m));
    check(!wand_mutex_trylock(&m));
    wand_mutex_unlock(&m);
    check(wand_mutex_trylock(&m));
    wand_mutex_unlock(&m);
}

static bool entered;

static void lock_it(void *arg)
{
    wand_mutex_lock(arg);
    entered = true;
    wand_mutex_unlock(arg);
}

WAND_TEST(unlock_wakes_a_waiter)
{
    entered = false;
    wand_mutex_lock(&mu);
    wand_go(lock_it, &mu);
    settle();
    check(!entered);
    wand_mutex_unlock(&mu);
    settle();
    check(entered);
}

static void unlock_it(void *arg)
{
    wand_mutex_unlock(arg);
}

WAND_TEST(another_coroutine_may_unlock)
{
    wand_mutex_lock(&mu);
    wand_go(unlock_it, &mu);
    wand_mutex_lock(&mu);
    wand_mutex_unlock(&mu);
    check(wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
}

static volatile bool hog_stops;
static int hog_rounds;

static void hog(void *arg UNUSED)
{
    while (!hog_stops) {
        wand_mutex_lock(&mu);
        hog_rounds++;
        wand_yield();
        wand_mutex_unlock(&mu);
    }
}

/* Nobody starves, also not beside one who takes the lock again at once. */
WAND_TEST(a_greedy_coroutine_starves_nobody)
{
    wand_wg wg = WAND_WG_INIT;

    hog_stops = false;
    hog_rounds = 0;
    wand_go_wg(&wg, hog, NULL);
    wand_yield();
    for (int i = 0; i < 20; i++) {
        wand_mutex_lock(&mu);
        wand_mutex_unlock(&mu);
        wand_yield();
    }
    hog_stops = true;
    wand_wg_wait(&wg);
    check(hog_rounds < 10 * 1000 * 1000);
}

static void lock_with_ended_context(void *arg)
{
    check_int(wand_ctx_err(wand_ctx_current()), -ECANCELED);
    lock_it(arg);
}

WAND_TEST(lock_is_no_cancellation_point)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    entered = false;
    wand_mutex_lock(&mu);
    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, lock_with_ended_context, &mu);
    settle();
    check(!entered);
    wand_mutex_unlock(&mu);
    settle();
    check(entered);
    wand_ctx_release(ctx);
}

WAND_TEST(a_cancel_leaves_a_parked_lock_waiting)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    entered = false;
    wand_mutex_lock(&mu);
    wand_go_ctx(ctx, lock_it, &mu);
    settle();
    wand_ctx_cancel(ctx);
    settle();
    check(!entered);
    wand_mutex_unlock(&mu);
    settle();
    check(entered);
    wand_ctx_release(ctx);
}

static void lock_and_free(void *arg)
{
    wand_mutex *m = arg;

    wand_mutex_lock(m);
    wand_mutex_unlock(m);
    memset(m, 0x5A, sizeof *m);
    free(m);
    entered = true;
}

/* Unlock is through with the mutex when the next owner has it. */
WAND_TEST(the_next_owner_may_free_the_mutex)
{
    for (int i = 0; i < 100; i++) {
        wand_mutex *m = calloc(1, sizeof *m);
        entered = false;
        wand_mutex_lock(m);
        wand_go(lock_and_free, m);
        settle();
        wand_mutex_unlock(m);
        settle();
        check(entered);
    }
}

WAND_TEST(many_mutexes_at_once)
{
    wand_mutex *many = calloc(1000, sizeof *many);

    for (int i = 0; i < 1000; i++)
        wand_mutex_lock(&many[i]);
    for (int i = 0; i < 1000; i++)
        wand_mutex_unlock(&many[(i * 7) % 1000]);
    free(many);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_at_a_time),
    cmocka_unit_test(trylock_never_parks),
    cmocka_unit_test(unlock_wakes_a_waiter),
    cmocka_unit_test(another_coroutine_may_unlock),
    cmocka_unit_test(a_greedy_coroutine_starves_nobody),
    cmocka_unit_test(lock_is_no_cancellation_point),
    cmocka_unit_test(a_cancel_leaves_a_parked_lock_waiting),
    cmocka_unit_test(the_next_owner_may_free_the_mutex),
    cmocka_unit_test(many_mutexes_at_once),
};

TAP_MAIN(tests)
