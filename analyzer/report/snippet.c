/* analyzer/report/snippet.c
 * Showing a line so that the caret stands right below it: tabs stay tabs in both lines, wide and escaped
 * characters count as what they take on the screen. */
#include "analyzer/report/snippet.h"

#include "analyzer/report/column.h"
#include "analyzer/report/escape.h"

#include <stdbool.h>

enum {
    LINE_WIDTH = 140,
    BEFORE_CARET = 60
}; /* columns shown of a line, and how many of them before the caret */

/* The bytes of a line that are shown. */
typedef struct window {
    size_t begin;
    size_t end;
} window;

static unsigned width_of(const char *line, size_t begin, size_t end)
{
    unsigned width = 0;

    while (begin < end) {
        escape_character c = escape_decode(line + begin, end - begin);

        width += c.width;
        begin += c.length;
    }
    return width;
}

static window cut(const char *line, size_t length, size_t caret)
{
    window w = {0, length};
    unsigned before;
    unsigned shown = 0;

    if (length <= LINE_WIDTH / 4 || width_of(line, 0, length) <= LINE_WIDTH) {
        return w;
    }
    before = width_of(line, 0, caret);
    while (w.begin < caret && before > BEFORE_CARET) {
        escape_character c = escape_decode(line + w.begin, length - w.begin);

        before -= c.width < before ? c.width : before;
        w.begin += c.length;
    }
    w.end = w.begin;
    while (w.end < length) {
        escape_character c = escape_decode(line + w.end, length - w.end);

        if (shown + c.width > LINE_WIDTH) {
            break;
        }
        shown += c.width;
        w.end += c.length;
    }
    return w;
}

static void print_caret(FILE *to, const style *s, const char *line, size_t length, window w, uint32_t column)
{
    size_t caret = column - 1;
    size_t end = column_after_word(line, length, column) - 1;
    unsigned width;

    fprintf(to, "      %s|%s %s", s->faint, s->off, w.begin > 0 ? "   " : "");
    for (size_t i = w.begin; i < caret;) {
        escape_character c = escape_decode(line + i, caret - i);

        for (unsigned k = 0; k < c.width; k++) {
            putc(c.code == '\t' ? '\t' : ' ', to);
        }
        i += c.length;
    }
    fprintf(to, "%s^", s->caret);
    width = width_of(line, caret, end < w.end ? end : w.end);
    for (unsigned i = 1; i < width; i++) {
        putc('~', to);
    }
    fprintf(to, "%s\n", s->off);
}

void snippet_print(FILE *to, const style *s, const char *line, size_t length, uint32_t number,
                   uint32_t column)
{
    bool has_caret = column > 0 && column - 1 <= length;
    window w = cut(line, length, has_caret ? column - 1 : 0);

    fprintf(to, "%s%5u |%s %s", s->faint, (unsigned)number, s->off, w.begin > 0 ? "..." : "");
    escape_print(to, line + w.begin, w.end - w.begin);
    fprintf(to, "%s\n", w.end < length ? "..." : "");
    if (has_caret) {
        print_caret(to, s, line, length, w, column);
    }
}
