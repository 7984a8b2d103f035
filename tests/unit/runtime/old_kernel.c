/* old_kernel.c: the runtime on a kernel that cannot mark guard pages (before Linux 6.13): this program's
 * madvise refuses to. A guard then costs a mapping, and there are fewer mappings than coroutines. */
#include "tests/unit/runtime/wand_test.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { GUARD_INSTALL = 102 };

static int refused;

int madvise(void *address, size_t bytes, int advice)
{
    if (advice == GUARD_INSTALL) {
        refused++;
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_madvise, address, bytes, advice);
}

/* More than there can be mapped guards: half of vm.max_map_count, 65,530. */
#define MANY (UNDER_TSAN ? 500 : UNDER_ASAN ? 10000 : 50000)

static wand_chan *hold;
static int parked, woken;

static void park(void *arg UNUSED)
{
    parked++;
    check_int(wand_chan_recv(hold, NULL), -EPIPE);
    woken++;
}

WAND_TEST(more_coroutines_than_guards)
{
    wand_wg wg = WAND_WG_INIT;

    hold = wand_chan_new(0, 0);
    for (int i = 0; i < MANY; i++)
        if (!check_int(wand_go_wg(&wg, park, NULL), 0))
            break;
    while (parked < MANY)
        wand_yield();
    check(refused > 0);
    wand_chan_close(hold);
    wand_wg_wait(&wg);
    check_int(woken, MANY);
    wand_chan_release(hold);
}

static void large_stack(void *arg)
{
    wand_wg_done(arg);
}

/* Stacks of unusual size come and go: their guards must be given back. */
WAND_TEST(guards_are_given_back)
{
    wand_wg wg = WAND_WG_INIT;
    wand_spawn how = {.name = "large", .stack_size = 200 * 1024};

    for (int i = 0; i < (UNDER_TSAN || UNDER_ASAN ? 1000 : 40000); i++) {
        wand_wg_add(&wg, 1);
        if (!check_int(wand_go_with(&how, large_stack, &wg), 0))
            break;
        wand_wg_wait(&wg);
    }
}

static __attribute__((noinline)) unsigned dig(unsigned depth)
{
    volatile unsigned char frame[512];

    frame[0] = (unsigned char)depth;
    return depth == 0 ? frame[0] : dig(depth - 1) + frame[0];
}

static void overflow(void *arg)
{
    *(unsigned *)arg = dig(2000);
}

static void overflow_main(void *arg)
{
    wand_spawn how = {.name = "deep-digger"};

    wand_go_with(&how, overflow, arg);
    settle();
}

static int overflow_child(void *arg)
{
    return wand_run(NULL, overflow_main, arg);
}

static void an_overflow_is_still_caught(void **state UNUSED)
{
    static child_result result;
    unsigned sum = 0;

    if (UNDER_ASAN || UNDER_TSAN)
        skip();
    child_run(&result, overflow_child, &sum);
    assert_true(result.signal != 0);
    assert_non_null(strstr(result.err, "deep-digger"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_overflow_is_still_caught),
    cmocka_unit_test(guards_are_given_back),
    cmocka_unit_test(more_coroutines_than_guards),
};

TAP_MAIN(tests)
