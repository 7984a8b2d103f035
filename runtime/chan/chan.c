/* chan.c: channels: a ring of elements, a line of senders and a line of receivers.
 *
 * Invariants, under the lock: never are both lines occupied, except by the two sides of one select; who
 * receives while senders wait takes the oldest element and moves the first sender's into its place, so order
 * is kept; a closed channel has nobody in line. */
#include "runtime/chan/chan.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/lock.h"
#include "runtime/chan/select.h"
#include "runtime/sched/panic.h"
#include "runtime/sched/sched.h"

void chan_init(wand_chan *c, uint32_t *lock, void (*destroy)(wand_chan *), where made)
{
    memset(c, 0, sizeof *c);
    c->source.lock = lock == NULL ? &c->source.own_lock : lock;
    c->references = 1;
    c->destroy = destroy;
    c->made = made;
}

static size_t chan_bytes(const wand_chan *c)
{
    return sizeof *c + c->elem_size * c->capacity;
}

static void chan_destroy(wand_chan *c)
{
    alloc_free(c, chan_bytes(c));
}

static wand_chan *chan_make(size_t elem_size, size_t capacity, where at)
{
    size_t bytes;
    wand_chan *c;

    if (__builtin_mul_overflow(elem_size, capacity, &bytes) || bytes > SIZE_MAX / 2)
        return NULL;
    c = alloc_zeroed(sizeof *c + bytes);
    if (c == NULL)
        return NULL;
    chan_init(c, NULL, chan_destroy, at);
    c->elem_size = elem_size;
    c->capacity = capacity;
    c->buffer = (unsigned char *)(c + 1);
    return c;
}

static void copy(const wand_chan *c, void *to, const void *from)
{
    if (to != NULL && from != NULL && c->elem_size > 0)
        memcpy(to, from, c->elem_size);
}

void chan_zero(const wand_chan *c, void *out)
{
    if (out != NULL && c->elem_size > 0)
        memset(out, 0, c->elem_size);
}

static unsigned char *place(const wand_chan *c, size_t index)
{
    return c->buffer + index % c->capacity * c->elem_size;
}

static void put_last(wand_chan *c, const void *value)
{
    copy(c, place(c, c->head + c->len), value);
    c->len++;
}

static void take_first(wand_chan *c, void *out)
{
    copy(c, out, place(c, c->head));
    c->head = (c->head + 1) % c->capacity;
    c->len--;
}

int chan_send_now(wand_chan *c, const void *value, coroutine **woken)
{
    waiter *receiver;

    if (c->source.end != 0)
        return -EPIPE;
    receiver = waitq_pop(&c->source.receivers);
    if (receiver != NULL) {
        copy(c, receiver->value, value);
        receiver->err = 0;
        *woken = receiver->g;
        return 0;
    }
    if (c->len == c->capacity)
        return -EAGAIN;
    put_last(c, value);
    return 0;
}

int chan_recv_now(wand_chan *c, void *out, coroutine **woken)
{
    waiter *sender = waitq_pop(&c->senders);

    if (c->len > 0) {
        take_first(c, out);
        if (sender != NULL)
            put_last(c, sender->value);
    } else if (sender != NULL) {
        copy(c, out, sender->value);
    } else if (c->source.end != 0) {
        chan_zero(c, out);
        return -EPIPE;
    } else {
        return -EAGAIN;
    }
    if (sender != NULL) {
        sender->err = 0;
        *woken = sender->g;
    }
    return 0;
}

void chan_offer(worker *w, wand_chan *c, const void *value)
{
    coroutine *woken = NULL;

    lock_take(c->source.lock);
    chan_send_now(c, value, &woken);
    lock_drop(c->source.lock);
    if (woken != NULL)
        sched_ready(w, woken);
}

/* One attempt, with the lock taken and dropped. */
static int attempt(wand_chan *c, int op, void *value)
{
    coroutine *woken = NULL;
    int err;

    lock_take(c->source.lock);
    err = op == WAND_CASE_SEND ? chan_send_now(c, value, &woken) : chan_recv_now(c, value, &woken);
    lock_drop(c->source.lock);
    if (woken != NULL)
        sched_ready(sched_worker(), woken);
    return err;
}

/* What a sender gets wrong whatever the channel's state. */
static int check_send(const wand_chan *c, const void *value, where at)
{
    if (c == NULL)
        return 0;
    if (c->is_done)
        misuse(at, "channel: send to the done channel of a context");
    return value == NULL && c->elem_size > 0 ? -EINVAL : 0;
}

static int try_op(wand_chan *c, int op, void *value, where at)
{
    int err = c == NULL ? -EAGAIN : attempt(c, op, value);

    if (err == -EAGAIN && sched_found_nothing(sched_self(), at) && c != NULL)
        err = attempt(c, op, value);
    return err;
}

static int block_op(wand_chan *c, int op, void *value, where at)
{
    wand_case one;
    int err = c == NULL ? -EAGAIN : attempt(c, op, value);

    if (err != -EAGAIN)
        return err;
    one = (wand_case){.op = op, .chan = c, .value = value};
    err = select_park_one(&one, op == WAND_CASE_SEND ? WAIT_SEND : WAIT_RECV, at);
    return err < 0 ? err : one.err;
}

static int send(wand_chan *c, const void *value, int (*op)(wand_chan *, int, void *, where), where at)
{
    int err = check_send(c, value, at);

    return err != 0 ? err : op(c, WAND_CASE_SEND, (void *)value, at);
}

static void chan_close(wand_chan *c, where at)
{
    coroutine *first, *last, *senders;

    if (c == NULL)
        misuse(at, "channel: close of NULL");
    if (c->is_done)
        misuse(at, "channel: close of the done channel of a context");
    lock_take(c->source.lock);
    if (c->source.end != 0) {
        lock_drop(c->source.lock);
        misuse(at, "channel: closed twice");
    }
    c->source.end = -EPIPE;
    first = waitq_pop_all(&c->source.receivers, -EPIPE, &last);
    senders = waitq_pop_all(&c->senders, -EPIPE, NULL);
    lock_drop(c->source.lock);
    sched_ready_all(sched_worker(), first);
    sched_ready_all(sched_worker(), senders);
}

wand_chan *wand_chan_new_at(size_t elem_size, size_t capacity, const char *site)
{
    return chan_make(elem_size, capacity, WHERE(site));
}

wand_chan *(wand_chan_new)(size_t elem_size, size_t capacity)
{
    return chan_make(elem_size, capacity, WHERE(NULL));
}

int wand_chan_send_at(wand_chan *c, const void *value, const char *site)
{
    return send(c, value, block_op, WHERE(site));
}

int(wand_chan_send)(wand_chan *c, const void *value)
{
    return send(c, value, block_op, WHERE(NULL));
}

int wand_chan_recv_at(wand_chan *c, void *out, const char *site)
{
    return block_op(c, WAND_CASE_RECV, out, WHERE(site));
}

int(wand_chan_recv)(wand_chan *c, void *out)
{
    return block_op(c, WAND_CASE_RECV, out, WHERE(NULL));
}

int wand_chan_try_send_at(wand_chan *c, const void *value, const char *site)
{
    return send(c, value, try_op, WHERE(site));
}

int(wand_chan_try_send)(wand_chan *c, const void *value)
{
    return send(c, value, try_op, WHERE(NULL));
}

int wand_chan_try_recv_at(wand_chan *c, void *out, const char *site)
{
    return try_op(c, WAND_CASE_RECV, out, WHERE(site));
}

int(wand_chan_try_recv)(wand_chan *c, void *out)
{
    return try_op(c, WAND_CASE_RECV, out, WHERE(NULL));
}

void wand_chan_close_at(wand_chan *c, const char *site)
{
    chan_close(c, WHERE(site));
}

void(wand_chan_close)(wand_chan *c)
{
    chan_close(c, WHERE(NULL));
}

size_t wand_chan_len(const wand_chan *c)
{
    size_t len;

    if (c == NULL)
        return 0;
    lock_take(c->source.lock);
    len = c->len;
    lock_drop(c->source.lock);
    return len;
}

size_t wand_chan_cap(const wand_chan *c)
{
    return c == NULL ? 0 : c->capacity;
}

wand_chan *wand_chan_retain(wand_chan *c)
{
    if (c != NULL && !c->never)
        __atomic_fetch_add(&c->references, 1, __ATOMIC_RELAXED);
    return c;
}

void wand_chan_release(wand_chan *c)
{
    if (c == NULL || c->never)
        return;
    if (__atomic_fetch_sub(&c->references, 1, __ATOMIC_ACQ_REL) == 1)
        c->destroy(c);
}
