/* addresses.c: takes the address of every public function, which its macro must not hide. Compiled, never
 * run. */
#include <wand.h>

typedef struct api {
    int (*run)(const wand_opts *, wand_fn, void *);
    int (*go)(wand_fn, void *);
    int (*go_ctx)(wand_ctx *, wand_fn, void *);
    int (*go_wg)(wand_wg *, wand_fn, void *);
    int (*go_daemon)(const char *, wand_fn, void *);
    int (*go_with)(const wand_spawn *, wand_fn, void *);
    void (*yield)(void);
    int (*sleep)(int64_t);
    uint64_t (*id)(void);
    int64_t (*now)(void);
    int (*protect)(wand_fn, void *, wand_panic_info *);
    wand_ctx *(*background)(void);
    wand_ctx *(*with_cancel)(wand_ctx *);
    wand_ctx *(*with_timeout)(wand_ctx *, int64_t);
    void (*cancel)(wand_ctx *);
    int (*err)(const wand_ctx *);
    wand_chan *(*done)(wand_ctx *);
    wand_chan *(*chan_new)(size_t, size_t);
    int (*send)(wand_chan *, const void *);
    int (*recv)(wand_chan *, void *);
    void (*close)(wand_chan *);
    size_t (*len)(const wand_chan *);
    void (*chan_release)(wand_chan *);
    int (*select)(wand_case *, size_t);
    int (*case_err)(const wand_case *);
    void (*wg_done)(wand_wg *);
    void (*wg_wait)(wand_wg *);
    void (*once_do)(wand_once *, wand_fn, void *);
    void (*lock)(wand_mutex *);
    void (*unlock)(wand_mutex *);
    bool (*trylock)(wand_mutex *);
    void (*rlock)(wand_rwmutex *);
    void (*cond_wait)(wand_cond *, wand_mutex *);
    wand_timer *(*timer_new)(int64_t);
    bool (*timer_reset)(wand_timer *, int64_t);
    wand_ticker *(*ticker_new)(int64_t);
    wand_scope *(*scope_open)(wand_ctx *, unsigned);
    int (*scope_go)(wand_scope *, wand_task_fn, void *);
    int (*scope_join)(wand_scope *);
    int (*on_complete)(wand_scope *, void (*)(void *, int), void *);
    int (*with_time)(int64_t, wand_task_fn, void *);
    size_t (*live)(void);
    int (*leak_check)(FILE *);
} api;

extern const api addresses;

const api addresses = {
    .run = wand_run,
    .go = wand_go,
    .go_ctx = wand_go_ctx,
    .go_wg = wand_go_wg,
    .go_daemon = wand_go_daemon,
    .go_with = wand_go_with,
    .yield = wand_yield,
    .sleep = wand_sleep,
    .id = wand_id,
    .now = wand_now,
    .protect = wand_protect,
    .background = wand_ctx_background,
    .with_cancel = wand_ctx_with_cancel,
    .with_timeout = wand_ctx_with_timeout,
    .cancel = wand_ctx_cancel,
    .err = wand_ctx_err,
    .done = wand_ctx_done,
    .chan_new = wand_chan_new,
    .send = wand_chan_send,
    .recv = wand_chan_recv,
    .close = wand_chan_close,
    .len = wand_chan_len,
    .chan_release = wand_chan_release,
    .select = wand_select,
    .case_err = wand_case_err,
    .wg_done = wand_wg_done,
    .wg_wait = wand_wg_wait,
    .once_do = wand_once_do,
    .lock = wand_mutex_lock,
    .unlock = wand_mutex_unlock,
    .trylock = wand_mutex_trylock,
    .rlock = wand_rwmutex_rlock,
    .cond_wait = wand_cond_wait,
    .timer_new = wand_timer_new,
    .timer_reset = wand_timer_reset,
    .ticker_new = wand_ticker_new,
    .scope_open = wand_scope_open,
    .scope_go = wand_scope_go,
    .scope_join = wand_scope_join,
    .on_complete = wand_scope_on_complete,
    .with_time = wand_with_timeout,
    .live = wand_live_count,
    .leak_check = wand_leak_check,
};
