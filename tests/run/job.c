/* job.c: starts and ends test programs. Output goes to unlinked temporary files and not to pipes: a program
 * that leaves a grandchild behind can then never hold up the runner, and standard output and error stay
 * apart. */
#include "tests/run/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double job_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Runs in the child: never returns. */
static void become(const job *j)
{
    int input = open("/dev/null", O_RDONLY);

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a runner that is killed itself takes its programs along */
    dup2(input, STDIN_FILENO);
    dup2(fileno(j->out), STDOUT_FILENO);
    dup2(fileno(j->err), STDERR_FILENO);
    for (char **variable = j->environment; *variable != NULL; variable++)
        putenv(*variable);
    if (j->folder != NULL && chdir(j->folder) != 0) {
        perror(j->folder);
        _exit(127);
    }
    execvp(j->argv[0], j->argv);
    perror(j->argv[0]);
    _exit(127);
}

int job_start(job *j)
{
    j->out = tmpfile();
    j->err = tmpfile();
    if (j->out == NULL || j->err == NULL)
        return -errno;
    fflush(NULL);
    j->started_at = job_now();
    j->pid = fork();
    if (j->pid < 0)
        return -errno;
    if (j->pid == 0)
        become(j);
    setpgid(j->pid, j->pid); /* in both processes, so that it holds whoever runs first */
    return 0;
}

void job_kill(const job *j)
{
    kill(-j->pid, SIGKILL);
}

void job_ended(job *j, int status)
{
    job_kill(j); /* what the program left running */
    j->pid = 0;
    j->wait_status = status;
    j->took_seconds = job_now() - j->started_at;
    rewind(j->out);
    rewind(j->err);
}

void job_close(job *j)
{
    if (j->out != NULL)
        fclose(j->out);
    if (j->err != NULL)
        fclose(j->err);
    j->out = j->err = NULL;
}
