/* child.h: runs a function in a child process and keeps what it prints, for whatever must abort, crash or
 * write to standard error. */
#ifndef TESTS_SUPPORT_CHILD_H
#define TESTS_SUPPORT_CHILD_H

#include <stddef.h>

enum { CHILD_OUTPUT_BYTES = 1 << 16 };

typedef struct child_result {
    int exit_status; /* -1 when a signal ended it */
    int signal;      /* 0 when it exited */
    char out[CHILD_OUTPUT_BYTES];
    char err[CHILD_OUTPUT_BYTES];
} child_result;

/* Forks; the child runs body(arg) and exits with its result. Output beyond the buffers is read and dropped.
 * A child that takes longer than 60 s is ended by SIGALRM. */
void child_run(child_result *result, int (*body)(void *arg), void *arg);

/* The same for a program: argv as for execvp, found on PATH. */
void child_exec(child_result *result, char *const argv[]);

#endif
