/* analyzer/finding/comment.c
 * A scanner that knows just enough of C's lexical rules (translation phases 1 to 3) to tell comments from the
 * rest: spliced lines, string and character constants, numbers with digit separators, directives. */
#include "analyzer/finding/comment.h"

#include <ctype.h>
#include <string.h>

comment_scan comment_scan_of(const char *text, size_t size)
{
    return (comment_scan){.text = text, .size = size, .line = 1};
}

/* Length of a line end at `i`: 2 for CR LF, 1 for LF or a lone CR, else 0. */
static size_t line_end(const comment_scan *s, size_t i)
{
    if (i >= s->size) {
        return 0;
    }
    if (s->text[i] == '\r') {
        return i + 1 < s->size && s->text[i + 1] == '\n' ? 2 : 1;
    }
    return s->text[i] == '\n';
}

/* Skips spliced lines (backslash, line end) at the current place. */
static void skip_splices(comment_scan *s)
{
    size_t length;

    while (s->at < s->size && s->text[s->at] == '\\' && (length = line_end(s, s->at + 1)) > 0) {
        s->at += 1 + length;
        s->line++;
    }
}

/* The current character after splices, or -1 at the end. */
static int peek(comment_scan *s)
{
    skip_splices(s);
    return s->at < s->size ? (unsigned char)s->text[s->at] : -1;
}

/* Takes the current character. A line end of two characters counts as one. */
static int take(comment_scan *s)
{
    int c = peek(s);
    size_t length = line_end(s, s->at);

    if (c < 0) {
        return c;
    }
    if (length > 0) {
        s->at += length;
        s->line++;
        s->line_has_code = false;
        return '\n';
    }
    s->at++;
    return c;
}

static void skip_quoted(comment_scan *s, int quote)
{
    int c;

    take(s);
    while ((c = peek(s)) >= 0 && c != '\n' && c != '\r') {
        take(s);
        if (c == quote) {
            return;
        }
        if (c == '\\' && peek(s) != '\n' && peek(s) != '\r') {
            take(s);
        }
    }
}

/* In a number an apostrophe separates digits: it doesn't begin a constant. */
static void skip_word(comment_scan *s)
{
    bool is_number = isdigit(peek(s)) != 0;
    int c;

    while ((c = peek(s)) >= 0) {
        bool separates = is_number && (c == '\'' || c == '.');

        if (c < 0x80 && !isalnum(c) && c != '_' && !separates) {
            return;
        }
        take(s);
    }
}

static void read_directive(comment_scan *s)
{
    char name[8] = "";
    size_t length = 0;

    take(s);
    while (peek(s) == ' ' || peek(s) == '\t') {
        take(s);
    }
    while (peek(s) >= 0 && isalpha(peek(s))) {
        char c = (char)take(s);

        if (length + 1 < sizeof name) {
            name[length++] = c;
        }
    }
    if (strcmp(name, "if") == 0 || strcmp(name, "ifdef") == 0 || strcmp(name, "ifndef") == 0) {
        s->conditional++;
    } else if (strcmp(name, "endif") == 0 && s->conditional > 0) {
        s->conditional--;
    }
}

static uint32_t column_of(const comment_scan *s, size_t at)
{
    size_t begin = at;

    while (begin > 0 && s->text[begin - 1] != '\n' && s->text[begin - 1] != '\r') {
        begin--;
    }
    return (uint32_t)(at - begin + 1);
}

static void read_line_comment(comment_scan *s, comment *out)
{
    int c;

    out->text = s->text + s->at;
    while ((c = peek(s)) >= 0 && c != '\n' && c != '\r') {
        take(s);
    }
    out->length = (size_t)(s->text + s->at - out->text);
    out->end_line = s->line;
}

/* An unclosed block ends with the text. */
static void read_block_comment(comment_scan *s, comment *out)
{
    bool had_code = s->line_has_code;
    size_t end = s->size;
    uint32_t first = s->line;
    int c;

    out->is_block = true;
    out->text = s->text + s->at;
    while ((c = take(s)) >= 0) {
        size_t star = s->at - 1;

        if (c == '*' && peek(s) == '/') {
            take(s);
            end = star;
            break;
        }
    }
    out->length = (size_t)(s->text + end - out->text);
    out->end_line = s->line;
    s->line_has_code = had_code && s->line == first;
}

/* At a slash: reads the comment that begins here, or takes the slash alone. */
static bool read_comment(comment_scan *s, comment *out)
{
    comment found = {.line = s->line,
                     .column = column_of(s, s->at),
                     .follows_code = s->line_has_code,
                     .is_conditional = s->conditional > 0};
    int next;

    take(s);
    next = peek(s);
    if (next != '/' && next != '*') {
        s->line_has_code = true;
        return false;
    }
    take(s);
    if (next == '/') {
        read_line_comment(s, &found);
    } else {
        read_block_comment(s, &found);
    }
    *out = found;
    return true;
}

bool comment_next(comment_scan *s, comment *out)
{
    int c;

    while ((c = peek(s)) >= 0) {
        bool starts_line = !s->line_has_code;

        if (c == '/') {
            if (read_comment(s, out)) {
                return true;
            }
            continue;
        }
        if (isspace(c)) {
            take(s);
            continue;
        }
        s->line_has_code = true;
        if (c == '"' || c == '\'') {
            skip_quoted(s, c);
        } else if (c == '#' && starts_line) {
            read_directive(s);
        } else if (c >= 0x80 || isalnum(c) || c == '_') {
            skip_word(s);
        } else {
            take(s);
        }
    }
    return false;
}
