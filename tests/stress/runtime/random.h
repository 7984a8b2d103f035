/* random.h: a small generator with a fixed seed for each user, so that a failing run can be run again. */
#ifndef TESTS_STRESS_RUNTIME_RANDOM_H
#define TESTS_STRESS_RUNTIME_RANDOM_H

#include <stdint.h>

#include "tests/support/build.h"

/* How much to do: the sanitizers are ten times slower. */
#define SCALED(n) (UNDER_ASAN || UNDER_TSAN ? (n) / 10 : (n))

/* The next number of a xorshift generator; *state must not be zero. */
static inline uint32_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

/* A number below `bound`. */
static inline uint32_t random_below(uint64_t *state, uint32_t bound)
{
    return random_next(state) % bound;
}

#endif
