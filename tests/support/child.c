/* child.c: see child.h. */
#include "tests/support/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_SECONDS = 60 };

typedef struct stream {
    int fd;
    char *text;
    size_t used;
} stream;

static void die(const char *what)
{
    perror(what);
    abort();
}

/* The test framework catches these around each test; a child wants to die of them. */
static void default_signals(void)
{
    static const int caught[] = {SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGSYS, SIGABRT, SIGALRM};

    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        signal(caught[i], SIG_DFL);
}

/* Reads once; returns 0 when the other end is closed. */
static int drain(stream *from)
{
    char chunk[4096];
    ssize_t got = read(from->fd, chunk, sizeof chunk);
    size_t room = CHILD_OUTPUT_BYTES - 1 - from->used;

    if (got < 0 && errno == EINTR)
        return 1;
    if (got <= 0)
        return 0;
    if ((size_t)got < room)
        room = (size_t)got;
    memcpy(from->text + from->used, chunk, room);
    from->used += room;
    from->text[from->used] = '\0';
    return 1;
}

static void drain_both(stream streams[2])
{
    struct pollfd polled[2] = {{streams[0].fd, POLLIN, 0}, {streams[1].fd, POLLIN, 0}};
    int open = 2;

    while (open > 0) {
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            die("poll");
        for (int i = 0; i < 2; i++) {
            if (polled[i].fd >= 0 && polled[i].revents != 0 && !drain(&streams[i])) {
                close(streams[i].fd);
                polled[i].fd = -1;
                open--;
            }
        }
    }
}

void child_run(child_result *result, int (*body)(void *arg), void *arg)
{
    int out[2], err[2], status;
    pid_t pid;

    memset(result, 0, sizeof *result);
    fflush(NULL);
    if (pipe(out) != 0 || pipe(err) != 0)
        die("pipe");
    pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        close(out[0]);
        close(out[1]);
        close(err[0]);
        close(err[1]);
        default_signals();
        alarm(CHILD_SECONDS);
        status = body(arg);
        fflush(NULL);
        _exit(status);
    }
    close(out[1]);
    close(err[1]);
    drain_both((stream[2]){{out[0], result->out, 0}, {err[0], result->err, 0}});
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    result->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int exec_body(void *arg)
{
    char *const *argv = arg;

    execvp(argv[0], argv);
    fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
    return 127;
}

void child_exec(child_result *result, char *const argv[])
{
    child_run(result, exec_body, (void *)argv);
}
