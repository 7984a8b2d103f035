/* analyzer/driver/say.c
 * Messages, and guessing what was meant by a misspelt word. */
#include "analyzer/driver/say.h"

#include "analyzer/report/escape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void say_line(const char *text)
{
    fflush(stdout);
    escape_puts(stderr, text);
    putc('\n', stderr);
}

void say(const char *format, ...)
{
    arena *scratch = arena_new();
    va_list arguments;

    va_start(arguments, format);
    say_line(arena_printf(scratch, "wand: %s", arena_vprintf(scratch, format, arguments)));
    va_end(arguments);
    arena_free(scratch);
}

enum { WORD_BYTES = 64 }; /* longer words are nobody's misspelling */

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned two = a < b ? a : b;

    return two < c ? two : c;
}

/* Edits (insert, delete, replace, swap neighbours) that make one word of the other. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned rows[3][WORD_BYTES + 1];
    unsigned *before = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];

    for (size_t k = 0; k <= b_length; k++) {
        last[k] = (unsigned)k;
    }
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *oldest = before;

        row[0] = (unsigned)i;
        for (size_t k = 1; k <= b_length; k++) {
            row[k] = least(last[k] + 1, row[k - 1] + 1, last[k - 1] + (a[i - 1] != b[k - 1]));
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + 1 < row[k]) {
                row[k] = before[k - 2] + 1;
            }
        }
        before = last;
        last = row;
        row = oldest;
    }
    return last[b_length];
}

const char *nearest(const char *word, const char *const *candidates, unsigned count)
{
    size_t length = strlen(word);
    unsigned limit = length < 4 ? 1 : (unsigned)(length + 2) / 3;
    const char *found = NULL;

    for (unsigned i = 0; i < count && length <= WORD_BYTES; i++) {
        size_t other = strlen(candidates[i]);

        if (other <= WORD_BYTES) {
            unsigned edits = distance(word, length, candidates[i], other);

            if (edits <= limit && (found == NULL || edits < distance(word, length, found, strlen(found)))) {
                found = candidates[i];
            }
        }
    }
    return found;
}
