/* wand/time.h: the clock, durations, sleeping, timers and tickers.
 *
 * A duration is an int64_t of nanoseconds. One that is zero or negative is over at once; one that reaches
 * beyond the clock never ends. Time is monotonic; under verification it is virtual. */
#ifndef WAND_TIME_H
#define WAND_TIME_H

#include <wand/types.h>

WAND__BEGIN

/* Durations: `5 * WAND_NS`, `WAND_NS(5)`, `WAND_MS(1.5)`. */
enum { WAND_NS = 1 };
#define WAND_NS(n)  ((int64_t)(n))
#define WAND_US(n)  ((int64_t)(INT64_C(1000) * (n)))
#define WAND_MS(n)  ((int64_t)(INT64_C(1000000) * (n)))
#define WAND_SEC(n) ((int64_t)(INT64_C(1000000000) * (n)))

/* The monotonic clock in nanoseconds. Works outside coroutines too. */
WAND_API int64_t wand_now(void);

/* Waits until ns nanoseconds have passed.
 * Parks: yes, unless ns <= 0. A cancellation point.
 * Returns: 0 when the time is over; -ECANCELED or -ETIMEDOUT when the coroutine's context ended first.
 * Panics: outside a coroutine. */
WAND_API int wand_sleep(int64_t ns);

/* Makes a timer that sends one tick after ns nanoseconds: an int64_t, the time at which it was due or sent.
 * Returns: an owned handle for wand_timer_release; NULL when out of memory. */
WAND_API wand_timer *wand_timer_new(int64_t ns);

/* The channel of the ticks, of capacity 1: a tick that finds it full is dropped.
 * Returns: borrowed, it lives as long as the timer or as its own references. */
WAND_API wand_chan *wand_timer_chan(wand_timer *t);

/* Stops the timer. A tick that is already in the channel stays there.
 * Returns: true when this prevented the tick. */
WAND_API bool wand_timer_stop(wand_timer *t);

/* Starts the timer again, ns nanoseconds from now, whether it ran or not.
 * Returns: true when it was running. */
WAND_API bool wand_timer_reset(wand_timer *t, int64_t ns);

/* Stops the timer and lets go of it. NULL is accepted. */
WAND_API void wand_timer_release(wand_timer *t);

/* Makes a ticker that sends a tick every ns nanoseconds.
 * Returns: an owned handle for wand_ticker_release; NULL when out of memory or when ns <= 0.
 * Order: a slow receiver loses ticks, it never gets a burst. */
WAND_API wand_ticker *wand_ticker_new(int64_t ns);

/* The channel of the ticks, as that of a timer: int64_t, capacity 1, borrowed. */
WAND_API wand_chan *wand_ticker_chan(wand_ticker *t);

/* Stops the ticker. Its channel stays open and keeps a tick that is in it. */
WAND_API void wand_ticker_stop(wand_ticker *t);

/* Stops the ticker and lets go of it. NULL is accepted. */
WAND_API void wand_ticker_release(wand_ticker *t);

#ifndef __WAND_ANALYZER__
WAND_API int wand_sleep_at(int64_t ns, const char *site);
WAND_API wand_timer *wand_timer_new_at(int64_t ns, const char *site);
WAND_API wand_ticker *wand_ticker_new_at(int64_t ns, const char *site);
#define wand_sleep(...)      wand_sleep_at(__VA_ARGS__, WAND_SITE)
#define wand_timer_new(...)  wand_timer_new_at(__VA_ARGS__, WAND_SITE)
#define wand_ticker_new(...) wand_ticker_new_at(__VA_ARGS__, WAND_SITE)
#endif

WAND__END

#endif
