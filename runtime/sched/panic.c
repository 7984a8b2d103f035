/* panic.c: deferred calls, panics and protection.
 *
 * A panic unwinds the stack with _Unwind_ForcedUnwind, which runs cleanup attributes and destructors of code
 * that was compiled with -fexceptions. WAND_DEFER must run in other code too, so each deferral is also in a
 * list. Before the unwinder goes on to a frame, the calls deferred in frames that it has left behind are
 * looked for in the list: those that no cleanup has taken out are called then. So each runs once, in its
 * order, whatever the frames were compiled with.
 *
 * The unwinder's own object lies in the record of the protection that will catch the panic, for the frame
 * that panicked is gone while calls that were deferred above it run. A panic in a deferred call starts over
 * from there and replaces the first. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

#include <wand.h>

#include "runtime/sched/panic.h"
#include "runtime/sched/report.h"
#include "runtime/sched/sched.h"

typedef struct protection {
    struct protection *outer;
    wand_defer *defers; /* newest when it began: not its own */
    const char *deferred_at;
    void *frame;
    wand_panic_info info;
    struct _Unwind_Exception unwinder;
    jmp_buf back;
} protection;

_Static_assert(sizeof(struct _Unwind_Exception) <= UNWINDER_BYTES, "the unwinder's object fits");

static PORT_THREAD unwinding of_thread;

static PORT_NOINLINE unwinding *unwinding_now(void)
{
    coroutine *self = sched_self();

    PORT_BARRIER();
    return self == NULL ? &of_thread : &self->unwinding;
}

void wand_defer_push(wand_defer *d)
{
    unwinding *u = unwinding_now();

    d->next = u->defers;
    u->defers = d;
}

/* Takes d out of the list, where it is the first unless somebody left a block by longjmp. */
static void defer_unlist(unwinding *u, wand_defer *d)
{
    wand_defer **link = &u->defers;

    while (*link != NULL && *link != d)
        link = &(*link)->next;
    if (*link != NULL)
        *link = d->next;
}

PORT_ANY_FUNCTION void wand_defer_run(wand_defer *d)
{
    unwinding *u = unwinding_now();
    const char *outer = u->deferred_at;
    void (*fn)(void *) = d->fn;

    defer_unlist(u, d);
    d->fn = NULL;
    if (fn == NULL)
        return;
    u->deferred_at = d->site;
    fn(d->arg);
    unwinding_now()->deferred_at = outer;
}

/* Calls what was deferred in frames below `frame`; all down to `last` when frame is NULL. */
static void run_defers(const void *frame, const wand_defer *last)
{
    for (;;) {
        wand_defer *d = unwinding_now()->defers;
        if (d == NULL || d == last || (frame != NULL && (char *)d->frame >= (char *)frame))
            return;
        wand_defer_run(d);
    }
}

PORT_NORETURN static void land(protection *p)
{
    run_defers(NULL, p->defers);
    longjmp(p->back, 1);
}

/* Called by the unwinder before each frame, whose stack pointer _Unwind_GetCFA gives. */
static _Unwind_Reason_Code unwind_step(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                       struct _Unwind_Exception *unwinder, struct _Unwind_Context *context,
                                       void *arg)
{
    protection *p = arg;
    char *stack_pointer = (char *)_Unwind_GetCFA(context);

    (void)version;
    (void)class;
    (void)unwinder;
    if ((actions & _UA_END_OF_STACK) != 0 || stack_pointer >= (char *)p->frame)
        land(p);
    run_defers(stack_pointer, p->defers);
    return _URC_NO_REASON;
}

/* The same where nobody catches: at the end of the stack the process ends. */
static _Unwind_Reason_Code unwind_step_uncaught(int version, _Unwind_Action actions,
                                                _Unwind_Exception_Class class,
                                                struct _Unwind_Exception *unwinder,
                                                struct _Unwind_Context *context, void *arg)
{
    (void)version;
    (void)class;
    (void)unwinder;
    (void)arg;
    if ((actions & _UA_END_OF_STACK) != 0) {
        run_defers(NULL, NULL);
        abort();
    }
    run_defers((void *)_Unwind_GetCFA(context), NULL);
    return _URC_NO_REASON;
}

PORT_NORETURN static void unwind_to(protection *p)
{
    memset(&p->unwinder, 0, sizeof p->unwinder);
    _Unwind_ForcedUnwind(&p->unwinder, unwind_step, p);
    land(p); /* a frame without unwind tables: no cleanups, but every deferred call */
}

PORT_NORETURN static void unwind_uncaught(const wand_panic_info *info)
{
    struct _Unwind_Exception *unwinder = (void *)unwinding_now()->unwinder;

    report_panic(info);
    memset(unwinder, 0, sizeof *unwinder);
    _Unwind_ForcedUnwind(unwinder, unwind_step_uncaught, NULL);
    run_defers(NULL, NULL);
    abort();
}

static void describe(wand_panic_info *info, where at)
{
    coroutine *self = sched_self();

    info->coroutine = self == NULL ? 0 : self->id;
    info->site = at.site;
    info->pc = at.pc;
    info->spawned = self == NULL ? NULL : self->spawned.site;
}

void panic_again(const wand_panic_info *info)
{
    protection *p = unwinding_now()->protect;

    if (p == NULL)
        unwind_uncaught(info);
    p->info = *info;
    unwind_to(p);
}

PORT_NORETURN static void panic_message(where at, const char *format, va_list args)
{
    wand_panic_info info;

    memset(&info, 0, sizeof info);
    vsnprintf(info.message, sizeof info.message, format, args);
    describe(&info, at);
    panic_again(&info);
}

void wand_panic_at(const char *site, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    panic_message(WHERE(site), format, args);
}

void(wand_panic)(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    panic_message(WHERE(NULL), format, args);
}

/* A place without a site is told by what led to it, too: the deferral, or the spawn. */
static void origin_text(where at, char *text, size_t bytes)
{
    coroutine *self = sched_self();
    const char *deferred_at = unwinding_now()->deferred_at;
    const char *how = deferred_at != NULL ? "deferred" : "spawned";
    char place[128];

    text[0] = '\0';
    if (at.site != NULL || (deferred_at == NULL && self == NULL))
        return;
    where_text(deferred_at != NULL ? (where){deferred_at, NULL} : self->spawned, place, sizeof place);
    snprintf(text, bytes, " (%s at %s)", how, place);
}

void misuse(where at, const char *what)
{
    wand_panic_info info;
    char place[128], origin[144];

    memset(&info, 0, sizeof info);
    where_text(at, place, at.site != NULL ? sizeof place : 48);
    origin_text(at, origin, sizeof origin);
    snprintf(info.message, sizeof info.message, "%.72s at %s%.*s", what, place,
             (int)(sizeof info.message - strlen(place) - 78), origin);
    describe(&info, at);
    panic_again(&info);
}

coroutine *sched_must_self(where at)
{
    coroutine *self = sched_self();

    if (self == NULL)
        misuse(at, "a call that parks, outside a coroutine,");
    return self;
}

static PORT_NOINLINE void call_protected(protection *p, wand_fn fn, void *arg)
{
    p->frame = __builtin_frame_address(0);
    fn(arg);
    PORT_BARRIER();
}

int wand_protect(wand_fn fn, void *arg, wand_panic_info *out)
{
    unwinding *u = unwinding_now();
    protection p;

    p.outer = u->protect;
    p.defers = u->defers;
    p.deferred_at = u->deferred_at;
    u->protect = &p;
    if (_setjmp(p.back) == 0) {
        call_protected(&p, fn, arg);
        unwinding_now()->protect = p.outer;
        return 0;
    }
    u = unwinding_now();
    u->protect = p.outer;
    u->deferred_at = p.deferred_at;
    if (out != NULL)
        *out = p.info;
    return -EFAULT;
}
