/* select.c: one operation among several.
 *
 * 1. Lock all channels, each once, in the order of their locks' addresses: so nobody can lock two in opposite
 * orders, and all are looked at at one moment. The end of the coroutine's own context is one more.
 * 2. Ready cases: choose one, run it, unlock. None: take the default, or the error of the own context.
 * 3. Else line up at every channel and park; the unlocking is the commit of the park. The first that wakes
 * the coroutine claims it and has done the case's work already.
 * 4. Leave the other lines.
 *
 * Each case's record of the wait, and its place in two orders, lie in the wand_case itself. */
#include "runtime/chan/select.h"

#include <errno.h>
#include <limits.h>

#include "runtime/base/lock.h"
#include "runtime/chan/chan.h"
#include "runtime/sched/clock.h"
#include "runtime/sched/panic.h"
#include "runtime/sched/policy.h"
#include "runtime/sched/sched.h"

/* What lies in wand_case.wait. */
typedef struct case_wait {
    waiter waiter;
    uint32_t by_lock; /* the i-th case holds the index of the case with the i-th lock */
    uint32_t by_pick; /* scratch: indices of ready cases, or the order to line up in */
} PORT_ALIAS case_wait;

_Static_assert(sizeof(case_wait) <= sizeof(((wand_case *)0)->wait), "the record fits into wand_case");

typedef struct selecting {
    wand_case *cases;
    uint32_t n;
    coroutine *self;
    uint32_t *own_lock; /* of the own context's done channel; NULL: it never ends */
    waiter own;
    int64_t until; /* when the first WAND_AFTER is due; INT64_MAX: never */
} selecting;

static case_wait *wait_of(wand_case *c)
{
    return (case_wait *)&c->wait;
}

/* The channel that a case looks at; NULL when it never becomes ready by one. */
static wand_chan *chan_of(const wand_case *c)
{
    switch (c->op) {
    case WAND_CASE_RECV:
    case WAND_CASE_SEND: return c->chan;
    case WAND_CASE_DONE: return chan_of_ctx(c->ctx);
    default: return NULL;
    }
}

static uintptr_t lock_address(const selecting *s, uint32_t index)
{
    wand_chan *c = chan_of(&s->cases[index]);

    return c == NULL ? 0 : (uintptr_t)c->source.lock;
}

static uint32_t *by_lock(const selecting *s, uint32_t i)
{
    return &wait_of(&s->cases[i])->by_lock;
}

static uint32_t *by_pick(const selecting *s, uint32_t i)
{
    return &wait_of(&s->cases[i])->by_pick;
}

/* Moves the element at `root` of a heap of n down to where it belongs. */
static void sift_down(selecting *s, uint32_t root, uint32_t n)
{
    for (;;) {
        uint32_t child = 2 * root + 1, moved;
        if (child >= n)
            return;
        if (child + 1 < n && lock_address(s, *by_lock(s, child)) < lock_address(s, *by_lock(s, child + 1)))
            child++;
        if (lock_address(s, *by_lock(s, root)) >= lock_address(s, *by_lock(s, child)))
            return;
        moved = *by_lock(s, root);
        *by_lock(s, root) = *by_lock(s, child);
        *by_lock(s, child) = moved;
        root = child;
    }
}

/* Heap sort: in place, and never slow for a select over thousands. */
static void order_by_lock(selecting *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        *by_lock(s, i) = i;
    for (uint32_t i = s->n / 2; i-- > 0;)
        sift_down(s, i, s->n);
    for (uint32_t end = s->n; end-- > 1;) {
        uint32_t largest = *by_lock(s, 0);
        *by_lock(s, 0) = *by_lock(s, end);
        *by_lock(s, end) = largest;
        sift_down(s, 0, end);
    }
}

/* Calls change for every lock once, in order, the own context's in its place. */
static void each_lock(const selecting *s, void (*change)(uint32_t *lock))
{
    uintptr_t own = (uintptr_t)s->own_lock, last = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        uintptr_t lock = lock_address(s, *by_lock(s, i));
        if (own > last && own < lock)
            change((uint32_t *)(last = own));
        if (lock > last)
            change((uint32_t *)(last = lock));
    }
    if (own > last)
        change(s->own_lock);
}

static bool is_ready(const selecting *s, const wand_case *c)
{
    wand_chan *chan = chan_of(c);

    switch (c->op) {
    case WAND_CASE_AFTER: return c->ns <= 0;
    case WAND_CASE_SEND:
        return chan != NULL &&
               (chan->source.end != 0 || chan->len < chan->capacity || !waitq_empty(&chan->source.receivers));
    case WAND_CASE_RECV:
    case WAND_CASE_DONE:
        return chan != NULL && (chan->source.end != 0 || chan->len > 0 || !waitq_empty(&chan->senders));
    default: return false;
    }
    (void)s;
}

/* Runs a case that looked ready. Returns: false when those who wait at the channel were all woken by others
 * already. */
static bool run_case(wand_case *c, coroutine **woken)
{
    wand_chan *chan = chan_of(c);

    c->err = 0;
    if (c->op == WAND_CASE_SEND)
        c->err = chan_send_now(chan, c->value, woken);
    else if (c->op == WAND_CASE_RECV)
        c->err = chan_recv_now(chan, c->value, woken);
    return c->err != -EAGAIN;
}

/* Chooses among the cases that pass, and runs the choice. Returns: its index, or -1. */
static int run_one(selecting *s, bool (*passes)(const selecting *, const wand_case *), coroutine **woken)
{
    uint32_t ready = 0;

    for (uint32_t i = 0; i < s->n; i++)
        if (passes(s, &s->cases[i]))
            *by_pick(s, ready++) = i;
    while (ready > 0) {
        uint32_t pick = policy_choose(CHOICE_SELECT_CASE, ready);
        uint32_t index = *by_pick(s, pick);
        if (run_case(&s->cases[index], woken))
            return (int)index;
        *by_pick(s, pick) = *by_pick(s, --ready);
    }
    return -1;
}

static int default_of(const selecting *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->cases[i].op == WAND_CASE_DEFAULT)
            return (int)i;
    return -1;
}

/* Lines up at every channel, in an order of chance: so a channel that is named twice serves either case. */
static void line_up(selecting *s, bool shared)
{
    for (uint32_t i = 0; i < s->n; i++)
        *by_pick(s, i) = i;
    for (uint32_t i = s->n; i > 0; i--) {
        uint32_t pick = policy_choose(CHOICE_LINE, i), index = *by_pick(s, pick);
        wand_case *c = &s->cases[index];
        wand_chan *chan = chan_of(c);
        *by_pick(s, pick) = *by_pick(s, i - 1);
        wait_of(c)->waiter = (waiter){.g = s->self, .value = c->value, .shared = shared};
        if (chan == NULL)
            continue;
        wand_chan_retain(chan);
        waitq_push(c->op == WAND_CASE_SEND ? &chan->senders : &chan->source.receivers, &wait_of(c)->waiter);
    }
    s->own = (waiter){.g = s->self, .shared = true};
    if (s->own_lock != NULL)
        waitq_push(&s->self->done->receivers, &s->own);
}

static void commit_unlock(coroutine *self, void *arg, worker *w)
{
    selecting *s = arg;

    (void)w;
    if (s->until != INT64_MAX)
        sched_time_limit(self, s->until);
    each_lock(s, lock_drop);
}

static void release_all(selecting *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        wand_chan_release(chan_of(&s->cases[i]));
}

static void let_go(coroutine *g, void *arg)
{
    (void)g;
    release_all(arg);
}

static void leave_lines(selecting *s)
{
    each_lock(s, lock_take);
    for (uint32_t i = 0; i < s->n; i++)
        waitq_remove(&wait_of(&s->cases[i])->waiter);
    waitq_remove(&s->own);
    each_lock(s, lock_drop);
}

/* Whether the case waits for the end of a context, which has come. */
static bool is_done(const selecting *s, const wand_case *c)
{
    wand_chan *chan = chan_of(c);

    (void)s;
    return chan != NULL && chan->is_done && chan->source.end != 0;
}

static bool is_due(const selecting *s, const wand_case *c)
{
    int64_t earliest = INT64_MAX;

    if (c->op != WAND_CASE_AFTER)
        return false;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->cases[i].op == WAND_CASE_AFTER && s->cases[i].ns < earliest)
            earliest = s->cases[i].ns;
    return c->ns == earliest;
}

/* Who was woken: the index of the case, or the error of the own context. The end of a context may have ended
 * several of the cases with it: then the choice among them is free, and the own context is no reason to fail.
 */
static int outcome(selecting *s)
{
    waiter *by = s->self->woken_by;
    int index;

    if (by == NULL)
        return run_one(s, is_due, NULL);
    if (by != &s->own) {
        index = (int)((wand_case *)((char *)by - offsetof(wand_case, wait)) - s->cases);
        s->cases[index].err = s->cases[index].op == WAND_CASE_DONE ? 0 : by->err;
        if (!chan_of(&s->cases[index])->is_done)
            return index;
    }
    each_lock(s, lock_take);
    index = run_one(s, is_done, NULL);
    each_lock(s, lock_drop);
    return index >= 0 ? index : s->self->done->end;
}

/* Parks, with all locks held, which are dropped. */
static int park(selecting *s, wait_reason reason, where at)
{
    coroutine *self = s->self;
    bool alone = s->n == 1 && s->own_lock == NULL && s->until == INT64_MAX;
    int index;

    sched_wait_begins(self);
    line_up(s, !alone);
    self->let_go = let_go;
    self->let_go_arg = s;
    self->object = s->n == 1 ? chan_of(&s->cases[0]) : NULL;
    sched_park(self, reason, at, commit_unlock, s);
    self->let_go = NULL;
    self->object = NULL;
    if (s->until != INT64_MAX)
        timer_stop(&self->timer);
    if (!alone)
        leave_lines(s);
    index = outcome(s);
    if (index >= 0 && s->cases[index].op == WAND_CASE_RECV && s->cases[index].err == -EPIPE)
        chan_zero(s->cases[index].chan, s->cases[index].value);
    release_all(s);
    return index;
}

static void unlock_and_wake(selecting *s, coroutine *woken)
{
    each_lock(s, lock_drop);
    if (woken != NULL)
        sched_ready(sched_worker(), woken);
}

static int try_all(selecting *s, int otherwise)
{
    coroutine *woken = NULL;
    int index;

    each_lock(s, lock_take);
    index = run_one(s, is_ready, &woken);
    unlock_and_wake(s, woken);
    return index >= 0 ? index : otherwise;
}

static int run_or_park(selecting *s, wait_reason reason, where at)
{
    coroutine *woken = NULL;
    int index, err = 0;

    s->self = sched_self();
    s->own_lock = s->self == NULL || s->self->done == NULL ? NULL : s->self->done->lock;
    each_lock(s, lock_take);
    index = run_one(s, is_ready, &woken);
    if (index < 0 && s->own_lock != NULL)
        err = s->self->done->end;
    if (index < 0 && err == 0 && s->self != NULL)
        return park(s, reason, at);
    unlock_and_wake(s, woken);
    if (index < 0 && err == 0)
        sched_must_self(at);
    return index >= 0 ? index : err;
}

int select_park_one(wand_case *one, wait_reason reason, where at)
{
    selecting s = {.cases = one, .n = 1, .until = INT64_MAX};

    *by_lock(&s, 0) = 0;
    return run_or_park(&s, reason, at);
}

/* What is wrong with the cases whatever happens. */
static int check_cases(wand_case *cases, size_t n, where at)
{
    if (n > INT_MAX || (cases == NULL && n > 0))
        return -EINVAL;
    for (size_t i = 0; i < n; i++) {
        wand_case *c = &cases[i];
        if (c->op < WAND_CASE_RECV || c->op > WAND_CASE_DEFAULT)
            return -EINVAL;
        if (c->op == WAND_CASE_DONE && c->ctx == NULL)
            return -EINVAL;
        if (c->op == WAND_CASE_SEND && c->chan != NULL) {
            if (c->chan->is_done)
                misuse(at, "select: send to the done channel of a context");
            if (c->value == NULL && c->chan->elem_size > 0)
                return -EINVAL;
        }
        c->err = 0;
    }
    return 0;
}

static int64_t first_due(const selecting *s)
{
    int64_t now = 0, until = INT64_MAX;

    for (uint32_t i = 0; i < s->n; i++) {
        int64_t at;
        if (s->cases[i].op != WAND_CASE_AFTER)
            continue;
        if (now == 0)
            now = clock_now();
        at = timer_after(now, s->cases[i].ns);
        if (at < until)
            until = at;
    }
    return until;
}

static int select_run(wand_case *cases, size_t n, where at)
{
    selecting s = {.cases = cases, .n = (uint32_t)n};
    int err = check_cases(cases, n, at), otherwise;

    if (err != 0)
        return err;
    order_by_lock(&s);
    otherwise = default_of(&s);
    if (otherwise < 0) {
        s.until = first_due(&s);
        return run_or_park(&s, WAIT_SELECT, at);
    }
    err = try_all(&s, otherwise);
    if (err == otherwise && sched_found_nothing(sched_self(), at))
        err = try_all(&s, otherwise);
    return err;
}

int wand_select_at(wand_case *cases, size_t n, const char *site)
{
    return select_run(cases, n, WHERE(site));
}

int(wand_select)(wand_case *cases, size_t n)
{
    return select_run(cases, n, WHERE(NULL));
}

int wand_case_err(const wand_case *c)
{
    return c == NULL ? 0 : c->err;
}
