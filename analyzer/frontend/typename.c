/* analyzer/frontend/typename.c
 * The words before the first `*` are sorted into their usual order; typedefs are replaced by what they
 * stand for; the rest only loses its white space. */
#include "analyzer/frontend/typename.h"

#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/types.h"

#include <ctype.h>
#include <string.h>

typedef struct {
    bool is_const;
    bool is_volatile;
    bool is_unsigned;
    bool is_signed;
    int longs;
    bool is_short;
    bool is_int;
    const char *core; /* any other word, or "struct tag" */
    const char *rest; /* what a typedef's own pointers add */
} words;

static enum CXChildVisitResult remember_typedef(CXCursor c, CXCursor parent, CXClientData data)
{
    lowering *l = data;

    (void)parent;
    if (c.kind == CXCursor_TypedefDecl) {
        const char *name = take_string(l, clang.getCursorSpelling(c));
        CXType canonical = clang.getCanonicalType(clang.getCursorType(c));
        map_set(l->named_typedefs, MAP_KEY(name), (void *)take_string(l, clang.getTypeSpelling(canonical)));
    }
    return CXChildVisit_Continue;
}

/* What a typedef of file scope stands for, or NULL. */
static const char *typedef_spelling(lowering *l, const char *name)
{
    if (l->named_typedefs == NULL) {
        l->named_typedefs = map_new(l->scratch);
        clang.visitChildren(clang.getTranslationUnitCursor(l->tu), remember_typedef, l);
    }
    return map_get(l->named_typedefs, MAP_KEY(name));
}

static bool read_word(words *w, const char *word)
{
    if (strcmp(word, "const") == 0) {
        return w->is_const = true;
    }
    if (strcmp(word, "volatile") == 0) {
        return w->is_volatile = true;
    }
    if (strcmp(word, "unsigned") == 0) {
        return w->is_unsigned = true;
    }
    if (strcmp(word, "signed") == 0) {
        return w->is_signed = true;
    }
    if (strcmp(word, "short") == 0) {
        return w->is_short = true;
    }
    if (strcmp(word, "int") == 0) {
        return w->is_int = true;
    }
    if (strcmp(word, "long") == 0) {
        w->longs++;
        return true;
    }
    return false;
}

static bool is_builtin_word(const char *word)
{
    static const char *const known[] = {"void",     "char",    "float",    "double",   "_Bool",
                                        "_Complex", "default", "__int128", "_Float16", "__float128"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(word, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

static size_t word_length(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && (isalnum((unsigned char)text[n]) || text[n] == '_')) {
        n++;
    }
    return n;
}

static size_t skip_space(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && (isspace((unsigned char)text[n]) || text[n] == '\\')) {
        n++;
    }
    return n;
}

static bool read_base(lowering *l, words *w, const char **text, size_t *size);

/* A word that is none of C's: a tag follows it, or it is a typedef. */
static bool read_name(lowering *l, words *w, const char *word, const char **text, size_t *size)
{
    if (strcmp(word, "struct") == 0 || strcmp(word, "union") == 0 || strcmp(word, "enum") == 0) {
        size_t space = skip_space(*text, *size);
        size_t length = word_length(*text + space, *size - space);
        w->core = arena_printf(l->scratch, "%s %.*s", word, (int)length, *text + space);
        *text += space + length;
        *size -= space + length;
        return length > 0;
    }
    if (strcmp(word, "bool") == 0) {
        word = "_Bool";
    }
    if (is_builtin_word(word)) {
        w->core = w->core == NULL ? word : arena_printf(l->scratch, "%s %s", w->core, word);
        return true;
    }
    const char *meaning = typedef_spelling(l, word);
    if (meaning == NULL) {
        return false;
    }
    size_t rest = strlen(meaning);
    bool is_fine = read_base(l, w, &meaning, &rest);
    w->rest = meaning;
    return is_fine;
}

/* Reads words as long as there are any. */
static bool read_base(lowering *l, words *w, const char **text, size_t *size)
{
    for (;;) {
        size_t space = skip_space(*text, *size);
        *text += space;
        *size -= space;
        size_t length = word_length(*text, *size);
        if (length == 0) {
            return true;
        }
        const char *word = intern_n(l->names, *text, length);
        *text += length;
        *size -= length;
        if (!read_word(w, word) && !read_name(l, w, word, text, size)) {
            return false;
        }
    }
}

static const char *core_of(const words *w)
{
    if (w->core != NULL && strcmp(w->core, "char") == 0) {
        return w->is_unsigned ? "unsigned char" : w->is_signed ? "signed char" : "char";
    }
    if (w->core != NULL && strcmp(w->core, "double") == 0) {
        return w->longs > 0 ? "long double" : "double";
    }
    if (w->core != NULL) {
        return w->core;
    }
    if (w->is_short) {
        return w->is_unsigned ? "unsigned short" : "short";
    }
    if (w->longs > 0) {
        return w->longs > 1 ? (w->is_unsigned ? "unsigned long long" : "long long")
                            : (w->is_unsigned ? "unsigned long" : "long");
    }
    return w->is_unsigned ? "unsigned int" : "int";
}

static void append_packed(char *out, size_t *n, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!isspace((unsigned char)text[i]) && text[i] != '\\') {
            out[(*n)++] = text[i];
        }
    }
}

const char *type_name_from_text(lowering *l, const char *text, size_t length)
{
    words w = {.rest = ""};

    if (!read_base(l, &w, &text, &length)) {
        return NULL;
    }
    char *out = arena_alloc(l->scratch, length + strlen(w.rest) + strlen(core_of(&w)) + 32);
    size_t n = 0;
    append_packed(out, &n, w.is_const ? "const|" : "", w.is_const ? 6 : 0);
    append_packed(out, &n, w.is_volatile ? "volatile|" : "", w.is_volatile ? 9 : 0);
    memcpy(out + n, core_of(&w), strlen(core_of(&w)));
    n += strlen(core_of(&w));
    append_packed(out, &n, w.rest, strlen(w.rest));
    append_packed(out, &n, text, length);
    return intern_n(l->names, out, n);
}

const char *type_name_of(lowering *l, CXType type)
{
    CXType canonical = type_canonical(type);
    bool is_array = type_is_array(canonical);

    if (is_array) {
        canonical = clang.getCanonicalType(clang.getArrayElementType(canonical));
    } else if (canonical.kind != CXType_Invalid) {
        canonical = clang.getUnqualifiedType(canonical);
    }
    const char *spelling = take_string(l, clang.getTypeSpelling(canonical));
    if (is_array) {
        spelling = arena_printf(l->scratch, "%s *", spelling);
    }
    const char *name = type_name_from_text(l, spelling, strlen(spelling));
    return name != NULL ? name : spelling;
}
