// run: leak 2
/* Pollers that carry their context in the argument: the body has to look at it, a mention is not enough. */
#include <stdatomic.h>
#include <wand.h>

struct poller {
    const char *target;
    wand_ctx *ctx;
    atomic_int rounds;
};

struct mirror {
    struct poller poller;
    int behind;
};

static void poll_target(struct poller *p)
{
    atomic_fetch_add(&p->rounds, 1);
}

static void poll_select(void *arg)
{
    struct poller *p = arg;

    while (WAND_SELECT(WAND_DONE(p->ctx), WAND_AFTER(WAND_MS(5))) == 1)
        poll_target(p);
}

static void poll_err(void *arg)
{
    struct poller *p = arg;

    while (wand_ctx_err(p->ctx) == 0) {
        poll_target(p);
        wand_sleep(WAND_MS(5));
    }
}

static void poll_done_channel(void *arg)
{
    struct poller *p = arg;
    wand_chan *done = wand_ctx_done(p->ctx);

    for (;;) {
        if (WAND_SELECT(WAND_AFTER(WAND_MS(5)), WAND_RECV(done, NULL)) != 0)
            return;
        poll_target(p);
    }
}

static bool wanted(const struct poller *p)
{
    return p->ctx == NULL || wand_ctx_err(p->ctx) == 0;
}

static void poll_while_wanted(void *arg)
{
    struct poller *p = arg;

    do {
        poll_target(p);
        wand_sleep(WAND_MS(5));
    } while (wanted(p));
}

static void poll_mirror(void *arg)
{
    struct mirror *m = arg;

    for (m->behind = 100; wand_ctx_err(m->poller.ctx) == 0; m->behind--)
        wand_sleep(WAND_MS(5));
}

static void poll_wait_then_stop(void *arg)
{
    struct poller *p = arg;

    poll_target(p);
    wand_chan_recv(wand_ctx_done(p->ctx), NULL);
    atomic_store(&p->rounds, 0);
}

static void poll_mention(void *arg)
{
    struct poller *p = arg;

    (void)p->ctx;
    while (wand_sleep(WAND_MS(5)) == 0)
        poll_target(p);
}

static void poll_sleepily(void *arg)
{
    struct poller *p = arg;

    for (;; poll_target(p))
        wand_sleep(WAND_MS(5));
}

/* Good: a done arm. */
int poller_start_select(struct poller *p, wand_ctx *ctx)
{
    p->ctx = ctx;
    return wand_go(poll_select, p);
}

/* Good: the error is asked each round. */
int poller_start_err(struct poller *p, wand_ctx *ctx)
{
    p->ctx = ctx;
    return wand_go(poll_err, p);
}

/* Good: the done channel, fetched once. */
int poller_start_channel(struct poller *p, wand_ctx *ctx)
{
    p->ctx = ctx;
    return wand_go(poll_done_channel, p);
}

/* Good: a helper asks. */
int poller_start_helper(struct poller *p, wand_ctx *ctx)
{
    p->ctx = ctx;
    return wand_go(poll_while_wanted, p);
}

/* Good: in a nested struct. */
int mirror_start(struct mirror *m, wand_ctx *ctx)
{
    m->poller.ctx = ctx;
    return wand_go(poll_mirror, m);
}

/* Good: it waits for the end, and for nothing else. */
int poller_start_once(struct poller *p, wand_ctx *ctx)
{
    p->ctx = ctx;
    return wand_go(poll_wait_then_stop, p);
}

/* Good: it is the context itself that is handed over. */
static void report_end(void *arg)
{
    wand_chan_recv(wand_ctx_done(arg), NULL);
    printf("the end\n");
}

int report_start(wand_ctx *ctx)
{
    return wand_go(report_end, ctx);
}

/* Bad: the body mentions its context and doesn't look at it. */
static void poller_start_mention(struct poller *p)
{
    p->ctx = wand_ctx_current();
    if (wand_go(poll_mention, p) != 0) // want spawn-unbound
        p->ctx = NULL;
}

/* Bad: there is one in the struct, but this body never asks. */
static void poller_start_sleepy(struct poller *p)
{
    p->ctx = wand_ctx_current();
    if (wand_go(poll_sleepily, p) != 0) // want spawn-unbound
        p->ctx = NULL;
}

static void start(void *arg)
{
    static struct poller north = {.target = "north"}, south = {.target = "south"};

    (void)arg;
    poller_start_mention(&north);
    poller_start_sleepy(&south);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
