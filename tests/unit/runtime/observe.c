/* observe.c: the live count, the leak check and what WAND_LEAKS=1 prints. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

static wand_chan *hold;

static void park(void *arg UNUSED)
{
    wand_chan_recv(hold, NULL);
}

/* With the caller and daemons. */
WAND_TEST(the_live_count)
{
    hold = wand_chan_new(0, 0);
    check_int(wand_live_count(), 1);
    for (int i = 0; i < 5; i++)
        wand_go(park, NULL);
    wand_go_daemon("stays", park, NULL);
    check_int(wand_live_count(), 7);
    settle();
    check_int(wand_live_count(), 7);
    wand_chan_close(hold);
    settle();
    check_int(wand_live_count(), 1);
    wand_chan_release(hold);
}

static void count_from_inside(void *arg)
{
    *(int *)arg = wand_leak_check(NULL);
}

/* The leak check counts neither the caller nor daemons. */
WAND_TEST(the_leak_check_counts)
{
    int seen = -1;

    hold = wand_chan_new(0, 0);
    check_int(wand_leak_check(NULL), 0);
    wand_go_daemon("stays", park, NULL);
    check_int(wand_leak_check(NULL), 0);
    wand_go(park, NULL);
    wand_go(park, NULL);
    settle();
    check_int(wand_leak_check(NULL), 2);
    wand_go(count_from_inside, &seen);
    settle();
    check_int(seen, 3);
    wand_chan_close(hold);
    settle();
    check_int(wand_leak_check(NULL), 0);
    wand_chan_release(hold);
}

static void daemon_checks(void *arg)
{
    *(int *)arg = wand_leak_check(NULL);
}

WAND_TEST(a_daemon_may_check)
{
    int seen = -1;

    wand_go_daemon("checks", daemon_checks, &seen);
    settle();
    check_int(seen, 1);
}

static char *report(int expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    check_int(wand_leak_check(to), expected);
    fclose(to);
    return text;
}

WAND_TEST(the_report_of_a_leak_check)
{
    wand_spawn how = {.name = "idle-reader"};
    char *text;

    hold = wand_chan_new(0, 0);
    text = report(0);
    check_int(strlen(text), 0);
    free(text);
    AT(wand_go_with(&how, park, NULL));
    settle();
    text = report(1);
    check_contains(text, noted_place);
    check_contains(text, "idle-reader");
    check_contains(text, "chan");
    free(text);
    wand_chan_close(hold);
    settle();
    wand_chan_release(hold);
}

static wand_mutex mu = WAND_MUTEX_INIT;
static wand_rwmutex rw = WAND_RWMUTEX_INIT;
static wand_cond cv = WAND_COND_INIT;
static wand_wg wg = WAND_WG_INIT;
static wand_sem sem;

static void wait_mutex(void *arg UNUSED)
{
    wand_mutex_lock(&mu);
    wand_mutex_unlock(&mu);
}

static void wait_rlock(void *arg UNUSED)
{
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
}

static void wait_cond(void *arg UNUSED)
{
    static wand_mutex own = WAND_MUTEX_INIT;

    wand_mutex_lock(&own);
    wand_cond_wait(&cv, &own);
    wand_mutex_unlock(&own);
}

static void wait_group(void *arg UNUSED)
{
    wand_wg_wait(&wg);
}

static void wait_sem(void *arg UNUSED)
{
    wand_sem_acquire(&sem, 1);
}

static void wait_sleep(void *arg UNUSED)
{
    wand_sleep(WAND_SEC(100));
}

static void wait_select(void *arg UNUSED)
{
    WAND_SELECT(WAND_RECV(hold, NULL), WAND_AFTER(WAND_SEC(100)));
}

/* Every park says what it waits for. */
WAND_TEST(wait_reasons)
{
    static const struct {
        wand_fn fn;
        const char *reason;
    } waits[] = {
        {park, "chan"},        {wait_mutex, "mutex"},      {wait_rlock, "mutex"},
        {wait_cond, "cond"},   {wait_group, "wait group"}, {wait_sem, "sem"},
        {wait_sleep, "sleep"}, {wait_select, "select"},
    };

    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    hold = wand_chan_new(0, 0);
    wand_mutex_lock(&mu);
    wand_rwmutex_lock(&rw);
    wand_wg_add(&wg, 1);
    wand_sem_init(&sem, 0);
    for (size_t i = 0; i < COUNT_OF(waits); i++)
        wand_go_ctx(ctx, waits[i].fn, NULL);
    settle();
    char *text = report(COUNT_OF(waits));
    for (size_t i = 0; i < COUNT_OF(waits); i++)
        check_contains(text, waits[i].reason);
    free(text);
    wand_mutex_unlock(&mu);
    wand_rwmutex_unlock(&rw);
    wand_cond_broadcast(&cv);
    wand_wg_done(&wg);
    wand_sem_release(&sem, 1);
    wand_ctx_cancel(ctx);
    settle();
    wand_chan_release(hold);
    wand_ctx_release(ctx);
}

static void park_deep(void *arg)
{
    size_t bytes = *(size_t *)arg;
    volatile char *most = __builtin_alloca(bytes);

    most[0] = most[bytes - 1] = 1;
    wand_chan_recv(hold, NULL);
}

/* A report must not need more stack of a coroutine than the coroutine has left. */
WAND_TEST(the_report_of_a_nearly_full_stack)
{
    size_t stack_size = 64 * 1024, bytes = stack_size - 3 * 1024;
    wand_spawn how = {.name = "deep-one", .stack_size = stack_size};
    char *text;

    hold = wand_chan_new(0, 0);
    check_int(wand_go_with(&how, park_deep, &bytes), 0);
    settle();
    text = report(1);
    check_contains(text, "deep-one");
    free(text);
    wand_chan_close(hold);
    settle();
    wand_chan_release(hold);
}

static void leak_two(void *arg UNUSED)
{
    wand_spawn how = {.name = "forgotten"};

    hold = wand_chan_new(0, 0);
    AT(wand_go(park, NULL));
    puts(noted_place);
    AT(wand_go_with(&how, wait_sleep, NULL));
    puts(noted_place);
    fflush(stdout);
    settle();
}

static void leak_nothing(void *arg UNUSED)
{
    hold = wand_chan_new(0, 0);
    wand_go_daemon("stays", park, NULL);
    settle();
}

typedef struct leak_case {
    wand_fn body;
    const char *setting;
} leak_case;

static int leak_child(void *arg)
{
    leak_case *c = arg;

    if (c->setting == NULL)
        unsetenv("WAND_LEAKS");
    else
        setenv("WAND_LEAKS", c->setting, 1);
    return wand_run(NULL, c->body, NULL);
}

static child_result result;

/* With WAND_LEAKS=1 each leaked coroutine is printed with spawn site, wait reason and stack. */
static void leaks_are_printed_on_request(void **state UNUSED)
{
    leak_case c = {leak_two, "1"};
    char *place;

    check_begin();
    child_run(&result, leak_child, &c);
    check_int(result.exit_status, 2);
    place = strtok(result.out, "\n");
    check_contains(result.err, place);
    place = strtok(NULL, "\n");
    check_contains(result.err, place);
    check_contains(result.err, "forgotten");
    check_contains(result.err, "sleep");
    check_contains(result.err, "chan");
    check_end();
}

static void nothing_is_printed_unasked(void **state UNUSED)
{
    leak_case unset = {leak_two, NULL}, zero = {leak_two, "0"};

    child_run(&result, leak_child, &unset);
    assert_int_equal(result.exit_status, 2);
    assert_string_equal(result.err, "");
    child_run(&result, leak_child, &zero);
    assert_int_equal(result.exit_status, 2);
    assert_string_equal(result.err, "");
}

/* With nothing leaked nothing is printed, and a daemon is no leak. */
static void nothing_leaked_nothing_printed(void **state UNUSED)
{
    leak_case c = {leak_nothing, "1"};

    child_run(&result, leak_child, &c);
    assert_int_equal(result.exit_status, 0);
    assert_string_equal(result.err, "");
    assert_string_equal(result.out, "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_live_count),
    cmocka_unit_test(the_leak_check_counts),
    cmocka_unit_test(a_daemon_may_check),
    cmocka_unit_test(the_report_of_a_leak_check),
    cmocka_unit_test(wait_reasons),
    cmocka_unit_test(the_report_of_a_nearly_full_stack),
    cmocka_unit_test(leaks_are_printed_on_request),
    cmocka_unit_test(nothing_is_printed_unasked),
    cmocka_unit_test(nothing_leaked_nothing_printed),
};

TAP_MAIN(tests)
