/* mutex.h: locking and unlocking, for conditions. */
#ifndef RUNTIME_SYNC_MUTEX_H
#define RUNTIME_SYNC_MUTEX_H

#include <wand.h>

#include "runtime/base/where.h"
#include "runtime/sched/wait.h"

void mutex_lock(wand_mutex *mu, where at);

/* Returns: false when it is not locked; *woken is to be made ready. */
bool mutex_unlock(wand_mutex *mu, coroutine **woken);

#endif
