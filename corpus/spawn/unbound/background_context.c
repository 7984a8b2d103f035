// run: leak 4
/* Heartbeats started on the background context, which is never done: that binds them to nothing. */
#include <stdatomic.h>
#include <wand.h>

struct heart {
    atomic_int beats;
    wand_wg beating;
    wand_ctx *ctx;
};

static struct heart heart;

static void beat(void *arg)
{
    struct heart *h = arg;

    while (wand_sleep(WAND_MS(5)) == 0)
        atomic_fetch_add(&h->beats, 1);
}

static void beat_once(void *arg)
{
    struct heart *h = arg;

    atomic_fetch_add(&h->beats, 1);
}

static wand_ctx *root(void)
{
    return wand_ctx_background();
}

/* Bad: directly. */
static void heart_start(void)
{
    if (wand_go_ctx(wand_ctx_background(), beat, &heart) != 0) // want spawn-unbound
        fprintf(stderr, "no heartbeat\n");
}

/* Bad: by a variable. */
static void heart_start_variable(void)
{
    wand_ctx *ctx = wand_ctx_background();

    if (wand_go_ctx(ctx, beat, &heart) != 0) // want spawn-unbound
        fprintf(stderr, "no heartbeat\n");
}

/* Bad: by the spawn options. */
static void heart_start_options(void)
{
    wand_spawn how = {.name = "heart", .ctx = wand_ctx_background()};

    if (wand_go_with(&how, beat, &heart) != 0) // want spawn-unbound
        fprintf(stderr, "no heartbeat\n");
}

/* Bad: by a helper. */
static void heart_start_root(void)
{
    if (wand_go_ctx(root(), beat, &heart) != 0) // want spawn-unbound
        fprintf(stderr, "no heartbeat\n");
}

/* Good: derived from it, ended and waited for. */
static void heart_run(void)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_background());

    if (ctx == NULL)
        return;
    if (wand_go_with(&(wand_spawn){.ctx = ctx, .wg = &heart.beating}, beat, &heart) == 0)
        wand_sleep(WAND_MS(12));
    wand_ctx_cancel(ctx);
    wand_wg_wait(&heart.beating);
    wand_ctx_release(ctx);
}

/* Good: on the background, but counted and waited for. */
static void heart_beat_once(void)
{
    wand_spawn how = {.ctx = wand_ctx_background(), .wg = &heart.beating};

    if (wand_go_with(&how, beat_once, &heart) != 0)
        beat_once(&heart);
    wand_wg_wait(&heart.beating);
}

/* Good: the context is kept in a field, ended by the function below. */
static int heart_open(struct heart *h)
{
    h->ctx = wand_ctx_with_cancel(root());
    if (h->ctx == NULL)
        return -ENOMEM;
    return wand_go_with(&(wand_spawn){.ctx = h->ctx, .wg = &h->beating}, beat, h);
}

static void heart_close(struct heart *h)
{
    if (h->ctx == NULL)
        return;
    wand_ctx_cancel(h->ctx);
    wand_wg_wait(&h->beating);
    wand_ctx_release(h->ctx);
    h->ctx = NULL;
}

static void start(void *arg)
{
    static struct heart second;

    (void)arg;
    heart_run();
    heart_beat_once();
    if (heart_open(&second) != 0)
        fprintf(stderr, "no second heart\n");
    heart_close(&second);
    heart_start();
    heart_start_variable();
    heart_start_options();
    heart_start_root();
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
