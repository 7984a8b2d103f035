/* deadlock.c: wand_run ends with -EDEADLK and a report when nothing that exists can wake anybody. */
#include "tests/unit/runtime/wand_test.h"

#include <unistd.h>

static child_result result;

static int run_body(void *arg)
{
    int code = wand_run(NULL, *(wand_fn *)arg, NULL);

    printf("wand_run: %d\n", code);
    fflush(stdout);
    return check_failures() == 0 ? 0 : 1;
}

static void run_in_child(wand_fn body, int expected)
{
    char line[64];

    check_begin();
    child_run(&result, run_body, &body);
    snprintf(line, sizeof line, "wand_run: %d\n", expected);
    check_int(result.exit_status, 0);
    check_contains(result.out, line);
    if (check_failures() > 0)
        fprintf(stderr, "standard error of the child:\n%s", result.err);
    check_end();
}

/* DEADLOCK(name) { body }: the body as main ends in a deadlock that is reported. */
#define DEADLOCK(name)                                                                                       \
    static void name##_body(void *arg);                                                                      \
    static void name(void **state UNUSED)                                                                    \
    {                                                                                                        \
        run_in_child(name##_body, -EDEADLK);                                                                 \
        check_begin();                                                                                       \
        check_contains(result.err, "deadlock");                                                              \
        check_contains(result.err, "deadlock.c:");                                                           \
        check_end();                                                                                         \
    }                                                                                                        \
    static void name##_body(void *arg UNUSED)

/* ALIVE(name) { body }: the body looks stuck, but something that exists wakes it, and it returns. */
#define ALIVE(name)                                                                                          \
    static void name##_body(void *arg);                                                                      \
    static void name(void **state UNUSED)                                                                    \
    {                                                                                                        \
        run_in_child(name##_body, 0);                                                                        \
        assert_string_equal(result.err, "");                                                                 \
    }                                                                                                        \
    static void name##_body(void *arg UNUSED)

static wand_chan *never;

static void receive_for_ever(void *arg)
{
    wand_chan_recv(arg == NULL ? never : arg, NULL);
}

DEADLOCK(receive_nobody_sends)
{
    never = wand_chan_new(0, 0);
    wand_chan_recv(never, NULL);
}

DEADLOCK(send_nobody_receives)
{
    never = wand_chan_new(0, 0);
    wand_chan_send(never, NULL);
}

DEADLOCK(operations_on_null_channels)
{
    wand_chan_recv(NULL, NULL);
}

DEADLOCK(send_to_a_null_channel)
{
    wand_chan_send(NULL, NULL);
}

DEADLOCK(select_that_nobody_serves)
{
    wand_chan *a = wand_chan_new(0, 0), *b = wand_chan_new(0, 0);

    WAND_SELECT(WAND_RECV(a, NULL), WAND_SEND(b, NULL), WAND_RECV(NULL, NULL));
}

DEADLOCK(select_without_cases)
{
    wand_select(NULL, 0);
}

DEADLOCK(wait_group_never_done)
{
    static wand_wg wg = WAND_WG_INIT;

    wand_wg_add(&wg, 1);
    wand_wg_wait(&wg);
}

DEADLOCK(mutex_locked_twice)
{
    static wand_mutex mu = WAND_MUTEX_INIT;

    wand_mutex_lock(&mu);
    wand_mutex_lock(&mu);
}

DEADLOCK(rwmutex_upgraded)
{
    static wand_rwmutex rw = WAND_RWMUTEX_INIT;

    wand_rwmutex_rlock(&rw);
    wand_rwmutex_lock(&rw);
}

DEADLOCK(condition_never_signalled)
{
    static wand_mutex mu = WAND_MUTEX_INIT;
    static wand_cond cv = WAND_COND_INIT;

    wand_mutex_lock(&mu);
    wand_cond_wait(&cv, &mu);
}

DEADLOCK(semaphore_never_released)
{
    static wand_sem sem;

    wand_sem_init(&sem, 1);
    wand_sem_acquire(&sem, 2);
}

static int receive_task(void *arg)
{
    return wand_chan_recv(arg, NULL);
}

DEADLOCK(scope_join_without_end)
{
    wand_scope *s = wand_scope_open(wand_ctx_background(), 0);

    wand_scope_go(s, receive_task, wand_chan_new(0, 0));
    wand_scope_join(s);
}

static wand_once once = WAND_ONCE_INIT;

static void once_again(void *arg UNUSED)
{
    wand_once_do(&once, once_again, NULL);
}

DEADLOCK(once_within_itself)
{
    once_again(NULL);
}

static void lock_in_turn(void *arg)
{
    wand_mutex **pair = arg;

    wand_mutex_lock(pair[0]);
    settle();
    wand_mutex_lock(pair[1]);
}

DEADLOCK(two_locks_in_two_orders)
{
    static wand_mutex a = WAND_MUTEX_INIT, b = WAND_MUTEX_INIT;
    static wand_mutex *ab[] = {&a, &b}, *ba[] = {&b, &a};
    static wand_wg wg = WAND_WG_INIT;

    wand_go_wg(&wg, lock_in_turn, ab);
    wand_go_wg(&wg, lock_in_turn, ba);
    wand_wg_wait(&wg);
}

/* A ticker or timer whose channel no parked coroutine receives from does not count. */
DEADLOCK(a_ticker_nobody_receives_from)
{
    wand_ticker_new(WAND_MS(1));
    wand_timer_new(WAND_SEC(1000));
    wand_chan_recv(wand_chan_new(0, 0), NULL);
}

DEADLOCK(a_stopped_timer)
{
    wand_timer *t = wand_timer_new(WAND_SEC(1000));
    int64_t tick;

    wand_timer_stop(t);
    wand_chan_recv(wand_timer_chan(t), &tick);
}

DEADLOCK(a_stopped_ticker)
{
    wand_ticker *t = wand_ticker_new(WAND_SEC(1000));
    int64_t tick;

    wand_ticker_stop(t);
    wand_chan_recv(wand_ticker_chan(t), &tick);
}

DEADLOCK(a_timer_that_has_ticked)
{
    wand_timer *t = wand_timer_new(WAND_MS(1));
    int64_t tick;

    wand_chan_recv(wand_timer_chan(t), &tick);
    wand_chan_recv(wand_timer_chan(t), &tick);
}

DEADLOCK(a_timer_that_was_released)
{
    wand_timer *t = wand_timer_new(WAND_SEC(1000));
    wand_chan *c = wand_chan_retain(wand_timer_chan(t));
    int64_t tick;

    wand_timer_release(t);
    wand_chan_recv(c, &tick);
}

/* A send into the timer's channel is no receive: the tick would be dropped. */
DEADLOCK(a_sender_into_the_channel_of_a_ticker)
{
    wand_ticker *t = wand_ticker_new(WAND_MS(1));
    int64_t tick = 0;

    wand_chan_send(wand_ticker_chan(t), &tick);
    wand_chan_send(wand_ticker_chan(t), &tick);
}

/* A deadline that no parked coroutine would notice does not count. */
DEADLOCK(a_deadline_of_somebody_else)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(1000));

    wand_ctx_with_cancel(ctx);
    wand_chan_recv(wand_chan_new(0, 0), NULL);
}

static void wait_group_for_ever(void *arg)
{
    wand_wg_wait(arg);
}

/* A wait group is no cancellation point, so this coroutine would not notice its own deadline. */
DEADLOCK(a_deadline_during_a_wait_group_wait)
{
    static wand_wg wg = WAND_WG_INIT, outer = WAND_WG_INIT;
    wand_spawn how = {.ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(1000)), .wg = &outer};

    wand_wg_add(&wg, 1);
    wand_go_with(&how, wait_group_for_ever, &wg);
    wand_wg_wait(&outer);
}

DEADLOCK(a_sleep_beyond_the_clock)
{
    wand_sleep(INT64_MAX);
}

DEADLOCK(an_after_beyond_the_clock)
{
    WAND_SELECT(WAND_AFTER(INT64_MAX), WAND_RECV(NULL, NULL));
}

DEADLOCK(a_timer_beyond_the_clock)
{
    wand_timer *t = wand_timer_new(INT64_MAX);
    int64_t tick;

    wand_chan_recv(wand_timer_chan(t), &tick);
}

DEADLOCK(a_deadline_beyond_the_clock)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), INT64_MAX);

    wand_chan_recv(wand_ctx_done(ctx), NULL);
}

DEADLOCK(daemons_do_not_count)
{
    wand_go_daemon("waits for ever", receive_for_ever, wand_chan_new(0, 0));
    wand_chan_recv(wand_chan_new(0, 0), NULL);
}

DEADLOCK(others_may_be_parked_as_well)
{
    never = wand_chan_new(0, 0);
    for (int i = 0; i < 10; i++)
        wand_go(receive_for_ever, NULL);
    wand_chan_recv(wand_chan_new(0, 0), NULL);
}

DEADLOCK(after_a_sleep)
{
    wand_sleep(WAND_MS(5));
    wand_chan_recv(wand_chan_new(0, 0), NULL);
}

static void wake_after_sleep(void *arg)
{
    wand_sleep(WAND_MS(5));
    wand_chan_close(arg);
}

ALIVE(a_sleeper_wakes_main)
{
    wand_chan *c = wand_chan_new(0, 0);

    wand_go(wake_after_sleep, c);
    wand_chan_recv(c, NULL);
    wand_chan_release(c);
}

/* A daemon that sleeps can still wake others. */
ALIVE(a_sleeping_daemon_wakes_main)
{
    wand_chan *c = wand_chan_new(0, 0);

    wand_go_daemon("wakes main", wake_after_sleep, c);
    wand_chan_recv(c, NULL);
    wand_chan_release(c);
}

static void wake_after_tick(void *arg)
{
    wand_ticker *t = wand_ticker_new(WAND_MS(2));
    int64_t tick;

    wand_chan_recv(wand_ticker_chan(t), &tick);
    wand_chan_recv(wand_ticker_chan(t), &tick);
    wand_ticker_release(t);
    wand_chan_close(arg);
}

ALIVE(a_daemon_that_receives_ticks_wakes_main)
{
    wand_chan *c = wand_chan_new(0, 0);

    wand_go_daemon("wakes main", wake_after_tick, c);
    wand_chan_recv(c, NULL);
    wand_chan_release(c);
}

ALIVE(a_timer_somebody_receives_from)
{
    wand_timer *t = wand_timer_new(WAND_MS(5));
    int64_t tick;

    check_int(WAND_SELECT(WAND_RECV(NULL, NULL), WAND_RECV(wand_timer_chan(t), &tick)), 1);
    wand_timer_release(t);
}

ALIVE(an_after_in_a_select)
{
    check_int(WAND_SELECT(WAND_RECV(NULL, NULL), WAND_AFTER(WAND_MS(5))), 1);
}

ALIVE(a_deadline_in_a_done_case)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(5));
    wand_ctx *child = wand_ctx_with_value(ctx, "key", NULL);

    check_int(WAND_SELECT(WAND_RECV(NULL, NULL), WAND_DONE(child)), 1);
    wand_ctx_release(child);
    wand_ctx_release(ctx);
}

ALIVE(a_deadline_behind_a_done_channel)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(5));
    wand_ctx *child = wand_ctx_with_cancel(ctx);

    check_int(wand_chan_recv(wand_ctx_done(child), NULL), -EPIPE);
    wand_ctx_release(child);
    wand_ctx_release(ctx);
}

static void receive_until_deadline(void *arg)
{
    check_int(wand_chan_recv(NULL, NULL), -ETIMEDOUT);
    wand_chan_close(arg);
}

ALIVE(a_deadline_of_a_parked_coroutine)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(5));
    wand_ctx *child = wand_ctx_with_cancel(ctx);
    wand_chan *c = wand_chan_new(0, 0);

    wand_go_ctx(child, receive_until_deadline, c);
    wand_chan_recv(c, NULL);
    wand_chan_release(c);
    wand_ctx_release(child);
    wand_ctx_release(ctx);
}

static int receive_until_cut(void *arg UNUSED)
{
    return wand_chan_recv(NULL, NULL);
}

ALIVE(a_timeout_around_a_wait)
{
    check_int(wand_with_timeout(WAND_MS(5), receive_until_cut, NULL), -ETIMEDOUT);
}

static void acquire_until_deadline(void *arg)
{
    check_int(wand_sem_acquire(arg, 1), -ETIMEDOUT);
}

ALIVE(a_deadline_of_a_semaphore_wait)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(5));
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.ctx = ctx, .wg = &wg};
    wand_sem sem;

    wand_sem_init(&sem, 0);
    wand_go_with(&how, acquire_until_deadline, &sem);
    wand_wg_wait(&wg);
    wand_ctx_release(ctx);
}

static void named_waiters(void *arg UNUSED)
{
    static wand_mutex mu = WAND_MUTEX_INIT;
    wand_spawn how = {.name = "librarian"};

    wand_mutex_lock(&mu);
    AT(wand_go_with(&how, receive_for_ever, wand_chan_new(0, 0)));
    puts(noted_place);
    settle();
    note_place(__FILE__, __LINE__ + 2);
    puts(noted_place);
    wand_mutex_lock(&mu);
}

/* The report tells who waits, where, for what, and where it was spawned. */
static void the_report_names_everybody(void **state UNUSED)
{
    char *save = NULL;

    run_in_child(named_waiters, -EDEADLK);
    check_begin();
    check_contains(result.err, "librarian");
    check_contains(result.err, "mutex");
    check_contains(result.err, "chan");
    for (char *place = strtok_r(result.out, "\n", &save); place != NULL && strchr(place, '.') != NULL;
         place = strtok_r(NULL, "\n", &save))
        check_contains(result.err, place);
    check_end();
}

static void run_again(void *arg)
{
    *(int *)arg = 1;
}

/* After a deadlock the runtime starts afresh. */
static void wand_run_works_after_a_deadlock(void **state UNUSED)
{
    int ran = 0, saved = dup(STDERR_FILENO);

    assert_non_null(freopen("/dev/null", "w", stderr));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(wand_run(NULL, receive_nobody_sends_body, NULL), -EDEADLK);
        assert_int_equal(wand_run(NULL, others_may_be_parked_as_well_body, NULL), -EDEADLK);
        assert_int_equal(wand_run(NULL, run_again, &ran), 0);
        assert_int_equal(ran, 1);
        ran = 0;
    }
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
}

LEAKS_ON_PURPOSE

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(receive_nobody_sends),
    cmocka_unit_test(send_nobody_receives),
    cmocka_unit_test(operations_on_null_channels),
    cmocka_unit_test(send_to_a_null_channel),
    cmocka_unit_test(select_that_nobody_serves),
    cmocka_unit_test(select_without_cases),
    cmocka_unit_test(wait_group_never_done),
    cmocka_unit_test(mutex_locked_twice),
    cmocka_unit_test(rwmutex_upgraded),
    cmocka_unit_test(condition_never_signalled),
    cmocka_unit_test(semaphore_never_released),
    cmocka_unit_test(scope_join_without_end),
    cmocka_unit_test(once_within_itself),
    cmocka_unit_test(two_locks_in_two_orders),
    cmocka_unit_test(a_ticker_nobody_receives_from),
    cmocka_unit_test(a_stopped_timer),
    cmocka_unit_test(a_stopped_ticker),
    cmocka_unit_test(a_timer_that_has_ticked),
    cmocka_unit_test(a_timer_that_was_released),
    cmocka_unit_test(a_sender_into_the_channel_of_a_ticker),
    cmocka_unit_test(a_deadline_of_somebody_else),
    cmocka_unit_test(a_deadline_during_a_wait_group_wait),
    cmocka_unit_test(a_sleep_beyond_the_clock),
    cmocka_unit_test(an_after_beyond_the_clock),
    cmocka_unit_test(a_timer_beyond_the_clock),
    cmocka_unit_test(a_deadline_beyond_the_clock),
    cmocka_unit_test(daemons_do_not_count),
    cmocka_unit_test(others_may_be_parked_as_well),
    cmocka_unit_test(after_a_sleep),
    cmocka_unit_test(a_sleeper_wakes_main),
    cmocka_unit_test(a_sleeping_daemon_wakes_main),
    cmocka_unit_test(a_daemon_that_receives_ticks_wakes_main),
    cmocka_unit_test(a_timer_somebody_receives_from),
    cmocka_unit_test(an_after_in_a_select),
    cmocka_unit_test(a_deadline_in_a_done_case),
    cmocka_unit_test(a_deadline_behind_a_done_channel),
    cmocka_unit_test(a_deadline_of_a_parked_coroutine),
    cmocka_unit_test(a_timeout_around_a_wait),
    cmocka_unit_test(a_deadline_of_a_semaphore_wait),
    cmocka_unit_test(the_report_names_everybody),
    cmocka_unit_test(wand_run_works_after_a_deadlock),
};

TAP_MAIN(tests)
