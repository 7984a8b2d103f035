/* analyzer/finding/allow.c
 * The grammar of suppression comments. */
#include "analyzer/finding/allow.h"

#include <ctype.h>
#include <string.h>

#define WORD "wand:allow"

/* A comment's text and where its characters stand in the file. */
typedef struct reader {
    arena *memory;
    const char *text;
    size_t length;
    size_t at;
    uint32_t line;
    uint32_t column;
} reader;

static int current(const reader *r)
{
    return r->at < r->length ? (unsigned char)r->text[r->at] : -1;
}

static void advance(reader *r)
{
    bool ends =
        current(r) == '\n' || (current(r) == '\r' && !(r->at + 1 < r->length && r->text[r->at + 1] == '\n'));

    r->at++;
    if (ends) {
        r->line++;
        r->column = 1;
    } else {
        r->column++;
    }
}

static void skip_blanks(reader *r)
{
    while (current(r) == ' ' || current(r) == '\t') {
        advance(r);
    }
}

static bool is_at_word(const reader *r)
{
    size_t length = sizeof WORD - 1;

    return r->length - r->at >= length && memcmp(r->text + r->at, WORD, length) == 0;
}

/* Whether only white space and the stars and slashes of comment frames stand before `at`. */
static bool begins_comment(const reader *r)
{
    for (size_t i = 0; i < r->at; i++) {
        if (!isspace((unsigned char)r->text[i]) && strchr("*/!<", r->text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* Whether a suppression, readable or not, stands here. */
static bool is_meant(const reader *r)
{
    size_t after = r->at + sizeof WORD - 1;
    bool is_called = after < r->length && r->text[after] == '(';
    bool ends_word = after >= r->length || (!isalnum((unsigned char)r->text[after]) && r->text[after] != '-');

    if (!is_at_word(r)) {
        return false;
    }
    if (begins_comment(r)) {
        return ends_word;
    }
    return is_called && r->at > 0 && isspace((unsigned char)r->text[r->at - 1]);
}

static bool is_name_character(int c)
{
    return c >= 0 && (isalnum(c) || c == '-' || c == '_' || c == '*');
}

/* Reads "(name, name)"; returns what is wrong with it, or NULL. */
static const char *read_names(reader *r, allow *out)
{
    if (current(r) != '(') {
        return "expected '(' and the names of rules";
    }
    do {
        allow_name name;
        size_t begin;

        advance(r);
        skip_blanks(r);
        name = (allow_name){.line = r->line, .column = r->column};
        begin = r->at;
        while (is_name_character(current(r))) {
            advance(r);
        }
        if (r->at == begin) {
            return "expected the name of a rule";
        }
        name.pattern = arena_strndup(r->memory, r->text + begin, r->at - begin);
        ARENA_PUSH(r->memory, out->names, out->name_count, out->name_capacity, name);
        skip_blanks(r);
    } while (current(r) == ',');
    if (current(r) != ')') {
        return "expected ',' or ')' after the name of a rule";
    }
    advance(r);
    return NULL;
}

/* The rest of the line after a colon, without the white space around it; "" when no letter or digit is in it.
 */
static const char *read_reason(reader *r)
{
    bool says_something = false;
    size_t begin;
    size_t end;

    skip_blanks(r);
    if (current(r) != ':') {
        return "";
    }
    advance(r);
    skip_blanks(r);
    begin = r->at;
    while (current(r) >= 0 && current(r) != '\n' && current(r) != '\r' && !is_at_word(r)) {
        says_something = says_something || isalnum(current(r)) || current(r) >= 0x80;
        advance(r);
    }
    end = r->at;
    while (end > begin && isspace((unsigned char)r->text[end - 1])) {
        end--;
    }
    return says_something ? arena_strndup(r->memory, r->text + begin, end - begin) : "";
}

void allow_read(arena *a, const comment *from, allow_list *out)
{
    reader r = {.memory = a,
                .text = from->text,
                .length = from->length,
                .line = from->line,
                .column = from->column + 2};

    while (r.at < r.length) {
        allow found;

        if (!is_meant(&r)) {
            advance(&r);
            continue;
        }
        found = (allow){.line = r.line, .column = r.column, .reason = ""};
        for (size_t i = 0; i < sizeof WORD - 1; i++) {
            advance(&r);
        }
        found.error = read_names(&r, &found);
        if (found.error == NULL) {
            found.reason = read_reason(&r);
        }
        ARENA_PUSH(a, out->items, out->count, out->capacity, found);
    }
}
