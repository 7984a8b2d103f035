// run: clean
/* A pipeline that fans out and in again, as it is often first written.
 *
 * One coroutine makes numbers, three square them, one closes the results when all
 * four are done, and the caller adds the results up. The sum comes out too small. */
#include <wand.h>

enum { NUMBERS = 100, SQUARERS = 3 };

struct pipeline {
    wand_chan *numbers;
    wand_chan *squares;
    wand_wg stages; /* the generator and the squarers */
};

static void generate(void *arg)
{
    struct pipeline *p = arg;

    for (int i = 1; i <= NUMBERS; i++) {
        if (wand_chan_send(p->numbers, &i) != 0)
            break;
    }
    wand_chan_close(p->numbers);
}

static void square(void *arg)
{
    struct pipeline *p = arg;
    int n;

    while (wand_chan_recv(p->numbers, &n) == 0) {
        long result = (long)n * n;
        if (wand_chan_send(p->squares, &result) != 0)
            break;
    }
}

static void close_squares(void *arg)
{
    struct pipeline *p = arg;

    wand_wg_wait(&p->stages);
    wand_chan_close(p->squares); // want close-without-release
}

static int pipeline_start(struct pipeline *p, wand_ctx *parent)
{
    wand_ctx *ctx = wand_ctx_with_cancel(parent);

    if (ctx == NULL)
        return -ENOMEM;
    WAND_DEFER(wand_ctx_release, ctx); // want ctx-misplaced-cancel
    wand_spawn how = {.ctx = ctx, .wg = &p->stages};
    for (int i = 0; i < SQUARERS; i++) {
        int err = wand_go_with(&how, square, p);
        if (err != 0)
            return err;
    }
    int err = wand_go_with(&how, generate, p);
    if (err != 0)
        return err;
    return wand_go_ctx(ctx, close_squares, p);
}

static void start(void *arg)
{
    static struct pipeline p;
    long square_sum = 0, one;

    (void)arg;
    p.numbers = wand_chan_new(sizeof(int), 0);
    p.squares = wand_chan_new(sizeof(long), 0);
    if (p.numbers != NULL && p.squares != NULL && pipeline_start(&p, wand_ctx_current()) == 0) {
        while (wand_chan_recv(p.squares, &one) == 0)
            square_sum += one;
    }
    wand_wg_wait(&p.stages);
    wand_chan_release(p.numbers);
    printf("sum of squares: %ld\n", square_sum);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
