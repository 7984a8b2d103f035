/* fiber.c: the switch between stacks, with what the sanitizers need to know of it. */
#define _GNU_SOURCE
#include "runtime/stack/fiber.h"

#include <stdint.h>
#include <string.h>

#include "runtime/base/port.h"

void *stack_switch(void **save, void *to, void *give);
void stack_entry(void);

#if PORT_ASAN
#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if PORT_TSAN
#include <sanitizer/tsan_interface.h>
#endif

#if PORT_ASAN
static void thread_stack(fiber *self)
{
    pthread_attr_t attributes;

    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return;
    pthread_attr_getstack(&attributes, &self->low, &self->bytes);
    pthread_attr_destroy(&attributes);
}
#endif

void fiber_adopt_thread(fiber *self)
{
    memset(self, 0, sizeof *self);
#if PORT_ASAN
    thread_stack(self);
#endif
#if PORT_TSAN
    self->tsan = __tsan_get_current_fiber();
#endif
}

/* The saved stack as stack_switch expects it, with the entry's function in the first callee-saved register.
 */
#if defined(__x86_64__)
enum { SAVED_WORDS = 8, SAVED_ENTRY = 5, SAVED_RESUME = 7, RESERVED = 16 };
static void save_controls(uintptr_t *saved)
{
    uint32_t mxcsr;
    uint16_t control;

    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    __asm__ volatile("fnstcw %0" : "=m"(control));
    saved[0] = mxcsr | (uintptr_t)control << 32;
}
#elif defined(__aarch64__)
enum { SAVED_WORDS = 22, SAVED_ENTRY = 0, SAVED_RESUME = 11, RESERVED = 16 };
static void save_controls(uintptr_t *saved)
{
    __asm__ volatile("mrs %0, fpcr" : "=r"(saved[20]));
}
#else
#error "libwand has a context switch for x86-64 and AArch64; add one in runtime/stack"
#endif

void fiber_start(fiber *self, stack *on, void (*entry)(void *give))
{
    uintptr_t high = ((uintptr_t)on->low + on->bytes - RESERVED) & ~(uintptr_t)15;
    uintptr_t *saved = (uintptr_t *)high - SAVED_WORDS;

    memset(self, 0, sizeof *self);
    self->low = on->low;
    self->bytes = on->bytes;
    memset(saved, 0, SAVED_WORDS * sizeof *saved);
    save_controls(saved);
    saved[SAVED_ENTRY] = (uintptr_t)entry;
    saved[SAVED_RESUME] = (uintptr_t)stack_entry;
    self->top = saved;
#if PORT_TSAN
    if (on->tsan == NULL)
        on->tsan = __tsan_create_fiber(0);
    self->tsan = on->tsan;
#endif
}

void *fiber_switch(fiber *self, fiber *to, void *give)
{
#if PORT_ASAN
    __sanitizer_start_switch_fiber(&self->fake_stack, to->low, to->bytes);
#endif
#if PORT_TSAN
    __tsan_switch_to_fiber(to->tsan, 0);
#endif
    give = stack_switch(&self->top, to->top, give);
#if PORT_ASAN
    __sanitizer_finish_switch_fiber(self->fake_stack, NULL, NULL);
#endif
    return give;
}

PORT_NO_TSAN void fiber_leave(fiber *self, fiber *to, void *give)
{
#if PORT_ASAN
    __sanitizer_start_switch_fiber(NULL, to->low, to->bytes);
#endif
#if PORT_TSAN
    __tsan_switch_to_fiber(to->tsan, 0);
#endif
    stack_switch(&self->top, to->top, give);
    __builtin_unreachable();
}

void fiber_entered(void)
{
#if PORT_ASAN
    __sanitizer_finish_switch_fiber(NULL, NULL, NULL);
#endif
}

void fiber_end(fiber *self, stack *on, bool dropped)
{
    (void)on;
    (void)dropped;
#if PORT_ASAN
    __asan_unpoison_memory_region(self->low, self->bytes);
#endif
#if PORT_TSAN
    if (dropped) {
        __tsan_destroy_fiber(self->tsan);
        on->tsan = NULL;
    }
#endif
    self->top = NULL;
}

/* Making one is slow, so a stack keeps the one it has. */
void fiber_forget_stack(stack *s)
{
    (void)s;
#if PORT_TSAN
    if (s->tsan != NULL)
        __tsan_destroy_fiber(s->tsan);
    s->tsan = NULL;
#endif
}
