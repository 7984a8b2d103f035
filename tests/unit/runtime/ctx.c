/* ctx.c: the cancel tree: ends, causes, deadlines, values, references, and who sees what when. */
#include "tests/unit/runtime/wand_test.h"

static wand_ctx *fresh(void)
{
    return wand_ctx_with_cancel(wand_ctx_background());
}

static bool is_done(wand_ctx *ctx)
{
    return wand_chan_try_recv(wand_ctx_done(ctx), NULL) == -EPIPE;
}

static void check_state(wand_ctx *ctx, int err, int cause, int line)
{
    check_equal(wand_ctx_err(ctx), err, "wand_ctx_err", __FILE__, line);
    check_equal(wand_ctx_cause(ctx), cause, "wand_ctx_cause", __FILE__, line);
    check_equal(is_done(ctx), err != 0, "done channel closed", __FILE__, line);
}

#define STATE(ctx, err, cause) check_state((ctx), (err), (cause), __LINE__)

WAND_TEST(the_background_is_never_done)
{
    wand_ctx *background = wand_ctx_background();

    check(background != NULL);
    check(background == wand_ctx_background());
    check(wand_ctx_current() == background);
    check_int(wand_ctx_err(background), 0);
    check_int(wand_ctx_cause(background), 0);
    check(wand_ctx_done(background) == NULL);
    check(wand_ctx_value(background, "key") == NULL);
    check(wand_ctx_retain(background) == background);
    wand_ctx_release(background);
    wand_ctx_release(background);
    check_int(wand_ctx_err(background), 0);
}

WAND_TEST(cancel_ends_it)
{
    wand_ctx *ctx = fresh();

    STATE(ctx, 0, 0);
    wand_ctx_cancel(ctx);
    STATE(ctx, -ECANCELED, -ECANCELED);
    wand_ctx_cancel(ctx);
    wand_ctx_cancel_cause(ctx, -EIO);
    STATE(ctx, -ECANCELED, -ECANCELED);
    wand_ctx_release(ctx);
}

WAND_TEST(the_first_cause_stays)
{
    wand_ctx *ctx = fresh();

    wand_ctx_cancel_cause(ctx, -EIO);
    STATE(ctx, -ECANCELED, -EIO);
    wand_ctx_cancel_cause(ctx, -ENOENT);
    wand_ctx_cancel(ctx);
    STATE(ctx, -ECANCELED, -EIO);
    wand_ctx_release(ctx);
}

WAND_TEST(cause_zero_counts_as_cancelled)
{
    wand_ctx *ctx = fresh();

    wand_ctx_cancel_cause(ctx, 0);
    STATE(ctx, -ECANCELED, -ECANCELED);
    wand_ctx_release(ctx);
}

WAND_TEST(any_other_cause_is_kept_as_given)
{
    static const int causes[] = {42, -1, -ETIMEDOUT, -4095, 1 << 30};

    for (size_t i = 0; i < COUNT_OF(causes); i++) {
        wand_ctx *ctx = fresh();
        wand_ctx_cancel_cause(ctx, causes[i]);
        STATE(ctx, -ECANCELED, causes[i]);
        wand_ctx_release(ctx);
    }
}

WAND_TEST(cancel_reaches_every_descendant)
{
    wand_ctx *chain[50], *sibling;

    chain[0] = fresh();
    for (size_t i = 1; i < COUNT_OF(chain); i++)
        chain[i] = i % 3 == 0   ? wand_ctx_with_value(chain[i - 1], chain, chain)
                   : i % 3 == 1 ? wand_ctx_with_timeout(chain[i - 1], WAND_SEC(100))
                                : wand_ctx_with_cancel(chain[i - 1]);
    sibling = wand_ctx_with_cancel(chain[9]);
    wand_ctx_cancel_cause(chain[10], -EBUSY);
    for (size_t i = 0; i < COUNT_OF(chain); i++)
        STATE(chain[i], i < 10 ? 0 : -ECANCELED, i < 10 ? 0 : -EBUSY);
    STATE(sibling, 0, 0);
    wand_ctx_cancel(chain[0]);
    STATE(chain[9], -ECANCELED, -ECANCELED);
    STATE(sibling, -ECANCELED, -ECANCELED);
    STATE(chain[49], -ECANCELED, -EBUSY);
    wand_ctx_release(sibling);
    for (size_t i = 0; i < COUNT_OF(chain); i++)
        wand_ctx_release(chain[i]);
}

WAND_TEST(a_wide_tree_ends_at_once)
{
    enum { WIDTH = 2000 };
    static wand_ctx *children[WIDTH];
    wand_ctx *root = fresh();

    for (int i = 0; i < WIDTH; i++)
        children[i] = wand_ctx_with_cancel(root);
    for (int i = 0; i < WIDTH; i += 2)
        wand_ctx_release(children[i]);
    wand_ctx_cancel(root);
    for (int i = 1; i < WIDTH; i += 2) {
        STATE(children[i], -ECANCELED, -ECANCELED);
        wand_ctx_release(children[i]);
    }
    wand_ctx_release(root);
}

WAND_TEST(a_deep_tree_ends_and_is_freed)
{
    enum { DEPTH = 20000 };
    static wand_ctx *chain[DEPTH];

    chain[0] = fresh();
    for (int i = 1; i < DEPTH; i++)
        chain[i] = wand_ctx_with_cancel(chain[i - 1]);
    wand_ctx_cancel(chain[0]);
    STATE(chain[DEPTH - 1], -ECANCELED, -ECANCELED);
    for (int i = 0; i < DEPTH; i++)
        wand_ctx_release(chain[i]);
}

WAND_TEST(a_deep_tree_is_freed_from_its_leaf)
{
    enum { DEPTH = 20000 };
    static wand_ctx *chain[DEPTH];

    chain[0] = fresh();
    for (int i = 1; i < DEPTH; i++)
        chain[i] = wand_ctx_with_value(chain[i - 1], chain, chain);
    for (int i = 0; i < DEPTH - 1; i++)
        wand_ctx_release(chain[i]);
    STATE(chain[DEPTH - 1], -ECANCELED, -ECANCELED);
    wand_ctx_release(chain[DEPTH - 1]);
}

WAND_TEST(a_child_of_an_ended_context_is_ended)
{
    wand_ctx *parent = fresh(), *children[4];

    wand_ctx_cancel_cause(parent, -EPERM);
    children[0] = wand_ctx_with_cancel(parent);
    children[1] = wand_ctx_with_timeout(parent, WAND_SEC(10));
    children[2] = wand_ctx_with_deadline(parent, wand_now() + WAND_SEC(10));
    children[3] = wand_ctx_with_value(parent, "k", NULL);
    for (int i = 0; i < 4; i++) {
        STATE(children[i], -ECANCELED, -EPERM);
        wand_ctx_release(children[i]);
    }
    wand_ctx_release(parent);
}

WAND_TEST(a_child_that_ended_first_keeps_its_cause)
{
    wand_ctx *parent = fresh(), *child = wand_ctx_with_cancel(parent);

    wand_ctx_cancel_cause(child, -EAGAIN);
    STATE(parent, 0, 0);
    wand_ctx_cancel_cause(parent, -EIO);
    STATE(child, -ECANCELED, -EAGAIN);
    STATE(parent, -ECANCELED, -EIO);
    wand_ctx_release(child);
    wand_ctx_release(parent);
}

WAND_TEST(a_timeout_ends_it)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(3));
    int64_t before = wand_now();

    check_int(wand_chan_recv(wand_ctx_done(ctx), NULL), -EPIPE);
    check(wand_now() - before >= WAND_MS(2));
    STATE(ctx, -ETIMEDOUT, -ETIMEDOUT);
    wand_ctx_cancel_cause(ctx, -EIO);
    STATE(ctx, -ETIMEDOUT, -ETIMEDOUT);
    wand_ctx_release(ctx);
}

WAND_TEST(a_deadline_ends_it)
{
    wand_ctx *ctx = wand_ctx_with_deadline(wand_ctx_background(), wand_now() + WAND_MS(3));

    wand_sleep(WAND_MS(6));
    STATE(ctx, -ETIMEDOUT, -ETIMEDOUT);
    wand_ctx_release(ctx);
}

WAND_TEST(a_time_that_is_over_ends_it_at_once)
{
    wand_ctx *over[] = {
        wand_ctx_with_timeout(wand_ctx_background(), 0),
        wand_ctx_with_timeout(wand_ctx_background(), -1),
        wand_ctx_with_timeout(wand_ctx_background(), INT64_MIN),
        wand_ctx_with_deadline(wand_ctx_background(), wand_now()),
        wand_ctx_with_deadline(wand_ctx_background(), 0),
        wand_ctx_with_deadline(wand_ctx_background(), INT64_MIN),
    };

    for (size_t i = 0; i < COUNT_OF(over); i++) {
        STATE(over[i], -ETIMEDOUT, -ETIMEDOUT);
        wand_ctx_release(over[i]);
    }
}

/* Beyond the clock is never, not a wrapped sum in the past. */
WAND_TEST(a_time_beyond_the_clock_never_ends_it)
{
    wand_ctx *never[] = {
        wand_ctx_with_timeout(wand_ctx_background(), INT64_MAX),
        wand_ctx_with_timeout(wand_ctx_background(), INT64_MAX - 1),
        wand_ctx_with_deadline(wand_ctx_background(), INT64_MAX),
    };

    wand_sleep(WAND_MS(2));
    for (size_t i = 0; i < COUNT_OF(never); i++) {
        STATE(never[i], 0, 0);
        wand_ctx_release(never[i]);
    }
}

WAND_TEST(the_earlier_deadline_wins)
{
    wand_ctx *parent = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(4));
    wand_ctx *later = wand_ctx_with_timeout(parent, WAND_SEC(50));
    wand_ctx *earlier = wand_ctx_with_timeout(parent, WAND_MS(1));

    check_int(wand_chan_recv(wand_ctx_done(earlier), NULL), -EPIPE);
    STATE(earlier, -ETIMEDOUT, -ETIMEDOUT);
    check_int(wand_chan_recv(wand_ctx_done(later), NULL), -EPIPE);
    STATE(later, -ETIMEDOUT, -ETIMEDOUT);
    STATE(parent, -ETIMEDOUT, -ETIMEDOUT);
    wand_ctx_release(earlier);
    wand_ctx_release(later);
    wand_ctx_release(parent);
}

WAND_TEST(cancel_before_the_deadline_decides)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(3));

    wand_ctx_cancel_cause(ctx, -EIO);
    wand_sleep(WAND_MS(6));
    STATE(ctx, -ECANCELED, -EIO);
    wand_ctx_release(ctx);
}

WAND_TEST(values_are_found_up_the_chain)
{
    static const char color = 0, size = 0;
    int red = 0, large = 0, blue = 0;
    wand_ctx *outer = wand_ctx_with_value(wand_ctx_background(), &color, &red);
    wand_ctx *middle = wand_ctx_with_cancel(outer);
    wand_ctx *inner = wand_ctx_with_value(middle, &size, &large);
    wand_ctx *shadow = wand_ctx_with_value(inner, &color, &blue);
    wand_ctx *none = wand_ctx_with_value(shadow, &size, NULL);

    check(wand_ctx_value(outer, &color) == &red);
    check(wand_ctx_value(middle, &color) == &red);
    check(wand_ctx_value(inner, &color) == &red);
    check(wand_ctx_value(inner, &size) == &large);
    check(wand_ctx_value(shadow, &color) == &blue);
    check(wand_ctx_value(shadow, &size) == &large);
    check(wand_ctx_value(none, &size) == NULL);
    check(wand_ctx_value(none, &color) == &blue);
    check(wand_ctx_value(outer, &size) == NULL);
    check(wand_ctx_value(none, &red) == NULL);
    wand_ctx_cancel(middle);
    check(wand_ctx_value(none, &color) == &blue);
    STATE(outer, 0, 0);
    STATE(none, -ECANCELED, -ECANCELED);
    wand_ctx_release(outer);
    wand_ctx_release(middle);
    wand_ctx_release(inner);
    wand_ctx_release(shadow);
    check(wand_ctx_value(none, &color) == &blue);
    wand_ctx_release(none);
}

/* The users' last reference ends it; what children hold keeps its memory only. */
WAND_TEST(the_last_release_cancels)
{
    wand_ctx *ctx = fresh(), *child = wand_ctx_with_cancel(ctx);
    wand_chan *done = wand_chan_retain(wand_ctx_done(ctx));

    check(wand_ctx_retain(ctx) == ctx);
    wand_ctx_release(ctx);
    STATE(ctx, 0, 0);
    STATE(child, 0, 0);
    wand_ctx_release(ctx);
    check_int(wand_chan_try_recv(done, NULL), -EPIPE);
    STATE(child, -ECANCELED, -ECANCELED);
    wand_chan_release(done);
    wand_ctx_release(child);
}

WAND_TEST(the_last_release_keeps_an_earlier_cause)
{
    wand_ctx *ctx = fresh(), *child = wand_ctx_with_cancel(ctx);

    wand_ctx_cancel_cause(ctx, -EIO);
    wand_ctx_release(ctx);
    STATE(child, -ECANCELED, -EIO);
    wand_ctx_release(child);
}

typedef struct bound {
    wand_chan *go_on;
    int err_after;
    int recv_result;
} bound;

static void stay_bound(void *arg)
{
    bound *b = arg;

    b->recv_result = wand_chan_recv(b->go_on, NULL);
    b->err_after = wand_ctx_err(wand_ctx_current());
}

WAND_TEST(a_bound_coroutine_keeps_the_memory_not_the_life)
{
    wand_ctx *ctx = fresh();
    bound b = {wand_chan_new(0, 0), 0, 0};

    wand_go_ctx(ctx, stay_bound, &b);
    settle();
    wand_ctx_release(ctx);
    settle();
    check_int(b.recv_result, -ECANCELED);
    check_int(b.err_after, -ECANCELED);
    wand_chan_release(b.go_on);
}

WAND_TEST(releasing_a_child_leaves_the_parent)
{
    wand_ctx *parent = fresh(), *child = wand_ctx_with_timeout(parent, WAND_SEC(100));

    wand_ctx_release(child);
    STATE(parent, 0, 0);
    wand_ctx_release(parent);
    wand_ctx_release(NULL);
}

static void retain_current(void *arg)
{
    *(wand_ctx **)arg = wand_ctx_retain(wand_ctx_current());
}

WAND_TEST(a_coroutine_may_retain_its_current_context)
{
    wand_ctx *ctx = fresh(), *kept = NULL;

    wand_go_ctx(ctx, retain_current, &kept);
    settle();
    check(kept == ctx);
    wand_ctx_release(ctx);
    STATE(kept, 0, 0);
    wand_ctx_release(kept);
}

typedef struct watcher {
    wand_ctx *watched;
    wand_ctx *others[3];
    wand_chan *done;
    bool woke;
} watcher;

static void watch(void *arg)
{
    watcher *w = arg;

    wand_chan_recv(w->done, NULL);
    for (int i = 0; i < 3; i++) {
        check(wand_ctx_err(w->others[i]) == wand_ctx_err(w->watched));
        check(is_done(w->others[i]));
    }
    w->woke = true;
}

static void check_one_event(wand_ctx *root, void (*end)(wand_ctx *))
{
    wand_ctx *child = wand_ctx_with_cancel(root), *grandchild = wand_ctx_with_value(child, "k", NULL);
    wand_ctx *other = wand_ctx_with_timeout(root, WAND_SEC(100));
    wand_ctx *all[] = {root, child, grandchild, other};
    watcher watchers[4] = {{0}};

    for (int i = 0; i < 4; i++) {
        watchers[i] =
            (watcher){all[i], {child, grandchild, other}, wand_chan_retain(wand_ctx_done(all[i])), false};
        wand_go(watch, &watchers[i]);
    }
    settle();
    end(root);
    wand_sleep(WAND_MS(8));
    for (int i = 0; i < 4; i++) {
        check(watchers[i].woke);
        wand_chan_release(watchers[i].done);
        wand_ctx_release(all[i]);
    }
}

static void end_now(wand_ctx *ctx)
{
    wand_ctx_cancel(ctx);
}

static void end_by_time(wand_ctx *ctx UNUSED)
{
}

/* Who sees the end of one sees it on every descendant. */
WAND_TEST(the_end_is_one_event_for_the_subtree)
{
    check_one_event(fresh(), end_now);
    check_one_event(wand_ctx_with_timeout(wand_ctx_background(), WAND_MS(3)), end_by_time);
}

WAND_TEST(done_channels_have_no_elements)
{
    wand_ctx *ctx = fresh();
    wand_chan *done = wand_ctx_done(ctx);

    check(done == wand_ctx_done(ctx));
    check_int(wand_chan_len(done), 0);
    check_int(wand_chan_try_recv(done, NULL), -EAGAIN);
    wand_ctx_cancel(ctx);
    check_int(wand_chan_recv(done, NULL), -EPIPE);
    check_int(wand_chan_recv(done, NULL), -EPIPE);
    wand_ctx_release(ctx);
}

WAND_TEST(done_asked_after_the_end_is_closed)
{
    wand_ctx *ctx = fresh();

    wand_ctx_cancel(ctx);
    check_int(wand_chan_recv(wand_ctx_done(ctx), NULL), -EPIPE);
    wand_ctx_release(ctx);
}

WAND_TEST(a_missing_context)
{
    check(wand_ctx_with_cancel(NULL) == NULL);
    check(wand_ctx_with_timeout(NULL, WAND_SEC(1)) == NULL);
    check(wand_ctx_with_deadline(NULL, INT64_MAX) == NULL);
    check(wand_ctx_with_value(NULL, "k", NULL) == NULL);
    check_int(wand_ctx_err(NULL), -EINVAL);
    check_int(wand_ctx_cause(NULL), -EINVAL);
    check(wand_scope_open(NULL, 0) == NULL);
}

static void cancel_own(void *arg)
{
    int *result = arg;

    wand_ctx_cancel_cause(wand_ctx_current(), -EIO);
    result[0] = wand_ctx_err(wand_ctx_current());
    result[1] = wand_sleep(WAND_SEC(100));
}

WAND_TEST(a_coroutine_may_cancel_its_own_context)
{
    wand_ctx *ctx = fresh();
    int result[2] = {0, 0};

    wand_go_ctx(ctx, cancel_own, result);
    settle();
    check_int(result[0], -ECANCELED);
    check_int(result[1], -ECANCELED);
    STATE(ctx, -ECANCELED, -EIO);
    wand_ctx_release(ctx);
}

static void outside_the_runtime(void **state UNUSED)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_ctx *child = wand_ctx_with_value(ctx, "key", &ctx);

    assert_non_null(wand_ctx_current());
    assert_int_equal(wand_ctx_err(child), 0);
    wand_ctx_cancel_cause(ctx, -EIO);
    assert_int_equal(wand_ctx_err(child), -ECANCELED);
    assert_int_equal(wand_ctx_cause(child), -EIO);
    wand_ctx_release(child);
    wand_ctx_release(ctx);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_background_is_never_done),
    cmocka_unit_test(cancel_ends_it),
    cmocka_unit_test(the_first_cause_stays),
    cmocka_unit_test(cause_zero_counts_as_cancelled),
    cmocka_unit_test(any_other_cause_is_kept_as_given),
    cmocka_unit_test(cancel_reaches_every_descendant),
    cmocka_unit_test(a_wide_tree_ends_at_once),
    cmocka_unit_test(a_deep_tree_ends_and_is_freed),
    cmocka_unit_test(a_deep_tree_is_freed_from_its_leaf),
    cmocka_unit_test(a_child_of_an_ended_context_is_ended),
    cmocka_unit_test(a_child_that_ended_first_keeps_its_cause),
    cmocka_unit_test(a_timeout_ends_it),
    cmocka_unit_test(a_deadline_ends_it),
    cmocka_unit_test(a_time_that_is_over_ends_it_at_once),
    cmocka_unit_test(a_time_beyond_the_clock_never_ends_it),
    cmocka_unit_test(the_earlier_deadline_wins),
    cmocka_unit_test(cancel_before_the_deadline_decides),
    cmocka_unit_test(values_are_found_up_the_chain),
    cmocka_unit_test(the_last_release_cancels),
    cmocka_unit_test(the_last_release_keeps_an_earlier_cause),
    cmocka_unit_test(a_bound_coroutine_keeps_the_memory_not_the_life),
    cmocka_unit_test(releasing_a_child_leaves_the_parent),
    cmocka_unit_test(a_coroutine_may_retain_its_current_context),
    cmocka_unit_test(the_end_is_one_event_for_the_subtree),
    cmocka_unit_test(done_channels_have_no_elements),
    cmocka_unit_test(done_asked_after_the_end_is_closed),
    cmocka_unit_test(a_missing_context),
    cmocka_unit_test(a_coroutine_may_cancel_its_own_context),
    cmocka_unit_test(outside_the_runtime),
};

TAP_MAIN(tests)
