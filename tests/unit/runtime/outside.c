/* outside.c: calls from a thread that is no coroutine: what needs no parking works, the rest says so and
 * harms nothing. */
#include "tests/unit/runtime/wand_test.h"

static void nothing(void *arg UNUSED)
{
}

static int no_task(void *arg UNUSED)
{
    return 0;
}

static void spawns_are_invalid(void **state UNUSED)
{
    wand_wg wg = WAND_WG_INIT;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_scope *s = wand_scope_open(ctx, 0);
    wand_spawn how = {.wg = &wg};

    assert_true(wand_go(nothing, NULL) < 0);
    assert_true(wand_go_ctx(ctx, nothing, NULL) < 0);
    assert_true(wand_go_wg(&wg, nothing, NULL) < 0);
    assert_true(wand_go_with(&how, nothing, NULL) < 0);
    assert_true(wand_go_daemon("outside", nothing, NULL) < 0);
    assert_true(wand_scope_go(s, no_task, NULL) < 0);
    wand_wg_wait(&wg);
    assert_int_equal(wand_scope_join(s), 0);
    wand_ctx_release(ctx);
    assert_int_equal(wand_alloc_live(), 0);
}

static void what_does_not_park_works(void **state UNUSED)
{
    wand_mutex mu = WAND_MUTEX_INIT;
    wand_rwmutex rw = WAND_RWMUTEX_INIT;
    wand_cond cv = WAND_COND_INIT;
    wand_once once = WAND_ONCE_INIT;
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    wand_timer *timer = wand_timer_new(0);
    wand_sem sem;
    int value = 4;
    int64_t tick;

    wand_mutex_lock(&mu);
    assert_false(wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
    wand_rwmutex_lock(&rw);
    wand_rwmutex_unlock(&rw);
    wand_cond_signal(&cv);
    wand_cond_broadcast(&cv);
    wand_once_do(&once, nothing, NULL);
    wand_sem_init(&sem, 2);
    assert_int_equal(wand_sem_acquire(&sem, 2), 0);
    wand_sem_release(&sem, 1);
    assert_int_equal(wand_chan_send(c, &value), 0);
    assert_int_equal(WAND_SELECT(WAND_RECV(c, &value), WAND_DEFAULT), 0);
    assert_int_equal(WAND_SELECT(WAND_RECV(c, &value), WAND_AFTER(0)), 1);
    assert_int_equal(wand_chan_try_recv(wand_timer_chan(timer), &tick), 0);
    assert_int_equal(wand_sleep(0), 0);
    wand_yield();
    assert_int_equal(wand_id(), 0);
    assert_int_equal(wand_live_count(), 0);
    wand_timer_release(timer);
    wand_chan_release(c);
}

static void deadlines_pass(void **state UNUSED)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(1));
    int64_t end = wand_now() + WAND_SEC(5);

    while (wand_ctx_err(ctx) == 0 && wand_now() < end)
        continue;
    assert_int_equal(wand_ctx_err(ctx), -ETIMEDOUT);
    wand_ctx_release(ctx);
}

static void park_receive(void *arg)
{
    wand_chan_recv(arg, NULL);
}

static void park_select(void *arg)
{
    WAND_SELECT(WAND_RECV(arg, NULL), WAND_AFTER(WAND_SEC(1)));
}

static void park_sleep(void *arg UNUSED)
{
    wand_sleep(WAND_SEC(1));
}

static void park_group(void *arg UNUSED)
{
    wand_wg wg = WAND_WG_INIT;

    wand_wg_add(&wg, 1);
    wand_wg_wait(&wg);
}

static void park_mutex(void *arg UNUSED)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    wand_mutex_lock(&mu);
    wand_mutex_lock(&mu);
}

static void park_rwmutex(void *arg UNUSED)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    wand_rwmutex_lock(&rw);
    wand_rwmutex_rlock(&rw);
}

static void park_cond(void *arg UNUSED)
{
    wand_mutex mu = WAND_MUTEX_INIT;
    wand_cond cv = WAND_COND_INIT;

    wand_mutex_lock(&mu);
    wand_cond_wait(&cv, &mu);
}

static void park_sem(void *arg UNUSED)
{
    wand_sem sem;

    wand_sem_init(&sem, 0);
    wand_sem_acquire(&sem, 1);
}

/* Nobody could ever wake a plain thread, so a call that would have to park is a misuse. */
static void what_would_park_is_a_misuse(void **state UNUSED)
{
    static const wand_fn calls[] = {park_receive, park_select, park_sleep,   park_group,
                                    park_mutex,   park_cond,   park_rwmutex, park_sem};
    wand_chan *c = wand_chan_new(0, 0);
    wand_panic_info info;

    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        assert_int_equal(wand_protect(calls[i], c, &info), -EFAULT);
        assert_non_null(strstr(info.message, "outside.c:"));
    }
    wand_chan_release(c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(spawns_are_invalid),
    cmocka_unit_test(what_does_not_park_works),
    cmocka_unit_test(deadlines_pass),
    cmocka_unit_test(what_would_park_is_a_misuse),
};

TAP_MAIN(tests)
