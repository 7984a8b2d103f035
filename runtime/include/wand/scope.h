/* wand/scope.h: structured concurrency: tasks that are started together and joined together.
 *
 * The tasks of a scope run on its context. The first error cancels that context, unless the scope is a
 * supervisor's. A panic of a task is its error, -EFAULT. Source: Trio's nurseries, Kotlin's coroutineScope
 * and supervisorScope. */
#ifndef WAND_SCOPE_H
#define WAND_SCOPE_H

#include <wand/types.h>

WAND__BEGIN

/* Flags of wand_scope_open. */
#define WAND_SUPERVISOR 1u /* one task's failure spares its siblings */

/* Opens a scope below a context.
 * Takes: parent, NULL gives NULL.
 * Returns: an owned handle, released by wand_scope_join; NULL when out of memory or for a flag that is
 * none. */
WAND_API wand_scope *wand_scope_open(wand_ctx *parent, unsigned flags);

/* Starts a task. Allowed until the last task has returned, also by a task, also while another coroutine
 * joins; on an ended scope the task starts and finds its context done.
 * Returns: 0; -ENOMEM; -EINVAL without scope or fn, or outside wand_run. */
WAND_API int wand_scope_go(wand_scope *s, wand_task_fn fn, void *arg);

/* Waits for all tasks, runs the completion handlers and releases the scope.
 * Parks: while tasks run. No cancellation point.
 * Returns: the first error of a task, or 0.
 * Panics: when a handler panicked; the other handlers have run and the scope is released. */
WAND_API int wand_scope_join(wand_scope *s);

/* Cancels the scope's context. Tasks that return 0 all the same make no error. */
WAND_API void wand_scope_cancel(wand_scope *s);

/* The scope's context. Returns: borrowed until join; NULL for NULL. */
WAND_API wand_ctx *wand_scope_ctx(wand_scope *s);

/* Has fn(arg, result of join) called once, after the last task and before join returns.
 * Returns: 0; -ENOMEM; -EINVAL without scope or fn.
 * Order: handlers run in the order of these calls. A handler may add another one. */
WAND_API int wand_scope_on_complete(wand_scope *s, void (*fn)(void *arg, int err), void *arg);

/* Runs fn(arg) on a context below the caller's that ends after ns nanoseconds.
 * Parks: when fn does.
 * Returns: -ETIMEDOUT when the time was up and fn failed; fn's own result otherwise; -EFAULT after a panic
 * of fn; -ENOMEM; -EINVAL without fn.
 * Panics: outside a coroutine. */
WAND_API int wand_with_timeout(int64_t ns, wand_task_fn fn, void *arg);

#ifndef __WAND_ANALYZER__
WAND_API wand_scope *wand_scope_open_at(wand_ctx *parent, unsigned flags, const char *site);
WAND_API int wand_scope_go_at(wand_scope *s, wand_task_fn fn, void *arg, const char *site);
WAND_API int wand_scope_join_at(wand_scope *s, const char *site);
WAND_API int wand_with_timeout_at(int64_t ns, wand_task_fn fn, void *arg, const char *site);
#define wand_scope_open(...)   wand_scope_open_at(__VA_ARGS__, WAND_SITE)
#define wand_scope_go(...)     wand_scope_go_at(__VA_ARGS__, WAND_SITE)
#define wand_scope_join(...)   wand_scope_join_at(__VA_ARGS__, WAND_SITE)
#define wand_with_timeout(...) wand_with_timeout_at(__VA_ARGS__, WAND_SITE)
#endif

WAND__END

#endif
