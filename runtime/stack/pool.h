/* pool.h: stacks for coroutines: guarded below, kept for the next one.
 *
 * Stacks of the default size are cut from large mappings and come back to a free list; other sizes are mapped
 * one by one. */
#ifndef RUNTIME_STACK_POOL_H
#define RUNTIME_STACK_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/port.h"

enum { STACK_DEFAULT_BYTES = 64 * 1024, STACK_LEAST_BYTES = 16 * 1024 };

/* How the end of a stack is watched. */
typedef enum stack_guard {
    STACK_GUARD_MARKED, /* pages marked by MADV_GUARD_INSTALL, which costs no mapping */
    STACK_GUARD_MAPPED, /* pages protected by mprotect, as long as the system has mappings to spare */
    STACK_GUARD_CANARY, /* a word at the end that is looked at when the coroutine parks */
} stack_guard;

/* One stack. The struct lies at its upper end, so that a coroutine that does little touches one page in all.
 */
typedef struct stack {
    struct stack *next; /* in the free list */
    void *pages;        /* the mapping's start, the guard */
    size_t mapped;      /* bytes of guard and stack together */
    void *low;          /* the lowest usable byte */
    size_t bytes;       /* usable bytes from there */
    stack_guard guard;
    unsigned valgrind;
    void *tsan; /* ThreadSanitizer's name of those who run on it */
    bool pooled;
} stack;

/* Room kept at the upper end behind struct stack, for the owner's own object. */
enum { STACK_OWNER_BYTES = 512 };

/* Sets the usable bytes of a default stack, 0 for 64 KiB, for the time until pool_close. */
int stack_pool_open(size_t default_bytes);

/* Unmaps all stacks of the pool, in use or not. */
void stack_pool_close(void);

/* A stack of so many usable bytes, 0 for the default. NULL: out of memory. */
stack *stack_get(size_t bytes);
void stack_put(stack *s);

/* Where the owner may keep its object, zeroed for a new stack. */
void *stack_owner(stack *s);
stack *stack_of_owner(void *owner);

/* False when a stack without a guard was overrun. */
bool stack_intact(const stack *s);

/* Whether the address lies in the guard. */
bool stack_guards(const stack *s, const void *address);

#endif
