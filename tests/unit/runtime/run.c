/* run.c: wand_run: what it returns, how long it waits for the rest, and starting it again. */
#include "tests/unit/runtime/wand_test.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void set_flag(void *arg)
{
    *(int *)arg = 1;
}

static void null_options_and_the_argument(void **state UNUSED)
{
    int flag = 0;
    wand_opts options = {0};

    assert_int_equal(wand_run(NULL, set_flag, &flag), 0);
    assert_int_equal(flag, 1);
    flag = 0;
    assert_int_equal(wand_run(&options, set_flag, &flag), 0);
    assert_int_equal(flag, 1);
}

static void run_inside(void *arg)
{
    *(int *)arg = wand_run(NULL, set_flag, &(int){0});
}

static void inside_itself_it_is_busy(void **state UNUSED)
{
    int inner = 0;

    assert_int_equal(wand_run(NULL, run_inside, &inner), 0);
    assert_int_equal(inner, -EBUSY);
}

static void park_for_ever(void *arg UNUSED)
{
    wand_chan_recv(NULL, NULL);
}

static void leave_parked(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++)
        wand_go(park_for_ever, NULL);
    settle();
}

static void it_returns_the_number_of_leaked_coroutines(void **state UNUSED)
{
    int count = 7;

    assert_int_equal(wand_run(NULL, leave_parked, &count), 7);
    count = 1;
    assert_int_equal(wand_run(NULL, leave_parked, &count), 1);
    assert_int_equal(wand_live_count(), 0);
}

static void leave_unstarted(void *arg UNUSED)
{
    for (int i = 0; i < 5; i++)
        wand_go(park_for_ever, NULL);
}

static void unstarted_coroutines_leak_as_well(void **state UNUSED)
{
    assert_int_equal(wand_run(NULL, leave_unstarted, NULL), 5);
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = -1}, leave_unstarted, NULL), 5);
}

static void sleep_for(void *arg)
{
    wand_sleep(*(int64_t *)arg);
}

static void leave_a_sleeper(void *arg)
{
    wand_go(sleep_for, arg);
    settle();
}

/* What only has to finish gets the time for it, and no more is waited than needed. */
static void the_grace_period_lets_the_rest_finish(void **state UNUSED)
{
    static int64_t time = WAND_MS(5);
    int64_t before = wall_ms();

    assert_int_equal(wand_run(NULL, leave_a_sleeper, &time), 0);
    assert_true(wall_ms() - before >= 4);
    time = WAND_SEC(100);
    before = wall_ms();
    assert_int_equal(wand_run(NULL, leave_a_sleeper, &time), 1);
    assert_in_range(wall_ms() - before, 90, 20000);
}

static void the_grace_period_is_an_option(void **state UNUSED)
{
    static int64_t time = WAND_MS(250);

    assert_int_equal(wand_run(&(wand_opts){.grace_ns = WAND_SEC(50)}, leave_a_sleeper, &time), 0);
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = WAND_MS(1)}, leave_a_sleeper, &time), 1);
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = 0}, leave_a_sleeper, &time), 1);
}

/* Negative means none. */
static void a_negative_grace_is_none(void **state UNUSED)
{
    static int64_t time = WAND_MS(20);
    int64_t before = wall_ms();

    assert_int_equal(wand_run(&(wand_opts){.grace_ns = -1}, leave_a_sleeper, &time), 1);
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = INT64_MIN}, leave_a_sleeper, &time), 1);
    assert_true(wall_ms() - before < 5000);
}

static void done_then_return(void *arg)
{
    wand_wg_done(arg);
    wand_yield();
    wand_yield();
}

static void wait_for_group(void *arg UNUSED)
{
    static wand_wg wg = WAND_WG_INIT;

    for (int i = 0; i < 100; i++) {
        wand_wg_add(&wg, 1);
        wand_go(done_then_return, &wg);
    }
    wand_wg_wait(&wg);
}

static void who_only_has_to_return_is_no_leak(void **state UNUSED)
{
    for (int i = 0; i < 20; i++)
        assert_int_equal(wand_run(NULL, wait_for_group, NULL), 0);
}

static void daemon_loop(void *arg UNUSED)
{
    for (;;)
        wand_sleep(WAND_MS(1));
}

static void daemon_spin(void *arg UNUSED)
{
    for (;;)
        wand_yield();
}

static void leave_daemons(void *arg UNUSED)
{
    wand_go_daemon("sleeps", daemon_loop, NULL);
    wand_go_daemon("parks", park_for_ever, NULL);
    wand_go_daemon("never ran", daemon_loop, NULL);
    wand_go_daemon("spins", daemon_spin, NULL);
    wand_yield();
}

/* The grace ends early when nobody but daemons is left; daemons are never leaked.
 */
static void daemons_neither_leak_nor_delay(void **state UNUSED)
{
    int64_t before = wall_ms();

    assert_int_equal(wand_run(&(wand_opts){.grace_ns = WAND_SEC(100)}, leave_daemons, NULL), 0);
    assert_true(wall_ms() - before < 20000);
}

static void leave_a_spinner(void *arg UNUSED)
{
    wand_go(daemon_spin, NULL);
    wand_yield();
}

/* Somebody who always yields must not keep wand_run from ending. */
static void a_spinning_coroutine_is_cut_off(void **state UNUSED)
{
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = WAND_MS(5)}, leave_a_spinner, NULL), 1);
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = -1}, leave_a_spinner, NULL), 1);
}

static void use_main(void *arg)
{
    wand_yield();
    *(int *)arg = 0;
}

static wand_wg leaked_group = WAND_WG_INIT;
static wand_scope *leaked_scope;

static int park_task(void *arg UNUSED)
{
    return wand_chan_recv(NULL, NULL);
}

static void park_timed(void *arg UNUSED)
{
    wand_with_timeout(WAND_SEC(100), park_task, NULL);
}

static void park_in_select(void *arg)
{
    WAND_SELECT(WAND_RECV(arg, NULL), WAND_SEND(NULL, NULL), WAND_DONE(wand_ctx_current()),
                WAND_AFTER(WAND_SEC(100)));
}

static void leak_every_kind(void *arg UNUSED)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(100));
    wand_chan *c = wand_chan_new(0, 0), *stop = wand_chan_new(0, 0);
    wand_spawn how = {.name = "leaked", .ctx = ctx, .wg = &leaked_group, .stop = stop, .stack_size = 300000};

    leaked_scope = wand_scope_open(ctx, 0);
    wand_go(park_in_select, c);
    wand_go_ctx(ctx, park_in_select, c);
    wand_go_wg(&leaked_group, park_timed, NULL);
    wand_go_with(&how, park_for_ever, NULL);
    wand_scope_go(leaked_scope, park_task, NULL);
    wand_go_daemon("leaks as well", park_in_select, c);
    settle();
    wand_go_with(&how, park_for_ever, NULL);
    wand_scope_go(leaked_scope, park_task, NULL);
    wand_go_wg(&leaked_group, park_for_ever, NULL);
    wand_chan_release(c);
    wand_chan_release(stop);
    wand_ctx_release(ctx);
}

/* Whatever a leaked coroutine was, and whatever it was parked at, its end with the runtime does no harm. */
static void every_kind_of_coroutine_may_leak(void **state UNUSED)
{
    for (int i = 0; i < 3; i++) {
        wand_opts options = {.grace_ns = -1};
        assert_int_equal(wand_run(&options, leak_every_kind, NULL), 8);
        assert_int_equal(wand_run(&options, use_main, &(int){1}), 0);
        memset(&leaked_group, 0, sizeof leaked_group);
    }
}

static void leak_what_can_be_let_go(void *arg UNUSED)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(100));
    wand_chan *c = wand_chan_new(0, 0), *stop = wand_chan_new(0, 0);
    wand_spawn how = {.name = "leaked", .ctx = ctx, .stop = stop};

    wand_go(park_in_select, c);
    wand_go_ctx(ctx, park_in_select, c);
    wand_go_with(&how, park_for_ever, NULL);
    wand_go_daemon("leaks as well", park_in_select, c);
    settle();
    wand_go_with(&how, park_for_ever, NULL);
    wand_chan_close(c);
    wand_chan_release(c);
    wand_chan_release(stop);
    wand_ctx_release(ctx);
}

/* What a dropped coroutine held through the runtime goes with it, also when it was about to go on. */
static void dropped_coroutines_let_go(void **state UNUSED)
{
    size_t blocks = wand_alloc_live();

    assert_int_equal(wand_run(&(wand_opts){.grace_ns = -1}, leak_what_can_be_let_go, NULL), 4);
    assert_int_equal(wand_alloc_live(), blocks);
}

static int deferred;

static void count_deferred(int *counter)
{
    ++*counter;
}

static void park_with_deferred(void *arg UNUSED)
{
    WAND_DEFER(count_deferred, &deferred);
    wand_chan_recv(NULL, NULL);
}

static void leave_deferred(void *arg UNUSED)
{
    wand_go(park_with_deferred, NULL);
    settle();
}

static void leaked_coroutines_are_dropped_silently(void **state UNUSED)
{
    deferred = 0;
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = -1}, leave_deferred, NULL), 1);
    assert_int_equal(deferred, 0);
}

static void keep_spawning(void *arg UNUSED)
{
    wand_go(keep_spawning, NULL);
}

static void a_chain_of_spawns_ends_with_the_grace(void **state UNUSED)
{
    assert_int_equal(wand_run(&(wand_opts){.grace_ns = WAND_MS(5)}, keep_spawning, NULL), 1);
}

static int open_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int count = 0;

    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count;
}

static long resident_kb(void)
{
    FILE *status = fopen("/proc/self/statm", "r");
    long size = 0, resident = 0;

    if (fscanf(status, "%ld %ld", &size, &resident) != 2)
        resident = 0;
    fclose(status);
    return resident * 4;
}

static void use_a_little(void *arg UNUSED)
{
    static wand_wg wg = WAND_WG_INIT;
    int64_t time = WAND_US(1);
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(1));

    for (int i = 0; i < 20; i++)
        wand_go_wg(&wg, sleep_for, &time);
    wand_wg_wait(&wg);
    wand_go(park_for_ever, NULL);
    wand_yield();
    wand_ctx_release(ctx);
}

/* Starting over costs neither descriptors nor memory, also when each run leaks a coroutine. */
static void a_thousand_runs(void **state UNUSED)
{
    wand_opts options = {.grace_ns = -1};
    int descriptors = 0;
    long resident = 0;

    for (int i = 0; i < 1000; i++) {
        assert_int_equal(wand_run(&options, use_a_little, NULL), 1);
        if (i == 99) {
            descriptors = open_descriptors();
            resident = resident_kb();
        }
    }
    assert_int_equal(open_descriptors(), descriptors);
    if (!UNDER_ASAN && !UNDER_TSAN)
        assert_true(resident_kb() - resident < 8 * 1024);
}

static int other_thread_result = 1;

static void *run_in_thread(void *arg)
{
    int result = wand_run(NULL, use_main, arg);

    if (result != 0)
        *(int *)arg = result;
    return NULL;
}

static void from_another_thread(void **state UNUSED)
{
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, run_in_thread, &other_thread_result), 0);
    pthread_join(thread, NULL);
    assert_int_equal(other_thread_result, 0);
}

static void live_count_outside(void **state UNUSED)
{
    assert_int_equal(wand_live_count(), 0);
    assert_int_equal(wand_leak_check(NULL), 0);
}

static int panic_child(void *arg UNUSED)
{
    wand_panic("outside of %s", "wand_run");
    return 0;
}

static void a_panic_outside_aborts(void **state UNUSED)
{
    static child_result result;

    child_run(&result, panic_child, NULL);
    assert_int_equal(result.signal, SIGABRT);
    assert_non_null(strstr(result.err, "outside of wand_run"));
}

static void protected_panic(void *arg UNUSED)
{
    wand_panic("caught outside");
}

static void protect_works_outside(void **state UNUSED)
{
    wand_panic_info info;

    assert_int_equal(wand_protect(protected_panic, NULL, &info), -EFAULT);
    assert_non_null(strstr(info.message, "caught outside"));
}

LEAKS_ON_PURPOSE

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(null_options_and_the_argument),
    cmocka_unit_test(inside_itself_it_is_busy),
    cmocka_unit_test(it_returns_the_number_of_leaked_coroutines),
    cmocka_unit_test(unstarted_coroutines_leak_as_well),
    cmocka_unit_test(the_grace_period_lets_the_rest_finish),
    cmocka_unit_test(the_grace_period_is_an_option),
    cmocka_unit_test(a_negative_grace_is_none),
    cmocka_unit_test(who_only_has_to_return_is_no_leak),
    cmocka_unit_test(daemons_neither_leak_nor_delay),
    cmocka_unit_test(a_spinning_coroutine_is_cut_off),
    cmocka_unit_test(every_kind_of_coroutine_may_leak),
    cmocka_unit_test(dropped_coroutines_let_go),
    cmocka_unit_test(leaked_coroutines_are_dropped_silently),
    cmocka_unit_test(a_chain_of_spawns_ends_with_the_grace),
    cmocka_unit_test(a_thousand_runs),
    cmocka_unit_test(from_another_thread),
    cmocka_unit_test(live_count_outside),
    cmocka_unit_test(a_panic_outside_aborts),
    cmocka_unit_test(protect_works_outside),
};

TAP_MAIN(tests)
