/* port.h: what differs between compilers and systems, in one place. */
#ifndef RUNTIME_BASE_PORT_H
#define RUNTIME_BASE_PORT_H

#if defined(__has_feature)
#define PORT_HAS_FEATURE(x) __has_feature(x)
#else
#define PORT_HAS_FEATURE(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || PORT_HAS_FEATURE(address_sanitizer)
#define PORT_ASAN 1
#else
#define PORT_ASAN 0
#endif

#if defined(__SANITIZE_THREAD__) || PORT_HAS_FEATURE(thread_sanitizer)
#define PORT_TSAN 1
#else
#define PORT_TSAN 0
#endif

#define PORT_NO_TSAN   __attribute__((no_sanitize("thread")))
#define PORT_NOINLINE  __attribute__((noinline))
#define PORT_NORETURN  __attribute__((noreturn))
#define PORT_ALIAS     __attribute__((may_alias))
#define PORT_FORMAT(f) __attribute__((format(printf, f, f + 1)))
#define LIKELY(x)      __builtin_expect(!!(x), 1)
#define UNLIKELY(x)    __builtin_expect(!!(x), 0)

/* The address of a thread-local variable must not outlive a switch, for the coroutine may go on on another
 * thread: such variables are read only in functions that are never inlined, behind a barrier. */
#define PORT_THREAD    __thread __attribute__((tls_model("initial-exec")))
#define PORT_BARRIER() __asm__ volatile("" ::: "memory")

/* clang's check of function pointer types, which WAND_DEFER goes around on purpose. */
#if defined(__clang__) && PORT_HAS_FEATURE(undefined_behavior_sanitizer)
#define PORT_ANY_FUNCTION __attribute__((no_sanitize("function")))
#else
#define PORT_ANY_FUNCTION
#endif

static inline void port_relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
