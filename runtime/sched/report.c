/* report.c: printing coroutines with what they wait for, where they came from and their stacks.
 *
 * A parked coroutine's stack is read by itself: the worker switches to it, it walks its own frames with the
 * unwinder, as if it had called something, and comes back. That needs no frame pointers and no knowledge of
 * saved registers. */
#include "runtime/sched/report.h"

#include <stdlib.h>
#include <string.h>
#include <unwind.h>

#include "runtime/base/lock.h"
#include "runtime/base/symbol.h"
#include "runtime/sched/sched.h"
#include "runtime/sched/worker.h"

enum { FRAMES_MAX = 48, TEXT_MAX = 256 };

typedef struct frames {
    const void *pc[FRAMES_MAX];
    size_t count;
} frames;

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *arg)
{
    frames *f = arg;
    const void *pc = (const void *)_Unwind_GetIP(context);

    if (pc == NULL || f->count == FRAMES_MAX)
        return _URC_END_OF_STACK;
    f->pc[f->count++] = pc;
    return _URC_NO_REASON;
}

static void walk(void *arg)
{
    _Unwind_Backtrace(add_frame, arg);
}

static void visit(worker *w, coroutine *g, frames *f)
{
    g->visit = walk;
    g->visit_arg = f;
    fiber_switch(&w->fiber, &g->fiber, w);
    g->visit = NULL;
}

/* The runtime's own frames come first; the first of the program is the one that called it. */
static size_t first_of_program(const frames *f, const void *called_from)
{
    for (size_t i = 0; called_from != NULL && i < f->count; i++)
        if (f->pc[i] == called_from)
            return i;
    return 0;
}

static void print_frames(FILE *to, const frames *f, const void *called_from)
{
    char text[TEXT_MAX];
    size_t first = first_of_program(f, called_from);

    for (size_t i = first; i < f->count; i++) {
        /* The address is the one to return to: the call lies before it. */
        symbol_text((const char *)f->pc[i] - 1, text, sizeof text);
        fprintf(to, "      #%zu %s\n", i - first, text);
    }
}

static void print_name(FILE *to, const coroutine *g)
{
    fprintf(to, "coroutine %llu", (unsigned long long)g->id);
    if (g->name != NULL)
        fprintf(to, " \"%s\"", g->name);
}

static bool has_started(const coroutine *g)
{
    return g->reason != WAIT_YIELD || g->parked.pc != NULL;
}

static void print_coroutine(FILE *to, worker *w, coroutine *g)
{
    char text[TEXT_MAX];
    frames f = {.count = 0};

    fputs("  ", to);
    print_name(to, g);
    fprintf(to, " [%s]", wait_reason_text(g->reason));
    if (has_started(g)) {
        where_text(g->parked, text, sizeof text);
        fprintf(to, " at %s", text);
    }
    fputc('\n', to);
    where_text(g->spawned, text, sizeof text);
    fprintf(to, "    spawned at %s\n", text);
    if (g->stop != NULL)
        fprintf(to, "    leaves when its stop channel closes\n");
    fprintf(to, "    stack:\n");
    if (has_started(g))
        visit(w, g, &f);
    else
        f = (frames){{(const char *)(g->fn != NULL ? (const void *)g->fn : (const void *)g->task) + 1}, 1};
    print_frames(to, &f, has_started(g) ? g->parked.pc : NULL);
}

static bool counts(const coroutine *g, const coroutine *except)
{
    return g != except && g->daemon == NULL;
}

static int count(const coroutine *except)
{
    int n = 0;

    lock_take(&the_run.lock);
    for (coroutine *g = the_run.all; g != NULL; g = g->all_next)
        n += counts(g, except);
    lock_drop(&the_run.lock);
    return n;
}

/* Oldest first. */
static void print_all(FILE *to, worker *w, const coroutine *except)
{
    coroutine *g = the_run.all;

    while (g != NULL && g->all_next != NULL)
        g = g->all_next;
    for (; g != NULL; g = g->all_prev)
        if (counts(g, except))
            print_coroutine(to, w, g);
    symbol_forget();
    fflush(to);
}

int report_leaks(worker *w, const coroutine *except, FILE *to)
{
    int n = count(except);

    if (n == 0 || to == NULL)
        return n;
    fprintf(to, "wand: leak: %d coroutine%s still alive\n", n, n == 1 ? "" : "s");
    print_all(to, w, except);
    return n;
}

void report_deadlock(worker *w, FILE *to)
{
    int n = count(NULL);

    if (n == 1)
        fputs("wand: deadlock: the only coroutine is parked and nothing can wake it\n", to);
    else
        fprintf(to, "wand: deadlock: all %d coroutines are parked and nothing can wake one of them\n", n);
    print_all(to, w, NULL);
}

void report_panic(const wand_panic_info *info)
{
    char text[TEXT_MAX];
    worker *w = sched_worker();
    coroutine *self = w == NULL ? NULL : w->current;
    frames f = {.count = 0};

    where_text((where){info->site, info->pc}, text, sizeof text);
    fprintf(stderr, "wand: panic: %s\n  at %s\n", info->message, text);
    if (self != NULL) {
        fputs("  in ", stderr);
        print_name(stderr, self);
        where_text(self->spawned, text, sizeof text);
        fprintf(stderr, ", spawned at %s\n", text);
    }
    fputs("  stack:\n", stderr);
    walk(&f);
    print_frames(stderr, &f, info->pc);
    symbol_forget();
    fflush(stderr);
}
