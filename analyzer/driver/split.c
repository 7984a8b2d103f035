/* analyzer/driver/split.c
 * Shell quoting, as compile_commands.json uses it in `command`. */
#include "analyzer/driver/split.h"

#include <stdbool.h>
#include <string.h>

typedef struct splitter {
    const char *at;
    char *to; /* end of the word that is being made */
} splitter;

static void take_double_quoted(splitter *s)
{
    while (*s->at != '\0' && *s->at != '"') {
        if (*s->at == '\\' && s->at[1] == '\n') {
            s->at += 2;
            continue;
        }
        if (*s->at == '\\' && s->at[1] != '\0' && strchr("$`\"\\", s->at[1]) != NULL) {
            s->at++;
        }
        *s->to++ = *s->at++;
    }
    s->at += *s->at == '"';
}

static void take_single_quoted(splitter *s)
{
    while (*s->at != '\0' && *s->at != '\'') {
        *s->to++ = *s->at++;
    }
    s->at += *s->at == '\'';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void take_word(splitter *s)
{
    while (*s->at != '\0' && !is_blank(*s->at)) {
        char c = *s->at++;

        if (c == '"') {
            take_double_quoted(s);
        } else if (c == '\'') {
            take_single_quoted(s);
        } else if (c == '\\' && *s->at == '\n') {
            s->at++;
        } else if (c == '\\' && *s->at != '\0') {
            *s->to++ = *s->at++;
        } else {
            *s->to++ = c;
        }
    }
}

const char **split_words(arena *a, const char *text, size_t *count)
{
    /* A word and its NUL need no more than what it is made of and the blank (or the end) after it. */
    splitter s = {.at = text, .to = arena_alloc(a, strlen(text) + 1)};
    const char **words = NULL;
    size_t found = 0;
    size_t capacity = 0;

    for (;;) {
        const char *word = s.to;

        while (is_blank(*s.at) || (s.at[0] == '\\' && s.at[1] == '\n')) {
            s.at += is_blank(*s.at) ? 1 : 2;
        }
        if (*s.at == '\0') {
            break;
        }
        take_word(&s);
        *s.to++ = '\0';
        ARENA_PUSH(a, words, found, capacity, word);
    }
    *count = found;
    return words;
}
