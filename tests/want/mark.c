/* mark.c: see mark.h. A mark is a `//` comment that begins with one of the words; several may follow each
 * other on one line, each with its own `//`. A word that is not followed by what it needs is an error, so
 * that no claim is lost to a slip of the pen. */
#include "tests/want/mark.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    mark_kind kind;
} words[] = {
    {"want", MARK_WANT},
    {"then", MARK_THEN},
    {"known-miss", MARK_KNOWN_MISS},
    {"known-false", MARK_KNOWN_FALSE},
    {"delete", MARK_DELETE},
    {"insert", MARK_INSERT},
};
enum { WORDS = sizeof words / sizeof *words };

static void add(mark_list *list, mark m)
{
    if ((list->count & (list->count - 1)) == 0) { /* room doubles at each power of two */
        size_t room = list->count == 0 ? 1 : 2 * list->count;
        list->marks = realloc(list->marks, room * sizeof *list->marks);
        if (list->marks == NULL)
            abort();
    }
    list->marks[list->count++] = m;
}

/* Takes a word of letters, digits, `-` and `_` from *text; NULL when there is none. */
static char *take_name(const char **text)
{
    const char *start = *text + strspn(*text, " \t");
    size_t length = 0;

    while (isalnum((unsigned char)start[length]) || start[length] == '-' || start[length] == '_')
        length++;
    if (length == 0)
        return NULL;
    *text = start + length;
    return strndup(start, length);
}

static bool take(const char **text, const char *what)
{
    const char *start = *text + strspn(*text, " \t");

    if (strncmp(start, what, strlen(what)) != 0)
        return false;
    *text = start + strlen(what);
    return true;
}

static bool at_end(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* rule [unless ID | by ID], ... */
static const char *read_rules(mark_list *list, mark m, const char *text)
{
    const char *linking = m.kind == MARK_THEN ? "by " : "unless ";

    do {
        m.rule = take_name(&text);
        if (m.rule == NULL)
            return "a rule's name is missing";
        m.id = take(&text, linking) ? take_name(&text) : NULL;
        add(list, m);
        if (m.kind == MARK_THEN && m.id == NULL)
            return "`then RULE` needs `by ID`";
    } while (take(&text, ","));
    return at_end(text) ? NULL : "something follows the rule";
}

static const char *read_known(mark_list *list, mark m, const char *text)
{
    m.rule = take_name(&text);
    if (m.rule == NULL)
        return "a rule's name is missing";
    add(list, m);
    return take(&text, ":") && !at_end(text) ? NULL : "a known gap needs `: why`";
}

static const char *read_delete(mark_list *list, mark m, const char *text)
{
    m.id = take_name(&text);
    if (m.id == NULL)
        return "an id is missing";
    add(list, m);
    return at_end(text) ? NULL : "`delete ID` ends its line";
}

static const char *read_insert(mark_list *list, mark m, const char *text)
{
    m.id = take_name(&text);
    if (m.id == NULL || !take(&text, ":"))
        return "`insert` needs `ID: code`";
    m.text = strndup(text, strcspn(text, "\r\n"));
    add(list, m);
    return at_end(text) ? "`insert ID:` needs code" : NULL;
}

/* The word that a comment's text begins with, or WORDS; *rest is what follows. */
static size_t leading_word(const char *comment, const char **rest)
{
    comment += strspn(comment, " \t");
    for (size_t i = 0; i < WORDS; i++) {
        size_t length = strlen(words[i].word);
        if (strncmp(comment, words[i].word, length) == 0 && isspace((unsigned char)comment[length])) {
            *rest = comment + length;
            return i;
        }
    }
    return WORDS;
}

/* The next `//` in the text whose comment begins with a word; NULL when there is none. */
static const char *next_mark(const char *text, size_t *word, const char **rest)
{
    while ((text = strstr(text, "//")) != NULL) {
        *word = leading_word(text + 2, rest);
        if (*word != WORDS)
            return text;
        text += 2;
    }
    return NULL;
}

static const char *read_one(mark_list *list, mark m, const char *text)
{
    switch (m.kind) {
    case MARK_WANT:
    case MARK_THEN: return read_rules(list, m, text);
    case MARK_KNOWN_MISS:
    case MARK_KNOWN_FALSE: return read_known(list, m, text);
    case MARK_DELETE: return read_delete(list, m, text);
    case MARK_INSERT: return read_insert(list, m, text);
    }
    return NULL;
}

const char *mark_read_line(mark_list *list, int file, int line, const char *text)
{
    size_t word, following;
    const char *rest, *unused, *problem = NULL;
    const char *at = next_mark(text, &word, &rest);

    while (at != NULL && problem == NULL) {
        const char *next = words[word].kind == MARK_INSERT ? NULL : next_mark(rest, &following, &unused);
        char *claim = next == NULL ? strdup(rest) : strndup(rest, (size_t)(next - rest));

        if (claim == NULL)
            abort();
        problem = read_one(list, (mark){.kind = words[word].kind, .file = file, .line = line}, claim);
        free(claim);
        at = next == NULL ? NULL : next_mark(next, &word, &rest);
    }
    return problem;
}

void mark_list_free(mark_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->marks[i].rule);
        free(list->marks[i].id);
        free(list->marks[i].text);
    }
    free(list->marks);
    *list = (mark_list){0};
}
