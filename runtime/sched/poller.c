/* poller.c: the plain poller: a futex with a time limit. */
#define _GNU_SOURCE
#include "runtime/sched/poller.h"

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "runtime/sched/clock.h"

static uint32_t woken;

static void plain_wait(void *self, int64_t until)
{
    int64_t ns = until == INT64_MAX ? INT64_MAX : until - clock_now();
    struct timespec limit = {ns / 1000000000, ns % 1000000000};

    (void)self;
    if (ns <= 0)
        return;
    syscall(SYS_futex, &woken, FUTEX_WAIT_PRIVATE, 0, until == INT64_MAX ? NULL : &limit, NULL, 0);
    __atomic_store_n(&woken, 0, __ATOMIC_RELEASE);
}

static void plain_wake(void *self)
{
    (void)self;
    __atomic_store_n(&woken, 1, __ATOMIC_RELEASE);
    syscall(SYS_futex, &woken, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static int plain_outstanding(void *self)
{
    (void)self;
    return 0;
}

static const poller plain = {plain_wait, plain_wake, plain_outstanding, NULL};
static const poller *in_use = &plain;

void poller_wait(int64_t until)
{
    in_use->wait(in_use->self, until);
}

void poller_wake(void)
{
    in_use->wake(in_use->self);
}

bool poller_expects(void)
{
    return in_use->outstanding(in_use->self) > 0;
}

void poller_use(const poller *p)
{
    in_use = p == NULL ? &plain : p;
}
