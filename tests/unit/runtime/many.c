/* many.c: a hundred thousand coroutines parked at once, on default stacks and default kernel limits. */
#include "tests/unit/runtime/wand_test.h"

/* gcc's thread sanitizer needs nearly a megabyte for each fibre, and the address sanitizer may keep a second
 * stack. */
#define MANY (UNDER_TSAN ? 500 : UNDER_ASAN ? 10000 : 100000)

static wand_chan *hold;
static int parked, woken;

static void park(void *arg UNUSED)
{
    char line[64];

    snprintf(line, sizeof line, "coroutine %llu", (unsigned long long)wand_id());
    parked++;
    check_int(wand_chan_recv(hold, NULL), -EPIPE);
    woken += line[0] == 'c';
}

WAND_TEST(a_hundred_thousand_parked_coroutines)
{
    wand_wg wg = WAND_WG_INIT;

    parked = woken = 0;
    hold = wand_chan_new(0, 0);
    for (int i = 0; i < MANY; i++)
        if (!check_int(wand_go_wg(&wg, park, NULL), 0))
            break;
    while (parked < MANY)
        wand_yield();
    check_int(wand_live_count(), MANY + 1);
    wand_chan_close(hold);
    wand_wg_wait(&wg);
    check_int(woken, MANY);
    wand_chan_release(hold);
}

static void sleep_a_while(void *arg)
{
    check_int(wand_sleep(WAND_MS(1) + (int64_t)((uintptr_t)arg % 1000) * WAND_US(20)), 0);
    woken++;
}

WAND_TEST(thousands_of_sleepers)
{
    wand_wg wg = WAND_WG_INIT;
    int count = UNDER_TSAN ? 500 : 5000;

    woken = 0;
    for (int i = 0; i < count; i++)
        check_int(wand_go_wg(&wg, sleep_a_while, (void *)(uintptr_t)(i * 7919)), 0);
    wand_wg_wait(&wg);
    check_int(woken, count);
}

static void pass_on(void *arg)
{
    wand_chan **link = arg;
    int value = 0;

    check_int(wand_chan_recv(link[0], &value), 0);
    value++;
    check_int(wand_chan_send(link[1], &value), 0);
}

WAND_TEST(a_chain_of_thousands)
{
    enum { LENGTH = UNDER_TSAN ? 500 : 3000 };
    static wand_chan *links[LENGTH + 1];
    int value = 0;

    for (int i = 0; i <= LENGTH; i++)
        links[i] = wand_chan_new(sizeof(int), 0);
    for (int i = 0; i < LENGTH; i++)
        check_int(wand_go(pass_on, &links[i]), 0);
    check_int(wand_chan_send(links[0], &value), 0);
    check_int(wand_chan_recv(links[LENGTH], &value), 0);
    check_int(value, LENGTH);
    settle();
    for (int i = 0; i <= LENGTH; i++)
        wand_chan_release(links[i]);
}

static void leak_many(void *arg UNUSED)
{
    hold = wand_chan_new(0, 0);
    parked = 0;
    for (int i = 0; i < 2000; i++)
        if (wand_go(park, NULL) != 0)
            return;
    while (parked < 2000)
        wand_yield();
}

static void thousands_leak_again_and_again(void **state UNUSED)
{
    wand_opts options = {.grace_ns = -1};

    if (UNDER_TSAN)
        skip();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(wand_run(&options, leak_many, NULL), 2000);
        wand_chan_release(hold);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_hundred_thousand_parked_coroutines),
    cmocka_unit_test(thousands_of_sleepers),
    cmocka_unit_test(a_chain_of_thousands),
    cmocka_unit_test(thousands_leak_again_and_again),
};

TAP_MAIN(tests)
