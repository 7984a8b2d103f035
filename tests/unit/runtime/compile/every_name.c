/* every_name.c: uses every public name once, as strict C. It is compiled by headers.c and never run. */
#include <wand.h>

static void work(void *arg)
{
    (void)arg;
}

static int task(void *arg)
{
    (void)arg;
    return 0;
}

static void complete(void *arg, int err)
{
    (void)arg;
    (void)err;
}

typedef struct server {
    wand_wg wg;
    wand_once once;
    wand_mutex mu;
    wand_rwmutex rw;
    wand_cond cv;
    wand_sem sem;
} server;

static server nested = {
    .wg = WAND_WG_INIT,
    .once = WAND_ONCE_INIT,
    .mu = WAND_MUTEX_INIT,
    .rw = WAND_RWMUTEX_INIT,
    .cv = WAND_COND_INIT,
};

int use_running(void);
int use_contexts(void);
int use_channels(void);
int use_sync(void);
int use_time(void);
int use_scopes(void);

int use_running(void)
{
    wand_opts options = {0};
    wand_spawn how = {.name = "n", .ctx = NULL, .wg = NULL, .stop = NULL, .stack_size = 0};
    wand_fn fn = work;
    wand_panic_info info;
    int result = 0;

    options.grace_ns = WAND_MS(1);
    result += wand_run(&options, fn, NULL);
    result += wand_go(work, NULL);
    result += wand_go_ctx(wand_ctx_current(), work, NULL);
    result += wand_go_wg(&nested.wg, work, NULL);
    result += wand_go_daemon("why", work, NULL);
    result += wand_go_with(&how, work, NULL);
    wand_yield();
    result += wand_sleep(WAND_NS);
    result += (int)wand_id() + (int)wand_now();
    result += wand_protect(work, NULL, &info);
    if (info.message[0] == 'x')
        wand_panic("%s: %d", info.message, result);
    WAND_DEFER(work, &result);
    return result + (int)wand_live_count() + wand_leak_check(stderr);
}

int use_contexts(void)
{
    static const int key = 0;
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());
    wand_ctx *timed = wand_ctx_with_timeout(ctx, WAND_US(5));
    wand_ctx *dated = wand_ctx_with_deadline(timed, wand_now() + WAND_SEC(5));
    wand_ctx *valued = wand_ctx_with_value(dated, &key, &nested);
    wand_chan *done = wand_ctx_done(ctx);
    int result =
        wand_ctx_err(ctx) + wand_ctx_cause(ctx) + (wand_ctx_value(valued, &key) == NULL) + (done == NULL);

    WAND_DEFER(wand_ctx_release, ctx);
    WAND_DEFER(wand_ctx_release, timed);
    wand_ctx_cancel(ctx);
    wand_ctx_cancel_cause(ctx, -EIO);
    wand_ctx_release(wand_ctx_retain(dated));
    wand_ctx_release(valued);
    return result;
}

int use_channels(void)
{
    wand_chan *c = wand_chan_new(sizeof(int), 1);
    int value = 1, result = 0;
    wand_case cases[] = {WAND_RECV(c, &value), WAND_SEND(c, &value), WAND_DONE(wand_ctx_current()),
                         WAND_AFTER(WAND_MS(1)), WAND_DEFAULT};

    result += wand_chan_send(c, &value) + wand_chan_recv(c, &value);
    result += wand_chan_try_send(c, &value) + wand_chan_try_recv(c, &value);
    result += (int)wand_chan_len(c) + (int)wand_chan_cap(c);
    result += wand_select(cases, sizeof cases / sizeof cases[0]);
    result += wand_case_err(&cases[0]);
    result += WAND_SELECT(WAND_RECV(c, &value), WAND_SEND(c, &value), WAND_DONE(wand_ctx_current()),
                          WAND_AFTER(WAND_SEC(1)), WAND_DEFAULT);
    wand_chan_close(c);
    wand_chan_release(wand_chan_retain(c));
    wand_chan_release(c);
    return result;
}

int use_sync(void)
{
    static wand_wg group = WAND_WG_INIT;
    int result = 0;

    wand_wg_add(&group, 2);
    wand_wg_done(&group);
    wand_wg_wait(&group);
    wand_once_do(&nested.once, work, NULL);
    wand_mutex_lock(&nested.mu);
    wand_cond_wait(&nested.cv, &nested.mu);
    wand_cond_signal(&nested.cv);
    wand_cond_broadcast(&nested.cv);
    wand_mutex_unlock(&nested.mu);
    if (wand_mutex_trylock(&nested.mu))
        result++;
    wand_rwmutex_rlock(&nested.rw);
    wand_rwmutex_runlock(&nested.rw);
    wand_rwmutex_lock(&nested.rw);
    wand_rwmutex_unlock(&nested.rw);
    wand_sem_init(&nested.sem, 3);
    result += wand_sem_acquire(&nested.sem, 1);
    wand_sem_release(&nested.sem, 1);
    return result;
}

int use_time(void)
{
    wand_timer *timer = wand_timer_new(WAND_MS(1));
    wand_ticker *ticker = wand_ticker_new(WAND_MS(1));
    int result = wand_timer_stop(timer) + wand_timer_reset(timer, WAND_MS(2));

    result += wand_timer_chan(timer) == wand_ticker_chan(ticker);
    wand_timer_release(timer);
    wand_ticker_stop(ticker);
    wand_ticker_release(ticker);
    return result;
}

int use_scopes(void)
{
    wand_task_fn fn = task;
    wand_scope *s = wand_scope_open(wand_ctx_current(), WAND_SUPERVISOR);
    int result = wand_scope_go(s, fn, NULL);

    result += wand_scope_on_complete(s, complete, NULL);
    wand_scope_cancel(s);
    result += wand_scope_ctx(s) == NULL;
    result += wand_scope_join(s);
    return result + wand_with_timeout(WAND_SEC(1), task, NULL);
}
