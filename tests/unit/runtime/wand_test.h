/* wand_test.h: what the tests of libwand share: run a body as the first coroutine, let others park, catch a
 * panic. */
#ifndef TESTS_UNIT_RUNTIME_WAND_TEST_H
#define TESTS_UNIT_RUNTIME_WAND_TEST_H

#include <string.h>

#include <wand.h>

#include "tests/support/build.h"
#include "tests/support/check.h"
#include "tests/support/child.h"
#include "tests/support/tap.h"

#define UNUSED      __attribute__((unused))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* WAND_TEST(name) { body } defines the cmocka test `name`: the body runs as the first coroutine of wand_run,
 * every check in it must hold, no coroutine and no memory of the runtime may be left. */
#define WAND_TEST_RETURNS(name, expected)                                                                    \
    static void name##_body(void *arg);                                                                      \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        run_and_check(name##_body, (expected));                                                              \
    }                                                                                                        \
    static void name##_body(void *arg UNUSED)

#define WAND_TEST(name) WAND_TEST_RETURNS(name, 0)

static inline void run_and_check(wand_fn body, int expected)
{
    size_t blocks = wand_alloc_live();
    int result;

    check_begin();
    result = wand_run(NULL, body, NULL);
    check_int(result, expected);
    if (expected == 0)
        check_int(wand_alloc_live(), blocks);
    check_end();
}

/* SET_CASE(cases[i], WAND_RECV(c, &v)): the case macros are initialisers, so a case in an array is set by a
 * copy. */
#define SET_CASE(slot, initialiser)                                                                          \
    do {                                                                                                     \
        wand_case fresh[] = {initialiser};                                                                   \
        (slot) = fresh[0];                                                                                   \
    } while (0)

/* In a program whose coroutines never get to release what they own: the leak checker of the address
 * sanitizer, which asks this function, would report just that. */
#define LEAKS_ON_PURPOSE                                                                                     \
    const char *__asan_default_options(void);                                                                \
    const char *__asan_default_options(void)                                                                 \
    {                                                                                                        \
        return "detect_leaks=0";                                                                             \
    }

/* Lets every other coroutine run until it parks or ends. */
static inline void settle(void)
{
    for (int i = 0; i < 64; i++)
        wand_yield();
}

/* AT(call) makes the call and notes its place, "file.c:line", which a message about it has to contain. */
#define AT(call) ((void)(note_place(__FILE__, __LINE__), call))

UNUSED static char noted_place[128];

static inline void note_place(const char *file, int line)
{
    const char *slash = strrchr(file, '/');

    snprintf(noted_place, sizeof noted_place, "%s:%d", slash == NULL ? file : slash + 1, line);
}

/* Waits by the runtime's own clock until *flag is set; false after five seconds. */
static inline bool wait_for(const volatile bool *flag)
{
    int64_t end = wand_now() + WAND_SEC(5);

    while (!*flag && wand_now() < end)
        wand_sleep(WAND_US(200));
    return *flag;
}

#endif
