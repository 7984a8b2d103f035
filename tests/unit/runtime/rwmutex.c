/* rwmutex.c: many readers or one writer, and a waiting writer blocks new readers. */
#include "tests/unit/runtime/wand_test.h"

static wand_rwmutex rw = WAND_RWMUTEX_INIT;
static char trace[64];
static size_t used;
static int readers, writers, most_readers;

static void note(char letter)
{
    trace[used++] = letter;
    trace[used] = '\0';
}

typedef struct actor {
    char letter;
    wand_chan *leave;
} actor;

static void read_until_told(void *arg)
{
    actor *a = arg;

    wand_rwmutex_rlock(&rw);
    note(a->letter);
    if (a->leave != NULL)
        wand_chan_recv(a->leave, NULL);
    wand_rwmutex_runlock(&rw);
}

static void write_until_told(void *arg)
{
    actor *a = arg;

    wand_rwmutex_lock(&rw);
    note(a->letter);
    if (a->leave != NULL)
        wand_chan_recv(a->leave, NULL);
    wand_rwmutex_unlock(&rw);
}

static void check_trace(const char *wanted, int line)
{
    check_equal(strcmp(trace, wanted), 0, trace, wanted, line);
}

#define TRACE(wanted) check_trace(wanted, __LINE__)

WAND_TEST(readers_share)
{
    actor a = {'a', wand_chan_new(0, 0)}, b = {'b', a.leave}, c = {'c', a.leave};

    used = 0;
    wand_go(read_until_told, &a);
    settle();
    wand_go(read_until_told, &b);
    settle();
    wand_go(read_until_told, &c);
    settle();
    TRACE("abc");
    wand_chan_close(a.leave);
    settle();
    wand_rwmutex_lock(&rw);
    wand_rwmutex_unlock(&rw);
    wand_chan_release(a.leave);
}

WAND_TEST(a_writer_excludes_everybody)
{
    actor w = {'w', wand_chan_new(0, 0)}, r = {'r', NULL}, x = {'x', NULL};

    used = 0;
    wand_go(write_until_told, &w);
    settle();
    wand_go(read_until_told, &r);
    wand_go(write_until_told, &x);
    settle();
    TRACE("w");
    wand_chan_close(w.leave);
    settle();
    check_int(used, 3);
    wand_chan_release(w.leave);
}

/* The reader that came after the waiting writer goes after it. */
WAND_TEST(a_waiting_writer_blocks_new_readers)
{
    actor first = {'1', wand_chan_new(0, 0)}, w = {'w', wand_chan_new(0, 0)}, later = {'2', NULL};

    used = 0;
    wand_go(read_until_told, &first);
    settle();
    wand_go(write_until_told, &w);
    settle();
    wand_go(read_until_told, &later);
    settle();
    TRACE("1");
    wand_chan_close(first.leave);
    settle();
    TRACE("1w");
    wand_chan_close(w.leave);
    settle();
    TRACE("1w2");
    wand_chan_release(first.leave);
    wand_chan_release(w.leave);
}

WAND_TEST(all_waiting_readers_enter_together)
{
    actor w = {'w', wand_chan_new(0, 0)}, r = {'r', wand_chan_new(0, 0)};

    used = 0;
    wand_go(write_until_told, &w);
    settle();
    for (int i = 0; i < 5; i++)
        wand_go(read_until_told, &r);
    settle();
    TRACE("w");
    wand_chan_close(w.leave);
    settle();
    TRACE("wrrrrr");
    wand_chan_close(r.leave);
    settle();
    wand_chan_release(w.leave);
    wand_chan_release(r.leave);
}

/* Readers that come in turn must not lock a writer out, nor writers a reader. */
static void read_often(void *arg UNUSED)
{
    for (int i = 0; i < 200; i++) {
        wand_rwmutex_rlock(&rw);
        readers++;
        if (readers > most_readers)
            most_readers = readers;
        check_int(writers, 0);
        wand_yield();
        readers--;
        wand_rwmutex_runlock(&rw);
    }
}

static void write_often(void *arg UNUSED)
{
    for (int i = 0; i < 100; i++) {
        wand_rwmutex_lock(&rw);
        writers++;
        check_int(writers, 1);
        check_int(readers, 0);
        wand_yield();
        writers--;
        wand_rwmutex_unlock(&rw);
        if (i % 4 == 0)
            wand_yield();
    }
}

WAND_TEST(readers_and_writers_mix)
{
    wand_wg wg = WAND_WG_INIT;

    readers = writers = most_readers = 0;
    for (int i = 0; i < 8; i++)
        wand_go_wg(&wg, i % 3 == 0 ? write_often : read_often, NULL);
    wand_wg_wait(&wg);
    check(most_readers > 1);
    wand_rwmutex_lock(&rw);
    wand_rwmutex_unlock(&rw);
}

static volatile bool hog_stops;

static void read_always(void *arg UNUSED)
{
    while (!hog_stops) {
        wand_rwmutex_rlock(&rw);
        wand_yield();
        wand_rwmutex_runlock(&rw);
    }
}

static void write_always(void *arg UNUSED)
{
    while (!hog_stops) {
        wand_rwmutex_lock(&rw);
        wand_yield();
        wand_rwmutex_unlock(&rw);
    }
}

WAND_TEST(nobody_starves)
{
    wand_wg wg = WAND_WG_INIT;

    hog_stops = false;
    for (int i = 0; i < 4; i++)
        wand_go_wg(&wg, read_always, NULL);
    wand_yield();
    for (int i = 0; i < 20; i++) {
        wand_rwmutex_lock(&rw);
        wand_rwmutex_unlock(&rw);
        wand_yield();
    }
    wand_go_wg(&wg, write_always, NULL);
    wand_go_wg(&wg, write_always, NULL);
    for (int i = 0; i < 20; i++) {
        wand_rwmutex_rlock(&rw);
        wand_rwmutex_runlock(&rw);
        wand_yield();
    }
    hog_stops = true;
    wand_wg_wait(&wg);
}

static bool entered;

static void enter_both_ways(void *arg UNUSED)
{
    check_int(wand_ctx_err(wand_ctx_current()), -ECANCELED);
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
    wand_rwmutex_lock(&rw);
    wand_rwmutex_unlock(&rw);
    entered = true;
}

WAND_TEST(locks_are_no_cancellation_points)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    entered = false;
    wand_rwmutex_lock(&rw);
    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, enter_both_ways, NULL);
    settle();
    check(!entered);
    wand_rwmutex_unlock(&rw);
    settle();
    check(entered);
    wand_ctx_release(ctx);
}

static void unlock_for_another(void *arg)
{
    if (arg == NULL)
        wand_rwmutex_runlock(&rw);
    else
        wand_rwmutex_unlock(&rw);
}

WAND_TEST(another_coroutine_may_unlock)
{
    wand_rwmutex_rlock(&rw);
    wand_go(unlock_for_another, NULL);
    wand_rwmutex_lock(&rw);
    wand_go(unlock_for_another, (void *)1);
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(readers_share),
    cmocka_unit_test(a_writer_excludes_everybody),
    cmocka_unit_test(a_waiting_writer_blocks_new_readers),
    cmocka_unit_test(all_waiting_readers_enter_together),
    cmocka_unit_test(readers_and_writers_mix),
    cmocka_unit_test(nobody_starves),
    cmocka_unit_test(locks_are_no_cancellation_points),
    cmocka_unit_test(another_coroutine_may_unlock),
};

TAP_MAIN(tests)
