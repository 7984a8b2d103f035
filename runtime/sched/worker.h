/* worker.h: a worker, the thread that runs coroutines, and the run that it belongs to. */
#ifndef RUNTIME_SCHED_WORKER_H
#define RUNTIME_SCHED_WORKER_H

#include "runtime/sched/coroutine.h"
#include "runtime/sched/runq.h"

struct worker {
    fiber fiber;        /* the thread's own stack, on which the loop runs */
    coroutine *current; /* NULL while the loop itself runs */
    runq queue;
    unsigned ticks; /* coroutines run */
    /* What is to be done once the coroutine that parks has been left, see sched_park. */
    void (*commit)(coroutine *g, void *arg, worker *w);
    void *commit_arg;
};

/* What there is once while wand_run runs. */
typedef struct run {
    uint32_t lock; /* of all, live and injected */
    bool active;
    coroutine *all; /* every coroutine that has not ended */
    size_t live;
    size_t live_daemons;
    coroutine *injected; /* woken by threads that are no workers */
    uint64_t last_id;
    bool main_ended;
    int64_t grace_ends;
    size_t default_stack;
    int leaks; /* print them */
    worker worker;
} run;

extern run the_run;

typedef enum worker_end {
    WORKER_DONE,     /* main has ended and the grace is over */
    WORKER_DEADLOCK, /* nothing can go on */
} worker_end;

/* Runs coroutines until the run is over. */
worker_end worker_loop(worker *w);

/* Makes w, or NULL, the calling thread's worker. */
void worker_bind(worker *w);

#endif
