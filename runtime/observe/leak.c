/* leak.c: how many coroutines live, and which of them would leak if the caller ended now. */
#include <wand.h>

#include "runtime/base/lock.h"
#include "runtime/sched/report.h"
#include "runtime/sched/sched.h"
#include "runtime/sched/worker.h"

size_t wand_live_count(void)
{
    size_t live;

    lock_take(&the_run.lock);
    live = the_run.active ? the_run.live : 0;
    lock_drop(&the_run.lock);
    return live;
}

typedef struct checking {
    FILE *to;
    int leaked;
} checking;

/* Looking at stacks is done from the loop, while the caller is parked like the others. */
static void commit_check(coroutine *self, void *arg, worker *w)
{
    checking *c = arg;

    c->leaked = report_leaks(w, self, c->to);
    sched_ready(w, self);
}

int wand_leak_check(FILE *to)
{
    coroutine *self = sched_self();
    checking c = {to, 0};

    if (self == NULL)
        return 0;
    sched_park(self, WAIT_YIELD, WHERE(NULL), commit_check, &c);
    return c.leaked;
}
