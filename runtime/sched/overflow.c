/* overflow.c: the handler of faults, on a signal stack of its own, since the coroutine's is used up. */
#define _GNU_SOURCE
#include "runtime/sched/overflow.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/port.h"
#include "runtime/sched/worker.h"
#include "runtime/stack/pool.h"

enum { SIGNAL_STACK_BYTES = 64 * 1024 };

static struct sigaction before_segv, before_bus;
static stack_t before_stack;
static void *signal_stack;

static void say(const char *text)
{
    if (text != NULL && write(STDERR_FILENO, text, strlen(text)) < 0)
        return;
}

static void say_number(uint64_t n)
{
    char digits[24];
    size_t at = sizeof digits - 1;

    digits[at] = '\0';
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    say(&digits[at]);
}

static void say_overflow(const coroutine *g)
{
    say("wand: stack overflow in coroutine ");
    say_number(g->id);
    if (g->name != NULL) {
        say(" \"");
        say(g->name);
        say("\"");
    }
    if (g->spawned.site != NULL) {
        say(", spawned at ");
        say(g->spawned.site);
    }
    say("; a larger wand_spawn.stack_size or WAND_STACK_SIZE helps, or fewer large locals\n");
}

/* The instruction runs again after this and meets what was there before. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    coroutine *g = the_run.worker.current;
    struct sigaction plain;

    (void)context;
    if (g != NULL && stack_guards(stack_of_owner(g), info->si_addr)) {
        say_overflow(g);
        memset(&plain, 0, sizeof plain);
        plain.sa_handler = SIG_DFL;
        sigaction(number, &plain, NULL);
        return;
    }
    sigaction(SIGSEGV, &before_segv, NULL);
    sigaction(SIGBUS, &before_bus, NULL);
}

void overflow_watch(void)
{
    struct sigaction action;
    stack_t stack = {.ss_size = SIGNAL_STACK_BYTES};

    if (PORT_ASAN || PORT_TSAN)
        return;
    signal_stack = alloc_map(SIGNAL_STACK_BYTES);
    if (signal_stack == NULL)
        return;
    stack.ss_sp = signal_stack;
    sigaltstack(&stack, &before_stack);
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, &before_segv);
    sigaction(SIGBUS, &action, &before_bus);
}

void overflow_unwatch(void)
{
    if (signal_stack == NULL)
        return;
    sigaction(SIGSEGV, &before_segv, NULL);
    sigaction(SIGBUS, &before_bus, NULL);
    sigaltstack(&before_stack, NULL);
    alloc_unmap(signal_stack, SIGNAL_STACK_BYTES);
    signal_stack = NULL;
}
