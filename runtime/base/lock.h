/* lock.h: the lock inside every object: one word, held for a few instructions, never over a park.
 *
 * With one worker it is never contended. With more, a holder is running and lets go soon, so the waiting one
 * spins and now and then gives its time slice away. */
#ifndef RUNTIME_BASE_LOCK_H
#define RUNTIME_BASE_LOCK_H

#include <sched.h>
#include <stdint.h>

#include "runtime/base/port.h"

enum { LOCK_SPINS = 100 };

static inline void lock_take(uint32_t *lock)
{
    unsigned spins = 0;

    while (UNLIKELY(__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) != 0)) {
        while (__atomic_load_n(lock, __ATOMIC_RELAXED) != 0) {
            if (++spins % LOCK_SPINS == 0)
                sched_yield();
            port_relax();
        }
    }
}

static inline void lock_drop(uint32_t *lock)
{
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

#endif
