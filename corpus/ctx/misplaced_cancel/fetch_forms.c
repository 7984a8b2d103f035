// run: clean
/* Fetchers whose contexts end too early: by macros, in loops, in switches, by deferred helpers of our own. */
#include <stdatomic.h>
#include <wand.h>

struct fetcher {
    wand_ctx *ctx;
    wand_wg pages, images;
    atomic_int fetched;
    int kind;
};

static struct fetcher fetcher;

static void fetch(void *arg)
{
    struct fetcher *f = arg;

    for (int i = 0; i < 3; i++) {
        if (wand_sleep(WAND_US(200)) != 0)
            return;
        atomic_fetch_add(&f->fetched, 1);
    }
}

static int fetch_on(struct fetcher *f, wand_ctx *ctx, wand_wg *group)
{
    return wand_go_with(&(wand_spawn){.name = "fetch", .ctx = ctx, .wg = group}, fetch, f);
}

static void drop(wand_ctx *ctx)
{
    wand_ctx_release(ctx);
}

#define RELEASE(ctx)                                                                                         \
    do {                                                                                                     \
        if ((ctx) != NULL)                                                                                   \
            wand_ctx_release(ctx);                                                                           \
    } while (0)

/* Bad: a macro releases. */
static void fetch_macro(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_deadline(wand_ctx_current(), wand_now() + WAND_SEC(1));

    if (ctx == NULL)
        return;
    fetch_on(f, ctx, &f->pages);
    RELEASE(ctx); // want ctx-misplaced-cancel
    wand_wg_wait(&f->pages);
}

/* Bad: a helper of our own, deferred. */
static int fetch_deferred_helper(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return -ENOMEM;
    WAND_DEFER(drop, ctx); // want ctx-misplaced-cancel
    return fetch_on(f, ctx, &f->pages);
}

/* Bad: released in each turn, waited for after the loop. */
static void fetch_loop(struct fetcher *f, int n)
{
    for (int i = 0; i < n; i++) {
        wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_SEC(1));
        if (ctx == NULL)
            break;
        fetch_on(f, ctx, &f->pages);
        wand_ctx_release(ctx); // want ctx-misplaced-cancel
    }
    wand_wg_wait(&f->pages);
}

/* Bad: one of the two groups is waited for, the other one still works. */
static void fetch_two_groups(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    fetch_on(f, ctx, &f->pages);
    fetch_on(f, ctx, &f->images);
    wand_wg_wait(&f->pages);
    // insert images: wand_wg_wait(&f->images);
    wand_ctx_release(ctx); // want ctx-misplaced-cancel unless images
    wand_wg_wait(&f->images);
}

/* Bad: a case falls through to a use of what it has cancelled. */
static void fetch_switch(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    switch (f->kind) {
    case 1:
        wand_ctx_cancel(ctx); // want ctx-misplaced-cancel
        /* fall through */
    case 2: fetch_on(f, ctx, &f->pages); break;
    default: break;
    }
    wand_wg_wait(&f->pages);
    wand_ctx_release(ctx);
}

/* Bad: kept in a field, and released in the function that starts the work. */
static int fetch_field(struct fetcher *f)
{
    int err;

    f->ctx = wand_ctx_with_cancel(wand_ctx_background());
    if (f->ctx == NULL)
        return -ENOMEM;
    err = fetch_on(f, f->ctx, &f->images);
    wand_ctx_release(f->ctx); // want ctx-misplaced-cancel
    f->ctx = NULL;
    return err;
}

/* Good: both groups are waited for. */
static void fetch_two_groups_right(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    fetch_on(f, ctx, &f->pages);
    fetch_on(f, ctx, &f->images);
    wand_wg_wait(&f->pages);
    wand_wg_wait(&f->images); // delete images_too
    RELEASE(ctx);             // then ctx-misplaced-cancel by images_too
}

/* Good: the switch leaves where it cancels. */
static void fetch_switch_right(struct fetcher *f)
{
    wand_ctx *ctx = wand_ctx_with_cancel(wand_ctx_current());

    if (ctx == NULL)
        return;
    switch (f->kind) {
    case 1: wand_ctx_cancel(ctx); break;
    case 2: fetch_on(f, ctx, &f->pages); break;
    default: break;
    }
    wand_wg_wait(&f->pages);
    drop(ctx);
}

/* Good: each turn waits for its own. */
static void fetch_loop_right(struct fetcher *f, int n)
{
    for (int i = 0; i < n; i++) {
        wand_ctx *ctx = wand_ctx_with_timeout(wand_ctx_current(), WAND_SEC(1));
        if (ctx == NULL)
            break;
        if (fetch_on(f, ctx, &f->pages) == 0)
            wand_wg_wait(&f->pages);
        wand_ctx_release(ctx);
    }
}

/* Good: the parent's context is not ours, and the child's is over with its work. */
static int fetch_nested(struct fetcher *f, wand_ctx *parent)
{
    wand_ctx *outer = wand_ctx_with_cancel(parent), *inner;
    int err = -ENOMEM;

    if (outer == NULL)
        return err;
    inner = wand_ctx_with_timeout(outer, WAND_SEC(1));
    if (inner != NULL) {
        err = fetch_on(f, inner, &f->pages);
        wand_wg_wait(&f->pages);
        wand_ctx_release(inner);
    }
    wand_ctx_release(outer);
    return err;
}

static void start(void *arg)
{
    (void)arg;
    fetcher.kind = 1;
    fetch_macro(&fetcher);
    fetch_loop(&fetcher, 2);
    fetch_two_groups(&fetcher);
    fetch_switch(&fetcher);
    fetch_two_groups_right(&fetcher);
    fetch_switch_right(&fetcher);
    fetch_loop_right(&fetcher, 2);
    if (fetch_nested(&fetcher, wand_ctx_current()) != 0)
        printf("nothing nested\n");
    if (fetch_field(&fetcher) != 0 || fetch_deferred_helper(&fetcher) != 0)
        printf("nothing in the background\n");
    wand_wg_wait(&fetcher.images);
    wand_wg_wait(&fetcher.pages);
    printf("%d fetched\n", atomic_load(&fetcher.fetched));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
