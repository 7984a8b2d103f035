/* defer.c: WAND_DEFER runs when its block ends, whichever way it ends, last in first out. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

static char trace[64];
static size_t used;

static void note(const char *letter)
{
    trace[used++] = *letter;
    trace[used] = '\0';
}

static void clear(void)
{
    used = 0;
    trace[0] = '\0';
}

static void check_trace(const char *wanted, int line)
{
    check_equal(strcmp(trace, wanted), 0, trace, wanted, line);
    clear();
}

#define TRACE(wanted) check_trace(wanted, __LINE__)

static void fall_out(void)
{
    WAND_DEFER(note, "1");
    WAND_DEFER(note, "2");
    {
        WAND_DEFER(note, "a");
        note(".");
    }
    WAND_DEFER(note, "3");
    note("-");
}

WAND_TEST(runs_at_the_end_of_the_block_in_reverse)
{
    clear();
    fall_out();
    TRACE(".a-321");
}

static int return_early(int how)
{
    WAND_DEFER(note, "1");
    if (how == 0)
        return 7;
    WAND_DEFER(note, "2");
    {
        WAND_DEFER(note, "3");
        if (how == 1)
            return 8;
    }
    return 9;
}

WAND_TEST(runs_on_return)
{
    clear();
    check_int(return_early(0), 7);
    TRACE("1");
    check_int(return_early(1), 8);
    TRACE("321");
    check_int(return_early(2), 9);
    TRACE("321");
}

WAND_TEST(runs_on_break_and_continue)
{
    clear();
    for (int i = 0; i < 4; i++) {
        WAND_DEFER(note, "d");
        if (i == 1)
            continue;
        if (i == 3)
            break;
        note("b");
    }
    TRACE("bddbdd");
    switch (2) {
    case 2: {
        WAND_DEFER(note, "s");
        note("c");
    } /* fall through */
    case 3: {
        WAND_DEFER(note, "t");
        note("e");
        break;
    }
    default: note("x");
    }
    TRACE("cset");
}

static void jump_out(int how)
{
    WAND_DEFER(note, "0");
    {
        WAND_DEFER(note, "1");
        {
            WAND_DEFER(note, "2");
            if (how == 1)
                goto inner;
            if (how == 2)
                goto outer;
            note("n");
        }
    inner:
        note("i");
    }
outer:
    note("o");
}

WAND_TEST(runs_on_goto)
{
    clear();
    jump_out(0);
    TRACE("n2i1o0");
    jump_out(1);
    TRACE("2i1o0");
    jump_out(2);
    TRACE("21o0");
}

static void jump_back(void)
{
    int round = 0;

again:;
    WAND_DEFER(note, "d");
    note("b");
    if (++round < 3)
        goto again;
}

/* A jump back over the deferral leaves its scope, so each round's call runs. */
WAND_TEST(runs_on_a_jump_back)
{
    clear();
    jump_back();
    TRACE("bdbdbd");
}

static void note_panicking(void *arg UNUSED)
{
    WAND_DEFER(note, "1");
    {
        WAND_DEFER(note, "2");
        WAND_DEFER(note, "3");
        wand_panic("out");
    }
}

WAND_TEST(runs_on_panic)
{
    clear();
    check_int(wand_protect(note_panicking, NULL, NULL), -EFAULT);
    TRACE("321");
}

static void level(int depth);
static void (*volatile next_level)(int depth) = level;

static void level(int depth)
{
    static const char *names[] = {"0", "1", "2", "3", "4"};

    WAND_DEFER(note, names[depth]);
    if (depth < 4)
        next_level(depth + 1);
    else
        wand_panic("at the bottom");
    note("!");
}

static void from_level_zero(void *arg UNUSED)
{
    level(0);
}

WAND_TEST(runs_through_every_frame_of_a_panic)
{
    clear();
    check_int(wand_protect(from_level_zero, NULL, NULL), -EFAULT);
    TRACE("43210");
}

static void panic_after_an_ended_block(void *arg UNUSED)
{
    {
        WAND_DEFER(note, "a");
    }
    for (int i = 0; i < 2; i++) {
        WAND_DEFER(note, "b");
    }
    WAND_DEFER(note, "c");
    wand_panic("late");
}

WAND_TEST(does_not_run_twice)
{
    clear();
    wand_protect(panic_after_an_ended_block, NULL, NULL);
    TRACE("abbc");
}

WAND_TEST(the_argument_is_taken_at_the_deferral)
{
    const char *name = "x";

    clear();
    {
        WAND_DEFER(note, name);
        name = "y";
        note(name);
    }
    TRACE("yx");
}

static void take_int(int *number)
{
    *number += 1;
}

static void take_any(void *number)
{
    *(int *)number += 10;
}

WAND_TEST(takes_the_type_of_the_argument_or_any)
{
    int number = 0;

    {
        WAND_DEFER(take_int, &number);
        WAND_DEFER(take_any, &number);
        check_int(number, 0);
    }
    check_int(number, 11);
}

/* The functions people defer most, each by its plain name. */
WAND_TEST(takes_the_runtime_s_own_functions)
{
    wand_mutex mu = WAND_MUTEX_INIT;
    wand_rwmutex rw = WAND_RWMUTEX_INIT;
    wand_wg wg = WAND_WG_INIT;
    wand_chan *outlives = NULL;

    wand_wg_add(&wg, 1);
    {
        wand_chan *c = wand_chan_new(0, 0);
        wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
        wand_timer *timer = wand_timer_new(WAND_SEC(100));
        wand_ticker *ticker = wand_ticker_new(WAND_SEC(100));
        outlives = wand_chan_retain(c);
        WAND_DEFER(wand_chan_release, c);
        WAND_DEFER(wand_chan_close, c);
        WAND_DEFER(wand_ctx_release, ctx);
        WAND_DEFER(wand_ctx_cancel, ctx);
        WAND_DEFER(wand_timer_release, timer);
        WAND_DEFER(wand_ticker_release, ticker);
        WAND_DEFER(wand_wg_done, &wg);
        wand_mutex_lock(&mu);
        WAND_DEFER(wand_mutex_unlock, &mu);
        wand_rwmutex_lock(&rw);
        WAND_DEFER(wand_rwmutex_unlock, &rw);
        WAND_DEFER(free, malloc(10));
    }
    wand_wg_wait(&wg);
    check(wand_mutex_trylock(&mu));
    wand_rwmutex_lock(&rw);
    check_int(wand_chan_try_recv(outlives, NULL), -EPIPE);
    wand_chan_release(outlives);
    wand_rwmutex_unlock(&rw);
    wand_mutex_unlock(&mu);
}

WAND_TEST(a_deferred_release_accepts_null)
{
    wand_chan *none = NULL;

    WAND_DEFER(wand_chan_release, none);
}

static void yield_and_note(const char *letter)
{
    wand_yield();
    wand_sleep(WAND_MS(1));
    note(letter);
}

WAND_TEST(a_deferred_call_may_park)
{
    clear();
    {
        WAND_DEFER(yield_and_note, "p");
        WAND_DEFER(yield_and_note, "q");
    }
    TRACE("qp");
}

static void park_in_panic(void *arg UNUSED)
{
    WAND_DEFER(yield_and_note, "p");
    WAND_DEFER(yield_and_note, "q");
    wand_panic("slowly");
}

static void protect_park_in_panic(void *arg UNUSED)
{
    wand_panic_info info;

    check_int(wand_protect(park_in_panic, NULL, &info), -EFAULT);
    check_contains(info.message, "slowly");
}

WAND_TEST(deferred_calls_of_two_panics_may_interleave)
{
    wand_wg wg = WAND_WG_INIT;

    clear();
    wand_go_wg(&wg, protect_park_in_panic, NULL);
    wand_go_wg(&wg, protect_park_in_panic, NULL);
    wand_wg_wait(&wg);
    check_int(used, 4);
}

static void loop_defer(int *sum)
{
    for (int i = 0; i < 1000; i++) {
        WAND_DEFER(take_int, sum);
        if (i % 2 == 0)
            continue;
        WAND_DEFER(take_any, sum);
    }
}

WAND_TEST(thousands_in_a_loop)
{
    int sum = 0;

    loop_defer(&sum);
    check_int(sum, 1000 + 500 * 10);
}

static void works_outside_the_runtime(void **state UNUSED)
{
    clear();
    fall_out();
    assert_string_equal(trace, ".a-321");
    clear();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(runs_at_the_end_of_the_block_in_reverse),
    cmocka_unit_test(runs_on_return),
    cmocka_unit_test(runs_on_break_and_continue),
    cmocka_unit_test(runs_on_goto),
    cmocka_unit_test(runs_on_a_jump_back),
    cmocka_unit_test(runs_on_panic),
    cmocka_unit_test(runs_through_every_frame_of_a_panic),
    cmocka_unit_test(does_not_run_twice),
    cmocka_unit_test(the_argument_is_taken_at_the_deferral),
    cmocka_unit_test(takes_the_type_of_the_argument_or_any),
    cmocka_unit_test(takes_the_runtime_s_own_functions),
    cmocka_unit_test(a_deferred_release_accepts_null),
    cmocka_unit_test(a_deferred_call_may_park),
    cmocka_unit_test(deferred_calls_of_two_panics_may_interleave),
    cmocka_unit_test(thousands_in_a_loop),
    cmocka_unit_test(works_outside_the_runtime),
};

TAP_MAIN(tests)
