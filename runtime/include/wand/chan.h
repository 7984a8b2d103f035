/* wand/chan.h: channels and select.
 *
 * A channel carries elements of one size by copy. With capacity 0 sender and receiver meet; otherwise it
 * holds that many. Waiting senders and receivers are served first come, first served. The blocking calls are
 * cancellation points: what can proceed at once does, and only instead of parking they return -ECANCELED or
 * -ETIMEDOUT when the coroutine's context has ended; a parked one is woken by that end, and then nothing was
 * sent or received. Source: Go's channels. */
#ifndef WAND_CHAN_H
#define WAND_CHAN_H

#include <wand/types.h>

WAND__BEGIN

/* Makes a channel. Returns: an owned handle for wand_chan_release; NULL when out of memory. */
WAND_API wand_chan *wand_chan_new(size_t elem_size, size_t capacity);

/* Sends a copy of *value. Parks until a receiver or a free place takes it; for ever on a NULL channel.
 * Takes: value, NULL only when elem_size is 0.
 * Returns: 0; -EPIPE when the channel is or becomes closed; -ECANCELED or -ETIMEDOUT; -EINVAL without a
 * value.
 * Order: happens before the return of the receive that gets it. */
WAND_API int wand_chan_send(wand_chan *c, const void *value);

/* Receives into *out. Parks until there is something; for ever on a NULL channel.
 * Takes: out, NULL drops the element.
 * Returns: 0; -EPIPE when closed and drained, *out is then zeroed; -ECANCELED or -ETIMEDOUT, *out untouched.
 */
WAND_API int wand_chan_recv(wand_chan *c, void *out);

/* Sends if that needs no parking. Returns: as wand_chan_send; -EAGAIN when it would park or c is NULL. */
WAND_API int wand_chan_try_send(wand_chan *c, const void *value);

/* Receives if that needs no parking. Returns: as wand_chan_recv; -EAGAIN when it would park or c is NULL. */
WAND_API int wand_chan_try_recv(wand_chan *c, void *out);

/* Closes the channel: all waiting receivers and senders return, what is buffered can still be received.
 * Panics: when it is closed already, NULL, or the done channel of a context. */
WAND_API void wand_chan_close(wand_chan *c);

/* How many elements are buffered now; 0 for NULL. */
WAND_API size_t wand_chan_len(const wand_chan *c);

/* How many elements can be buffered; 0 for NULL. */
WAND_API size_t wand_chan_cap(const wand_chan *c);

/* Adds a reference. Returns: c. */
WAND_API wand_chan *wand_chan_retain(wand_chan *c);

/* Drops a reference; the last one frees the channel and does not close it. NULL is accepted.
 * A parked operation holds a reference of its own. */
WAND_API void wand_chan_release(wand_chan *c);

/* What a case of select does. */
enum wand_case_op {
    WAND_CASE_RECV = 0,
    WAND_CASE_SEND = 1,
    WAND_CASE_DONE = 2,
    WAND_CASE_AFTER = 3,
    WAND_CASE_DEFAULT = 4
};

/* One case of select. The macros below fill it in. */
typedef struct wand_case {
    int op;          /* enum wand_case_op */
    wand_chan *chan; /* RECV, SEND */
    void *value;     /* RECV: where to; SEND: where from */
    wand_ctx *ctx;   /* DONE */
    int64_t ns;      /* AFTER */
    int err;         /* set by select, see wand_case_err */
    struct wand_case_wait {
        void *words[8];
    } wait; /* the runtime's record of the wait: so parking in a select of any size allocates nothing */
} wand_case;

/* The cases, as values of a wand_case: initialisers of an array's elements, or the arguments of WAND_SELECT.
 * A NULL channel is never ready. WAND_AFTER counts from the call of select. */
#ifdef __cplusplus
#define WAND_RECV(c, out)   (wand__case(WAND_CASE_RECV, (c), (out), NULL, 0))
#define WAND_SEND(c, in)    (wand__case(WAND_CASE_SEND, (c), (void *)(in), NULL, 0))
#define WAND_DONE(context)  (wand__case(WAND_CASE_DONE, NULL, NULL, (context), 0))
#define WAND_AFTER(nanosec) (wand__case(WAND_CASE_AFTER, NULL, NULL, NULL, (nanosec)))
#define WAND_DEFAULT        (wand__case(WAND_CASE_DEFAULT, NULL, NULL, NULL, 0))
static inline wand_case wand__case(int op, wand_chan *chan, void *value, wand_ctx *ctx, int64_t ns)
{
    wand_case c = {op, chan, value, ctx, ns, 0, {}};
    return c;
}
#else
#define WAND_RECV(c, out)   ((wand_case){.op = WAND_CASE_RECV, .chan = (c), .value = (out)})
#define WAND_SEND(c, in)    ((wand_case){.op = WAND_CASE_SEND, .chan = (c), .value = (void *)(in)})
#define WAND_DONE(context)  ((wand_case){.op = WAND_CASE_DONE, .ctx = (context)})
#define WAND_AFTER(nanosec) ((wand_case){.op = WAND_CASE_AFTER, .ns = (nanosec)})
#define WAND_DEFAULT        ((wand_case){.op = WAND_CASE_DEFAULT})
#endif

/* Runs one of the cases; the choice among the ready ones is uniform. Looks at all its channels at one
 * moment. Parks when none is ready and there is no default.
 * Returns: the index of the case that ran; -ECANCELED or -ETIMEDOUT; -EINVAL for a case that makes no
 * sense.
 * Limits: the array stays where it is until select returns. Not more than INT_MAX cases. */
WAND_API int wand_select(wand_case *cases, size_t n);

/* How the case that ran ended. Returns: 0; -EPIPE when it ran because its channel was closed. */
WAND_API int wand_case_err(const wand_case *c);

#ifndef __WAND_ANALYZER__
WAND_API wand_chan *wand_chan_new_at(size_t elem_size, size_t capacity, const char *site);
WAND_API int wand_chan_send_at(wand_chan *c, const void *value, const char *site);
WAND_API int wand_chan_recv_at(wand_chan *c, void *out, const char *site);
WAND_API int wand_chan_try_send_at(wand_chan *c, const void *value, const char *site);
WAND_API int wand_chan_try_recv_at(wand_chan *c, void *out, const char *site);
WAND_API void wand_chan_close_at(wand_chan *c, const char *site);
WAND_API int wand_select_at(wand_case *cases, size_t n, const char *site);
#define wand_chan_new(...)      wand_chan_new_at(__VA_ARGS__, WAND_SITE)
#define wand_chan_send(...)     wand_chan_send_at(__VA_ARGS__, WAND_SITE)
#define wand_chan_recv(...)     wand_chan_recv_at(__VA_ARGS__, WAND_SITE)
#define wand_chan_try_send(...) wand_chan_try_send_at(__VA_ARGS__, WAND_SITE)
#define wand_chan_try_recv(...) wand_chan_try_recv_at(__VA_ARGS__, WAND_SITE)
#define wand_chan_close(...)    wand_chan_close_at(__VA_ARGS__, WAND_SITE)
#define wand_select(...)        wand_select_at(__VA_ARGS__, WAND_SITE)
#endif

/* WAND_SELECT(case, case, ...): wand_select over these cases; an int expression. */
#define WAND_SELECT(...)                                                                                     \
    __extension__({                                                                                          \
        wand_case wand__cases[] = {__VA_ARGS__};                                                             \
        wand_select(wand__cases, sizeof wand__cases / sizeof *wand__cases);                                  \
    })

WAND__END

#endif
