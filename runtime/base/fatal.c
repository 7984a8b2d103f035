/* fatal.c: a broken invariant is told in one line and ends the process. */
#include "runtime/base/fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void fatal(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("wand: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}
