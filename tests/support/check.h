/* check.h: assertions that may be made anywhere, also on a coroutine's own stack or on another thread.
 *
 * cmocka's assertions jump out of the test function, which only works on the stack the test began on. A check
 * records the failure and goes on; check_end() then fails the test from its own stack. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* Records a failure unless `condition` holds. Returns the condition, so a body can leave early. */
#define check(condition) check_true((condition), #condition, __FILE__, __LINE__)

/* Records a failure unless the two integers are equal. */
#define check_int(got, want) check_equal((intmax_t)(got), (intmax_t)(want), #got, __FILE__, __LINE__)

/* Records a failure unless `text` contains `part`. */
#define check_contains(text, part) check_substring((text), (part), __FILE__, __LINE__)

bool check_true(bool condition, const char *expression, const char *file, int line);
bool check_equal(intmax_t got, intmax_t want, const char *expression, const char *file, int line);
bool check_substring(const char *text, const char *part, const char *file, int line);

/* Forgets what was recorded: the start of a test. */
void check_begin(void);

/* Prints what was recorded; returns the number of failed checks. */
unsigned check_failures(void);

/* Fails the running cmocka test if any check failed. */
void check_end(void);

#endif
