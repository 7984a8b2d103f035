/* main.c: the test runner. Runs the test programs that ctest lists, two at a time, each with its time limit,
 * counts the tests in their TAP output and closes with one line: `N passed, N failed`.
 *
 * usage: test-runner [--tap] [--prefix TEXT] [--jobs N] PLAN.json [NAME...] */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/run/plan.h"
#include "tests/run/report.h"

static plan programs;

/* An interrupted run leaves nothing behind. Only async-signal-safe calls in here. */
static void on_interrupt(int number)
{
    for (size_t i = 0; i < programs.count; i++) {
        if (programs.jobs[i].pid > 0)
            kill(-programs.jobs[i].pid, SIGKILL);
    }
    _exit(128 + number);
}

static void end_overdue(void)
{
    double now = job_now();

    for (size_t i = 0; i < programs.count; i++) {
        job *j = &programs.jobs[i];
        if (j->pid > 0 && !j->timed_out && now - j->started_at > j->limit_seconds) {
            j->timed_out = true;
            job_kill(j);
        }
    }
}

/* Waits until a program ends or a moment has passed; returns the one that ended, or NULL. */
static job *wait_for_one(void)
{
    const struct timespec moment = {0, 5 * 1000 * 1000};
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);

    if (pid <= 0) {
        nanosleep(&moment, NULL);
        return NULL;
    }
    for (size_t i = 0; i < programs.count; i++) {
        if (programs.jobs[i].pid == pid) {
            job_ended(&programs.jobs[i], status);
            return &programs.jobs[i];
        }
    }
    return NULL;
}

/* Starts programs in order while there are processors for them; one that wants more than there are runs
 * alone. */
static void start_some(size_t *next, int *busy, int processors, report *r)
{
    while (*next < programs.count) {
        job *j = &programs.jobs[*next];
        int error;

        if (j->processors > processors)
            j->processors = processors;
        if (*busy + j->processors > processors)
            return;
        (*next)++;
        error = job_start(j);
        if (error < 0)
            report_unstarted(r, j, error);
        else
            *busy += j->processors;
    }
}

static void run_all(int processors, report *r)
{
    size_t next = 0;
    int busy = 0;

    while (start_some(&next, &busy, processors, r), busy > 0) {
        job *done = wait_for_one();

        end_overdue();
        if (done == NULL)
            continue;
        done->pid = 0;
        busy -= done->processors;
        report_job(r, done);
        job_close(done);
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"tap", no_argument, NULL, 't'},
        {"prefix", required_argument, NULL, 'p'},
        {"jobs", required_argument, NULL, 'j'},
        {0},
    };
    report r = {.prefix = ""};
    int processors = 2, option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't': r.as_tap = true; break;
        case 'p': r.prefix = optarg; break;
        case 'j': processors = atoi(optarg); break;
        default: return 2;
        }
    }
    if (optind == argc || processors < 1) {
        fprintf(stderr, "usage: test-runner [--tap] [--prefix TEXT] [--jobs N] PLAN.json [NAME...]\n");
        return 2;
    }
    if (plan_read(&programs, argv[optind], argv + optind + 1) < 0)
        return 2;
    signal(SIGINT, on_interrupt);
    signal(SIGTERM, on_interrupt);
    run_all(processors, &r);
    return report_close(&r);
}
