/* with_timeout.c: wand_with_timeout: a function that has only so much time. */
#include "tests/unit/runtime/wand_test.h"

static int seen;

static int give_back(void *arg)
{
    seen++;
    return *(int *)arg;
}

static int sleep_for(void *arg)
{
    return wand_sleep(*(int64_t *)arg);
}

static int sleep_and_succeed(void *arg)
{
    check_int(wand_sleep(*(int64_t *)arg), -ETIMEDOUT);
    return 0;
}

static int sleep_and_fail(void *arg)
{
    check_int(wand_sleep(*(int64_t *)arg), -ETIMEDOUT);
    return -EIO;
}

static int panicking(void *arg UNUSED)
{
    wand_panic("in time");
    return 0;
}

static int sleep_and_panic(void *arg)
{
    wand_sleep(*(int64_t *)arg);
    wand_panic("too late");
    return 0;
}

WAND_TEST(in_time_the_result_is_the_function_s_own)
{
    static const int results[] = {0, -EIO, 5, -ETIMEDOUT, -ECANCELED};

    for (size_t i = 0; i < COUNT_OF(results); i++)
        check_int(wand_with_timeout(WAND_SEC(100), give_back, (void *)&results[i]), results[i]);
    check_int(wand_with_timeout(INT64_MAX, give_back, (void *)&results[1]), -EIO);
}

WAND_TEST(cut_off_is_etimedout)
{
    int64_t long_time = WAND_SEC(100), before = wand_now();

    check_int(wand_with_timeout(WAND_MS(3), sleep_for, &long_time), -ETIMEDOUT);
    check(wand_now() - before >= WAND_MS(3));
    check(wand_now() - before < WAND_SEC(50));
}

/* -ETIMEDOUT when the time was up and fn failed, whatever its error; success stays
 * success. */
WAND_TEST(when_the_time_is_up)
{
    int64_t long_time = WAND_SEC(100);

    check_int(wand_with_timeout(WAND_MS(2), sleep_and_succeed, &long_time), 0);
    check_int(wand_with_timeout(WAND_MS(2), sleep_and_fail, &long_time), -ETIMEDOUT);
}

WAND_TEST(a_panic_is_efault)
{
    int64_t long_time = WAND_SEC(100);

    check_int(wand_with_timeout(WAND_SEC(100), panicking, NULL), -EFAULT);
    check_int(wand_with_timeout(WAND_MS(2), sleep_and_panic, &long_time), -EFAULT);
}

/* No time at all is over at once; the function starts with an ended context. */
WAND_TEST(no_time_at_all)
{
    int64_t long_time = WAND_SEC(100);
    int result = 0;

    seen = 0;
    check_int(wand_with_timeout(0, sleep_for, &long_time), -ETIMEDOUT);
    check_int(wand_with_timeout(-5, sleep_and_fail, &long_time), -ETIMEDOUT);
    check_int(wand_with_timeout(0, give_back, &result), 0);
    check_int(seen, 1);
}

static int inner_longer(void *arg)
{
    return wand_with_timeout(WAND_SEC(50), sleep_for, arg);
}

static int inner_shorter(void *arg)
{
    check_int(wand_with_timeout(WAND_MS(2), sleep_for, arg), -ETIMEDOUT);
    check_int(wand_ctx_err(wand_ctx_current()), 0);
    return 0;
}

WAND_TEST(the_shorter_of_two_nested_times_counts)
{
    int64_t long_time = WAND_SEC(100);

    check_int(wand_with_timeout(WAND_MS(3), inner_longer, &long_time), -ETIMEDOUT);
    check_int(wand_with_timeout(WAND_SEC(50), inner_shorter, &long_time), 0);
}

typedef struct outer {
    int result;
    bool done;
} outer;

static void time_out_under_a_context(void *arg)
{
    outer *o = arg;
    int64_t long_time = WAND_SEC(100);

    o->result = wand_with_timeout(WAND_SEC(50), sleep_for, &long_time);
    o->done = true;
}

/* The caller's context reaches the function as well; that is no timeout of this call. */
WAND_TEST(the_caller_s_context_reaches_the_function)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    outer o = {1, false};

    wand_go_ctx(ctx, time_out_under_a_context, &o);
    settle();
    check(!o.done);
    wand_ctx_cancel(ctx);
    check(wait_for(&o.done));
    check_int(o.result, -ECANCELED);
    wand_ctx_release(ctx);
}

static int see_value(void *arg)
{
    return wand_ctx_value(wand_ctx_current(), arg) == arg ? 0 : -ENOENT;
}

static void call_with_a_value(void *arg)
{
    seen = wand_with_timeout(WAND_SEC(1), see_value, arg);
}

WAND_TEST(values_of_the_caller_s_context_are_seen)
{
    wand_ctx *ctx = wand_ctx_with_value(wand_ctx_background(), &seen, &seen);

    seen = 1;
    wand_go_ctx(ctx, call_with_a_value, &seen);
    for (int i = 0; i < 10; i++)
        settle();
    check_int(seen, 0);
    wand_ctx_release(ctx);
}

WAND_TEST(nothing_is_left_behind)
{
    int64_t short_time = WAND_US(10);
    size_t live = wand_live_count();

    for (int i = 0; i < 200; i++)
        check_int(wand_with_timeout(WAND_SEC(100), sleep_for, &short_time), 0);
    settle();
    check_int(wand_live_count(), live);
}

static int panic_within(void *arg)
{
    check_int(wand_with_timeout(WAND_SEC(1), panicking, arg), -EFAULT);
    check_int(wand_ctx_err(wand_ctx_current()), 0);
    wand_panic("again");
    return 0;
}

/* A panic leaves the caller on the context it had. */
WAND_TEST(the_caller_s_context_comes_back)
{
    wand_ctx *before = wand_ctx_current();

    check_int(wand_with_timeout(WAND_SEC(1), panic_within, NULL), -EFAULT);
    check(wand_ctx_current() == before);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(in_time_the_result_is_the_function_s_own),
    cmocka_unit_test(cut_off_is_etimedout),
    cmocka_unit_test(when_the_time_is_up),
    cmocka_unit_test(a_panic_is_efault),
    cmocka_unit_test(no_time_at_all),
    cmocka_unit_test(the_shorter_of_two_nested_times_counts),
    cmocka_unit_test(the_caller_s_context_reaches_the_function),
    cmocka_unit_test(values_of_the_caller_s_context_are_seen),
    cmocka_unit_test(the_caller_s_context_comes_back),
    cmocka_unit_test(nothing_is_left_behind),
};

TAP_MAIN(tests)
