/* settings.c: reading the options and the WAND_* environment variables.
 *
 *   WAND_PROCS       worker threads (accepted; one runs today)
 *   WAND_LEAKS       1: print leaked coroutines to stderr
 *   WAND_GRACE_MS    how long coroutines may run on after main, in milliseconds; negative: not at all
 *   WAND_STACK_SIZE  usable bytes of a default stack */
#include "runtime/sched/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/stack/pool.h"

static const int64_t GRACE_DEFAULT_MS = 100;

/* The number in a variable; `otherwise` when it is not set. */
static int64_t number(const char *name, int64_t least, int64_t most, int64_t otherwise)
{
    const char *text = getenv(name);
    char *end;
    long long value;

    if (text == NULL || *text == '\0')
        return otherwise;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0' || value < least || value > most) {
        fprintf(stderr, "wand: %s: not a number between %lld and %lld: ignored\n", name, (long long)least,
                (long long)most);
        return otherwise;
    }
    return value;
}

int settings_read(const wand_opts *opts, settings *out)
{
    static const wand_opts none;
    int64_t grace_most_ms = INT64_MAX / 1000000;

    if (opts == NULL)
        opts = &none;
    if (opts->procs < 0 || opts->stack_size > SIZE_MAX / 16)
        return -EINVAL;
    out->procs =
        opts->procs != 0 ? opts->procs : (int)number("WAND_PROCS", 1, 4096, sysconf(_SC_NPROCESSORS_ONLN));
    out->grace_ns = opts->grace_ns;
    if (out->grace_ns == 0)
        out->grace_ns =
            number("WAND_GRACE_MS", -grace_most_ms, grace_most_ms, GRACE_DEFAULT_MS) * INT64_C(1000000);
    out->stack_size = opts->stack_size;
    if (out->stack_size == 0)
        out->stack_size = (size_t)number("WAND_STACK_SIZE", STACK_LEAST_BYTES, INT64_C(1) << 40, 0);
    out->leaks = opts->leaks > 0 || (opts->leaks == 0 && number("WAND_LEAKS", 0, 1, 0) != 0);
    return 0;
}
