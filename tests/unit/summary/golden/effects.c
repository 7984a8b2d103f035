/* What a function does through helpers, to whom, and on which way out. */
#include <wand.h>

struct pool {
    wand_wg wg;
    wand_mutex lock;
    wand_chan *jobs;
    int running;
};

void enter(struct pool *p)
{
    wand_wg_add(&p->wg, 1);
}

void leave(struct pool *p)
{
    p->running--;
    wand_wg_done(&p->wg);
}

void leave_twice_removed(struct pool *p)
{
    leave(p);
}

void leave_if(struct pool *p, bool is_last)
{
    if (is_last) {
        leave(p);
    }
}

void leave_all(struct pool *p, int n)
{
    for (int i = 0; i < n; i++) {
        leave(p);
    }
}

void under_lock(struct pool *p)
{
    wand_mutex_lock(&p->lock);
    p->running++;
    wand_mutex_unlock(&p->lock);
}

void close_jobs(struct pool *p)
{
    wand_chan *jobs = p->jobs;

    wand_chan_close(jobs);
    wand_chan_release(p->jobs);
    p->jobs = NULL;
}

void deferred(struct pool *p)
{
    WAND_DEFER(leave, p);
    if (p->running > 3) {
        return;
    }
    p->running = 0;
}

void in_a_row(struct pool *p)
{
    enter(p);
    leave_if(p, p->running == 1);
    under_lock(p);
    close_jobs(p);
}

void twice(struct pool *p)
{
    wand_wg_done(&p->wg);
    wand_wg_done(&p->wg);
}
