/* churn.c: objects made and unmade by the million: timers, contexts, coroutines, scopes, panics. Memory stays
 * put. */
#include "tests/stress/runtime/random.h"
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

static long resident_kb(void)
{
    FILE *status = fopen("/proc/self/statm", "r");
    long size = 0, resident = 0;

    if (fscanf(status, "%ld %ld", &size, &resident) != 2)
        resident = 0;
    fclose(status);
    return resident * 4;
}

/* Runs `work` in four equal parts and checks that the later ones took no more memory. */
static void check_memory(void (*work)(int part))
{
    long after_first;

    work(0);
    after_first = resident_kb();
    for (int part = 1; part < 4; part++)
        work(part);
    if (!UNDER_ASAN && !UNDER_TSAN)
        check(resident_kb() - after_first < 16 * 1024);
}

static int counter;

static void count_up(void *arg UNUSED)
{
    counter++;
}

static void spawn_many(int part UNUSED)
{
    wand_wg wg = WAND_WG_INIT;

    counter = 0;
    for (int i = 0; i < SCALED(500000); i++) {
        check_int(wand_go_wg(&wg, count_up, NULL), 0);
        if (i % 100 == 99)
            wand_wg_wait(&wg);
    }
    wand_wg_wait(&wg);
    check_int(counter, SCALED(500000));
}

WAND_TEST(two_million_coroutines)
{
    check_memory(spawn_many);
}

enum { TIMERS = 200000 };

static wand_timer *timers[TIMERS];

static void use_timers(int part)
{
    uint64_t random = (uint64_t)part + 99;
    int count = SCALED(TIMERS);

    for (int i = 0; i < count; i++)
        timers[i] = wand_timer_new(WAND_US(random_below(&random, 2000000)));
    for (int i = 0; i < 2 * count; i++) {
        wand_timer *t = timers[random_below(&random, (uint32_t)count)];
        if (random_below(&random, 2) == 0)
            wand_timer_stop(t);
        else
            wand_timer_reset(t, WAND_US(random_below(&random, 2000000)));
        if (i % 10000 == 0)
            wand_yield();
    }
    for (int i = 0; i < count; i++)
        wand_timer_release(timers[i]);
}

WAND_TEST(timers_by_the_million)
{
    check_memory(use_timers);
}

WAND_TEST(a_million_timers_at_once)
{
    enum { MILLION = 1000000 };
    wand_timer **t = malloc(SCALED(MILLION) * sizeof *t);
    uint64_t random = 5;

    for (int i = 0; i < SCALED(MILLION); i++)
        t[i] = wand_timer_new(WAND_MS(1) + random_below(&random, 50000000));
    wand_sleep(WAND_MS(80));
    for (int i = 0; i < SCALED(MILLION); i++) {
        check_int(wand_chan_len(wand_timer_chan(t[i])), 1);
        wand_timer_release(t[i]);
    }
    free(t);
}

static void grow_contexts(int part)
{
    enum { KEPT = 256 };
    wand_ctx *kept[KEPT];
    uint64_t random = (uint64_t)part + 3;

    for (int i = 0; i < KEPT; i++)
        kept[i] = wand_ctx_with_cancel(wand_ctx_background());
    for (int i = 0; i < SCALED(200000); i++) {
        uint32_t parent = random_below(&random, KEPT), slot = random_below(&random, KEPT);
        wand_ctx *child = random_below(&random, 3) == 0
                              ? wand_ctx_with_timeout(kept[parent], WAND_US(random_below(&random, 500)))
                              : wand_ctx_with_cancel(kept[parent]);
        if (random_below(&random, 8) == 0)
            wand_ctx_cancel_cause(kept[slot], -EIO);
        check(wand_ctx_err(kept[parent]) == 0 || wand_ctx_err(child) != 0);
        wand_ctx_release(kept[slot]);
        kept[slot] = child;
        if (random_below(&random, 50) == 0) {
            wand_ctx_release(kept[parent]);
            kept[parent] = wand_ctx_with_cancel(wand_ctx_background());
        }
        if (i % 500 == 0)
            wand_sleep(WAND_US(100));
    }
    for (int i = 0; i < KEPT; i++)
        wand_ctx_release(kept[i]);
}

WAND_TEST(a_forest_of_contexts)
{
    check_memory(grow_contexts);
}

static int some_task(void *arg)
{
    uint64_t random = (uint64_t)(uintptr_t)arg * 2654435761u + 1;

    switch (random_below(&random, 8)) {
    case 0: return -EIO;
    case 1: wand_panic("task %d", (int)(uintptr_t)arg);
    case 2: return wand_sleep(WAND_US(random_below(&random, 200)));
    case 3: return wand_chan_recv(NULL, NULL);
    default: wand_yield(); return 0;
    }
}

static void use_scopes(int part)
{
    for (int i = 0; i < SCALED(5000); i++) {
        wand_scope *s = wand_scope_open(wand_ctx_background(), i % 2 ? WAND_SUPERVISOR : 0);
        for (int k = 0; k < 8; k++)
            check_int(wand_scope_go(s, some_task, (void *)(uintptr_t)(part * 100000 + i * 8 + k)), 0);
        if (i % 2 == 1 || i % 8 == 0) {
            wand_yield();
            wand_scope_cancel(s);
        } else {
            wand_sleep(WAND_US(10));
            wand_scope_cancel(s);
        }
        int result = wand_scope_join(s);
        check(result == 0 || result == -EIO || result == -EFAULT || result == -ECANCELED);
    }
}

WAND_TEST(scopes_with_every_kind_of_task)
{
    check_memory(use_scopes);
}

static void deepen(int *depth)
{
    if (--*depth > 0) {
        WAND_DEFER(deepen, depth);
        wand_panic("depth %d", *depth);
    }
}

static void panic_deeply(void *arg)
{
    deepen(arg);
}

static void panic_often(int part UNUSED)
{
    for (int i = 0; i < SCALED(20000); i++) {
        int depth = 1 + i % 6;
        wand_protect(panic_deeply, &depth, NULL);
        check_int(depth, 0);
    }
}

WAND_TEST(panics_within_panics)
{
    check_memory(panic_often);
}

static void use_everything(void *arg UNUSED)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_US(50));
    wand_chan *c = wand_chan_new(64, 2);
    char value[64] = {0};

    for (int i = 0; i < 5; i++)
        wand_go_ctx(ctx, count_up, NULL);
    wand_chan_send(c, value);
    WAND_SELECT(WAND_DONE(ctx), WAND_AFTER(WAND_US(20)));
    wand_chan_release(c);
    wand_ctx_release(ctx);
    wand_go(count_up, NULL);
}

static void starting_over_a_thousand_times(void **state UNUSED)
{
    long after_warm_up = 0;

    for (int i = 0; i < SCALED(3000); i++) {
        assert_int_equal(wand_run(NULL, use_everything, NULL), 0);
        if (i == SCALED(3000) / 4)
            after_warm_up = resident_kb();
    }
    if (!UNDER_ASAN && !UNDER_TSAN)
        assert_true(resident_kb() - after_warm_up < 8 * 1024);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(two_million_coroutines),         cmocka_unit_test(timers_by_the_million),
    cmocka_unit_test(a_million_timers_at_once),       cmocka_unit_test(a_forest_of_contexts),
    cmocka_unit_test(scopes_with_every_kind_of_task), cmocka_unit_test(panics_within_panics),
    cmocka_unit_test(starting_over_a_thousand_times),
};

TAP_MAIN(tests)
