// run: clean
/* A job scheduler: jobs by priority, workers, retries, a deadline for each run, and a drain at the end. */
#include <stdatomic.h>
#include <stdlib.h>
#include <wand.h>

enum { WORKERS = 3, JOBS = 12, TRIES = 3 };

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_SUCCEEDED, JOB_ABANDONED };

struct job {
    int number, priority, tries;
    enum job_state state;
    int (*run)(struct job *job);
    struct job *next;
};

struct scheduler {
    wand_mutex lock;
    wand_cond changed;
    struct job *queue; /* by priority */
    int running;
    bool draining;
    wand_wg workers;
    wand_chan *results; /* of int, a job's number, negative when it was abandoned */
    atomic_int retries;
};

/* What jobs do */

static int job_quick(struct job *job)
{
    return job->number >= 0 ? 0 : -EINVAL;
}

static int job_flaky(struct job *job)
{
    int err = wand_sleep(WAND_US(100));

    return err != 0 ? err : job->tries < 2 ? -EAGAIN : 0;
}

static int job_hopeless(struct job *job)
{
    job->priority--;
    return -EIO;
}

static int job_stuck(struct job *job)
{
    int err = 0;

    while (err == 0)
        err = wand_sleep(WAND_SEC(1));
    job->priority = 0;
    return err;
}

/* The queue; with the lock held. */

static void queue_insert(struct scheduler *s, struct job *job)
{
    struct job **link = &s->queue;

    while (*link != NULL && (*link)->priority >= job->priority)
        link = &(*link)->next;
    job->next = *link;
    *link = job;
    job->state = JOB_QUEUED;
}

static struct job *queue_take(struct scheduler *s)
{
    struct job *job = s->queue;

    if (job == NULL)
        return NULL;
    s->queue = job->next;
    job->next = NULL;
    job->state = JOB_RUNNING;
    s->running++;
    return job;
}

/* Waits for a job; NULL when there will be none any more. */
static struct job *scheduler_next(struct scheduler *s)
{
    struct job *job;

    wand_mutex_lock(&s->lock);
    while ((job = queue_take(s)) == NULL) {
        if (s->draining && s->running == 0)
            break;
        wand_cond_wait(&s->changed, &s->lock);
    }
    wand_mutex_unlock(&s->lock);
    return job;
}

static bool scheduler_settle(struct scheduler *s, struct job *job, int err)
{
    bool again = err == -EAGAIN && ++job->tries < TRIES;

    wand_mutex_lock(&s->lock);
    s->running--;
    if (again)
        queue_insert(s, job);
    else
        job->state = err == 0 ? JOB_SUCCEEDED : JOB_ABANDONED;
    wand_cond_broadcast(&s->changed);
    wand_mutex_unlock(&s->lock);
    return again;
}

static int run_job(void *arg)
{
    struct job *job = arg;

    return job->run(job);
}

static int scheduler_run(struct scheduler *s, struct job *job)
{
    int err = wand_with_timeout(WAND_MS(2), run_job, job);

    switch (err) {
    case -ETIMEDOUT: fprintf(stderr, "job %d: cut off\n", job->number); break;
    case -EAGAIN: atomic_fetch_add(&s->retries, 1); break;
    default: break;
    }
    return err;
}

static void work(void *arg)
{
    struct scheduler *s = arg;
    struct job *job;

    WAND_DEFER(wand_wg_done, &s->workers);
    while ((job = scheduler_next(s)) != NULL) {
        const int number = job->number;
        int err = scheduler_run(s, job);
        if (scheduler_settle(s, job, err))
            continue;
        int result = err == 0 ? number : -number;
        if (wand_chan_send(s->results, &result) != 0)
            return;
    }
}

static void close_results(void *arg)
{
    struct scheduler *s = arg;

    wand_wg_wait(&s->workers);
    wand_chan_close(s->results);
}

/* Life of a scheduler */

static void scheduler_drain(struct scheduler *s)
{
    wand_mutex_lock(&s->lock);
    s->draining = true;
    wand_cond_broadcast(&s->changed);
    wand_mutex_unlock(&s->lock);
}

static void scheduler_free(struct scheduler *s)
{
    wand_chan_release(s->results);
    free(s);
}

static struct scheduler *scheduler_new(void)
{
    struct scheduler *s = calloc(1, sizeof *s);

    if (s == NULL)
        return NULL;
    s->results = wand_chan_new(sizeof(int), WORKERS);
    if (s->results == NULL) {
        free(s);
        return NULL;
    }
    return s;
}

static int scheduler_start(struct scheduler *s)
{
    int err = 0;

    for (int i = 0; i < WORKERS; i++) {
        wand_wg_add(&s->workers, 1);
        err = wand_go(work, s);
        if (err != 0) {
            wand_wg_done(&s->workers);
            goto drain;
        }
    }
    err = wand_go(close_results, s);
    if (err == 0)
        return 0;
drain:
    scheduler_drain(s);
    wand_wg_wait(&s->workers);
    return err;
}

static void scheduler_submit(struct scheduler *s, struct job *job)
{
    wand_mutex_lock(&s->lock);
    if (s->draining)
        job->state = JOB_ABANDONED;
    else
        queue_insert(s, job);
    wand_cond_signal(&s->changed);
    wand_mutex_unlock(&s->lock);
}

static int collect(struct scheduler *s, int *abandoned)
{
    int succeeded = 0, result;

    while (wand_chan_recv(s->results, &result) == 0) {
        if (result >= 0)
            succeeded++;
        else
            ++*abandoned;
    }
    return succeeded;
}

static void start(void *arg)
{
    static int (*const kinds[])(struct job *) = {job_quick, job_flaky, job_hopeless, job_quick, job_stuck};
    static struct job jobs[JOBS];
    struct scheduler *s = scheduler_new();
    int succeeded, abandoned = 0;

    (void)arg;
    if (s == NULL)
        return;
    if (scheduler_start(s) == 0) {
        for (int i = 0; i < JOBS; i++) {
            jobs[i] = (struct job){.number = i, .priority = i % 4, .run = kinds[i % 5]};
            scheduler_submit(s, &jobs[i]);
        }
        scheduler_drain(s);
        succeeded = collect(s, &abandoned);
        printf("%d succeeded, %d abandoned, %d retries\n", succeeded, abandoned, atomic_load(&s->retries));
    }
    scheduler_free(s);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
