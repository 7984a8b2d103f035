// run: clean
/* Queries under a deadline: the cancel hides in a helper, a branch, a backward goto or a clean-up attribute.
 */
#include <stdlib.h>
#include <wand.h>

struct answer {
    int rows;
    wand_chan *ready; /* of int, room for one; the coroutine has its own reference */
};

struct budget {
    wand_ctx *ctx;
    int left;
};

static void budget_release(struct budget *b)
{
    wand_ctx_release(b->ctx);
    b->ctx = NULL;
}

static void release_ctx(wand_ctx **ctx)
{
    wand_ctx_release(*ctx);
}

static void stop(wand_ctx *ctx)
{
    wand_ctx_cancel(ctx);
}

static bool stop_if(wand_ctx *ctx, bool condition)
{
    if (condition)
        wand_ctx_cancel(ctx);
    return condition;
}

static void query_body(void *arg)
{
    struct answer *a = arg;

    if (wand_sleep(WAND_US(200)) == 0)
        a->rows = 3;
    wand_chan_send(a->ready, &a->rows);
    wand_chan_release(a->ready);
    free(a);
}

static int query_start(wand_ctx *ctx, wand_chan *ready)
{
    struct answer *a = calloc(1, sizeof *a);

    if (a == NULL)
        return -ENOMEM;
    a->ready = wand_chan_retain(ready);
    int err = wand_go_ctx(ctx, query_body, a);
    if (err != 0) {
        wand_chan_release(a->ready);
        free(a);
    }
    return err;
}

static int query_wait(wand_ctx *ctx, wand_chan *ready)
{
    int rows = -1;

    if (query_start(ctx, ready) == 0)
        wand_chan_recv(ready, &rows);
    return rows;
}

/* Bad: a helper cancels, and the query comes after it. */
static int query_stopped(wand_ctx *parent, wand_chan *ready)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int rows;

    if (ctx == NULL)
        return -ENOMEM;
    stop(ctx); // want ctx-misplaced-cancel
    rows = query_wait(ctx, ready);
    wand_ctx_release(ctx);
    return rows;
}

/* Bad: a helper cancels sometimes, and the query goes on all the same. */
static int query_stopped_maybe(wand_ctx *parent, wand_chan *ready, int priority)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int rows;

    if (ctx == NULL)
        return -ENOMEM;
    stop_if(ctx, priority < 0); // want ctx-misplaced-cancel
    rows = query_wait(ctx, ready);
    wand_ctx_release(ctx);
    return rows;
}

/* Bad: the second attempt runs under the context of the first. */
static int query_retry(wand_ctx *parent, wand_chan *ready)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int attempts = 0, rows;

    if (ctx == NULL)
        return -ENOMEM;
again:
    rows = query_wait(ctx, ready);
    if (rows < 4 && attempts++ < 1) {
        wand_ctx_cancel(ctx); // want ctx-misplaced-cancel
        goto again;
    }
    wand_ctx_release(ctx);
    return rows;
}

/* Good: the helper's answer is heeded. */
static int query_checked(wand_ctx *parent, wand_chan *ready, int priority)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int rows = -EINVAL;

    if (ctx == NULL)
        return -ENOMEM;
    if (stop_if(ctx, priority < 0))
        goto out;
    rows = query_wait(ctx, ready);
out:
    wand_ctx_release(ctx);
    return rows;
}

/* Good: each attempt under its own. */
static int query_retry_right(wand_ctx *parent, wand_chan *ready)
{
    int rows = -1;

    for (int attempt = 0; attempt < 3 && rows < 0; attempt++) {
        wand_ctx *ctx = wand_ctx_with_timeout(parent, WAND_MS(50));
        if (ctx == NULL)
            break;
        rows = query_wait(ctx, ready);
        wand_ctx_cancel(ctx);
        wand_ctx_release(ctx);
    }
    return rows;
}

/* Good: released at the end of the block by the attribute, after the wait. */
static int query_guarded(wand_ctx *parent, wand_chan *ready)
{
    __attribute__((cleanup(release_ctx))) wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return -ENOMEM;
    return query_wait(ctx, ready);
}

/* Good: the guard is disarmed when the caller gets the context. */
static wand_ctx *query_open(wand_ctx *parent, wand_chan *ready)
{
    __attribute__((cleanup(release_ctx))) wand_ctx *guard = wand_ctx_with_cancel(parent);
    wand_ctx *ctx = guard;

    if (guard == NULL || query_start(guard, ready) != 0)
        return NULL;
    guard = NULL;
    return ctx;
}

/* Good: a ladder whose rungs release what is not needed any more. */
static int query_ladder(wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_timeout(parent, WAND_SEC(1));
    wand_chan *ready;
    int rows = -ENOMEM;

    if (ctx == NULL)
        goto out;
    ready = wand_chan_new(sizeof(int), 1);
    if (ready == NULL)
        goto release_ctx;
    rows = query_wait(ctx, ready);
    if (rows < 0)
        goto release_ready;
    rows *= 2;
release_ready:
    wand_chan_release(ready);
release_ctx:
    wand_ctx_release(ctx);
out:
    return rows;
}

/* Good: kept in a budget, and given back by it. */
static int query_budget(wand_ctx *parent, wand_chan *ready)
{
    struct budget budget = {.ctx = wand_ctx_with_timeout(parent, WAND_SEC(1)), .left = 1};
    int rows;

    if (budget.ctx == NULL)
        return -ENOMEM;
    rows = query_wait(budget.ctx, ready);
    budget_release(&budget);
    return rows;
}

/* Good: the context at hand is borrowed, and stopping it is what was asked for. */
void query_abort(wand_ctx *ctx)
{
    stop(ctx);
}

static void start(void *arg)
{
    wand_chan *ready = wand_chan_new(sizeof(int), 1);
    wand_ctx *here = wand_ctx_current(), *open;
    int rows = -1;

    (void)arg;
    if (ready == NULL)
        return;
    printf("%d %d %d\n", query_stopped(here, ready), query_stopped_maybe(here, ready, 1),
           query_retry(here, ready));
    printf("%d %d\n", query_checked(here, ready, -1), query_retry_right(here, ready));
    printf("%d %d %d\n", query_guarded(here, ready), query_ladder(here), query_budget(here, ready));
    open = query_open(here, ready);
    if (open != NULL)
        wand_chan_recv(ready, &rows);
    wand_ctx_release(open);
    wand_chan_release(ready);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
