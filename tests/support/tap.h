/* tap.h: the main function of every cmocka program here. TAP output is the default, so that a runner can
 * count the `ok` and `not ok` lines, and a program that hangs is ended instead of holding the whole run. */
#ifndef TESTS_SUPPORT_TAP_H
#define TESTS_SUPPORT_TAP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/build.h"

/* Under the thread sanitizer every coroutine costs most of a megabyte to start. */
#define TAP_TIMEOUT_SECONDS (UNDER_TSAN ? 600 : 120)

/* Defines main(), which runs `tests`, an array of struct CMUnitTest; with what is set up before all of them
 * and torn down after the last. */
#define TAP_MAIN(tests) TAP_MAIN_WITH(tests, NULL, NULL)
#define TAP_MAIN_WITH(tests, setup, teardown)                                                                \
    int main(void)                                                                                           \
    {                                                                                                        \
        setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 0);                                                           \
        alarm(TAP_TIMEOUT_SECONDS);                                                                          \
        return cmocka_run_group_tests(tests, setup, teardown);                                               \
    }

#endif
