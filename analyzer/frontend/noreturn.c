/* analyzer/frontend/noreturn.c
 * Who never returns. libclang shows GNU noreturn in the spelling of the canonical function type only, and
 * _Noreturn and [[noreturn]] only as attributes without a kind. */
#include "analyzer/frontend/declare.h"

#include <string.h>

#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/source.h"
#include "analyzer/frontend/types.h"

static const char mark[] = "__attribute__((noreturn))";

static int occurrences(lowering *l, CXType type)
{
    int n = 0;

    if (type.kind == CXType_Invalid) {
        return 0;
    }
    for (const char *p = take_string(l, clang.getTypeSpelling(clang.getCanonicalType(type)));
         (p = strstr(p, mark)) != NULL; p += sizeof mark - 1) {
        n++;
    }
    return n;
}

/* What is left after the marks of result and argument types is the function's own. */
bool type_is_noreturn(lowering *l, CXType function_type)
{
    CXType canonical = clang.getCanonicalType(function_type);

    if (canonical.kind != CXType_FunctionProto && canonical.kind != CXType_FunctionNoProto) {
        return false;
    }
    int own = occurrences(l, canonical);
    if (own == 0) {
        return false;
    }
    own -= occurrences(l, clang.getResultType(canonical));
    for (int i = 0; i < clang.getNumArgTypes(canonical); i++) {
        own -= occurrences(l, clang.getArgType(canonical, (unsigned)i));
    }
    return own > 0;
}

bool declared_noreturn(lowering *l, CXCursor declaration)
{
    char word[32];
    cursor_list children;

    if (type_is_noreturn(l, clang.getCursorType(declaration))) {
        return true;
    }
    children = cursor_children(l->scratch, declaration);
    for (size_t i = 0; i < children.count; i++) {
        if (children.items[i].kind == CXCursor_UnexposedAttr) {
            source_word(l, children.items[i], word, sizeof word);
            if (strcmp(word, "_Noreturn") == 0 || strcmp(word, "noreturn") == 0 ||
                strcmp(word, "__noreturn__") == 0) {
                return true;
            }
        }
    }
    return false;
}
