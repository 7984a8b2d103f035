// run: clean
/* A job queue whose client watches a job's state: by polling a field, or by the condition made for it. */
#include <stdlib.h>
#include <wand.h>

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED };

struct job {
    int input, output;
    enum job_state state;
    struct {
        int percent;
        bool complete;
    } progress;
    wand_mutex lock;
    wand_cond changed;
};

static void job_enter(struct job *job, enum job_state state)
{
    wand_mutex_lock(&job->lock);
    job->state = state;
    wand_cond_broadcast(&job->changed);
    wand_mutex_unlock(&job->lock);
}

static void job_work(struct job *job)
{
    job_enter(job, JOB_RUNNING);
    for (int i = 1; i <= 4; i++) {
        wand_sleep(WAND_US(300));
        job->progress.percent = i * 25;
    }
    job->output = job->input * 2;
    job->progress.complete = true;
    job_enter(job, JOB_DONE);
}

static void job_body(void *arg)
{
    job_work(arg);
}

/* Bad: the field is written two calls below the coroutine. */
static int job_poll(struct job *job)
{
    while (job->state != JOB_DONE && job->state != JOB_FAILED) // want observe-shared-poll
        wand_sleep(WAND_US(100));
    return job->output;
}

/* Bad: a nested field, and a second reason to go on. */
static int job_poll_progress(struct job *job)
{
    int looks = 0;

    while (!job->progress.complete) { // want observe-shared-poll
        looks++;
        wand_sleep(WAND_US(100));
    }
    return looks;
}

/* Bad: through a second pointer to the field. */
static void job_poll_percent(struct job *job)
{
    const int *percent = &job->progress.percent;

    while (*percent < 100) // want observe-shared-poll
        wand_yield();
}

/* Good: a condition wait in a loop over its predicate. */
static int job_wait(struct job *job)
{
    wand_mutex_lock(&job->lock);
    while (job->state != JOB_DONE && job->state != JOB_FAILED)
        wand_cond_wait(&job->changed, &job->lock);
    wand_mutex_unlock(&job->lock);
    return job->output;
}

/* Good: the same as a for with breaks. */
static enum job_state job_wait_started(struct job *job)
{
    enum job_state state;

    wand_mutex_lock(&job->lock);
    for (;;) {
        state = job->state;
        if (state != JOB_WAITING)
            break;
        wand_cond_wait(&job->changed, &job->lock);
    }
    wand_mutex_unlock(&job->lock);
    return state;
}

/* Good: the loop itself moves what its condition reads, here and in a helper. */
static void step(struct job *job)
{
    if (job->input > 0)
        job->input--;
    else
        job->state = JOB_DONE;
}

static int job_run_here(struct job *job)
{
    int steps = 0;

    while (job->state != JOB_DONE) {
        step(job);
        wand_yield();
        steps++;
    }
    for (; job->output < 3; job->output++)
        wand_yield();
    return steps;
}

/* Good: the loop itself moves what its condition reads. */
void job_reopen(struct job *job)
{
    while (job->state != JOB_WAITING) { // then observe-shared-poll by reopen
        job_enter(job, JOB_WAITING);    // delete reopen
        wand_yield();
    }
}

static void start(void *arg)
{
    static struct job remote = {.input = 21}, local = {.input = 5};
    wand_wg jobs = WAND_WG_INIT;

    (void)arg;
    if (wand_go_wg(&jobs, job_body, &remote) == 0) {
        printf("%d\n", job_wait_started(&remote));
        printf("%d\n", job_poll_progress(&remote) > 0);
        job_poll_percent(&remote);
        printf("%d %d\n", job_poll(&remote), job_wait(&remote));
    }
    wand_wg_wait(&jobs);
    printf("%d\n", job_run_here(&local));
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
