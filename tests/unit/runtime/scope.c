/* scope.c: tasks that end before their scope does, and one result for all of them. */
#include "tests/unit/runtime/wand_test.h"

static wand_scope *open_scope(unsigned flags)
{
    return wand_scope_open(wand_ctx_background(), flags);
}

static int finished;

static int succeed(void *arg UNUSED)
{
    settle();
    finished++;
    return 0;
}

static int give_back(void *arg)
{
    return *(int *)arg;
}

static int sleep_long(void *arg UNUSED)
{
    int result = wand_sleep(WAND_SEC(100));

    finished++;
    return result;
}

static int sleep_and_hide_it(void *arg UNUSED)
{
    wand_sleep(WAND_SEC(100));
    finished++;
    return 0;
}

static int panicking(void *arg UNUSED)
{
    wand_panic("in a task");
    return 0;
}

WAND_TEST(join_waits_for_all)
{
    wand_scope *s = open_scope(0);

    finished = 0;
    for (int i = 0; i < 20; i++)
        check_int(wand_scope_go(s, succeed, NULL), 0);
    check_int(wand_scope_join(s), 0);
    check_int(finished, 20);
}

WAND_TEST(an_empty_scope_joins)
{
    check_int(wand_scope_join(open_scope(0)), 0);
    check_int(wand_scope_join(open_scope(WAND_SUPERVISOR)), 0);
}

/* Tasks start on the scope's context. */
static int see_context(void *arg)
{
    check(wand_ctx_current() == arg);
    finished++;
    return wand_ctx_err(wand_ctx_current());
}

WAND_TEST(tasks_run_on_the_scope_s_context)
{
    wand_ctx *parent = wand_ctx_with_value(wand_ctx_background(), &finished, &finished);
    wand_scope *s = wand_scope_open(parent, 0);

    finished = 0;
    check(wand_ctx_value(wand_scope_ctx(s), &finished) == &finished);
    check_int(wand_ctx_err(wand_scope_ctx(s)), 0);
    check_int(wand_scope_go(s, see_context, wand_scope_ctx(s)), 0);
    check_int(wand_scope_join(s), 0);
    check_int(finished, 1);
    wand_ctx_release(parent);
}

WAND_TEST(a_failure_cancels_the_siblings)
{
    wand_scope *s = open_scope(0);
    int error = -EIO;

    finished = 0;
    wand_scope_go(s, sleep_long, NULL);
    wand_scope_go(s, sleep_long, NULL);
    settle();
    wand_scope_go(s, give_back, &error);
    check_int(wand_scope_join(s), -EIO);
    check_int(finished, 2);
}

WAND_TEST(the_first_error_is_the_result)
{
    wand_scope *s = open_scope(WAND_SUPERVISOR);
    int first = -ENOENT, second = -EIO;

    wand_scope_go(s, give_back, &first);
    settle();
    wand_scope_go(s, give_back, &second);
    settle();
    check_int(wand_scope_join(s), -ENOENT);
}

static int sleep_a_bit(void *arg UNUSED)
{
    int result = wand_sleep(WAND_MS(4));

    finished += result == 0;
    return result;
}

WAND_TEST(a_supervisor_spares_the_siblings)
{
    wand_scope *s = open_scope(WAND_SUPERVISOR);
    int error = -EIO;

    finished = 0;
    wand_scope_go(s, sleep_a_bit, NULL);
    wand_scope_go(s, give_back, &error);
    wand_scope_go(s, sleep_a_bit, NULL);
    settle();
    check_int(wand_ctx_err(wand_scope_ctx(s)), 0);
    check_int(wand_scope_join(s), -EIO);
    check_int(finished, 2);
}

/* Any non-zero result is an error, also a positive one. */
WAND_TEST(a_positive_result_is_an_error_too)
{
    wand_scope *s = open_scope(0);
    int result = 17;

    finished = 0;
    wand_scope_go(s, sleep_long, NULL);
    wand_scope_go(s, give_back, &result);
    check_int(wand_scope_join(s), 17);
    check_int(finished, 1);
}

WAND_TEST(a_panic_is_the_error_efault)
{
    wand_scope *s = open_scope(0);

    finished = 0;
    wand_scope_go(s, sleep_long, NULL);
    wand_scope_go(s, panicking, NULL);
    check_int(wand_scope_join(s), -EFAULT);
    check_int(finished, 1);
    s = open_scope(WAND_SUPERVISOR);
    wand_scope_go(s, sleep_a_bit, NULL);
    wand_scope_go(s, panicking, NULL);
    check_int(wand_scope_join(s), -EFAULT);
    check_int(finished, 2);
}

static void count_deferred(int *count)
{
    ++*count;
}

static int panic_with_deferred(void *arg)
{
    WAND_DEFER(count_deferred, (int *)arg);
    wand_sleep(WAND_MS(1));
    wand_panic("later");
    return 0;
}

WAND_TEST(deferred_calls_run_when_a_task_panics)
{
    wand_scope *s = open_scope(0);
    int count = 0;

    wand_scope_go(s, panic_with_deferred, &count);
    check_int(wand_scope_join(s), -EFAULT);
    check_int(count, 1);
}

WAND_TEST(cancel_reaches_the_tasks)
{
    wand_scope *s = open_scope(0);

    finished = 0;
    wand_scope_go(s, sleep_long, NULL);
    wand_scope_go(s, sleep_long, NULL);
    settle();
    wand_scope_cancel(s);
    wand_scope_cancel(s);
    check_int(wand_ctx_err(wand_scope_ctx(s)), -ECANCELED);
    check_int(wand_scope_join(s), -ECANCELED);
    check_int(finished, 2);
}

WAND_TEST(a_cancelled_scope_whose_tasks_succeed_joins_with_zero)
{
    wand_scope *s = open_scope(0);

    finished = 0;
    wand_scope_go(s, sleep_and_hide_it, NULL);
    settle();
    wand_scope_cancel(s);
    check_int(wand_scope_join(s), 0);
    check_int(finished, 1);
    s = open_scope(0);
    wand_scope_cancel(s);
    check_int(wand_scope_join(s), 0);
}

WAND_TEST(the_parent_s_end_reaches_the_tasks)
{
    wand_ctx *parent = wand_ctx_with_cancel(wand_ctx_background());
    wand_scope *s = wand_scope_open(parent, 0);

    wand_scope_go(s, sleep_long, NULL);
    settle();
    wand_ctx_cancel(parent);
    check_int(wand_scope_join(s), -ECANCELED);
    check_int(wand_ctx_err(wand_ctx_background()), 0);
    wand_ctx_release(parent);
    parent = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(2));
    s = wand_scope_open(parent, 0);
    wand_scope_go(s, sleep_long, NULL);
    check_int(wand_scope_join(s), -ETIMEDOUT);
    wand_ctx_release(parent);
}

WAND_TEST(the_parent_is_spared)
{
    wand_ctx *parent = wand_ctx_with_cancel(wand_ctx_background());
    wand_scope *s = wand_scope_open(parent, 0);
    int error = -EIO;

    wand_scope_go(s, give_back, &error);
    check_int(wand_scope_join(s), -EIO);
    check_int(wand_ctx_err(parent), 0);
    wand_ctx_release(parent);
}

/* The scope keeps what it needs of its parent. */
WAND_TEST(the_parent_s_release_cancels_the_scope)
{
    wand_ctx *parent = wand_ctx_with_cancel(wand_ctx_background());
    wand_scope *s = wand_scope_open(parent, 0);

    wand_scope_go(s, sleep_long, NULL);
    settle();
    wand_ctx_release(parent);
    check_int(wand_scope_join(s), -ECANCELED);
}

/* The task of an ended scope starts, and its context is done. */
WAND_TEST(go_on_an_ended_scope_starts_the_task)
{
    wand_scope *s = open_scope(0);

    finished = 0;
    wand_scope_cancel(s);
    check_int(wand_scope_go(s, see_context, wand_scope_ctx(s)), 0);
    check_int(wand_scope_join(s), -ECANCELED);
    check_int(finished, 1);
}

typedef struct spawner {
    wand_scope *s;
    int depth;
} spawner;

static int spawn_the_next(void *arg)
{
    spawner *w = arg;

    wand_sleep(WAND_US(100));
    finished++;
    if (--w->depth > 0)
        check_int(wand_scope_go(w->s, spawn_the_next, w), 0);
    return 0;
}

WAND_TEST(go_during_join)
{
    spawner w = {open_scope(0), 20};

    finished = 0;
    check_int(wand_scope_go(w.s, spawn_the_next, &w), 0);
    check_int(wand_scope_join(w.s), 0);
    check_int(finished, 20);
}

typedef struct joiner {
    wand_scope *s;
    wand_chan *hold;
    int result;
    bool joined;
} joiner;

static int hold_on(void *arg)
{
    return wand_chan_recv(((joiner *)arg)->hold, NULL) == -EPIPE ? 0 : -EIO;
}

static void join_it(void *arg)
{
    joiner *j = arg;

    j->result = wand_scope_join(j->s);
    j->joined = true;
}

/* Join waits for its tasks, whatever happens to the joiner's context. */
WAND_TEST(join_is_no_cancellation_point)
{
    joiner j = {open_scope(0), wand_chan_new(0, 0), 1, false};
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    wand_scope_go(j.s, hold_on, &j);
    wand_go_ctx(ctx, join_it, &j);
    settle();
    wand_ctx_cancel(ctx);
    settle();
    check(!j.joined);
    wand_chan_close(j.hold);
    settle();
    check(j.joined);
    check_int(j.result, 0);
    wand_chan_release(j.hold);
    wand_ctx_release(ctx);
}

static int nested(void *arg)
{
    int depth = *(int *)arg - 1, error = -EDOM;
    wand_scope *s = wand_scope_open(wand_ctx_current(), 0);

    if (depth == 0)
        wand_scope_go(s, give_back, &error);
    else
        wand_scope_go(s, nested, &depth);
    wand_scope_go(s, sleep_long, NULL);
    return wand_scope_join(s);
}

WAND_TEST(scopes_nest)
{
    int depth = 10;

    finished = 0;
    check_int(nested(&depth), -EDOM);
    check_int(finished, 10);
}

WAND_TEST(the_first_error_is_not_hidden_by_the_cancelled)
{
    for (int i = 0; i < 50; i++) {
        wand_scope *s = open_scope(0);
        int error = -EXDEV;

        for (int k = 0; k < 5; k++)
            wand_scope_go(s, sleep_long, NULL);
        wand_scope_go(s, give_back, &error);
        check_int(wand_scope_join(s), -EXDEV);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(join_waits_for_all),
    cmocka_unit_test(an_empty_scope_joins),
    cmocka_unit_test(tasks_run_on_the_scope_s_context),
    cmocka_unit_test(a_failure_cancels_the_siblings),
    cmocka_unit_test(the_first_error_is_the_result),
    cmocka_unit_test(a_supervisor_spares_the_siblings),
    cmocka_unit_test(a_positive_result_is_an_error_too),
    cmocka_unit_test(a_panic_is_the_error_efault),
    cmocka_unit_test(deferred_calls_run_when_a_task_panics),
    cmocka_unit_test(cancel_reaches_the_tasks),
    cmocka_unit_test(a_cancelled_scope_whose_tasks_succeed_joins_with_zero),
    cmocka_unit_test(the_parent_s_end_reaches_the_tasks),
    cmocka_unit_test(the_parent_is_spared),
    cmocka_unit_test(the_parent_s_release_cancels_the_scope),
    cmocka_unit_test(go_on_an_ended_scope_starts_the_task),
    cmocka_unit_test(go_during_join),
    cmocka_unit_test(join_is_no_cancellation_point),
    cmocka_unit_test(scopes_nest),
    cmocka_unit_test(the_first_error_is_not_hidden_by_the_cancelled),
};

TAP_MAIN(tests)
