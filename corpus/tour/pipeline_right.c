// run: clean
/* The pipeline that fans out and in again, put right.
 *
 * The context belongs to the pipeline and lives until every stage has been joined;
 * then both channels are released as well. */
#include <wand.h>

enum { NUMBERS = 100, SQUARERS = 3 };

struct square_pipeline {
    wand_ctx *ctx;
    wand_chan *numbers;
    wand_chan *squares;
    wand_wg stages; /* the generator and the squarers */
};

static void generate(void *arg)
{
    struct square_pipeline *p = arg;

    for (int i = 1; i <= NUMBERS; i++) {
        if (wand_chan_send(p->numbers, &i) != 0)
            break;
    }
    wand_chan_close(p->numbers);
}

static void square(void *arg)
{
    struct square_pipeline *p = arg;
    int n;

    while (wand_chan_recv(p->numbers, &n) == 0) {
        long result = (long)n * n;
        if (wand_chan_send(p->squares, &result) != 0)
            break;
    }
}

static void close_squares(void *arg)
{
    struct square_pipeline *p = arg;

    wand_wg_wait(&p->stages);
    wand_chan_close(p->squares);
}

static int pipeline_start(struct square_pipeline *p)
{
    wand_spawn how = {.ctx = p->ctx, .wg = &p->stages};

    for (int i = 0; i < SQUARERS; i++) {
        int err = wand_go_with(&how, square, p);
        if (err != 0)
            return err;
    }
    int err = wand_go_with(&how, generate, p);
    if (err != 0)
        return err;
    return wand_go_ctx(p->ctx, close_squares, p);
}

static void pipeline_stop(struct square_pipeline *p)
{
    wand_ctx_cancel(p->ctx);
    wand_wg_wait(&p->stages);
    wand_ctx_release(p->ctx);
}

static void start(void *arg)
{
    static struct square_pipeline p;
    long square_sum = 0, one;

    (void)arg;
    p.numbers = wand_chan_new(sizeof(int), 0);
    p.squares = wand_chan_new(sizeof(long), 0);
    p.ctx = wand_ctx_with_cancel(wand_ctx_current());
    if (p.ctx != NULL && p.numbers != NULL && p.squares != NULL) {
        if (pipeline_start(&p) == 0) {
            while (wand_chan_recv(p.squares, &one) == 0)
                square_sum += one;
        }
        pipeline_stop(&p);
    }
    wand_chan_release(p.squares);
    wand_chan_release(p.numbers);
    printf("sum of squares: %ld\n", square_sum);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
