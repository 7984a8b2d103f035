/* analyzer/report/escape.c
 * Decoding UTF-8 that may be broken, and deciding what a terminal may see. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "analyzer/report/escape.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

/* Length of the sequence that a first byte announces, its payload, and the smallest code point allowed in it.
 */
static size_t sequence(unsigned char first, uint32_t *code, uint32_t *least)
{
    if (first < 0x80) {
        *code = first;
        *least = 0;
        return 1;
    }
    if (first >= 0xc2 && first < 0xe0) {
        *code = first & 0x1fu;
        *least = 0x80;
        return 2;
    }
    if (first >= 0xe0 && first < 0xf0) {
        *code = first & 0x0fu;
        *least = 0x800;
        return 3;
    }
    if (first >= 0xf0 && first < 0xf5) {
        *code = first & 0x07u;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

static bool decode(const char *text, size_t length, uint32_t *code, size_t *used)
{
    uint32_t least;
    size_t n = sequence((unsigned char)text[0], code, &least);

    if (n == 0 || n > length) {
        return false;
    }
    for (size_t i = 1; i < n; i++) {
        unsigned char byte = (unsigned char)text[i];

        if ((byte & 0xc0) != 0x80) {
            return false;
        }
        *code = *code << 6 | (byte & 0x3fu);
    }
    *used = n;
    return *code >= least && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
}

/* Characters that change the direction of what follows, or can't be seen at all. */
static bool is_deceptive(uint32_t code)
{
    return code == 0xad || code == 0x61c || code == 0x180e || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
           (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

/* Without a UTF-8 locale the C library knows no width; then a character counts as one column. */
static int width_of(uint32_t code)
{
    int width = wcwidth((wchar_t)code);

    return width < 0 && code >= 0xa0 ? 1 : width;
}

escape_character escape_decode(const char *text, size_t length)
{
    escape_character c = {.code = (unsigned char)text[0], .length = 1};
    uint32_t code;
    size_t used;

    if (!decode(text, length, &code, &used)) {
        c.width = 4; /* <FF> */
        return c;
    }
    c.is_valid = true;
    c.code = code;
    c.length = used;
    c.is_shown = code == '\t' || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && !is_deceptive(code));
    if (c.is_shown) {
        c.width = code == '\t' ? 1 : (unsigned)width_of(code);
    } else {
        c.width = code > 0xfffff ? 10 : code > 0xffff ? 9 : 8; /* <U+001B> */
    }
    return c;
}

void escape_print(FILE *to, const char *text, size_t length)
{
    while (length > 0) {
        escape_character c = escape_decode(text, length);

        if (c.is_shown) {
            fwrite(text, 1, c.length, to);
        } else if (c.is_valid) {
            fprintf(to, "<U+%04X>", (unsigned)c.code);
        } else {
            fprintf(to, "<%02X>", (unsigned)c.code);
        }
        text += c.length;
        length -= c.length;
    }
}

void escape_puts(FILE *to, const char *text)
{
    escape_print(to, text, strlen(text));
}

const char *escape_utf8(arena *a, const char *text)
{
    size_t length = strlen(text);
    char *out = arena_alloc(a, length * 3 + 1);
    char *end = out;

    while (length > 0) {
        escape_character c = escape_decode(text, length);

        if (c.is_valid) {
            memcpy(end, text, c.length);
            end += c.length;
        } else {
            memcpy(end, "\xef\xbf\xbd", 3);
            end += 3;
        }
        text += c.length;
        length -= c.length;
    }
    return out;
}
