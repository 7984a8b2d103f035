/* fiber.h: something that runs on a stack of its own, and the switch from one to another.
 *
 * The sanitizers and valgrind are told of stacks and switches where the runtime is compiled with them. */
#ifndef RUNTIME_STACK_FIBER_H
#define RUNTIME_STACK_FIBER_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/stack/pool.h"

typedef struct fiber {
    void *top;        /* the saved stack, while it is not running */
    void *low;        /* the lowest usable byte; NULL: a thread's own stack */
    size_t bytes;     /* how many there are from it */
    void *fake_stack; /* AddressSanitizer's stack of this fiber */
    void *tsan;       /* ThreadSanitizer's name of it */
} fiber;

/* Makes the calling thread's own stack a fiber, so that others can switch back to it. */
void fiber_adopt_thread(fiber *self);

/* Makes a fiber that starts with entry(give) on this stack; entry must not return. */
void fiber_start(fiber *self, stack *on, void (*entry)(void *give));

/* Goes to another fiber, handing it `give`. Returns what it is handed when somebody switches back. */
void *fiber_switch(fiber *self, fiber *to, void *give);

/* The same for the last time: self never goes on. */
void fiber_leave(fiber *self, fiber *to, void *give);

/* First thing on the stack of a fiber that was just started. */
void fiber_entered(void);

/* Forgets a fiber that has left, or that was dropped somewhere in between. Its stack may be used again
 * afterwards. */
void fiber_end(fiber *self, stack *on, bool dropped);

/* Before a stack is unmapped. */
void fiber_forget_stack(stack *s);

#endif
