// run: leak 1
/* After cockroach 13755: a result set watches its context, and one caller forgets to close the rows. */
#include <stdlib.h>
#include <wand.h>

struct rows {
    wand_ctx *ctx;
    int left;
};

static void await_done(void *arg)
{
    struct rows *rows = arg;

    wand_chan_recv(wand_ctx_done(rows->ctx), NULL);
    wand_ctx_release(rows->ctx);
    free(rows);
}

static struct rows *query(wand_ctx *parent, int n)
{
    struct rows *rows = malloc(sizeof *rows);

    if (rows == NULL)
        return NULL;
    rows->left = n;
    rows->ctx = wand_ctx_with_cancel(parent);
    if (rows->ctx == NULL || wand_go(await_done, rows) != 0) {
        wand_ctx_release(rows->ctx);
        free(rows);
        return NULL;
    }
    return rows;
}

static bool rows_next(struct rows *rows)
{
    return rows->left-- > 0;
}

static void rows_close(struct rows *rows)
{
    wand_ctx_cancel(rows->ctx);
}

static int count(wand_ctx *ctx, int limit)
{
    struct rows *rows = query(ctx, 10);
    int n = 0;

    if (rows == NULL)
        return 0;
    while (rows_next(rows)) {
        if (++n == limit)
            return n;
    }
    rows_close(rows);
    return n;
}

static void start(void *arg)
{
    (void)arg;
    printf("%d\n", count(wand_ctx_current(), 100));
    printf("%d\n", count(wand_ctx_current(), 5));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
