// run: clean
/* A session's context cancelled before further use: a spawn, a derivation, a wait under it, its return. */
#include <stdlib.h>
#include <wand.h>

struct session {
    int user;
    wand_ctx *ctx;
    wand_wg tasks;
};

static void keep_alive(void *arg)
{
    struct session *s = arg;

    WAND_DEFER(wand_wg_done, &s->tasks);
    while (wand_sleep(WAND_MS(1)) == 0)
        s->user++;
}

static int load_profile(wand_ctx *ctx, int user)
{
    if (WAND_SELECT(WAND_DONE(ctx), WAND_AFTER(WAND_MS(1))) != 1)
        return -ECANCELED;
    return user * 2;
}

static int session_spawn(struct session *s, wand_ctx *ctx)
{
    wand_wg_add(&s->tasks, 1);
    int err = wand_go_ctx(ctx, keep_alive, s);
    if (err != 0)
        wand_wg_done(&s->tasks);
    return err;
}

/* Bad: what is started afterwards is started dead. */
static void session_restart(struct session *s)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    if (s->user > 0)
        wand_ctx_cancel(ctx); // want ctx-misplaced-cancel
    if (session_spawn(s, ctx) == 0)
        wand_wg_wait(&s->tasks);
    wand_ctx_release(ctx);
}

/* Bad: the profile is loaded under a context that is over. */
static int session_login(int user)
{
    wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_MS(50));
    int profile;

    if (ctx == NULL)
        return -ENOMEM;
    wand_ctx_cancel(ctx); // want ctx-misplaced-cancel
    profile = load_profile(ctx, user);
    wand_ctx_release(ctx);
    return profile;
}

/* Bad: a child of a cancelled context is cancelled from birth. */
static int session_step(int user)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());
    int err = -ENOMEM;

    if (ctx == NULL)
        return err;
    wand_ctx_cancel_cause(ctx, -EPIPE); // want ctx-misplaced-cancel
    wand_ctx *step = wand_ctx_with_timeout(ctx, WAND_MS(5));
    if (step != NULL) {
        err = load_profile(step, user);
        wand_ctx_release(step);
    }
    wand_ctx_release(ctx);
    return err;
}

/* Bad: the caller gets a context that this function's end cancels. */
static wand_ctx *session_open(wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return NULL;
    WAND_DEFER(wand_ctx_cancel, ctx); // want ctx-misplaced-cancel
    return ctx;
}

/* Bad: so does whoever finds it in the session. */
static void session_attach(struct session *s, wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return;
    WAND_DEFER(wand_ctx_cancel, ctx); // want ctx-misplaced-cancel
    s->ctx = ctx;
}

/* Good: a cancel before a wait is a stop. */
static void session_run(struct session *s)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    if (session_spawn(s, ctx) == 0)
        wand_sleep(WAND_MS(3));
    wand_ctx_cancel(ctx);
    wand_wg_wait(&s->tasks);
    wand_ctx_release(ctx);
}

/* Good: asking why it ended is no use. */
static int session_abort(int cause)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());
    int result;

    if (ctx == NULL)
        return -ENOMEM;
    result = load_profile(ctx, 1);
    wand_ctx_cancel_cause(ctx, cause);
    if (wand_ctx_err(ctx) != 0)
        result = wand_ctx_cause(ctx);
    wand_ctx_release(ctx);
    return result;
}

/* Good: cancelled on the failing path only, which doesn't go on. */
static int session_try(int user)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());
    int profile;

    if (ctx == NULL)
        return -ENOMEM;
    if (user < 0) {
        wand_ctx_cancel(ctx);
        wand_ctx_release(ctx);
        return -EINVAL;
    }
    profile = load_profile(ctx, user);
    wand_ctx_cancel(ctx);
    wand_ctx_release(ctx);
    return profile;
}

static void session_close(struct session *s)
{
    wand_ctx_release(s->ctx);
    s->ctx = NULL;
}

static void start(void *arg)
{
    static struct session session = {.user = 1};
    wand_ctx *ctx;

    (void)arg;
    session_run(&session);
    session_restart(&session);
    session_attach(&session, wand_ctx_current());
    session_close(&session);
    ctx = session_open(wand_ctx_current());
    if (ctx == NULL)
        return;
    printf("%d %d %d\n", session_login(1), session_step(2), session_try(3));
    printf("%d %d\n", session_abort(-EPIPE), wand_ctx_err(ctx));
    wand_ctx_release(ctx);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
