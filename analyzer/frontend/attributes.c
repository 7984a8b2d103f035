/* analyzer/frontend/attributes.c
 * The cleanup attribute: libclang shows that there is one, the printed declaration says which function. */
#include "analyzer/frontend/declare.h"

#include <ctype.h>
#include <string.h>

#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/source.h"

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Finds "cleanup(name" in a printed declaration. */
static const char *name_in(lowering *l, const char *text)
{
    for (const char *p = text; (p = strstr(p, "cleanup")) != NULL; p++) {
        const char *start = p + strlen("cleanup");
        start += strncmp(start, "__", 2) == 0 ? 2 : 0;
        if ((p > text && is_name(p[-1]) && p[-1] != '_') || *start != '(') {
            continue;
        }
        for (start++; isspace((unsigned char)*start); start++) {
        }
        size_t length = 0;
        while (is_name(start[length])) {
            length++;
        }
        return length > 0 ? intern_n(l->names, start, length) : NULL;
    }
    return NULL;
}

const char *cleanup_name(lowering *l, CXCursor variable)
{
    cursor_list children = cursor_children(l->scratch, variable);
    char word[32] = "";
    bool found = false;

    for (size_t i = 0; i < children.count && !found; i++) {
        if (children.items[i].kind == CXCursor_UnexposedAttr) {
            source_word(l, children.items[i], word, sizeof word);
            found = strcmp(word, "cleanup") == 0 || strcmp(word, "__cleanup__") == 0;
        }
    }
    if (!found) {
        return NULL;
    }
    CXPrintingPolicy policy = clang.getCursorPrintingPolicy(variable);
    clang.PrintingPolicy_setProperty(policy, CXPrintingPolicy_SuppressInitializers, 1);
    const char *printed = take_string(l, clang.getCursorPrettyPrinted(variable, policy));
    clang.PrintingPolicy_dispose(policy);
    return name_in(l, printed);
}
