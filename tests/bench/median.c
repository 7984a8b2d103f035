/* median.c: runs a command several times and prints the median of its wall times, in microseconds. The
 * command's output is dropped; an exit status above 1 ends the measurement, because what did not work is not
 * worth a number.
 *
 * usage: median COUNT COMMAND... */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

/* Returns the wall time in microseconds, or -1. */
static long run_once(char **argv)
{
    long start = now_us();
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, STDIN_FILENO);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
        return -1;
    return now_us() - start;
}

static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;

    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int count = argc < 3 ? 0 : atoi(argv[1]);
    long *times = count < 1 ? NULL : calloc((size_t)count, sizeof *times);

    if (times == NULL) {
        fprintf(stderr, "usage: median COUNT COMMAND...\n");
        return 2;
    }
    for (int i = 0; i < count; i++) {
        times[i] = run_once(argv + 2);
        if (times[i] < 0) {
            fprintf(stderr, "median: %s did not run well\n", argv[2]);
            return 1;
        }
    }
    qsort(times, (size_t)count, sizeof *times, by_size);
    printf("%ld\n", times[count / 2]);
    free(times);
    return 0;
}
