/* sem.c: semaphores count without upper bound and serve their line in order. */
#include "tests/unit/runtime/wand_test.h"

static wand_sem sem;
static char trace[64];
static size_t used;

typedef struct client {
    char letter;
    int amount;
    int result;
} client;

static void acquire(void *arg)
{
    client *c = arg;

    c->result = wand_sem_acquire(&sem, c->amount);
    trace[used++] = c->letter;
    trace[used] = '\0';
}

static void begin(int n)
{
    wand_sem_init(&sem, n);
    used = 0;
    trace[0] = '\0';
}

static void line_up(wand_ctx *ctx, client *c)
{
    check_int(wand_go_ctx(ctx, acquire, c), 0);
    settle();
}

static void check_trace(const char *wanted, int line)
{
    check_equal(strcmp(trace, wanted), 0, trace, wanted, line);
}

#define TRACE(wanted) check_trace(wanted, __LINE__)

WAND_TEST(what_is_there_is_taken_at_once)
{
    begin(3);
    check_int(wand_sem_acquire(&sem, 2), 0);
    check_int(wand_sem_acquire(&sem, 1), 0);
    wand_sem_release(&sem, 3);
    check_int(wand_sem_acquire(&sem, 3), 0);
    wand_sem_release(&sem, 3);
}

WAND_TEST(the_line_is_served_in_order)
{
    client c[] = {{'a', 1, 1}, {'b', 1, 1}, {'c', 1, 1}, {'d', 1, 1}};

    begin(0);
    for (size_t i = 0; i < COUNT_OF(c); i++)
        line_up(wand_ctx_background(), &c[i]);
    TRACE("");
    wand_sem_release(&sem, 1);
    settle();
    TRACE("a");
    wand_sem_release(&sem, 2);
    settle();
    TRACE("abc");
    wand_sem_release(&sem, 1);
    settle();
    TRACE("abcd");
}

/* Who asks for more than there is waits in line and holds those behind it. */
WAND_TEST(a_large_request_holds_those_behind_it)
{
    client large = {'L', 5, 1}, small = {'s', 1, 1};

    begin(2);
    line_up(wand_ctx_background(), &large);
    line_up(wand_ctx_background(), &small);
    TRACE("");
    wand_sem_release(&sem, 2);
    settle();
    TRACE("");
    wand_sem_release(&sem, 1);
    settle();
    TRACE("L");
    wand_sem_release(&sem, 1);
    settle();
    TRACE("Ls");
    check_int(large.result, 0);
    check_int(small.result, 0);
}

WAND_TEST(a_cancelled_one_lets_those_behind_it_go_on)
{
    client large = {'L', 5, 1}, small = {'s', 1, 1}, second = {'t', 1, 1}, more = {'m', 1, 1};
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    begin(2);
    line_up(ctx, &large);
    line_up(wand_ctx_background(), &small);
    line_up(wand_ctx_background(), &second);
    line_up(wand_ctx_background(), &more);
    TRACE("");
    wand_ctx_cancel(ctx);
    settle();
    check_int(large.result, -ECANCELED);
    check_int(small.result, 0);
    check_int(second.result, 0);
    check_int(used, 3);
    wand_sem_release(&sem, 1);
    settle();
    check_int(more.result, 0);
    wand_ctx_release(ctx);
}

WAND_TEST(a_timed_out_one_lets_those_behind_it_go_on)
{
    client large = {'L', 5, 1}, small = {'s', 2, 1};
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(3));

    begin(2);
    line_up(ctx, &large);
    line_up(wand_ctx_background(), &small);
    wand_sleep(WAND_MS(10));
    check_int(large.result, -ETIMEDOUT);
    check_int(small.result, 0);
    wand_ctx_release(ctx);
}

WAND_TEST(a_cancelled_one_takes_nothing)
{
    client c = {'c', 2, 1};
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    begin(1);
    line_up(ctx, &c);
    wand_ctx_cancel(ctx);
    settle();
    check_int(wand_sem_acquire(&sem, 1), 0);
    wand_ctx_release(ctx);
}

WAND_TEST(release_has_no_upper_bound)
{
    begin(1);
    wand_sem_release(&sem, 10);
    check_int(wand_sem_acquire(&sem, 11), 0);
    wand_sem_release(&sem, 1000000);
    check_int(wand_sem_acquire(&sem, 1000000), 0);
}

static void acquire_when_done(void *arg UNUSED)
{
    check_int(wand_sem_acquire(&sem, 1), 0);
    check_int(wand_sem_acquire(&sem, 1), -ECANCELED);
    used = 40;
}

WAND_TEST(an_ended_context_only_forbids_parking)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    begin(1);
    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, acquire_when_done, NULL);
    settle();
    check_int(used, 40);
    wand_ctx_release(ctx);
}

/* Somebody in line comes before somebody who comes later, even if there is enough for the later one. */
WAND_TEST(nobody_overtakes_the_line)
{
    client large = {'L', 3, 1}, late = {'l', 1, 1};

    begin(2);
    line_up(wand_ctx_background(), &large);
    line_up(wand_ctx_background(), &late);
    TRACE("");
    wand_sem_release(&sem, 2);
    settle();
    TRACE("Ll");
}

static int inside, most_inside;

static void enter(void *arg UNUSED)
{
    for (int i = 0; i < 20; i++) {
        check_int(wand_sem_acquire(&sem, 1), 0);
        inside++;
        if (inside > most_inside)
            most_inside = inside;
        wand_yield();
        inside--;
        wand_sem_release(&sem, 1);
    }
}

WAND_TEST(it_limits_how_many_are_inside)
{
    wand_wg wg = WAND_WG_INIT;

    begin(3);
    inside = most_inside = 0;
    for (int i = 0; i < 20; i++)
        wand_go_wg(&wg, enter, NULL);
    wand_wg_wait(&wg);
    check_int(most_inside, 3);
    check_int(wand_sem_acquire(&sem, 3), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_there_is_taken_at_once),
    cmocka_unit_test(the_line_is_served_in_order),
    cmocka_unit_test(a_large_request_holds_those_behind_it),
    cmocka_unit_test(a_cancelled_one_lets_those_behind_it_go_on),
    cmocka_unit_test(a_timed_out_one_lets_those_behind_it_go_on),
    cmocka_unit_test(a_cancelled_one_takes_nothing),
    cmocka_unit_test(release_has_no_upper_bound),
    cmocka_unit_test(an_ended_context_only_forbids_parking),
    cmocka_unit_test(nobody_overtakes_the_line),
    cmocka_unit_test(it_limits_how_many_are_inside),
};

TAP_MAIN(tests)
