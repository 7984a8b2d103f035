/* Constructors: objects that a function makes and hands out, returned, stored, or through an out parameter. */
#include <stdlib.h>
#include <wand.h>

struct worker {
    wand_chan *jobs;
    wand_ctx *ctx;
    int count;
};

struct worker *worker_new(wand_ctx *parent)
{
    struct worker *w = malloc(sizeof *w);

    if (w == NULL) {
        return NULL;
    }
    w->jobs = wand_chan_new(sizeof(int), 0);
    w->ctx = wand_ctx_with_cancel(parent);
    w->count = 0;
    return w;
}

int worker_open(struct worker **out, wand_ctx *parent)
{
    struct worker *w = worker_new(parent);

    if (w == NULL) {
        return -12;
    }
    *out = w;
    return 0;
}

void worker_set_up(struct worker *w)
{
    w->jobs = wand_chan_new(sizeof(int), 4);
}

wand_chan *two_of_them(wand_chan **second)
{
    *second = wand_chan_new(1, 0);
    return wand_chan_new(2, 0);
}

void keeps_it(void)
{
    wand_chan *c = wand_chan_new(1, 0);

    wand_chan_release(c);
}

void through_a_helper(wand_ctx *parent)
{
    struct worker *w;

    if (worker_open(&w, parent) == 0) {
        wand_chan_release(w->jobs);
        wand_ctx_release(w->ctx);
        free(w);
    }
}
