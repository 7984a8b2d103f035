// run: clean
/* Crawlers bound to a context: whoever ends the context must not do so before the crawlers are through. */
#include <stdlib.h>
#include <wand.h>

struct crawl {
    int pages;
    wand_chan *finished; /* of int, room for one a crawler, which holds a reference of its own */
};

static struct crawl *crawl_new(wand_chan *finished)
{
    struct crawl *c = calloc(1, sizeof *c);

    if (c != NULL)
        c->finished = wand_chan_retain(finished);
    return c;
}

static void crawl_free(struct crawl *c)
{
    wand_chan_release(c->finished);
    free(c);
}

static void crawl(void *arg)
{
    struct crawl *c = arg;

    while (c->pages < 5) {
        if (wand_sleep(WAND_US(100)) != 0)
            break;
        c->pages++;
    }
    wand_chan_send(c->finished, &c->pages);
    crawl_free(c);
}

/* Starts one crawler on ctx. */
static int crawl_on(wand_ctx *ctx, wand_chan *finished)
{
    struct crawl *c = crawl_new(finished);

    if (c == NULL)
        return -ENOMEM;
    int err = wand_go_ctx(ctx, crawl, c);
    if (err != 0)
        crawl_free(c);
    return err;
}

/* Bad: the release runs when this function returns, and the crawler has hardly begun. */
static int crawl_in_background(wand_ctx *parent, wand_chan *finished)
{
    wand_ctx *ctx = wand_ctx_with_timeout(parent, WAND_SEC(1));

    if (ctx == NULL)
        return -ENOMEM;
    WAND_DEFER(wand_ctx_release, ctx); // want ctx-misplaced-cancel

    struct crawl *c = crawl_new(finished);
    if (c == NULL)
        return -ENOMEM;
    int err = wand_go_ctx(ctx, crawl, c);
    if (err != 0)
        crawl_free(c);
    return err;
}

/* Bad: the same without defer, and the crawler is started by a helper. */
static int crawl_and_release(wand_ctx *parent, wand_chan *finished)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return -ENOMEM;
    int err = crawl_on(ctx, finished);
    wand_ctx_release(ctx); // want ctx-misplaced-cancel
    return err;
}

/* Bad: released before the wait instead of after it. */
static int crawl_wait_too_late(wand_ctx *parent, wand_chan *finished)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int pages = 0;

    if (ctx == NULL)
        return 0;
    if (crawl_on(ctx, finished) != 0) {
        wand_ctx_release(ctx);
        return 0;
    }
    wand_ctx_release(ctx); // want ctx-misplaced-cancel
    wand_chan_recv(finished, &pages);
    return pages;
}

/* Good: the crawler's last word is received before the release. */
static int crawl_and_wait(wand_ctx *parent, wand_chan *finished)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);
    int pages = 0;

    if (ctx == NULL)
        return 0;
    if (crawl_on(ctx, finished) == 0) {
        wand_chan_recv(finished, &pages); // delete join
    }
    wand_ctx_release(ctx); // then ctx-misplaced-cancel by join
    return pages;
}

/* Good: handed to the caller when the crawler runs, released when it could not be started. */
wand_ctx *crawl_handle(wand_ctx *parent, wand_chan *finished)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx != NULL && crawl_on(ctx, finished) == 0)
        return ctx;
    wand_ctx_release(ctx);
    return NULL;
}

static void start(void *arg)
{
    wand_chan *finished = wand_chan_new(sizeof(int), 4);
    int started = 0, pages = 0;

    (void)arg;
    if (finished == NULL)
        return;
    printf("%d pages\n", crawl_and_wait(wand_ctx_current(), finished));
    printf("%d pages\n", crawl_wait_too_late(wand_ctx_current(), finished));
    if (crawl_in_background(wand_ctx_current(), finished) == 0)
        started++;
    if (crawl_and_release(wand_ctx_current(), finished) == 0)
        started++;
    for (; started > 0; started--) {
        wand_chan_recv(finished, &pages);
        printf("%d pages\n", pages);
    }
    wand_chan_release(finished);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
