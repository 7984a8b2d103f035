/* select_ctx.c: select and contexts: the end of one's own, WAND_DONE, and selects with very many cases. */
#include "tests/unit/runtime/wand_test.h"

#include <stdlib.h>

typedef struct selecting {
    wand_ctx *ctx;
    wand_chan *c;
    int index;
    int value;
    bool done;
} selecting;

static selecting selecting_new(void)
{
    return (selecting){wand_ctx_with_cancel(wand_ctx_background()), wand_chan_new(sizeof(int), 0), -100, 5,
                       false};
}

static void selecting_free(selecting *s)
{
    wand_chan_release(s->c);
    wand_ctx_release(s->ctx);
}

static void select_channel(void *arg)
{
    selecting *s = arg;

    s->index = WAND_SELECT(WAND_RECV(s->c, &s->value), WAND_SEND(s->c, &s->value), WAND_AFTER(WAND_SEC(100)));
    s->done = true;
}

static void select_done_of_own(void *arg)
{
    selecting *s = arg;

    s->index = WAND_SELECT(WAND_RECV(s->c, &s->value), WAND_DONE(wand_ctx_current()));
    s->done = true;
}

static int run_selecting(selecting *s, wand_fn fn, bool cancel_first)
{
    if (cancel_first)
        wand_ctx_cancel(s->ctx);
    wand_go_ctx(s->ctx, fn, s);
    settle();
    if (!cancel_first) {
        check(!s->done);
        wand_ctx_cancel(s->ctx);
        settle();
    }
    check(s->done);
    return s->index;
}

WAND_TEST(a_select_ends_with_its_own_context)
{
    for (int first = 0; first < 2; first++) {
        selecting s = selecting_new();
        check_int(run_selecting(&s, select_channel, first == 1), -ECANCELED);
        check_int(s.value, 5);
        selecting_free(&s);
    }
}

WAND_TEST(an_explicit_done_case_wins_over_the_error)
{
    for (int first = 0; first < 2; first++) {
        selecting s = selecting_new();
        check_int(run_selecting(&s, select_done_of_own, first == 1), 1);
        selecting_free(&s);
    }
}

static void select_done_of_child(void *arg)
{
    selecting *s = arg;
    wand_ctx *child = wand_ctx_with_cancel(wand_ctx_current());

    s->index = WAND_SELECT(WAND_DONE(child), WAND_RECV(s->c, &s->value));
    s->done = true;
    wand_ctx_release(child);
}

/* The child is done in the same moment, so its case is ready. */
WAND_TEST(a_done_case_of_a_descendant_wins_as_well)
{
    for (int first = 0; first < 2; first++) {
        selecting s = selecting_new();
        check_int(run_selecting(&s, select_done_of_child, first == 1), 0);
        selecting_free(&s);
    }
}

static void select_done_by_deadline(void *arg)
{
    selecting *s = arg;

    s->index = WAND_SELECT(WAND_RECV(s->c, &s->value), WAND_DONE(wand_ctx_current()));
    s->value = WAND_SELECT(WAND_RECV(s->c, &s->value));
    s->done = true;
}

WAND_TEST(the_deadline_of_the_own_context)
{
    selecting s = selecting_new();
    wand_ctx *timed = wand_ctx_with_timeout(s.ctx, WAND_MS(2));

    wand_go_ctx(timed, select_done_by_deadline, &s);
    check(wait_for(&s.done));
    check_int(s.index, 1);
    check_int(s.value, -ETIMEDOUT);
    wand_ctx_release(timed);
    selecting_free(&s);
}

static void select_ready_when_done(void *arg)
{
    selecting *s = arg;
    wand_chan *ready = wand_chan_new(sizeof(int), 1);
    unsigned ready_won = 0, done_won = 0;

    for (int i = 0; i < 1000; i++) {
        int index = WAND_SELECT(WAND_SEND(ready, &s->value), WAND_DONE(wand_ctx_current()));
        ready_won += index == 0;
        done_won += index == 1;
        wand_chan_try_recv(ready, &s->value);
    }
    check_int(ready_won + done_won, 1000);
    check(ready_won > 350 && done_won > 350);
    check_int(WAND_SELECT(WAND_SEND(ready, &s->value), WAND_RECV(s->c, &s->value)), 0);
    check_int(WAND_SELECT(WAND_SEND(ready, &s->value), WAND_DEFAULT), 1);
    s->done = true;
    s->index = 1;
    wand_chan_release(ready);
}

WAND_TEST(an_ended_context_does_not_stop_a_ready_case)
{
    selecting s = selecting_new();

    check_int(run_selecting(&s, select_ready_when_done, true), 1);
    selecting_free(&s);
}

static void select_nothing(void *arg)
{
    selecting *s = arg;
    wand_case none;

    s->index = s->value == 5 ? wand_select(NULL, 0) : wand_select(&none, 0);
    s->done = true;
}

/* As select{} in Go: it parks for ever, here until the context ends. */
WAND_TEST(a_select_without_cases_parks)
{
    for (int first = 0; first < 2; first++) {
        selecting s = selecting_new();
        s.value += first;
        check_int(run_selecting(&s, select_nothing, first == 1), -ECANCELED);
        selecting_free(&s);
    }
}

WAND_TEST(a_done_case_of_another_context)
{
    selecting s = selecting_new();

    check_int(WAND_SELECT(WAND_DONE(s.ctx), WAND_AFTER(WAND_MS(1))), 1);
    wand_ctx_cancel(s.ctx);
    check_int(WAND_SELECT(WAND_DONE(s.ctx), WAND_RECV(s.c, &s.value)), 0);
    check_int(WAND_SELECT(WAND_DEFAULT, WAND_DONE(s.ctx)), 1);
    selecting_free(&s);
}

static void cancel_it(void *arg)
{
    wand_ctx_cancel(arg);
}

WAND_TEST(a_done_case_wakes_a_parked_select)
{
    selecting s = selecting_new();
    wand_ctx *child = wand_ctx_with_value(s.ctx, &s, NULL);

    wand_go(cancel_it, s.ctx);
    check_int(WAND_SELECT(WAND_RECV(s.c, &s.value), WAND_DONE(child)), 1);
    wand_ctx_release(child);
    selecting_free(&s);
}

WAND_TEST(a_done_case_with_a_deadline_wakes_a_parked_select)
{
    wand_ctx *timed = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(2));
    wand_ctx *child = wand_ctx_with_cancel(timed);

    check_int(WAND_SELECT(WAND_DONE(child), WAND_AFTER(WAND_SEC(60))), 0);
    check_int(wand_ctx_err(child), -ETIMEDOUT);
    wand_ctx_release(child);
    wand_ctx_release(timed);
}

/* A cancelled select has no effect on any of its channels. */
WAND_TEST(a_cancelled_select_leaves_no_trace)
{
    selecting s = selecting_new();
    int value = 9;

    check_int(run_selecting(&s, select_channel, false), -ECANCELED);
    check_int(wand_chan_try_send(s.c, &value), -EAGAIN);
    check_int(wand_chan_try_recv(s.c, &value), -EAGAIN);
    check_int(wand_chan_len(s.c), 0);
    selecting_free(&s);
}

/* Whatever came first decides: a value that was handed over is not lost to a cancel right after. */
WAND_TEST(a_value_before_the_cancel_wins)
{
    selecting s = selecting_new();
    int value = 77;

    wand_go_ctx(s.ctx, select_done_of_own, &s);
    settle();
    check_int(wand_chan_send(s.c, &value), 0);
    wand_ctx_cancel(s.ctx);
    settle();
    check_int(s.index, 0);
    check_int(s.value, 77);
    selecting_free(&s);
}

WAND_TEST(a_cancel_before_the_value_wins)
{
    selecting s = selecting_new();
    int value = 77;

    wand_go_ctx(s.ctx, select_done_of_own, &s);
    settle();
    wand_ctx_cancel(s.ctx);
    check_int(wand_chan_try_send(s.c, &value), -EAGAIN);
    settle();
    check_int(s.index, 1);
    check_int(s.value, 5);
    selecting_free(&s);
}

enum { MANY = 500 };

typedef struct many_channels {
    wand_chan *c[MANY];
    int chosen[MANY];
    int values[MANY];
} many_channels;

static many_channels *many_new(size_t capacity)
{
    many_channels *m = calloc(1, sizeof *m);

    for (int i = 0; i < MANY; i++)
        m->c[i] = wand_chan_new(sizeof(int), capacity);
    return m;
}

static void many_free(many_channels *m)
{
    for (int i = 0; i < MANY; i++)
        wand_chan_release(m->c[i]);
    free(m);
}

static void select_among_many(void *arg)
{
    many_channels *m = arg;
    wand_case *cases = malloc(MANY * sizeof *cases);

    for (int round = 0; round < MANY; round++) {
        for (int i = 0; i < MANY; i++)
            SET_CASE(cases[i], WAND_RECV(m->c[i], &m->values[i]));
        int index = wand_select(cases, MANY);
        check_int(m->values[index], index);
        m->chosen[index]++;
    }
    free(cases);
}

WAND_TEST(hundreds_of_ready_cases)
{
    many_channels *m = many_new(1);

    for (int i = 0; i < MANY; i++)
        wand_chan_send(m->c[i], &i);
    select_among_many(m);
    for (int i = 0; i < MANY; i++)
        check_int(m->chosen[i], 1);
    many_free(m);
}

WAND_TEST(hundreds_of_parked_cases)
{
    many_channels *m = many_new(0);
    wand_wg wg = WAND_WG_INIT;

    wand_go_wg(&wg, select_among_many, m);
    for (int i = MANY - 1; i >= 0; i--)
        check_int(wand_chan_send(m->c[i], &i), 0);
    wand_wg_wait(&wg);
    for (int i = 0; i < MANY; i++)
        check_int(m->chosen[i], 1);
    many_free(m);
}

static void select_64(void *arg)
{
    many_channels *m = arg;
    wand_case cases[65];

    for (int i = 0; i < 65; i++) {
        if (i % 2 == 1)
            SET_CASE(cases[i], WAND_RECV(m->c[i], &m->values[i]));
        else
            SET_CASE(cases[i], WAND_SEND(m->c[i], &m->values[i]));
    }
    m->chosen[0] = wand_select(cases, 65);
}

/* Around the word sizes a bit set would have. */
WAND_TEST(the_last_of_65_cases)
{
    many_channels *m = many_new(0);
    int value = 0;

    m->values[64] = 12;
    wand_go(select_64, m);
    settle();
    check_int(wand_chan_recv(m->c[64], &value), 0);
    check_int(value, 12);
    settle();
    check_int(m->chosen[0], 64);
    many_free(m);
}

typedef struct panicking {
    wand_chan *a, *b;
} panicking;

static void select_then_panic(void *arg)
{
    panicking *p = arg;
    int value;

    if (WAND_SELECT(WAND_RECV(p->a, &value), WAND_RECV(p->b, &value)) == 1)
        wand_panic("selected %d", value);
}

static void protect_a_select(void *arg)
{
    wand_panic_info info;

    check_int(wand_protect(select_then_panic, arg, &info), -EFAULT);
    check_contains(info.message, "selected 4");
}

WAND_TEST(a_panic_after_a_parked_select)
{
    panicking p = {wand_chan_new(sizeof(int), 0), wand_chan_new(sizeof(int), 0)};
    wand_wg wg = WAND_WG_INIT;
    int value = 4;

    wand_go_wg(&wg, protect_a_select, &p);
    settle();
    wand_chan_send(p.b, &value);
    wand_wg_wait(&wg);
    check_int(wand_chan_try_send(p.a, &value), -EAGAIN);
    wand_chan_release(p.a);
    wand_chan_release(p.b);
}

static void select_then_release(void *arg)
{
    selecting *s = arg;

    s->index = WAND_SELECT(WAND_RECV(s->c, &s->value), WAND_AFTER(WAND_SEC(60)));
    s->done = true;
}

/* The parked select keeps the channel that everybody else let go of. */
WAND_TEST(a_parked_select_keeps_its_channels)
{
    selecting s = selecting_new();

    wand_go(select_then_release, &s);
    settle();
    wand_chan_close(s.c);
    wand_chan_release(s.c);
    settle();
    check(s.done);
    check_int(s.index, 0);
    check_int(s.value, 0);
    wand_ctx_release(s.ctx);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_select_ends_with_its_own_context),
    cmocka_unit_test(an_explicit_done_case_wins_over_the_error),
    cmocka_unit_test(a_done_case_of_a_descendant_wins_as_well),
    cmocka_unit_test(the_deadline_of_the_own_context),
    cmocka_unit_test(an_ended_context_does_not_stop_a_ready_case),
    cmocka_unit_test(a_select_without_cases_parks),
    cmocka_unit_test(a_done_case_of_another_context),
    cmocka_unit_test(a_done_case_wakes_a_parked_select),
    cmocka_unit_test(a_done_case_with_a_deadline_wakes_a_parked_select),
    cmocka_unit_test(a_cancelled_select_leaves_no_trace),
    cmocka_unit_test(a_value_before_the_cancel_wins),
    cmocka_unit_test(a_cancel_before_the_value_wins),
    cmocka_unit_test(hundreds_of_ready_cases),
    cmocka_unit_test(hundreds_of_parked_cases),
    cmocka_unit_test(the_last_of_65_cases),
    cmocka_unit_test(a_panic_after_a_parked_select),
    cmocka_unit_test(a_parked_select_keeps_its_channels),
};

TAP_MAIN(tests)
