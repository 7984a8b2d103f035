/* job.h: one test program: how it is started, and what came of it. */
#ifndef TESTS_RUN_JOB_H
#define TESTS_RUN_JOB_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct job {
    /* from the plan */
    char *name;
    char **argv;        /* ends with NULL */
    char **environment; /* "NAME=value", ends with NULL */
    char *folder;       /* NULL: where the runner is */
    double limit_seconds;
    int processors; /* how many it keeps busy itself */

    /* while it runs */
    pid_t pid;
    double started_at;
    bool timed_out;
    FILE *out;
    FILE *err;

    /* afterwards */
    double took_seconds;
    int wait_status;
} job;

/* Seconds on a clock that never jumps. */
double job_now(void);

/* Starts the program in a process group of its own, with no input and its output in temporary files.
 * Returns 0 or a negative errno. */
int job_start(job *j);

/* Ends the program and whatever it started. */
void job_kill(const job *j);

/* Takes note of the end; `status` is waitpid's. */
void job_ended(job *j, int status);

/* Closes the output files. */
void job_close(job *j);

#endif
