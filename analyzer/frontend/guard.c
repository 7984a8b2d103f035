/* analyzer/frontend/guard.c
 * The handlers are installed while any guarded work runs and removed after the last; signals of other
 * threads go on to whoever handled them before. */
#include "analyzer/frontend/guard.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>

enum { STACK_BYTES = 256 * 1024 * 1024, HANDLER_STACK_BYTES = 64 * 1024 };

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned running;
static struct sigaction previous[SIGNALS];

static _Thread_local sigjmp_buf escape;
static _Thread_local volatile sig_atomic_t armed;

static void on_crash(int number)
{
    if (armed) {
        armed = 0;
        siglongjmp(escape, 1);
    }
    for (int i = 0; i < SIGNALS; i++) {
        if (signals[i] == number) {
            sigaction(number, &previous[i], NULL);
        }
    }
    raise(number); /* delivered to the previous handler as soon as this one returns */
}

static void install(void)
{
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};

    pthread_mutex_lock(&lock);
    if (running++ == 0) {
        sigemptyset(&action.sa_mask);
        for (int i = 0; i < SIGNALS; i++) {
            sigaction(signals[i], &action, &previous[i]);
        }
    }
    pthread_mutex_unlock(&lock);
}

static void uninstall(void)
{
    pthread_mutex_lock(&lock);
    if (--running == 0) {
        for (int i = 0; i < SIGNALS; i++) {
            sigaction(signals[i], &previous[i], NULL);
        }
    }
    pthread_mutex_unlock(&lock);
}

typedef struct {
    int (*work)(void *);
    void *argument;
    int result;
} job;

static void *guarded(void *argument)
{
    job *j = argument;
    stack_t handler_stack = {.ss_sp = malloc(HANDLER_STACK_BYTES), .ss_size = HANDLER_STACK_BYTES};
    stack_t old_stack;

    if (handler_stack.ss_sp == NULL || sigaltstack(&handler_stack, &old_stack) != 0) {
        free(handler_stack.ss_sp);
        j->result = -ENOMEM;
        return NULL;
    }
    if (sigsetjmp(escape, 1) == 0) {
        armed = 1;
        j->result = j->work(j->argument);
    } else {
        j->result = -EFAULT;
    }
    armed = 0;
    sigaltstack(&old_stack, NULL);
    free(handler_stack.ss_sp);
    return NULL;
}

int guard_run(int (*work)(void *argument), void *argument)
{
    job j = {.work = work, .argument = argument, .result = -EAGAIN};
    pthread_attr_t attributes;
    pthread_t thread;

    if (pthread_attr_init(&attributes) != 0) {
        return -EAGAIN;
    }
    install();
    if (pthread_attr_setstacksize(&attributes, STACK_BYTES) == 0 &&
        pthread_create(&thread, &attributes, guarded, &j) == 0) {
        pthread_join(thread, NULL);
    }
    uninstall();
    pthread_attr_destroy(&attributes);
    return j.result;
}
