/* analyzer/frontend/forparts.c
 * Which of a for loop's three parts are there. libclang shows them without gaps, so with one or two of
 * them the text between the parentheses has to tell. */
#define _GNU_SOURCE

#include "analyzer/frontend/lower.h"

#include <ctype.h>
#include <string.h>

/* Skips a string, character or comment at text[i]; returns the index behind it, or i when there is none. */
static size_t skip_quoted(const char *text, size_t size, size_t i)
{
    if (text[i] == '"' || text[i] == '\'') {
        char quote = text[i++];
        while (i < size && text[i] != quote && text[i] != '\n') {
            i += text[i] == '\\' ? 2 : 1;
        }
        return i < size ? i + 1 : size;
    }
    if (text[i] == '/' && i + 1 < size && text[i + 1] == '*') {
        const char *end = memmem(text + i + 2, size - i - 2, "*/", 2);
        return end != NULL ? (size_t)(end - text) + 2 : size;
    }
    if (text[i] == '/' && i + 1 < size && text[i + 1] == '/') {
        const char *end = memchr(text + i, '\n', size - i);
        return end != NULL ? (size_t)(end - text) : size;
    }
    return i;
}

typedef struct {
    bool is_there[3];
    int semicolons;
} header;

/* Reads "(a; b; c)" at the start of text (white space before it allowed). */
static bool scan_header(const char *text, size_t size, header *out)
{
    int depth = 0;

    *out = (header){{false, false, false}, 0};
    for (size_t i = 0; i < size;) {
        size_t next = skip_quoted(text, size, i);
        char c = text[i];
        if (next != i && (c == '"' || c == '\'')) {
            out->is_there[out->semicolons > 2 ? 2 : out->semicolons] = true;
        }
        if (next != i) {
            i = next;
            continue;
        }
        i++;
        if (isspace((unsigned char)c) || c == '\\') {
            continue;
        }
        if (depth == 0) {
            if (c != '(') {
                return false;
            }
            depth = 1;
            continue;
        }
        if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            if (--depth == 0) {
                return out->semicolons == 2;
            }
        } else if (c == ';' && depth == 1) {
            if (++out->semicolons > 2) {
                return false;
            }
            continue;
        }
        out->is_there[out->semicolons] = true;
    }
    return false;
}

static size_t parts_there(const header *h)
{
    return (size_t)h->is_there[0] + (size_t)h->is_there[1] + (size_t)h->is_there[2];
}

static void take(for_parts *out, const header *h, const CXCursor *items)
{
    size_t i = 0;

    if (h->is_there[0]) {
        out->init = items[i++];
    }
    if (h->is_there[1]) {
        out->condition = items[i++];
    }
    if (h->is_there[2]) {
        out->step = items[i];
    }
    out->has_init = h->is_there[0];
    out->has_condition = h->is_there[1];
    out->has_step = h->is_there[2];
}

/* The text where the loop is written, unless a macro wrote it. */
static bool scan_source(body *b, CXCursor c, header *out)
{
    CXSourceLocation start = clang.getRangeStart(clang.getCursorExtent(c));
    position at = source_written(b->l, start);

    if (at.file == NULL || source_in_macro(b->l, start) || at.file->size - at.offset < 4 ||
        memcmp(at.file->text + at.offset, "for", 3) != 0) {
        return false;
    }
    return scan_header(at.file->text + at.offset + 3, at.file->size - at.offset - 3, out);
}

/* Counts ForStmts in preorder up to the wanted one; distinct ones, because ?: shows its operand again. */
typedef struct {
    body *b;
    CXCursor wanted;
    map *seen;
    size_t count;
    size_t index; /* 1-based; 0: not found */
} counting;

static enum CXChildVisitResult count_for(CXCursor c, CXCursor parent, CXClientData data)
{
    counting *n = data;

    (void)parent;
    if (c.kind == CXCursor_ForStmt && map_get(n->seen, MAP_KEY(c.data[1])) == NULL) {
        map_set(n->seen, MAP_KEY(c.data[1]), n);
        n->count++;
        if (clang.equalCursors(c, n->wanted)) {
            n->index = n->count;
        }
    }
    clang.visitChildren(c, count_for, data);
    return CXChildVisit_Continue;
}

/* The headers in the printed function, macros expanded; NULL-terminated. */
static const char **printed_headers(body *b)
{
    CXPrintingPolicy policy = clang.getCursorPrintingPolicy(b->cursor);
    CXString printed = clang.getCursorPrettyPrinted(b->cursor, policy);
    char *text = arena_strdup(b->scratch, clang.getCString(printed));
    size_t size = strlen(text);
    size_t count = 0;
    size_t capacity = 0;
    const char **found = NULL;

    clang.PrintingPolicy_dispose(policy);
    clang.disposeString(printed);
    for (size_t i = 0; i < size;) {
        size_t next = skip_quoted(text, size, i);
        if (next != i) {
            i = next;
            continue;
        }
        bool starts_word = i == 0 || !(isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_');
        if (starts_word && strncmp(text + i, "for (", 5) == 0) {
            ARENA_PUSH(b->scratch, found, count, capacity, text + i + 3);
        }
        i++;
    }
    ARENA_PUSH(b->scratch, found, count, capacity, NULL);
    return found;
}

static bool scan_printed(body *b, CXCursor c, header *out)
{
    counting n = {.b = b, .wanted = c, .seen = map_new(b->scratch)};
    size_t headers = 0;

    if (b->is_global) {
        return false;
    }
    clang.visitChildren(b->cursor, count_for, &n);
    if (b->printed_fors == NULL) {
        b->printed_fors = printed_headers(b);
    }
    while (b->printed_fors[headers] != NULL) {
        headers++;
    }
    if (n.index == 0 || headers != n.count) {
        return false;
    }
    const char *text = b->printed_fors[n.index - 1];
    return scan_header(text, strlen(text), out);
}

bool for_parts_of(body *b, CXCursor c, const cursor_list *parts, for_parts *out)
{
    size_t count = parts->count - 1;
    header h = {{true, true, true}, 2};

    *out = (for_parts){.body = parts->items[count]};
    if (count == 0) {
        return true;
    }
    if (count < 3 && !(scan_source(b, c, &h) && parts_there(&h) == count) &&
        !(scan_printed(b, c, &h) && parts_there(&h) == count)) {
        return false;
    }
    if (count > 3) {
        return false;
    }
    take(out, &h, parts->items);
    return true;
}
