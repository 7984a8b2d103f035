/* misuse.c: every programming error panics, says what was wrong and names the place of the call. */
#include "tests/unit/runtime/wand_test.h"

/* MISUSE(name) { body } defines a test whose body must panic with a message that names the place noted by AT.
 */
#define MISUSE(name)                                                                                         \
    static void name##_wrong(void *arg);                                                                     \
    WAND_TEST(name)                                                                                          \
    {                                                                                                        \
        wand_panic_info info = {.message = ""};                                                              \
        strcpy(noted_place, "nothing noted");                                                                \
        check_int(wand_protect(name##_wrong, NULL, &info), -EFAULT);                                         \
        check_contains(info.message, noted_place);                                                           \
    }                                                                                                        \
    static void name##_wrong(void *arg UNUSED)

MISUSE(wait_group_done_below_zero)
{
    wand_wg wg = WAND_WG_INIT;

    AT(wand_wg_done(&wg));
}

MISUSE(wait_group_done_once_too_often)
{
    wand_wg wg = WAND_WG_INIT;

    wand_wg_add(&wg, 2);
    wand_wg_done(&wg);
    wand_wg_done(&wg);
    AT(wand_wg_done(&wg));
}

MISUSE(wait_group_add_below_zero)
{
    wand_wg wg = WAND_WG_INIT;

    wand_wg_add(&wg, 2);
    AT(wand_wg_add(&wg, -3));
}

MISUSE(double_close)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);

    WAND_DEFER(wand_chan_release, c);
    wand_chan_close(c);
    AT(wand_chan_close(c));
}

/* As in Go: there is nothing to close. */
MISUSE(close_of_a_null_channel)
{
    wand_chan *none = NULL;

    AT(wand_chan_close(none));
}

MISUSE(unlock_of_an_unlocked_mutex)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    AT(wand_mutex_unlock(&mu));
}

MISUSE(second_unlock_of_a_mutex)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    wand_mutex_lock(&mu);
    wand_mutex_unlock(&mu);
    AT(wand_mutex_unlock(&mu));
}

MISUSE(unlock_of_an_unlocked_rwmutex)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    AT(wand_rwmutex_unlock(&rw));
}

MISUSE(read_unlock_of_an_unlocked_rwmutex)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    AT(wand_rwmutex_runlock(&rw));
}

MISUSE(unlock_of_a_read_locked_rwmutex)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    wand_rwmutex_rlock(&rw);
    AT(wand_rwmutex_unlock(&rw));
}

MISUSE(read_unlock_of_a_write_locked_rwmutex)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    wand_rwmutex_lock(&rw);
    AT(wand_rwmutex_runlock(&rw));
}

MISUSE(second_read_unlock)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
    AT(wand_rwmutex_runlock(&rw));
}

MISUSE(condition_wait_without_the_mutex)
{
    wand_mutex mu = WAND_MUTEX_INIT;
    wand_cond cv = WAND_COND_INIT;

    AT(wand_cond_wait(&cv, &mu));
}

/* Through a pointer there is no line, but the message says what happened. */
static void done_through_a_pointer(void *arg)
{
    void (*volatile done)(wand_wg *) = wand_wg_done;

    done(arg);
}

WAND_TEST(misuse_through_a_pointer)
{
    wand_wg wg = WAND_WG_INIT;
    wand_panic_info info;

    check_int(wand_protect(done_through_a_pointer, &wg, &info), -EFAULT);
    check_contains(info.message, "wait group");
}

static void done_deferred(void *arg)
{
    WAND_DEFER(wand_wg_done, (wand_wg *)arg);
}

WAND_TEST(misuse_in_a_deferred_call)
{
    wand_wg wg = WAND_WG_INIT;
    wand_panic_info info;

    check_int(wand_protect(done_deferred, &wg, &info), -EFAULT);
    check_contains(info.message, "wait group");
}

static void done_twice(void *arg)
{
    wand_wg_done(arg);
}

static void spawn_done_twice(void *arg UNUSED)
{
    static wand_wg wg = WAND_WG_INIT;

    AT(wand_go_wg(&wg, done_twice, &wg));
    puts(noted_place);
    fflush(stdout);
    wand_sleep(WAND_SEC(10));
}

static int spawn_done_twice_child(void *arg UNUSED)
{
    return wand_run(NULL, spawn_done_twice, NULL);
}

/* The spawn's own done has no call site, so the spawn site stands for it. */
static void misuse_by_the_spawn_s_own_done(void **state UNUSED)
{
    static child_result result;

    check_begin();
    child_run(&result, spawn_done_twice_child, NULL);
    check(result.signal != 0);
    check_contains(result.out, "misuse.c:");
    check_contains(result.err, strtok(result.out, "\n"));
    check_end();
}

static void wrong_on_shared(void *arg)
{
    wand_wg_done(arg);
}

WAND_TEST(a_wait_group_survives_its_misuse)
{
    wand_wg wg = WAND_WG_INIT;

    check_int(wand_protect(wrong_on_shared, &wg, NULL), -EFAULT);
    wand_wg_wait(&wg);
    wand_wg_add(&wg, 1);
    wand_wg_done(&wg);
    wand_wg_wait(&wg);
}

static void unlock_it(void *arg)
{
    wand_mutex_unlock(arg);
}

WAND_TEST(a_mutex_survives_its_misuse)
{
    wand_mutex mu = WAND_MUTEX_INIT;

    check_int(wand_protect(unlock_it, &mu, NULL), -EFAULT);
    check(wand_mutex_trylock(&mu));
    check(!wand_mutex_trylock(&mu));
    wand_mutex_unlock(&mu);
}

static void close_it(void *arg)
{
    wand_chan_close(arg);
}

WAND_TEST(a_channel_survives_its_misuse)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    int value = 5;

    check_int(wand_chan_send(c, &value), 0);
    wand_chan_close(c);
    check_int(wand_protect(close_it, c, NULL), -EFAULT);
    check_int(wand_chan_recv(c, &value), 0);
    check_int(wand_chan_recv(c, &value), -EPIPE);
    wand_chan_release(c);
}

static void runlock_it(void *arg)
{
    wand_rwmutex_runlock(arg);
}

WAND_TEST(a_rwmutex_survives_its_misuse)
{
    wand_rwmutex rw = WAND_RWMUTEX_INIT;

    check_int(wand_protect(runlock_it, &rw, NULL), -EFAULT);
    wand_rwmutex_lock(&rw);
    check_int(wand_protect(runlock_it, &rw, NULL), -EFAULT);
    wand_rwmutex_unlock(&rw);
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_rlock(&rw);
    wand_rwmutex_runlock(&rw);
    wand_rwmutex_runlock(&rw);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(wait_group_done_below_zero),
    cmocka_unit_test(wait_group_done_once_too_often),
    cmocka_unit_test(wait_group_add_below_zero),
    cmocka_unit_test(double_close),
    cmocka_unit_test(close_of_a_null_channel),
    cmocka_unit_test(unlock_of_an_unlocked_mutex),
    cmocka_unit_test(second_unlock_of_a_mutex),
    cmocka_unit_test(unlock_of_an_unlocked_rwmutex),
    cmocka_unit_test(read_unlock_of_an_unlocked_rwmutex),
    cmocka_unit_test(unlock_of_a_read_locked_rwmutex),
    cmocka_unit_test(read_unlock_of_a_write_locked_rwmutex),
    cmocka_unit_test(second_read_unlock),
    cmocka_unit_test(condition_wait_without_the_mutex),
    cmocka_unit_test(misuse_through_a_pointer),
    cmocka_unit_test(misuse_in_a_deferred_call),
    cmocka_unit_test(misuse_by_the_spawn_s_own_done),
    cmocka_unit_test(a_wait_group_survives_its_misuse),
    cmocka_unit_test(a_mutex_survives_its_misuse),
    cmocka_unit_test(a_channel_survives_its_misuse),
    cmocka_unit_test(a_rwmutex_survives_its_misuse),
};

TAP_MAIN(tests)
