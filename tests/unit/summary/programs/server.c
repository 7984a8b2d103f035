/* A program in one file: two kinds of coroutines, objects with several names, code that others call. */
#include <stdlib.h>
#include <wand.h>

struct server {
    wand_wg wg;
    wand_chan *jobs;
    wand_chan *results;
    wand_chan *borrowed;
    int served;
};

static wand_wg shutdown_group;
static int total;

static void handle(struct server *s)
{
    s->served++;
    wand_chan_send(s->results, &total);
    wand_wg_done(&s->wg);
}

static void worker(void *arg)
{
    handle(arg);
}

static void reporter(void *arg)
{
    struct server *s = arg;

    total = s->served;
    wand_wg_done(&shutdown_group);
}

static void only_main(struct server *s)
{
    wand_wg_wait(&s->wg);
    wand_chan_close(s->jobs);
}

static void never_called_in_sight(struct server *s)
{
    s->served = 0;
}

/* Code out of sight gives it a channel of its own. */
void server_borrow(struct server *s, wand_chan *c)
{
    s->borrowed = c;
}

static wand_chan *make_results(void)
{
    return wand_chan_new(sizeof(int), 0);
}

int main(void)
{
    struct server s = {0};

    s.jobs = wand_chan_new(sizeof(int), 0);
    s.results = make_results();
    for (int i = 0; i < 4; i++) {
        wand_wg_add(&s.wg, 1);
        wand_go(worker, &s);
    }
    wand_go(reporter, &s);
    only_main(&s);
    wand_wg_wait(&shutdown_group);
    (void)never_called_in_sight;
    return 0;
}
