/* select_line.c: selects stand in the same lines as plain operations, and leave all others when one case ran.
 */
#include "tests/unit/runtime/wand_test.h"

enum { LINE = 12 };

typedef struct waiter {
    wand_chan *c, *other;
    int value;
    int turn;
} waiter;

static int turns;

static void receive_plainly(void *arg)
{
    waiter *w = arg;

    check_int(wand_chan_recv(w->c, &w->value), 0);
    w->turn = turns++;
}

static void receive_by_select(void *arg)
{
    waiter *w = arg;

    check_int(WAND_SELECT(WAND_RECV(w->other, &w->value), WAND_RECV(w->c, &w->value)), 1);
    w->turn = turns++;
}

static void send_plainly(void *arg)
{
    waiter *w = arg;

    check_int(wand_chan_send(w->c, &w->value), 0);
    w->turn = turns++;
}

static void send_by_select(void *arg)
{
    waiter *w = arg;

    check_int(WAND_SELECT(WAND_RECV(w->other, &w->turn), WAND_SEND(w->c, &w->value)), 1);
    w->turn = turns++;
}

static waiter line[LINE];

static void line_up(wand_chan *c, wand_chan *other, wand_fn plain, wand_fn select)
{
    turns = 0;
    for (int i = 0; i < LINE; i++) {
        line[i] = (waiter){c, other, i, -1};
        check_int(wand_go(i % 2 == 0 ? plain : select, &line[i]), 0);
        settle();
    }
}

WAND_TEST(receivers_of_both_kinds_share_one_line)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0), *other = wand_chan_new(sizeof(int), 0);

    line_up(c, other, receive_plainly, receive_by_select);
    for (int i = 0; i < LINE; i++) {
        int value = 100 + i;
        check_int(wand_chan_send(c, &value), 0);
        settle();
        check_int(line[i].value, 100 + i);
        check_int(line[i].turn, i);
    }
    check_int(wand_chan_try_send(other, &turns), -EAGAIN);
    wand_chan_release(c);
    wand_chan_release(other);
}

WAND_TEST(senders_of_both_kinds_share_one_line)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1), *other = wand_chan_new(sizeof(int), 0);
    int value = -1;

    wand_chan_send(c, &value);
    line_up(c, other, send_plainly, send_by_select);
    for (int i = -1; i < LINE; i++) {
        check_int(wand_chan_recv(c, &value), 0);
        check_int(value, i);
        settle();
    }
    check_int(wand_chan_try_recv(c, &value), -EAGAIN);
    check_int(wand_chan_try_send(other, &turns), -EAGAIN);
    wand_chan_release(c);
    wand_chan_release(other);
}

/* A select served through its other channel is gone from this line. */
WAND_TEST(a_served_select_leaves_the_other_line)
{
    wand_chan *a = wand_chan_new(sizeof(int), 0), *b = wand_chan_new(sizeof(int), 0);
    waiter first = {b, a, 0, -1}, second = {a, NULL, 0, -1};
    int value = 5;

    turns = 0;
    wand_go(receive_by_select, &first);
    settle();
    wand_go(receive_plainly, &second);
    settle();
    check_int(wand_chan_send(b, &value), 0);
    value = 6;
    check_int(wand_chan_try_send(a, &value), 0);
    settle();
    check_int(first.value, 5);
    check_int(second.value, 6);
    wand_chan_release(a);
    wand_chan_release(b);
}

static void select_one_of_three(void *arg)
{
    waiter *w = arg;

    w->turn =
        WAND_SELECT(WAND_RECV(w->c, &w->value), WAND_RECV(w->other, &w->value), WAND_RECV(w->c, &w->value));
}

/* Served once though two channels offer a value before it gets to run. */
WAND_TEST(a_select_takes_one_value_only)
{
    wand_chan *a = wand_chan_new(sizeof(int), 0), *b = wand_chan_new(sizeof(int), 0);
    waiter w = {a, b, 0, -1};
    int value = 1;

    wand_go(select_one_of_three, &w);
    settle();
    check_int(wand_chan_try_send(b, &value), 0);
    check_int(wand_chan_try_send(a, &value), -EAGAIN);
    check_int(wand_chan_try_send(b, &value), -EAGAIN);
    wand_chan_close(a);
    settle();
    check_int(w.turn, 1);
    check_int(w.value, 1);
    wand_chan_release(a);
    wand_chan_release(b);
}

WAND_TEST(selects_that_time_out_leave_nothing_in_the_line)
{
    wand_chan *never = wand_chan_new(sizeof(int), 0), *full = wand_chan_new(sizeof(int), 1);
    int value = 1;

    wand_chan_send(full, &value);
    for (int i = 0; i < 3000; i++)
        check_int(WAND_SELECT(WAND_RECV(never, &value), WAND_SEND(full, &value), WAND_AFTER(WAND_US(1))), 2);
    check_int(wand_chan_try_send(never, &value), -EAGAIN);
    check_int(wand_chan_recv(full, &value), 0);
    check_int(wand_chan_try_recv(full, &value), -EAGAIN);
    wand_chan_release(never);
    wand_chan_release(full);
}

typedef struct guest {
    wand_ctx *ctx;
    waiter w;
    int index;
} guest;

static void select_until_cancelled(void *arg)
{
    guest *g = arg;

    g->index = WAND_SELECT(WAND_RECV(g->w.c, &g->w.value), WAND_RECV(g->w.other, &g->w.value));
}

/* A cancelled select steps out of the middle of both its lines. */
WAND_TEST(a_cancelled_select_steps_out_of_the_middle)
{
    wand_chan *a = wand_chan_new(sizeof(int), 0), *b = wand_chan_new(sizeof(int), 0);
    waiter before = {a, NULL, 0, -1}, after = {a, NULL, 0, -1};
    guest g = {wand_ctx_with_cancel(wand_ctx_background()), {a, b, 0, -1}, 0};
    int value = 1;

    turns = 0;
    wand_go(receive_plainly, &before);
    settle();
    wand_go_ctx(g.ctx, select_until_cancelled, &g);
    settle();
    wand_go(receive_plainly, &after);
    settle();
    wand_ctx_cancel(g.ctx);
    for (value = 1; value <= 2; value++)
        check_int(wand_chan_try_send(a, &value), 0);
    check_int(wand_chan_try_send(a, &value), -EAGAIN);
    check_int(wand_chan_try_send(b, &value), -EAGAIN);
    settle();
    check_int(g.index, -ECANCELED);
    check_int(before.value, 1);
    check_int(after.value, 2);
    wand_ctx_release(g.ctx);
    wand_chan_release(a);
    wand_chan_release(b);
}

static wand_chan *shared[4];
static int balance;

static void select_exchange(void *arg)
{
    int out = *(int *)arg, in = 0;

    for (int i = 0; i < 500; i++) {
        int index = WAND_SELECT(WAND_SEND(shared[i % 4], &out), WAND_RECV(shared[(i + 1) % 4], &in),
                                WAND_SEND(shared[(i + 2) % 4], &out), WAND_RECV(shared[(i + 3) % 4], &in),
                                WAND_AFTER(WAND_US(100)));
        balance += index == 0 || index == 2 ? out : 0;
        balance -= index == 1 || index == 3 ? in : 0;
        in = 0;
    }
}

/* Each hand-over has two sides: what selects send to selects adds up to nothing. */
WAND_TEST(selects_meet_selects)
{
    wand_wg wg = WAND_WG_INIT;
    int names[9];

    balance = 0;
    for (int i = 0; i < 4; i++)
        shared[i] = wand_chan_new(sizeof(int), 0);
    for (int i = 0; i < 9; i++) {
        names[i] = 1 << i;
        wand_go_wg(&wg, select_exchange, &names[i]);
    }
    wand_wg_wait(&wg);
    check_int(balance, 0);
    for (int i = 0; i < 4; i++)
        wand_chan_release(shared[i]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(receivers_of_both_kinds_share_one_line),
    cmocka_unit_test(senders_of_both_kinds_share_one_line),
    cmocka_unit_test(a_served_select_leaves_the_other_line),
    cmocka_unit_test(a_select_takes_one_value_only),
    cmocka_unit_test(selects_that_time_out_leave_nothing_in_the_line),
    cmocka_unit_test(a_cancelled_select_steps_out_of_the_middle),
    cmocka_unit_test(selects_meet_selects),
};

TAP_MAIN(tests)
