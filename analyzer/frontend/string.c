/* analyzer/frontend/string.c
 * The bytes of a string literal. libclang spells it whole, with escapes; its evaluation stops at a NUL. */
#include "analyzer/frontend/lower.h"

#include <string.h>

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes the escape after a backslash at *p; moves *p past it. */
static char escape(const char **p)
{
    static const char letters[] = "abfnrtv";
    static const char meanings[] = "\a\b\f\n\r\t\v";
    unsigned value = 0;

    if (is_octal(**p)) {
        for (int i = 0; i < 3 && is_octal(**p); i++) {
            value = value * 8 + (unsigned)(*(*p)++ - '0');
        }
        return (char)value;
    }
    char c = *(*p)++;
    if (c == 'x' || c == 'u' || c == 'U') {
        for (; hex_digit(**p) >= 0; (*p)++) {
            value = value * 16 + (unsigned)hex_digit(**p);
        }
        return (char)value;
    }
    const char *letter = strchr(letters, c);
    return letter != NULL && c != '\0' ? meanings[letter - letters] : c;
}

const char *string_text(body *b, CXCursor literal, size_t *length)
{
    CXString spelled = clang.getCursorSpelling(literal);
    const char *p = clang.getCString(spelled);
    size_t n = 0;

    p = p != NULL ? strchr(p, '"') : NULL;
    const char *end = p != NULL ? strrchr(p, '"') : NULL;
    char *out = arena_alloc(b->scratch, p != NULL ? strlen(p) + 1 : 1);
    for (p = p != NULL ? p + 1 : p; p != NULL && p < end;) {
        if (*p == '\\' && p + 1 < end) {
            p++;
            out[n++] = escape(&p);
        } else {
            out[n++] = *p++;
        }
    }
    clang.disposeString(spelled);
    *length = n;
    return intern_n(b->l->names, out, strnlen(out, n));
}
