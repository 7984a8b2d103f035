/* pool.c: see pool.h. One thread that starts, waits and watches the time limits. */
#include "tests/run/pool.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The running pool, for the interrupt handler. */
static job *volatile pool_jobs;
static volatile size_t pool_count;

/* An interrupted run leaves nothing behind. Only async-signal-safe calls in here. */
static void on_interrupt(int number)
{
    for (size_t i = 0; i < pool_count; i++) {
        if (pool_jobs[i].pid > 0)
            kill(-pool_jobs[i].pid, SIGKILL);
    }
    _exit(128 + number);
}

static void end_overdue(job *jobs, size_t count)
{
    double now = job_now();

    for (size_t i = 0; i < count; i++) {
        if (jobs[i].pid > 0 && !jobs[i].timed_out && now - jobs[i].started_at > jobs[i].limit_seconds) {
            jobs[i].timed_out = true;
            job_kill(&jobs[i]);
        }
    }
}

/* Waits until a program ends or a moment has passed; returns the one that ended, or NULL. */
static job *wait_for_one(job *jobs, size_t count)
{
    const struct timespec moment = {0, 2 * 1000 * 1000};
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);

    if (pid <= 0) {
        nanosleep(&moment, NULL);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (jobs[i].pid == pid) {
            job_ended(&jobs[i], status);
            return &jobs[i];
        }
    }
    return NULL;
}

void pool_run(job *jobs, size_t count, int processors, pool_done *done, void *context)
{
    size_t next = 0;
    int busy = 0;

    pool_jobs = jobs;
    pool_count = count;
    signal(SIGINT, on_interrupt);
    signal(SIGTERM, on_interrupt);
    while (next < count || busy > 0) {
        job *ended;

        if (next < count && (busy == 0 || busy + jobs[next].processors <= processors)) {
            int error = job_start(&jobs[next]);
            if (error < 0) {
                done(context, &jobs[next], error);
                job_close(&jobs[next]);
            } else {
                busy += jobs[next].processors;
            }
            next++;
            continue;
        }
        ended = wait_for_one(jobs, count);
        end_overdue(jobs, count);
        if (ended != NULL) {
            busy -= ended->processors;
            done(context, ended, 0);
            job_close(ended);
        }
    }
    pool_count = 0;
}
