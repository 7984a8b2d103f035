/* check.c: see check.h. The first few failures are kept word for word, the rest is counted. */
#include "tests/support/check.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/tap.h"

enum { LINES_KEPT = 8, LINE_BYTES = 512 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char kept[LINES_KEPT][LINE_BYTES];
static unsigned failures;

__attribute__((format(printf, 3, 4))) static void record(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    pthread_mutex_lock(&lock);
    if (failures < LINES_KEPT) {
        char *text = kept[failures];
        int used = snprintf(text, LINE_BYTES, "%s:%d: ", file, line);
        va_start(arguments, format);
        vsnprintf(text + used, (size_t)(LINE_BYTES - used), format, arguments);
        va_end(arguments);
    }
    failures++;
    pthread_mutex_unlock(&lock);
}

bool check_true(bool condition, const char *expression, const char *file, int line)
{
    if (!condition)
        record(file, line, "not true: %s", expression);
    return condition;
}

bool check_equal(intmax_t got, intmax_t want, const char *expression, const char *file, int line)
{
    if (got != want)
        record(file, line, "%s is %jd, wanted %jd", expression, got, want);
    return got == want;
}

bool check_substring(const char *text, const char *part, const char *file, int line)
{
    bool found = text != NULL && strstr(text, part) != NULL;

    if (!found)
        record(file, line, "no \"%s\" in \"%.300s\"", part, text == NULL ? "(null)" : text);
    return found;
}

void check_begin(void)
{
    failures = 0;
}

unsigned check_failures(void)
{
    for (unsigned i = 0; i < failures && i < LINES_KEPT; i++)
        fprintf(stderr, "%s\n", kept[i]);
    if (failures > LINES_KEPT)
        fprintf(stderr, "... and %u more\n", failures - LINES_KEPT);
    return failures;
}

void check_end(void)
{
    unsigned failed = check_failures();

    failures = 0;
    if (failed > 0)
        fail_msg("%u checks failed", failed);
}
