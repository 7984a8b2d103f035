/* scope_complete.c: completion handlers: once each, in order, after the last task, with join's result. */
#include "tests/unit/runtime/wand_test.h"

static int calls[32];
static int errors[32];
static int used;
static int running;

static void note(void *arg, int err)
{
    check_int(running, 0);
    calls[used] = *(int *)arg;
    errors[used++] = err;
}

static const int names[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

static int work(void *arg)
{
    running++;
    wand_sleep(WAND_MS(2));
    running--;
    return arg == NULL ? 0 : *(int *)arg;
}

static int fail_by_panic(void *arg UNUSED)
{
    wand_panic("in a task");
    return 0;
}

static wand_scope *scope_with_handlers(unsigned flags, int handlers)
{
    wand_scope *s = wand_scope_open(wand_ctx_background(), flags);

    used = running = 0;
    for (int i = 0; i < handlers; i++)
        check_int(wand_scope_on_complete(s, note, (void *)&names[i]), 0);
    return s;
}

static void check_calls(int count, int error)
{
    check_int(used, count);
    for (int i = 0; i < count; i++) {
        check_int(calls[i], i);
        check_int(errors[i], error);
    }
}

WAND_TEST(handlers_run_in_order_after_the_last_task)
{
    wand_scope *s = scope_with_handlers(0, 10);

    wand_scope_go(s, work, NULL);
    wand_scope_go(s, work, NULL);
    settle();
    check_int(wand_scope_join(s), 0);
    check_calls(10, 0);
}

WAND_TEST(handlers_get_the_result)
{
    wand_scope *s = scope_with_handlers(0, 3);
    int error = -EIO;

    wand_scope_go(s, work, &error);
    check_int(wand_scope_join(s), -EIO);
    check_calls(3, -EIO);
    s = scope_with_handlers(WAND_SUPERVISOR, 2);
    wand_scope_go(s, work, &error);
    wand_scope_go(s, work, NULL);
    check_int(wand_scope_join(s), -EIO);
    check_calls(2, -EIO);
    s = scope_with_handlers(0, 2);
    wand_scope_go(s, fail_by_panic, NULL);
    check_int(wand_scope_join(s), -EFAULT);
    check_calls(2, -EFAULT);
}

WAND_TEST(handlers_of_an_empty_scope)
{
    wand_scope *s = scope_with_handlers(0, 2);

    check_int(wand_scope_join(s), 0);
    check_calls(2, 0);
    s = scope_with_handlers(0, 2);
    wand_scope_cancel(s);
    check_int(wand_scope_join(s), 0);
    check_calls(2, 0);
}

/* A pause between two tasks is no completion: only join knows that no other comes. */
WAND_TEST(handlers_wait_for_join)
{
    wand_scope *s = scope_with_handlers(0, 1);

    wand_scope_go(s, work, NULL);
    wand_sleep(WAND_MS(8));
    check_int(running, 0);
    wand_scope_go(s, work, NULL);
    check_int(wand_scope_join(s), 0);
    check_calls(1, 0);
}

typedef struct late {
    wand_scope *s;
    int result;
} late;

static int register_from_a_task(void *arg)
{
    late *l = arg;

    l->result = wand_scope_on_complete(l->s, note, (void *)&names[1]);
    return 0;
}

WAND_TEST(a_task_may_add_a_handler)
{
    late l = {scope_with_handlers(0, 1), 1};

    wand_scope_go(l.s, register_from_a_task, &l);
    check_int(wand_scope_join(l.s), 0);
    check_int(l.result, 0);
    check_calls(2, 0);
}

static void park_in_handler(void *arg, int err)
{
    wand_sleep(WAND_MS(1));
    note(arg, err);
}

WAND_TEST(a_handler_may_park)
{
    wand_scope *s = scope_with_handlers(0, 1);

    check_int(wand_scope_on_complete(s, park_in_handler, (void *)&names[1]), 0);
    check_int(wand_scope_on_complete(s, note, (void *)&names[2]), 0);
    wand_scope_go(s, work, NULL);
    check_int(wand_scope_join(s), 0);
    check_calls(3, 0);
}

static void panic_in_handler(void *arg UNUSED, int err UNUSED)
{
    wand_panic("in a handler");
}

static void join_it(void *arg)
{
    wand_scope_join(arg);
}

/* A panic in a handler is the joiner's; the handlers after it still run, and the scope is released. */
WAND_TEST(a_handler_may_panic)
{
    wand_scope *s = scope_with_handlers(0, 1);
    wand_panic_info info;

    check_int(wand_scope_on_complete(s, panic_in_handler, NULL), 0);
    check_int(wand_scope_on_complete(s, note, (void *)&names[1]), 0);
    wand_scope_go(s, work, NULL);
    check_int(wand_protect(join_it, s, &info), -EFAULT);
    check_contains(info.message, "in a handler");
    check_calls(2, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(handlers_run_in_order_after_the_last_task),
    cmocka_unit_test(handlers_get_the_result),
    cmocka_unit_test(handlers_of_an_empty_scope),
    cmocka_unit_test(handlers_wait_for_join),
    cmocka_unit_test(a_task_may_add_a_handler),
    cmocka_unit_test(a_handler_may_park),
    cmocka_unit_test(a_handler_may_panic),
};

TAP_MAIN(tests)
