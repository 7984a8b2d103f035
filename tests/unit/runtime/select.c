/* select.c: one operation among many: readiness, fairness, parking, time, and the end of a context. */
#include "tests/unit/runtime/wand_test.h"

static wand_chan *ints(size_t capacity)
{
    return wand_chan_new(sizeof(int), capacity);
}

WAND_TEST(takes_the_ready_case)
{
    wand_chan *a = ints(1), *b = ints(1);
    int value = 5, got_a = -1, got_b = -1;

    wand_chan_send(b, &value);
    check_int(WAND_SELECT(WAND_RECV(a, &got_a), WAND_RECV(b, &got_b)), 1);
    check_int(got_a, -1);
    check_int(got_b, 5);
    value = 6;
    check_int(WAND_SELECT(WAND_RECV(b, &got_b), WAND_SEND(a, &value)), 1);
    check_int(wand_chan_recv(a, &got_a), 0);
    check_int(got_a, 6);
    wand_chan_release(a);
    wand_chan_release(b);
}

WAND_TEST(takes_the_default_only_when_nothing_is_ready)
{
    wand_chan *a = ints(1);
    int value = 1;

    check_int(WAND_SELECT(WAND_RECV(a, &value), WAND_DEFAULT), 1);
    check_int(WAND_SELECT(WAND_DEFAULT, WAND_RECV(a, &value)), 0);
    check_int(WAND_SELECT(WAND_DEFAULT, WAND_SEND(a, &value)), 1);
    check_int(WAND_SELECT(WAND_DEFAULT, WAND_SEND(a, &value)), 0);
    for (int i = 0; i < 100; i++) {
        check_int(WAND_SELECT(WAND_DEFAULT, WAND_RECV(a, &value)), 1);
        wand_chan_send(a, &value);
    }
    check_int(WAND_SELECT(WAND_DEFAULT), 0);
    wand_chan_release(a);
}

WAND_TEST(works_in_a_switch)
{
    wand_chan *a = ints(1);
    int value = 3, got = 0, seen = 0;

    wand_chan_send(a, &value);
    switch (WAND_SELECT(WAND_RECV(a, &got), WAND_AFTER(WAND_SEC(10)))) {
    case 0: seen = got; break;
    case 1: seen = -1; break;
    default: seen = -2;
    }
    check_int(seen, 3);
    wand_chan_release(a);
}

typedef struct exchange {
    wand_chan *a, *b;
    int value;
    int index;
    int err;
    bool done;
} exchange;

static void select_two_receives(void *arg)
{
    exchange *x = arg;
    wand_case cases[] = {WAND_RECV(x->a, &x->value), WAND_RECV(x->b, &x->value)};

    x->index = wand_select(cases, 2);
    x->err = x->index >= 0 ? wand_case_err(&cases[x->index]) : 0;
    x->done = true;
}

static void select_two_sends(void *arg)
{
    exchange *x = arg;
    wand_case cases[] = {WAND_SEND(x->a, &x->value), WAND_SEND(x->b, &x->value)};

    x->index = wand_select(cases, 2);
    x->err = x->index >= 0 ? wand_case_err(&cases[x->index]) : 0;
    x->done = true;
}

static exchange exchange_new(size_t capacity)
{
    return (exchange){ints(capacity), ints(capacity), 7, -100, 1, false};
}

static void exchange_free(exchange *x)
{
    wand_chan_release(x->a);
    wand_chan_release(x->b);
}

WAND_TEST(a_parked_select_receives)
{
    exchange x = exchange_new(0);
    int value = 21;

    wand_go(select_two_receives, &x);
    settle();
    check(!x.done);
    check_int(wand_chan_send(x.b, &value), 0);
    settle();
    check_int(x.index, 1);
    check_int(x.value, 21);
    check_int(x.err, 0);
    check_int(wand_chan_try_send(x.a, &value), -EAGAIN);
    check_int(wand_chan_try_send(x.b, &value), -EAGAIN);
    exchange_free(&x);
}

WAND_TEST(a_parked_select_sends)
{
    exchange x = exchange_new(0);
    int value = 0;

    wand_go(select_two_sends, &x);
    settle();
    check(!x.done);
    check_int(wand_chan_recv(x.a, &value), 0);
    check_int(value, 7);
    settle();
    check_int(x.index, 0);
    check_int(wand_chan_try_recv(x.b, &value), -EAGAIN);
    exchange_free(&x);
}

WAND_TEST(a_parked_select_sends_into_a_full_buffer)
{
    exchange x = exchange_new(1);
    int value = 1;

    wand_chan_send(x.a, &value);
    wand_chan_send(x.b, &value);
    wand_go(select_two_sends, &x);
    settle();
    check(!x.done);
    check_int(wand_chan_recv(x.b, &value), 0);
    check_int(value, 1);
    settle();
    check_int(x.index, 1);
    check_int(wand_chan_len(x.b), 1);
    check_int(wand_chan_recv(x.b, &value), 0);
    check_int(value, 7);
    exchange_free(&x);
}

WAND_TEST(two_selects_meet)
{
    exchange receiver = exchange_new(0), sender;

    sender = receiver;
    sender.value = 33;
    wand_go(select_two_receives, &receiver);
    settle();
    wand_go(select_two_sends, &sender);
    settle();
    check(receiver.done && sender.done);
    check_int(receiver.index, sender.index);
    check_int(receiver.value, 33);
    exchange_free(&receiver);
}

static void select_both_ways(void *arg)
{
    exchange *x = arg;
    int out = x->value, in = 0;

    x->index = WAND_SELECT(WAND_SEND(x->a, &out), WAND_RECV(x->a, &in));
    x->value = in;
    x->done = true;
}

/* A select does not meet itself, but another one that offers the same. */
WAND_TEST(a_select_does_not_meet_itself)
{
    exchange one = exchange_new(0), two;

    two = one;
    two.value = 8;
    wand_go(select_both_ways, &one);
    settle();
    check(!one.done);
    wand_go(select_both_ways, &two);
    settle();
    check(one.done && two.done);
    check_int(one.index + two.index, 1);
    check_int(one.index == 0 ? two.value : one.value, one.index == 0 ? 7 : 8);
    exchange_free(&one);
}

WAND_TEST(a_closed_channel_is_ready_to_receive)
{
    exchange x = exchange_new(1);
    wand_case cases[] = {WAND_RECV(x.a, &x.value), WAND_RECV(x.b, &x.err)};

    wand_chan_close(x.a);
    x.value = 99;
    check_int(wand_select(cases, 2), 0);
    check_int(wand_case_err(&cases[0]), -EPIPE);
    check_int(x.value, 0);
    exchange_free(&x);
}

WAND_TEST(a_closed_channel_with_values_is_drained_by_select)
{
    wand_chan *c = ints(2);
    int value = 4, got = 0;

    wand_chan_send(c, &value);
    wand_chan_close(c);
    for (int round = 0; round < 2; round++) {
        wand_case cases[] = {WAND_RECV(c, &got)};
        check_int(wand_select(cases, 1), 0);
        check_int(wand_case_err(&cases[0]), round == 0 ? 0 : -EPIPE);
        check_int(got, round == 0 ? 4 : 0);
    }
    wand_chan_release(c);
}

WAND_TEST(a_send_to_a_closed_channel_is_a_case_that_ran)
{
    exchange x = exchange_new(0);
    wand_case cases[] = {WAND_SEND(x.a, &x.value), WAND_SEND(x.b, &x.value)};

    wand_chan_close(x.b);
    check_int(wand_select(cases, 2), 1);
    check_int(wand_case_err(&cases[1]), -EPIPE);
    exchange_free(&x);
}

WAND_TEST(close_wakes_a_parked_select)
{
    exchange receiver = exchange_new(0), sender = exchange_new(0);

    wand_go(select_two_receives, &receiver);
    wand_go(select_two_sends, &sender);
    settle();
    wand_chan_close(receiver.b);
    wand_chan_close(sender.a);
    settle();
    check_int(receiver.index, 1);
    check_int(receiver.err, -EPIPE);
    check_int(receiver.value, 0);
    check_int(sender.index, 0);
    check_int(sender.err, -EPIPE);
    exchange_free(&receiver);
    exchange_free(&sender);
}

WAND_TEST(case_errors_do_not_stick)
{
    wand_chan *c = ints(1), *closed = ints(0);
    int value = 1;
    wand_case cases[] = {WAND_RECV(c, &value), WAND_RECV(closed, &value)};

    wand_chan_close(closed);
    check_int(wand_select(cases, 2), 1);
    check_int(wand_case_err(&cases[1]), -EPIPE);
    wand_chan_send(c, &value);
    SET_CASE(cases[1], WAND_RECV(NULL, &value));
    check_int(wand_select(cases, 2), 0);
    check_int(wand_case_err(&cases[0]), 0);
    wand_chan_release(c);
    wand_chan_release(closed);
}

/* Each of k ready cases has to come up about n/k times: beyond six standard deviations it is no chance. */
static void check_uniform(const unsigned *count, unsigned cases, unsigned draws)
{
    double expected = (double)draws / cases;
    double variance = expected * (1 - 1.0 / cases);

    for (unsigned i = 0; i < cases; i++) {
        double off = count[i] - expected;
        check(off * off < 36 * variance);
    }
}

enum { DRAWS = 30000 };

WAND_TEST(the_choice_among_ready_cases_is_uniform)
{
    wand_chan *c[5];
    wand_case cases[5];
    unsigned count[5] = {0};
    int values[5];

    for (int i = 0; i < 5; i++) {
        c[i] = ints(1);
        wand_chan_send(c[i], &i);
    }
    for (int draw = 0; draw < DRAWS; draw++) {
        for (int i = 0; i < 5; i++)
            SET_CASE(cases[i], WAND_RECV(c[i], &values[i]));
        int index = wand_select(cases, 5);
        count[index]++;
        check_int(values[index], index);
        wand_chan_send(c[index], &index);
    }
    check_uniform(count, 5, DRAWS);
    for (int i = 0; i < 5; i++)
        wand_chan_release(c[i]);
}

WAND_TEST(sends_receives_and_closed_channels_count_alike)
{
    wand_chan *full = ints(1), *empty = ints(1), *closed = ints(0);
    unsigned count[3] = {0};
    int value = 1, in, none;

    wand_chan_close(closed);
    wand_chan_send(full, &value);
    for (int draw = 0; draw < DRAWS; draw++) {
        int index = WAND_SELECT(WAND_RECV(full, &in), WAND_SEND(empty, &value), WAND_RECV(closed, &none));
        count[index]++;
        if (index == 0)
            wand_chan_send(full, &value);
        if (index == 1)
            wand_chan_recv(empty, &value);
    }
    check_uniform(count, 3, DRAWS);
    wand_chan_release(full);
    wand_chan_release(empty);
    wand_chan_release(closed);
}

/* Only the ready ones share: cases that are not ready must not give their share to a neighbour. */
WAND_TEST(cases_that_are_not_ready_do_not_skew_the_choice)
{
    wand_chan *never = ints(0), *closed[3];
    unsigned count[3] = {0};
    int v;

    for (int i = 0; i < 3; i++) {
        closed[i] = ints(0);
        wand_chan_close(closed[i]);
    }
    for (int draw = 0; draw < DRAWS; draw++) {
        int index = WAND_SELECT(WAND_RECV(closed[0], &v), WAND_RECV(never, &v), WAND_RECV(never, &v),
                                WAND_RECV(NULL, &v), WAND_RECV(closed[1], &v), WAND_RECV(closed[2], &v));
        check(index == 0 || index == 4 || index == 5);
        count[index == 0 ? 0 : index - 3]++;
    }
    check_uniform(count, 3, DRAWS);
    wand_chan_release(never);
    for (int i = 0; i < 3; i++)
        wand_chan_release(closed[i]);
}

typedef struct double_offer {
    wand_chan *c, *other;
    unsigned count[3];
} double_offer;

static void select_one_channel_twice(void *arg)
{
    double_offer *offer = arg;
    int value;

    for (int i = 0; i < 6000; i++) {
        int index = WAND_SELECT(WAND_RECV(offer->c, &value), WAND_RECV(offer->other, &value),
                                WAND_RECV(offer->c, &value));
        check_int(value, i);
        offer->count[index]++;
    }
}

WAND_TEST(a_parked_select_that_names_a_channel_twice_is_uniform)
{
    double_offer offer = {ints(0), ints(0), {0}};
    wand_wg wg = WAND_WG_INIT;

    wand_go_wg(&wg, select_one_channel_twice, &offer);
    for (int i = 0; i < 6000; i++) {
        wand_yield();
        wand_yield();
        check_int(wand_chan_send(offer.c, &i), 0);
    }
    wand_wg_wait(&wg);
    check_int(offer.count[1], 0);
    offer.count[1] = offer.count[2];
    check_uniform(offer.count, 2, 6000);
    wand_chan_release(offer.c);
    wand_chan_release(offer.other);
}

WAND_TEST(a_ready_select_that_names_a_channel_twice_is_uniform)
{
    wand_chan *c = ints(1);
    unsigned count[2] = {0};
    int value = 1;

    for (int draw = 0; draw < DRAWS; draw++) {
        wand_chan_send(c, &value);
        count[WAND_SELECT(WAND_RECV(c, &value), WAND_RECV(c, &value))]++;
    }
    check_uniform(count, 2, DRAWS);
    wand_chan_release(c);
}

WAND_TEST(a_null_channel_is_never_ready)
{
    wand_chan *c = ints(1);
    int value = 2;

    check_int(WAND_SELECT(WAND_RECV(NULL, &value), WAND_SEND(NULL, &value), WAND_DEFAULT), 2);
    check_int(WAND_SELECT(WAND_RECV(NULL, &value), WAND_SEND(NULL, &value), WAND_SEND(c, &value)), 2);
    check_int(WAND_SELECT(WAND_RECV(NULL, &value), WAND_AFTER(WAND_MS(1))), 1);
    check_int(WAND_SELECT(WAND_DONE(wand_ctx_background()), WAND_AFTER(WAND_MS(1))), 1);
    wand_chan_release(c);
}

WAND_TEST(after_fires_when_its_time_is_over)
{
    wand_chan *c = ints(0);
    int64_t before = wand_now();
    int value;

    check_int(WAND_SELECT(WAND_RECV(c, &value), WAND_AFTER(WAND_MS(4)), WAND_AFTER(WAND_SEC(50))), 1);
    check(wand_now() - before >= WAND_MS(4));
    check_int(WAND_SELECT(WAND_AFTER(INT64_MAX), WAND_AFTER(WAND_MS(1))), 1);
    check_int(WAND_SELECT(WAND_AFTER(WAND_SEC(30)), WAND_AFTER(WAND_MS(1)), WAND_AFTER(WAND_SEC(20))), 1);
    wand_chan_release(c);
}

/* What is due at once is a ready case like the others. */
WAND_TEST(after_nothing_is_a_ready_case)
{
    wand_chan *closed = ints(0);
    unsigned count[3] = {0};
    int value;

    wand_chan_close(closed);
    check_int(WAND_SELECT(WAND_AFTER(0), WAND_DEFAULT), 0);
    check_int(WAND_SELECT(WAND_DEFAULT, WAND_AFTER(-1)), 1);
    check_int(WAND_SELECT(WAND_AFTER(INT64_MIN)), 0);
    check_int(WAND_SELECT(WAND_AFTER(WAND_MS(1)), WAND_DEFAULT), 1);
    for (int draw = 0; draw < DRAWS; draw++)
        count[WAND_SELECT(WAND_AFTER(0), WAND_RECV(closed, &value), WAND_AFTER(-7))]++;
    check_uniform(count, 3, DRAWS);
    wand_chan_release(closed);
}

WAND_TEST(after_counts_from_the_call)
{
    wand_case cases[] = {WAND_AFTER(WAND_MS(5))};
    int64_t before;

    wand_sleep(WAND_MS(8));
    for (int i = 0; i < 2; i++) {
        before = wand_now();
        check_int(wand_select(cases, 1), 0);
        check(wand_now() - before >= WAND_MS(5));
        check_int(wand_case_err(&cases[0]), 0);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(takes_the_ready_case),
    cmocka_unit_test(takes_the_default_only_when_nothing_is_ready),
    cmocka_unit_test(works_in_a_switch),
    cmocka_unit_test(a_parked_select_receives),
    cmocka_unit_test(a_parked_select_sends),
    cmocka_unit_test(a_parked_select_sends_into_a_full_buffer),
    cmocka_unit_test(two_selects_meet),
    cmocka_unit_test(a_select_does_not_meet_itself),
    cmocka_unit_test(a_closed_channel_is_ready_to_receive),
    cmocka_unit_test(a_closed_channel_with_values_is_drained_by_select),
    cmocka_unit_test(a_send_to_a_closed_channel_is_a_case_that_ran),
    cmocka_unit_test(close_wakes_a_parked_select),
    cmocka_unit_test(case_errors_do_not_stick),
    cmocka_unit_test(the_choice_among_ready_cases_is_uniform),
    cmocka_unit_test(sends_receives_and_closed_channels_count_alike),
    cmocka_unit_test(cases_that_are_not_ready_do_not_skew_the_choice),
    cmocka_unit_test(a_parked_select_that_names_a_channel_twice_is_uniform),
    cmocka_unit_test(a_ready_select_that_names_a_channel_twice_is_uniform),
    cmocka_unit_test(a_null_channel_is_never_ready),
    cmocka_unit_test(after_fires_when_its_time_is_over),
    cmocka_unit_test(after_nothing_is_a_ready_case),
    cmocka_unit_test(after_counts_from_the_call),
};

TAP_MAIN(tests)
