/* wand/ctx.h: contexts: cancellation, deadlines and values, handed down explicitly.
 *
 * A context ends once: by a cancel, by its deadline, with its parent, or with the last reference that users
 * hold. Its end is one event for all of its descendants: who sees it on one sees it on every context below.
 * Source: Go's context package. */
#ifndef WAND_CTX_H
#define WAND_CTX_H

#include <wand/types.h>

WAND__BEGIN

/* The root of all contexts: never done, without values.
 * Returns: borrowed; release and cancel of it do nothing. */
WAND_API wand_ctx *wand_ctx_background(void);

/* The context of the running coroutine. Returns: borrowed, never NULL; outside a coroutine the background. */
WAND_API wand_ctx *wand_ctx_current(void);

/* Makes a context that ends when it is cancelled or when its parent ends.
 * Takes: parent, whose memory it keeps; NULL gives NULL.
 * Returns: an owned handle for wand_ctx_release; NULL when out of memory. */
WAND_API wand_ctx *wand_ctx_with_cancel(wand_ctx *parent);

/* The same, and it ends with -ETIMEDOUT after ns nanoseconds: at once when ns <= 0. */
WAND_API wand_ctx *wand_ctx_with_timeout(wand_ctx *parent, int64_t ns);

/* The same, and it ends with -ETIMEDOUT at the time at_ns of wand_now. */
WAND_API wand_ctx *wand_ctx_with_deadline(wand_ctx *parent, int64_t at_ns);

/* The same as wand_ctx_with_cancel, and `key` (compared by address) has this value.
 * Takes: both pointers as they are. */
WAND_API wand_ctx *wand_ctx_with_value(wand_ctx *parent, const void *key, void *value);

/* Ends the context and every descendant with -ECANCELED. A second time does nothing.
 * Returns: when all of them are done.
 * Order: happens before every return that it causes. */
WAND_API void wand_ctx_cancel(wand_ctx *ctx);

/* The same with a cause for wand_ctx_cause to tell; 0 counts as -ECANCELED. The first end decides. */
WAND_API void wand_ctx_cancel_cause(wand_ctx *ctx, int cause);

/* Whether the context has ended. Returns: 0 while alive, then -ECANCELED or -ETIMEDOUT; -EINVAL for NULL. */
WAND_API int wand_ctx_err(const wand_ctx *ctx);

/* Why the context ended.
 * Returns: 0 while alive, then the given cause, -ECANCELED or -ETIMEDOUT; -EINVAL for NULL. */
WAND_API int wand_ctx_cause(const wand_ctx *ctx);

/* The value of a key in this context or the nearest ancestor that has it. Returns: NULL when none has. */
WAND_API void *wand_ctx_value(const wand_ctx *ctx, const void *key);

/* The channel that closes when the context ends; its elements have size 0.
 * Returns: borrowed; NULL, which parks for ever, for the background. Panics: a send to it and a close of it.
 */
WAND_API wand_chan *wand_ctx_done(wand_ctx *ctx);

/* Adds a reference. Returns: ctx. */
WAND_API wand_ctx *wand_ctx_retain(wand_ctx *ctx);

/* Drops a reference; the last one cancels the context. NULL is accepted. */
WAND_API void wand_ctx_release(wand_ctx *ctx);

#ifndef __WAND_ANALYZER__
WAND_API wand_ctx *wand_ctx_with_cancel_at(wand_ctx *parent, const char *site);
WAND_API wand_ctx *wand_ctx_with_timeout_at(wand_ctx *parent, int64_t ns, const char *site);
WAND_API wand_ctx *wand_ctx_with_deadline_at(wand_ctx *parent, int64_t at_ns, const char *site);
WAND_API wand_ctx *wand_ctx_with_value_at(wand_ctx *parent, const void *key, void *value, const char *site);
#define wand_ctx_with_cancel(...)   wand_ctx_with_cancel_at(__VA_ARGS__, WAND_SITE)
#define wand_ctx_with_timeout(...)  wand_ctx_with_timeout_at(__VA_ARGS__, WAND_SITE)
#define wand_ctx_with_deadline(...) wand_ctx_with_deadline_at(__VA_ARGS__, WAND_SITE)
#define wand_ctx_with_value(...)    wand_ctx_with_value_at(__VA_ARGS__, WAND_SITE)
#endif

WAND__END

#endif
