/* chan.c: channels: rendezvous, buffer, order of service, close, cancellation, references. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

typedef struct waiter {
    wand_chan *c;
    int value;
    int result;
    bool done;
} waiter;

static int service[64];
static int served;
static bool checked;

static void receive(void *arg)
{
    waiter *w = arg;

    w->result = wand_chan_recv(w->c, &w->value);
    w->done = true;
    service[served++ % 64] = w->value;
}

static void send(void *arg)
{
    waiter *w = arg;

    w->result = wand_chan_send(w->c, &w->value);
    w->done = true;
    service[served++ % 64] = w->value;
}

WAND_TEST(a_rendezvous_hands_the_value_over)
{
    waiter w = {wand_chan_new(sizeof(int), 0), 7, 1, false};
    int got = 0;

    wand_go(send, &w);
    settle();
    check(!w.done);
    check_int(wand_chan_len(w.c), 0);
    check_int(wand_chan_cap(w.c), 0);
    check_int(wand_chan_recv(w.c, &got), 0);
    check_int(got, 7);
    settle();
    check(w.done);
    check_int(w.result, 0);
    wand_chan_release(w.c);
}

WAND_TEST(a_rendezvous_waits_for_the_receiver)
{
    waiter w = {wand_chan_new(sizeof(int), 0), 0, 1, false};
    int value = 9;

    wand_go(receive, &w);
    settle();
    check(!w.done);
    check_int(wand_chan_send(w.c, &value), 0);
    settle();
    check(w.done);
    check_int(w.value, 9);
    wand_chan_release(w.c);
}

WAND_TEST(a_buffer_takes_its_capacity_and_keeps_the_order)
{
    wand_chan *c = wand_chan_new(sizeof(int), 5);
    int value;

    check_int(wand_chan_cap(c), 5);
    for (int round = 0; round < 7; round++) {
        for (int i = 0; i < 5; i++) {
            check_int(wand_chan_len(c), i);
            value = round * 10 + i;
            check_int(wand_chan_send(c, &value), 0);
            value = -1;
        }
        check_int(wand_chan_try_send(c, &value), -EAGAIN);
        for (int i = 0; i < 5; i++) {
            check_int(wand_chan_recv(c, &value), 0);
            check_int(value, round * 10 + i);
        }
        check_int(wand_chan_try_recv(c, &value), -EAGAIN);
    }
    wand_chan_release(c);
}

WAND_TEST(a_buffer_wraps_around)
{
    wand_chan *c = wand_chan_new(sizeof(int), 3);
    int in = 0, out = 0, value;

    for (int step = 0; step < 100; step++) {
        for (int i = 0; i < step % 4; i++, in++)
            if (wand_chan_try_send(c, &in) != 0)
                break;
        for (int i = 0; i < step % 3 + 1; i++, out++) {
            if (wand_chan_try_recv(c, &value) != 0)
                break;
            check_int(value, out);
        }
        check_int(wand_chan_len(c), in - out);
    }
    wand_chan_release(c);
}

WAND_TEST(a_full_buffer_parks_the_sender)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    waiter second = {c, 2, 1, false}, third = {c, 3, 1, false};
    int value = 1;

    served = 0;
    check_int(wand_chan_send(c, &value), 0);
    wand_go(send, &second);
    settle();
    wand_go(send, &third);
    settle();
    check(!second.done && !third.done);
    for (int i = 1; i <= 3; i++) {
        check_int(wand_chan_recv(c, &value), 0);
        check_int(value, i);
    }
    settle();
    check(second.done && third.done);
    check_int(service[0], 2);
    check_int(service[1], 3);
    wand_chan_release(c);
}

typedef struct big {
    unsigned char bytes[100000];
} big;

static void check_size(size_t size, size_t capacity)
{
    wand_chan *c = wand_chan_new(size, capacity);
    unsigned char *in = malloc(size + 2), *out = malloc(size + 2);

    for (size_t i = 0; i < size; i++)
        in[i] = (unsigned char)(i * 7 + size);
    memset(out, 0xEE, size + 2);
    check_int(wand_chan_send(c, in), 0);
    memset(in, 0, size);
    check_int(wand_chan_recv(c, out + 1), 0);
    for (size_t i = 0; i < size; i++)
        if (!check_int(out[i + 1], (unsigned char)(i * 7 + size)))
            break;
    check_int(out[0], 0xEE);
    check_int(out[size + 1], 0xEE);
    wand_chan_release(c);
    free(in);
    free(out);
}

WAND_TEST(elements_of_every_size)
{
    static const size_t sizes[] = {1, 2, 3, 4, 7, 8, 9, 16, 24, 255, 256, 4096, 65537, sizeof(big)};

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        check_size(sizes[i], 1);
        check_size(sizes[i], 17);
    }
}

static void send_big(void *arg)
{
    big *value = calloc(1, sizeof *value);

    value->bytes[0] = 1;
    value->bytes[99999] = 2;
    check_int(wand_chan_send(arg, value), 0);
    free(value);
}

WAND_TEST(a_big_element_by_rendezvous)
{
    wand_chan *c = wand_chan_new(sizeof(big), 0);
    big *value = calloc(1, sizeof *value);

    wand_go(send_big, c);
    check_int(wand_chan_recv(c, value), 0);
    check_int(value->bytes[0], 1);
    check_int(value->bytes[99999], 2);
    free(value);
    settle();
    wand_chan_release(c);
}

WAND_TEST(elements_without_size)
{
    wand_chan *c = wand_chan_new(0, 2);

    check_int(wand_chan_send(c, NULL), 0);
    check_int(wand_chan_send(c, NULL), 0);
    check_int(wand_chan_try_send(c, NULL), -EAGAIN);
    check_int(wand_chan_len(c), 2);
    check_int(wand_chan_recv(c, NULL), 0);
    check_int(wand_chan_try_recv(c, NULL), 0);
    check_int(wand_chan_try_recv(c, NULL), -EAGAIN);
    wand_chan_close(c);
    check_int(wand_chan_recv(c, NULL), -EPIPE);
    wand_chan_release(c);
}

WAND_TEST(a_channel_that_cannot_fit_memory)
{
    check(wand_chan_new(SIZE_MAX, 1) == NULL);
    check(wand_chan_new(SIZE_MAX / 2, 4) == NULL);
    check(wand_chan_new(8, SIZE_MAX) == NULL);
    check(wand_chan_new(8, SIZE_MAX / 8) == NULL);
    check(wand_chan_new(8, SIZE_MAX / 8 + 1) == NULL);
    check(wand_chan_new(3, SIZE_MAX / 3 + 2) == NULL);
}

WAND_TEST(try_never_parks)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w = {c, 0, 1, false};
    int value = 4;

    check_int(wand_chan_try_send(c, &value), -EAGAIN);
    check_int(wand_chan_try_recv(c, &value), -EAGAIN);
    check_int(value, 4);
    wand_go(receive, &w);
    settle();
    check_int(wand_chan_try_send(c, &value), 0);
    check_int(wand_chan_try_send(c, &value), -EAGAIN);
    settle();
    check_int(w.value, 4);
    w = (waiter){c, 5, 1, false};
    wand_go(send, &w);
    settle();
    check_int(wand_chan_try_recv(c, &value), 0);
    check_int(value, 5);
    settle();
    wand_chan_release(c);
}

WAND_TEST(try_on_a_null_channel)
{
    int value = 3;

    check_int(wand_chan_try_send(NULL, &value), -EAGAIN);
    check_int(wand_chan_try_recv(NULL, &value), -EAGAIN);
    check_int(value, 3);
    wand_chan_release(NULL);
    check_int(wand_chan_len(NULL), 0);
    check_int(wand_chan_cap(NULL), 0);
}

enum { WAITERS = 20 };

/* First come, first served. */
WAND_TEST(receivers_are_served_in_the_order_they_came)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w[WAITERS];

    served = 0;
    for (int i = 0; i < WAITERS; i++) {
        w[i] = (waiter){c, -1, 1, false};
        wand_go(receive, &w[i]);
        settle();
    }
    for (int i = 0; i < WAITERS; i++)
        check_int(wand_chan_send(c, &i), 0);
    settle();
    for (int i = 0; i < WAITERS; i++) {
        check_int(w[i].value, i);
        check_int(service[i], i);
    }
    wand_chan_release(c);
}

WAND_TEST(senders_are_served_in_the_order_they_came)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w[WAITERS];
    int value;

    for (int i = 0; i < WAITERS; i++) {
        w[i] = (waiter){c, i, 1, false};
        wand_go(send, &w[i]);
        settle();
    }
    for (int i = 0; i < WAITERS; i++) {
        check_int(wand_chan_recv(c, &value), 0);
        check_int(value, i);
    }
    settle();
    wand_chan_release(c);
}

/* A parked receiver comes before a later try: the value goes to it directly and cannot be stolen. */
WAND_TEST(a_later_receiver_does_not_overtake)
{
    wand_chan *c = wand_chan_new(sizeof(int), 4);
    waiter w = {c, -1, 1, false};
    int value = 1;

    wand_go(receive, &w);
    settle();
    check_int(wand_chan_send(c, &value), 0);
    check_int(wand_chan_try_recv(c, &value), -EAGAIN);
    settle();
    check_int(w.value, 1);
    wand_chan_release(c);
}

WAND_TEST(close_wakes_every_receiver)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w[WAITERS];

    for (int i = 0; i < WAITERS; i++) {
        w[i] = (waiter){c, 77, 1, false};
        wand_go(receive, &w[i]);
    }
    settle();
    wand_chan_close(c);
    settle();
    for (int i = 0; i < WAITERS; i++) {
        check_int(w[i].result, -EPIPE);
        check_int(w[i].value, 0);
    }
    wand_chan_release(c);
}

WAND_TEST(close_wakes_every_sender)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    waiter w[WAITERS];
    int value = 5;

    check_int(wand_chan_send(c, &value), 0);
    for (int i = 0; i < WAITERS; i++) {
        w[i] = (waiter){c, 100 + i, 1, false};
        wand_go(send, &w[i]);
    }
    settle();
    wand_chan_close(c);
    settle();
    for (int i = 0; i < WAITERS; i++)
        check_int(w[i].result, -EPIPE);
    check_int(wand_chan_recv(c, &value), 0);
    check_int(value, 5);
    check_int(wand_chan_recv(c, &value), -EPIPE);
    wand_chan_release(c);
}

WAND_TEST(a_closed_channel_is_drained_first)
{
    wand_chan *c = wand_chan_new(sizeof(int), 3);
    int value;

    for (int i = 1; i <= 3; i++)
        wand_chan_send(c, &i);
    wand_chan_close(c);
    check_int(wand_chan_len(c), 3);
    check_int(wand_chan_send(c, &value), -EPIPE);
    check_int(wand_chan_try_send(c, &value), -EPIPE);
    for (int i = 1; i <= 3; i++) {
        check_int(i == 2 ? wand_chan_try_recv(c, &value) : wand_chan_recv(c, &value), 0);
        check_int(value, i);
    }
    value = 99;
    check_int(wand_chan_recv(c, &value), -EPIPE);
    check_int(value, 0);
    value = 99;
    check_int(wand_chan_try_recv(c, &value), -EPIPE);
    check_int(value, 0);
    wand_chan_release(c);
}

static void with_own_context_done(void *arg)
{
    wand_chan *c = arg;
    int value = 1;

    check_int(wand_chan_send(c, &value), 0);
    check_int(wand_chan_send(c, &value), -ECANCELED);
    check_int(wand_chan_try_send(c, &value), -EAGAIN);
    check_int(wand_chan_recv(c, &value), 0);
    value = 66;
    check_int(wand_chan_recv(c, &value), -ECANCELED);
    check_int(value, 66);
    check_int(wand_chan_try_recv(c, &value), -EAGAIN);
    check_int(wand_chan_recv(NULL, &value), -ECANCELED);
    check_int(wand_chan_send(NULL, &value), -ECANCELED);
    wand_chan_close(c);
    check_int(wand_chan_recv(c, &value), -EPIPE);
    check_int(wand_chan_send(c, &value), -EPIPE);
    checked = true;
}

/* What can proceed at once does; only instead of parking is the end of the context
 * returned. */
WAND_TEST(an_ended_context_only_forbids_parking)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *c = wand_chan_new(sizeof(int), 1);

    wand_ctx_cancel(ctx);
    wand_go_ctx(ctx, with_own_context_done, c);
    settle();
    check(checked);
    wand_chan_release(c);
    wand_ctx_release(ctx);
}

WAND_TEST(a_parked_operation_ends_with_the_context)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *c = wand_chan_new(sizeof(int), 0), *d = wand_chan_new(sizeof(int), 0);
    waiter receiver = {c, 31, 1, false}, sender = {d, 32, 1, false};
    int value = 8;

    wand_go_ctx(ctx, receive, &receiver);
    wand_go_ctx(ctx, send, &sender);
    settle();
    wand_ctx_cancel_cause(ctx, -EIO);
    settle();
    check_int(receiver.result, -ECANCELED);
    check_int(receiver.value, 31);
    check_int(sender.result, -ECANCELED);
    check_int(wand_chan_try_send(c, &value), -EAGAIN);
    check_int(wand_chan_try_recv(d, &value), -EAGAIN);
    check_int(value, 8);
    wand_chan_release(c);
    wand_chan_release(d);
    wand_ctx_release(ctx);
}

WAND_TEST(a_parked_operation_ends_at_the_deadline)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(2));
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter receiver = {c, 0, 1, false}, sender = {NULL, 0, 1, false};

    wand_go_ctx(ctx, receive, &receiver);
    wand_go_ctx(ctx, send, &sender);
    wand_sleep(WAND_MS(10));
    check_int(receiver.result, -ETIMEDOUT);
    check_int(sender.result, -ETIMEDOUT);
    wand_chan_release(c);
    wand_ctx_release(ctx);
}

WAND_TEST(a_cancelled_sender_leaves_the_line)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w[3] = {{c, 1, 1, false}, {c, 2, 1, false}, {c, 3, 1, false}};
    int value = 0;

    for (int i = 0; i < 3; i++) {
        check_int(i == 1 ? wand_go_ctx(ctx, send, &w[i]) : wand_go(send, &w[i]), 0);
        settle();
    }
    wand_ctx_cancel(ctx);
    settle();
    check_int(wand_chan_recv(c, &value), 0);
    check_int(value, 1);
    check_int(wand_chan_recv(c, &value), 0);
    check_int(value, 3);
    settle();
    check_int(w[1].result, -ECANCELED);
    wand_chan_release(c);
    wand_ctx_release(ctx);
}

/* A value handed over before the cancel counts: it must not vanish between sender and receiver. */
WAND_TEST(a_handed_over_value_survives_a_cancel)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w = {c, 0, 1, false};
    int value = 12;

    wand_go_ctx(ctx, receive, &w);
    settle();
    check_int(wand_chan_send(c, &value), 0);
    wand_ctx_cancel(ctx);
    settle();
    check_int(w.result, 0);
    check_int(w.value, 12);
    wand_chan_release(c);
    wand_ctx_release(ctx);
}

WAND_TEST(a_cancel_before_the_value_leaves_it_with_the_sender)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w = {c, 0, 1, false};
    int value = 12;

    wand_go_ctx(ctx, receive, &w);
    settle();
    wand_ctx_cancel(ctx);
    check_int(wand_chan_try_send(c, &value), -EAGAIN);
    settle();
    check_int(w.result, -ECANCELED);
    wand_chan_release(c);
    wand_ctx_release(ctx);
}

/* A parked operation keeps its channel alive. */
WAND_TEST_RETURNS(releasing_under_a_parked_receiver, 1)
{
    static waiter w;

    w = (waiter){wand_chan_new(sizeof(int), 0), 0, 1, false};
    wand_go(receive, &w);
    settle();
    wand_chan_release(w.c);
    settle();
    check(!w.done);
}

WAND_TEST(closing_and_releasing_under_parked_operations)
{
    wand_chan *c = wand_chan_new(sizeof(int), 0);
    waiter w[4];

    for (int i = 0; i < 4; i++) {
        w[i] = (waiter){c, 50, 1, false};
        wand_go(receive, &w[i]);
    }
    settle();
    wand_chan_close(c);
    wand_chan_release(c);
    settle();
    for (int i = 0; i < 4; i++) {
        check_int(w[i].result, -EPIPE);
        check_int(w[i].value, 0);
    }
}

static void receive_release(void *arg)
{
    int value = 0;

    check_int(wand_chan_recv(arg, &value), 0);
    check_int(value, 6);
    wand_chan_release(arg);
}

/* Send does not touch the channel after it let the receiver go, which frees it here. */
WAND_TEST(the_receiver_may_release_the_channel)
{
    int value = 6;

    for (int i = 0; i < 100; i++) {
        wand_chan *c = wand_chan_new(sizeof(int), 0);
        wand_go(receive_release, c);
        if (i % 2 == 0)
            settle();
        check_int(wand_chan_send(c, &value), 0);
        settle();
    }
}

WAND_TEST(retain_and_release_count)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    int value = 3;

    check(wand_chan_retain(c) == c);
    wand_chan_release(c);
    check_int(wand_chan_send(c, &value), 0);
    wand_chan_release(c);
}

WAND_TEST(releasing_a_channel_with_values_in_it)
{
    wand_chan *c = wand_chan_new(sizeof(int), 100);

    for (int i = 0; i < 50; i++)
        wand_chan_send(c, &i);
    wand_chan_release(c);
}

static void outside_the_runtime(void **state UNUSED)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    int value = 3;

    assert_int_equal(wand_chan_try_send(c, &value), 0);
    assert_int_equal(wand_chan_try_send(c, &value), -EAGAIN);
    value = 0;
    assert_int_equal(wand_chan_try_recv(c, &value), 0);
    assert_int_equal(value, 3);
    wand_chan_close(c);
    assert_int_equal(wand_chan_try_recv(c, &value), -EPIPE);
    wand_chan_release(c);
}

static wand_chan *survivor;

static void fill_survivor(void *arg UNUSED)
{
    int value = 17;

    survivor = wand_chan_new(sizeof(int), 1);
    wand_chan_send(survivor, &value);
}

static void drain_survivor(void *arg)
{
    check_int(wand_chan_recv(survivor, arg), 0);
    wand_chan_release(survivor);
}

static void a_channel_outlives_wand_run(void **state UNUSED)
{
    int value = 0;

    assert_int_equal(wand_run(NULL, fill_survivor, NULL), 0);
    assert_int_equal(wand_run(NULL, drain_survivor, &value), 0);
    assert_int_equal(value, 17);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_rendezvous_hands_the_value_over),
    cmocka_unit_test(a_rendezvous_waits_for_the_receiver),
    cmocka_unit_test(a_buffer_takes_its_capacity_and_keeps_the_order),
    cmocka_unit_test(a_buffer_wraps_around),
    cmocka_unit_test(a_full_buffer_parks_the_sender),
    cmocka_unit_test(elements_of_every_size),
    cmocka_unit_test(a_big_element_by_rendezvous),
    cmocka_unit_test(elements_without_size),
    cmocka_unit_test(a_channel_that_cannot_fit_memory),
    cmocka_unit_test(try_never_parks),
    cmocka_unit_test(try_on_a_null_channel),
    cmocka_unit_test(receivers_are_served_in_the_order_they_came),
    cmocka_unit_test(senders_are_served_in_the_order_they_came),
    cmocka_unit_test(a_later_receiver_does_not_overtake),
    cmocka_unit_test(close_wakes_every_receiver),
    cmocka_unit_test(close_wakes_every_sender),
    cmocka_unit_test(a_closed_channel_is_drained_first),
    cmocka_unit_test(an_ended_context_only_forbids_parking),
    cmocka_unit_test(a_parked_operation_ends_with_the_context),
    cmocka_unit_test(a_parked_operation_ends_at_the_deadline),
    cmocka_unit_test(a_cancelled_sender_leaves_the_line),
    cmocka_unit_test(a_handed_over_value_survives_a_cancel),
    cmocka_unit_test(a_cancel_before_the_value_leaves_it_with_the_sender),
    cmocka_unit_test(releasing_under_a_parked_receiver),
    cmocka_unit_test(closing_and_releasing_under_parked_operations),
    cmocka_unit_test(the_receiver_may_release_the_channel),
    cmocka_unit_test(retain_and_release_count),
    cmocka_unit_test(releasing_a_channel_with_values_in_it),
    cmocka_unit_test(outside_the_runtime),
    cmocka_unit_test(a_channel_outlives_wand_run),
};

TAP_MAIN(tests)
