/* go.c: the five forms of spawning, yield, sleep, identity, and what belongs to a coroutine alone. */
#include "tests/unit/runtime/wand_test.h"

#include <errno.h>
#include <fenv.h>
#include <math.h>

static int counter;

static void count_up(void *arg)
{
    counter += arg == NULL ? 1 : *(int *)arg;
}

WAND_TEST(go_runs_the_function_with_its_argument)
{
    int amount = 41;

    counter = 0;
    check_int(wand_go(count_up, &amount), 0);
    check_int(wand_go(count_up, NULL), 0);
    settle();
    check_int(counter, 42);
}

WAND_TEST(go_many_run_each_once)
{
    counter = 0;
    for (int i = 0; i < 1000; i++)
        check_int(wand_go(count_up, NULL), 0);
    for (int i = 0; i < 1000 && counter < 1000; i++)
        settle();
    check_int(counter, 1000);
}

typedef struct context_seen {
    wand_ctx *wanted;
    bool same;
    int err;
} context_seen;

static void see_context(void *arg)
{
    context_seen *seen = arg;

    seen->same = wand_ctx_current() == seen->wanted;
    seen->err = wand_ctx_err(wand_ctx_current());
}

WAND_TEST(go_ctx_makes_the_context_current)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    context_seen seen = {ctx, false, 1};

    check_int(wand_go_ctx(ctx, see_context, &seen), 0);
    settle();
    check(seen.same);
    check_int(seen.err, 0);
    wand_ctx_release(ctx);
}

WAND_TEST(go_ctx_on_an_ended_context_starts_and_sees_the_end)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    context_seen seen = {ctx, false, 1};

    wand_ctx_cancel(ctx);
    check_int(wand_go_ctx(ctx, see_context, &seen), 0);
    settle();
    check(seen.same);
    check_int(seen.err, -ECANCELED);
    wand_ctx_release(ctx);
}

WAND_TEST(go_ctx_without_a_context_is_invalid)
{
    counter = 0;
    check_int(wand_go_ctx(NULL, count_up, NULL), -EINVAL);
    settle();
    check_int(counter, 0);
}

static void spawn_plainly(void *arg)
{
    context_seen *seen = arg;
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.name = "plain"};

    for (int i = 0; i < 4; i++)
        seen[i].wanted = wand_ctx_background();
    wand_go(see_context, &seen[0]);
    wand_go_wg(&wg, see_context, &seen[1]);
    wand_go_daemon("looks at its context", see_context, &seen[2]);
    wand_go_with(&how, see_context, &seen[3]);
    wand_wg_wait(&wg);
    settle();
}

/* Contexts are explicit, a spawn does not inherit one. */
WAND_TEST(spawns_without_a_context_start_on_the_background)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    context_seen seen[4] = {{0}};

    check_int(wand_go_ctx(ctx, spawn_plainly, seen), 0);
    settle();
    settle();
    settle();
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        check(seen[i].same);
    wand_ctx_release(ctx);
}

static void yield_then_count(void *arg UNUSED)
{
    settle();
    counter++;
}

WAND_TEST(go_wg_counts_down_when_the_function_has_returned)
{
    wand_wg wg = WAND_WG_INIT;

    counter = 0;
    for (int i = 0; i < 10; i++)
        check_int(wand_go_wg(&wg, yield_then_count, NULL), 0);
    wand_wg_wait(&wg);
    check_int(counter, 10);
}

static void defer_count(int *arg)
{
    *arg = 1;
}

static void defer_then_return(void *arg)
{
    WAND_DEFER(defer_count, (int *)arg);
    settle();
}

WAND_TEST(go_wg_counts_down_after_the_deferred_calls)
{
    wand_wg wg = WAND_WG_INIT;
    int deferred = 0;

    check_int(wand_go_wg(&wg, defer_then_return, &deferred), 0);
    wand_wg_wait(&wg);
    check_int(deferred, 1);
}

static void wait_for_stop(void *arg)
{
    check_int(wand_chan_recv(arg, NULL), -EPIPE);
    counter++;
}

WAND_TEST(go_with_takes_every_field)
{
    wand_wg wg = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *stop = wand_chan_new(0, 0);
    wand_spawn how = {.name = "worker", .ctx = ctx, .wg = &wg, .stop = stop, .stack_size = 128 * 1024};

    counter = 0;
    check_int(wand_go_with(&how, wait_for_stop, stop), 0);
    settle();
    check_int(counter, 0);
    wand_chan_close(stop);
    wand_wg_wait(&wg);
    check_int(counter, 1);
    wand_chan_release(stop);
    wand_ctx_release(ctx);
}

WAND_TEST(go_with_all_zero_is_a_plain_spawn)
{
    wand_spawn how = {0};

    counter = 0;
    check_int(wand_go_with(&how, count_up, NULL), 0);
    settle();
    check_int(counter, 1);
}

static void nothing(void *arg UNUSED)
{
}

/* A spawn that fails leaves the group as it was, or this wait would never return. */
WAND_TEST(failing_spawn_leaves_the_wait_group)
{
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.wg = &wg, .stack_size = SIZE_MAX / 2};

    check(wand_go_with(&how, nothing, NULL) < 0);
    how.stack_size = SIZE_MAX;
    check(wand_go_with(&how, nothing, NULL) < 0);
    wand_wg_wait(&wg);
}

typedef struct letters {
    char text[32];
    int used;
} letters;

static letters trace;

static void write_letter(void *arg)
{
    for (int i = 0; i < 3; i++) {
        trace.text[trace.used++] = *(char *)arg;
        wand_yield();
    }
}

WAND_TEST(yield_lets_others_run)
{
    char a = 'a', b = 'b';

    trace = (letters){0};
    wand_go(write_letter, &a);
    wand_go(write_letter, &b);
    settle();
    check_int(trace.used, 6);
    check(strcmp(trace.text, "aaabbb") != 0 && strcmp(trace.text, "bbbaaa") != 0);
}

WAND_TEST(yield_alone_returns)
{
    for (int i = 0; i < 1000; i++)
        wand_yield();
}

WAND_TEST(sleep_takes_at_least_its_time)
{
    int64_t before = wand_now();

    check_int(wand_sleep(WAND_MS(5)), 0);
    check(wand_now() - before >= WAND_MS(5));
    check(wand_now() - before < WAND_SEC(5));
}

/* Over at once, no parking, so no cancellation either. */
WAND_TEST(sleep_of_nothing_returns_at_once)
{
    check_int(wand_sleep(0), 0);
    check_int(wand_sleep(-1), 0);
    check_int(wand_sleep(INT64_MIN), 0);
}

static void sleep_cancelled(void *arg UNUSED)
{
    check_int(wand_sleep(WAND_SEC(100)), -ECANCELED);
    check_int(wand_sleep(WAND_SEC(100)), -ECANCELED);
    check_int(wand_sleep(0), 0);
    check_int(wand_sleep(-5), 0);
    counter++;
}

WAND_TEST(sleep_ends_with_the_context)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    counter = 0;
    wand_go_ctx(ctx, sleep_cancelled, NULL);
    settle();
    check_int(counter, 0);
    wand_ctx_cancel(ctx);
    settle();
    check_int(counter, 1);
    wand_ctx_release(ctx);
}

static void sleep_for_ever(void *arg UNUSED)
{
    check_int(wand_sleep(INT64_MAX), -ETIMEDOUT);
    counter++;
}

WAND_TEST(sleep_ends_at_the_deadline_of_the_context)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(3));

    counter = 0;
    wand_go_ctx(ctx, sleep_for_ever, NULL);
    wand_sleep(WAND_MS(20));
    check_int(counter, 1);
    wand_ctx_release(ctx);
}

static int64_t due[4];
static int due_used;

static void sleep_then_note(void *arg)
{
    int64_t mine = wand_now() + WAND_MS(*(int *)arg);

    wand_sleep(WAND_MS(*(int *)arg));
    due[due_used++] = mine;
}

WAND_TEST(sleepers_wake_in_order_of_their_time)
{
    int times[] = {60, 20, 80, 40};
    wand_wg wg = WAND_WG_INIT;

    due_used = 0;
    for (size_t i = 0; i < COUNT_OF(times); i++)
        wand_go_wg(&wg, sleep_then_note, &times[i]);
    wand_wg_wait(&wg);
    check_int(due_used, 4);
    for (int i = 1; i < 4; i++)
        check(due[i - 1] < due[i] + WAND_MS(5));
}

static uint64_t ids[100];

static void note_id(void *arg)
{
    uint64_t *slot = arg;

    *slot = wand_id();
    settle();
    check(*slot == wand_id());
}

WAND_TEST(ids_are_distinct_and_stable)
{
    uint64_t mine = wand_id();
    wand_wg wg = WAND_WG_INIT;

    for (size_t i = 0; i < COUNT_OF(ids); i++)
        wand_go_wg(&wg, note_id, &ids[i]);
    wand_wg_wait(&wg);
    check(mine == wand_id());
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        check(ids[i] != mine);
        for (size_t j = 0; j < i; j++)
            check(ids[i] != ids[j]);
    }
}

WAND_TEST(now_never_goes_back)
{
    int64_t last = wand_now();

    for (int i = 0; i < 1000; i++) {
        int64_t now = wand_now();
        check(now >= last);
        last = now;
        wand_yield();
    }
}

WAND_TEST(durations_are_nanoseconds)
{
    check_int(WAND_NS, 1);
    check_int(WAND_US(3), 3000);
    check_int(WAND_MS(3), 3000000);
    check_int(WAND_SEC(10), 10000000000);
    check_int(sizeof(WAND_SEC(1)), sizeof(int64_t));
    check_int(WAND_MS(1 + 1), 2000000);
}

/* Reads errno through a call: its address may be cached in the caller across a switch. */
static __attribute__((noinline)) int errno_now(void)
{
    __asm__ volatile("");
    return errno;
}

static __attribute__((noinline)) void errno_becomes(int value)
{
    __asm__ volatile("");
    errno = value;
}

static void disturb_errno(void *arg UNUSED)
{
    for (int i = 0; i < 10; i++) {
        errno_becomes(ENOENT);
        wand_yield();
    }
}

WAND_TEST(errno_belongs_to_the_coroutine)
{
    wand_go(disturb_errno, NULL);
    errno_becomes(EBADF);
    wand_yield();
    check_int(errno_now(), EBADF);
    wand_sleep(WAND_MS(1));
    check_int(errno_now(), EBADF);
}

static void sum_series(void *arg)
{
    double *sum = arg, a = 0.5, b = 0.25, c = 3;

    for (int i = 1; i <= 1000; i++) {
        a += 1.0 / i;
        b += a / (i + 1);
        c = c * 0.5 + b;
        if (i % 3 == 0)
            wand_yield();
    }
    *sum = a + b + c;
}

WAND_TEST(floating_point_values_survive_switches)
{
    double sums[8];
    wand_wg wg = WAND_WG_INIT;

    for (int i = 0; i < 8; i++)
        wand_go_wg(&wg, sum_series, &sums[i]);
    wand_wg_wait(&wg);
    for (int i = 1; i < 8; i++)
        check(sums[i] == sums[0]);
    check(sums[0] > 100 && isfinite(sums[0]));
}

static int rounding_seen;

static void round_up(void *arg UNUSED)
{
    fesetround(FE_UPWARD);
    wand_yield();
    rounding_seen = fegetround();
    fesetround(FE_TONEAREST);
}

/* The control words are callee-saved by the ABI, and wand_yield is a call like any other. */
WAND_TEST(rounding_mode_survives_a_switch)
{
    wand_go(round_up, NULL);
    settle();
    check_int(rounding_seen, FE_UPWARD);
    check_int(fegetround(), FE_TONEAREST);
}

static void spawn_down(void *arg)
{
    int *depth = arg;

    if (--*depth > 0)
        wand_go(spawn_down, depth);
}

WAND_TEST(coroutines_spawn_coroutines)
{
    int depth = 200;

    wand_go(spawn_down, &depth);
    for (int i = 0; i < 100 && depth > 0; i++)
        settle();
    check_int(depth, 0);
}

static int by_address;

static int take_address(int (*spawn)(wand_fn, void *))
{
    return spawn(count_up, &by_address);
}

/* The names are macros over functions, so their addresses can be taken. */
WAND_TEST(spawning_through_a_pointer)
{
    counter = 0;
    by_address = 5;
    check_int(take_address(wand_go), 0);
    settle();
    check_int(counter, 5);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(go_runs_the_function_with_its_argument),
    cmocka_unit_test(go_many_run_each_once),
    cmocka_unit_test(go_ctx_makes_the_context_current),
    cmocka_unit_test(go_ctx_on_an_ended_context_starts_and_sees_the_end),
    cmocka_unit_test(go_ctx_without_a_context_is_invalid),
    cmocka_unit_test(spawns_without_a_context_start_on_the_background),
    cmocka_unit_test(go_wg_counts_down_when_the_function_has_returned),
    cmocka_unit_test(go_wg_counts_down_after_the_deferred_calls),
    cmocka_unit_test(go_with_takes_every_field),
    cmocka_unit_test(go_with_all_zero_is_a_plain_spawn),
    cmocka_unit_test(failing_spawn_leaves_the_wait_group),
    cmocka_unit_test(yield_lets_others_run),
    cmocka_unit_test(yield_alone_returns),
    cmocka_unit_test(sleep_takes_at_least_its_time),
    cmocka_unit_test(sleep_of_nothing_returns_at_once),
    cmocka_unit_test(sleep_ends_with_the_context),
    cmocka_unit_test(sleep_ends_at_the_deadline_of_the_context),
    cmocka_unit_test(sleepers_wake_in_order_of_their_time),
    cmocka_unit_test(ids_are_distinct_and_stable),
    cmocka_unit_test(now_never_goes_back),
    cmocka_unit_test(durations_are_nanoseconds),
    cmocka_unit_test(errno_belongs_to_the_coroutine),
    cmocka_unit_test(floating_point_values_survive_switches),
    cmocka_unit_test(rounding_mode_survives_a_switch),
    cmocka_unit_test(coroutines_spawn_coroutines),
    cmocka_unit_test(spawning_through_a_pointer),
};

TAP_MAIN(tests)
