/* oom.c: the runtime asks one replaceable allocator, and every request may fail: each call then says so,
 * takes nothing and leaves nothing behind. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

/* Fails one request, number `fail_at`, counted from 1; none when it is 0. */
typedef struct failing {
    size_t requests;
    size_t fail_at;
    size_t live;
    size_t bytes;
} failing;

static failing allocations;

static void *failing_alloc(void *self, size_t bytes)
{
    failing *f = self;

    if (++f->requests == f->fail_at)
        return NULL;
    f->live++;
    f->bytes += bytes;
    return malloc(bytes);
}

static void failing_free(void *self, void *block, size_t bytes)
{
    failing *f = self;

    f->live--;
    f->bytes -= bytes;
    free(block);
}

static bool failing_map(void *self, size_t bytes UNUSED)
{
    failing *f = self;

    return ++f->requests != f->fail_at;
}

static int use_failing(void **state UNUSED)
{
    static const wand_allocator allocator = {
        .alloc = failing_alloc, .free = failing_free, .map = failing_map, .self = &allocations};

    return wand_set_allocator(&allocator);
}

static int use_malloc(void **state UNUSED)
{
    return wand_set_allocator(NULL);
}

static void add_one(void *arg)
{
    ++*(int *)arg;
}

static int add_one_task(void *arg)
{
    ++*(int *)arg;
    return 0;
}

static void add_one_at_the_end(void *arg, int err UNUSED)
{
    ++*(int *)arg;
}

static void use_spawns(void *arg)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.name = "worker", .wg = &wg, .ctx = ctx, .stack_size = 100000};
    int spawned = 0, ran = 0, result;

    for (int i = 0; i < 6; i++) {
        result = i < 3 ? wand_go_wg(&wg, add_one, &ran) : wand_go_with(&how, add_one, &ran);
        check(result == 0 || result == -ENOMEM);
        spawned += result == 0;
    }
    if (ctx != NULL) {
        result = wand_go_ctx(ctx, add_one, &ran);
        check(result == 0 || result == -ENOMEM);
        spawned += result == 0;
    }
    wand_wg_wait(&wg);
    settle();
    check_int(ran, spawned);
    wand_ctx_release(ctx);
    (void)arg;
}

static void use_channels(void *arg UNUSED)
{
    wand_chan *a = wand_chan_new(sizeof(int), 4), *b = wand_chan_new(64, 0);
    int value = 1;

    if (a != NULL) {
        check_int(wand_chan_send(a, &value), 0);
        check_int(WAND_SELECT(WAND_RECV(a, &value), WAND_RECV(b, NULL)), 0);
    }
    check_int(WAND_SELECT(WAND_RECV(b, NULL), WAND_AFTER(WAND_US(10))), 1);
    wand_chan_release(a);
    wand_chan_release(b);
}

static void use_contexts(void *arg UNUSED)
{
    wand_ctx *parent = wand_ctx_with_timeout(wand_ctx_background(), WAND_SEC(100));
    wand_ctx *child = wand_ctx_with_value(parent, "k", NULL);
    wand_ctx *grandchild = wand_ctx_with_deadline(child, wand_now() + WAND_SEC(1));

    for (int i = 0; i < 2; i++) {
        if (grandchild != NULL) {
            check(wand_ctx_done(grandchild) != NULL);
            check_int(wand_chan_try_recv(wand_ctx_done(grandchild), NULL), i == 0 ? -EAGAIN : -EPIPE);
            check_int(WAND_SELECT(WAND_DEFAULT, WAND_DONE(grandchild)), i);
        }
        if (parent != NULL)
            wand_ctx_cancel(parent);
    }
    wand_ctx_release(parent);
    wand_ctx_release(child);
    wand_ctx_release(grandchild);
}

static void use_time(void *arg UNUSED)
{
    wand_timer *timer = wand_timer_new(WAND_US(10));
    wand_ticker *ticker = wand_ticker_new(WAND_US(10));
    int64_t tick = 0;

    check_int(wand_sleep(WAND_US(10)), 0);
    if (timer != NULL) {
        check_int(wand_chan_recv(wand_timer_chan(timer), &tick), 0);
        check(!wand_timer_reset(timer, WAND_US(5)));
    }
    if (ticker != NULL)
        check_int(wand_chan_recv(wand_ticker_chan(ticker), &tick), 0);
    wand_timer_release(timer);
    wand_ticker_release(ticker);
}

static void use_scopes(void *arg UNUSED)
{
    wand_scope *s = wand_scope_open(wand_ctx_background(), 0);
    int wanted = 0, ran = 0, result;

    for (int i = 0; s != NULL && i < 3; i++) {
        result = wand_scope_go(s, add_one_task, &ran);
        check(result == 0 || result == -ENOMEM);
        wanted += result == 0;
        result = wand_scope_on_complete(s, add_one_at_the_end, &ran);
        check(result == 0 || result == -ENOMEM);
        wanted += result == 0;
    }
    if (s != NULL)
        check_int(wand_scope_join(s), 0);
    check_int(ran, wanted);
    result = wand_with_timeout(WAND_SEC(1), add_one_task, &ran);
    check(result == 0 || result == -ENOMEM);
    check_int(ran, wanted + (result == 0));
}

static void panics(void *arg)
{
    WAND_DEFER(add_one, arg);
    wand_panic("short of %s", "memory");
}

static void use_panics(void *arg UNUSED)
{
    wand_panic_info info;
    int ran = 0;

    check_int(wand_protect(panics, &ran, &info), -EFAULT);
    check_contains(info.message, "short of memory");
    check_int(ran, 1);
}

/* Runs the body again and again, with the first, the second, ... request failing, until it gets by without.
 */
static void fail_each(wand_fn body)
{
    size_t failed = 0;

    check_begin();
    for (;;) {
        allocations = (failing){.fail_at = failed + 1};
        int result = wand_run(NULL, body, NULL);
        check(result == 0 || result == -ENOMEM);
        check_int(allocations.live, 0);
        check_int(allocations.bytes, 0);
        check_int(wand_alloc_live(), 0);
        if (allocations.requests < allocations.fail_at || failed > 10000)
            break;
        failed++;
    }
    check(failed > 0 && failed < 10000);
    check_end();
}

static void spawns(void **state UNUSED)
{
    fail_each(use_spawns);
}

static void channels(void **state UNUSED)
{
    fail_each(use_channels);
}

static void contexts(void **state UNUSED)
{
    fail_each(use_contexts);
}

static void timers(void **state UNUSED)
{
    fail_each(use_time);
}

static void scopes(void **state UNUSED)
{
    fail_each(use_scopes);
}

static void panics_need_no_memory(void **state UNUSED)
{
    fail_each(use_panics);
}

static wand_mutex mu = WAND_MUTEX_INIT;
static wand_sem sem;

typedef struct quiet {
    wand_chan *there, *back;
    wand_wg wg;
} quiet;

static void answer(void *arg)
{
    quiet *q = arg;
    int value;

    while (wand_chan_recv(q->there, &value) == 0) {
        wand_mutex_lock(&mu);
        wand_yield();
        wand_mutex_unlock(&mu);
        check_int(WAND_SELECT(WAND_SEND(q->back, &value), WAND_AFTER(WAND_SEC(10))), 0);
        wand_sem_release(&sem, 1);
    }
}

static void park_in_every_way(void *arg UNUSED)
{
    quiet q = {wand_chan_new(sizeof(int), 0), wand_chan_new(sizeof(int), 0), WAND_WG_INIT};
    size_t before = 0;
    int value = 3;

    wand_sem_init(&sem, 0);
    wand_go_wg(&q.wg, answer, &q);
    for (int i = 0; i < 20; i++) {
        before = i == 10 ? allocations.requests : before;
        check_int(wand_chan_send(q.there, &value), 0);
        wand_mutex_lock(&mu);
        wand_mutex_unlock(&mu);
        check_int(wand_chan_recv(q.back, &value), 0);
        check_int(wand_sem_acquire(&sem, 1), 0);
        check_int(wand_sleep(WAND_US(10)), 0);
    }
    check_int(allocations.requests, before);
    wand_chan_close(q.there);
    wand_wg_wait(&q.wg);
    wand_chan_release(q.there);
    wand_chan_release(q.back);
}

static void parking_allocates_nothing(void **state UNUSED)
{
    allocations = (failing){0};
    check_begin();
    check_int(wand_run(NULL, park_in_every_way, NULL), 0);
    check_end();
}

static void an_allocator_in_use_stays(void **state UNUSED)
{
    wand_chan *c = wand_chan_new(1, 1);

    assert_int_equal(wand_set_allocator(NULL), -EBUSY);
    wand_chan_release(c);
    assert_int_equal(wand_set_allocator(&(wand_allocator){.alloc = failing_alloc}), -EINVAL);
    assert_int_equal(wand_set_allocator(&(wand_allocator){.free = failing_free}), -EINVAL);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(spawns),
    cmocka_unit_test(channels),
    cmocka_unit_test(contexts),
    cmocka_unit_test(timers),
    cmocka_unit_test(scopes),
    cmocka_unit_test(panics_need_no_memory),
    cmocka_unit_test(parking_allocates_nothing),
    cmocka_unit_test(an_allocator_in_use_stays),
};

int main(void)
{
    setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 0);
    alarm(TAP_TIMEOUT_SECONDS);
    return cmocka_run_group_tests(tests, use_failing, use_malloc);
}
