/* once.c: a function that runs once, for all who ask. */
#include "tests/unit/runtime/wand_test.h"

static int runs;

static void count(void *arg)
{
    runs += arg == NULL ? 1 : *(int *)arg;
}

WAND_TEST(runs_the_function_once)
{
    wand_once once = WAND_ONCE_INIT;
    int amount = 10;

    runs = 0;
    for (int i = 0; i < 5; i++)
        wand_once_do(&once, count, &amount);
    check_int(runs, 10);
}

WAND_TEST(zeroed_memory_is_a_fresh_once)
{
    wand_once once;

    runs = 0;
    memset(&once, 0, sizeof once);
    wand_once_do(&once, count, NULL);
    wand_once_do(&once, count, NULL);
    check_int(runs, 1);
}

static wand_once shared = WAND_ONCE_INIT;

static void count_slowly(void *arg UNUSED)
{
    wand_sleep(WAND_MS(2));
    runs++;
}

static void ask(void *arg)
{
    wand_once_do(arg, count_slowly, NULL);
    check_int(runs, 1);
}

WAND_TEST(everybody_waits_until_it_is_done)
{
    wand_wg wg = WAND_WG_INIT;

    runs = 0;
    for (int i = 0; i < 20; i++)
        wand_go_wg(&wg, ask, &shared);
    wand_wg_wait(&wg);
    check_int(runs, 1);
}

static void panic_once(void *arg UNUSED)
{
    runs++;
    wand_sleep(WAND_MS(1));
    wand_panic("in the once");
}

static void ask_panic(void *arg)
{
    wand_once_do(arg, panic_once, NULL);
}

static void ask_after_panic(void *arg)
{
    wand_once_do(arg, count, NULL);
    check_int(runs, 1);
}

/* Done is done, and those who wait go on. */
WAND_TEST(a_once_that_panics_is_done)
{
    wand_once once = WAND_ONCE_INIT;

    runs = 0;
    check_int(wand_protect(ask_panic, &once, NULL), -EFAULT);
    wand_once_do(&once, count, NULL);
    check_int(runs, 1);
}

static void protect_ask_panic(void *arg)
{
    wand_panic_info info;

    check_int(wand_protect(ask_panic, arg, &info), -EFAULT);
    check_contains(info.message, "in the once");
}

WAND_TEST(waiters_go_on_after_a_panic)
{
    wand_once once = WAND_ONCE_INIT;
    wand_wg wg = WAND_WG_INIT;

    runs = 0;
    wand_go_wg(&wg, protect_ask_panic, &once);
    settle();
    for (int i = 0; i < 5; i++)
        wand_go_wg(&wg, ask_after_panic, &once);
    wand_wg_wait(&wg);
    check_int(runs, 1);
}

static void ask_with_ended_context(void *arg)
{
    wand_once_do(arg, count_slowly, NULL);
    check_int(runs, 1);
    wand_once_do(arg, count_slowly, NULL);
}

static void sleep_once(void *arg UNUSED)
{
    wand_sleep(WAND_MS(2));
    runs++;
}

static void ask_sleep_once(void *arg)
{
    wand_once_do(arg, sleep_once, NULL);
}

/* A once is no cancellation point: who waits for it waits until it is done. */
WAND_TEST(an_ended_context_does_not_end_the_wait)
{
    wand_once once = WAND_ONCE_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.ctx = ctx, .wg = &wg};

    runs = 0;
    wand_go_wg(&wg, ask_sleep_once, &once);
    settle();
    wand_ctx_cancel(ctx);
    wand_go_with(&how, ask_with_ended_context, &once);
    wand_wg_wait(&wg);
    check_int(runs, 1);
    wand_ctx_release(ctx);
}

static void nested_once(void *arg)
{
    wand_once_do(arg, count, NULL);
}

WAND_TEST(one_once_within_another)
{
    wand_once outer = WAND_ONCE_INIT, inner = WAND_ONCE_INIT;

    runs = 0;
    wand_once_do(&outer, nested_once, &inner);
    wand_once_do(&outer, nested_once, &inner);
    check_int(runs, 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(runs_the_function_once),
    cmocka_unit_test(zeroed_memory_is_a_fresh_once),
    cmocka_unit_test(everybody_waits_until_it_is_done),
    cmocka_unit_test(a_once_that_panics_is_done),
    cmocka_unit_test(waiters_go_on_after_a_panic),
    cmocka_unit_test(an_ended_context_does_not_end_the_wait),
    cmocka_unit_test(one_once_within_another),
};

TAP_MAIN(tests)
