/* runtime.h: one operation to measure, and how: for libwand and for what a C programmer would use without it.
 */
#ifndef TESTS_BENCH_RUNTIME_H
#define TESTS_BENCH_RUNTIME_H

#include <stdint.h>

/* Does the operation `count` times and returns how long that took, in nanoseconds. */
typedef int64_t bench_fn(int count);

int64_t bench_now(void);

/* libwand; these run inside wand_run. */
bench_fn wand_spawn_join, wand_yield_pair, wand_ping_pong, wand_buffered;

/* POSIX: threads for spawning and channels, ucontext for switching. */
bench_fn posix_spawn_join, posix_yield_pair, posix_ping_pong, posix_buffered;

#endif
