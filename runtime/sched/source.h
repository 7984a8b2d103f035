/* source.h: what every channel begins with: something that ends once and at which receivers wait.
 *
 * The scheduler needs no more than this of a context's done channel to end a wait when the context does. The
 * lock is the channel's own, or that of the tree of contexts, so that the end of a whole subtree is one
 * event. */
#ifndef RUNTIME_SCHED_SOURCE_H
#define RUNTIME_SCHED_SOURCE_H

#include "runtime/base/lock.h"
#include "runtime/sched/wait.h"

typedef struct source {
    uint32_t *lock;
    int end; /* 0 while open; -EPIPE closed; a context's: -ECANCELED or -ETIMEDOUT */
    uint32_t own_lock;
    wand_waitq receivers;
} source;

#endif
