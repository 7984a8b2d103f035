/* analyzer/frontend/macro.c
 * Finding the #define that a token comes from by looking at the line it stands on. */
#define _GNU_SOURCE

#include "analyzer/frontend/macro.h"

#include <ctype.h>
#include <string.h>

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

static size_t name_length(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && is_name(text[n])) {
        n++;
    }
    return n;
}

static size_t skip_blanks(const char *text, size_t size, size_t i)
{
    while (i < size && (text[i] == ' ' || text[i] == '\t')) {
        i++;
    }
    return i;
}

/* If the line at `start` is "#define NAME...", the offset of NAME; else `size`. */
static size_t defined_name(const char *text, size_t size, size_t start)
{
    size_t i = skip_blanks(text, size, start);

    if (i >= size || text[i] != '#') {
        return size;
    }
    i = skip_blanks(text, size, i + 1);
    if (size - i < 7 || memcmp(text + i, "define", 6) != 0) {
        return size;
    }
    return skip_blanks(text, size, i + 6);
}

/* The start of the logical line (continuations joined) that holds `offset`. */
static size_t line_start(const char *text, size_t offset)
{
    while (offset > 0) {
        if (text[offset - 1] != '\n') {
            offset--;
            continue;
        }
        size_t before = offset - 1;
        if (before > 0 && text[before - 1] == '\r') {
            before--;
        }
        if (before == 0 || text[before - 1] != '\\') {
            return offset;
        }
        offset = before - 1;
    }
    return 0;
}

/* Where each name is defined in a file (the last definition wins), made when first needed. The map holds
 * the offset plus one. */
static const map *defines_of(lowering *l, source_file *file)
{
    const char *end = file->text + file->size;

    if (file->defines != NULL) {
        return file->defines;
    }
    file->defines = map_new(l->scratch);
    for (const char *p = file->text; (p = memmem(p, (size_t)(end - p), "define", 6)) != NULL; p += 6) {
        size_t at = defined_name(file->text, file->size, line_start(file->text, (size_t)(p - file->text)));
        size_t length = at < file->size ? name_length(file->text + at, file->size - at) : 0;
        if (length > 0) {
            const char *name = intern_n(l->names, file->text + at, length);
            map_set(file->defines, MAP_KEY(name), (void *)(uintptr_t)(at + 1));
        }
    }
    return file->defines;
}

static bool search(lowering *l, source_file *file, const char *name, position *out)
{
    uintptr_t at = (uintptr_t)map_get(defines_of(l, file), MAP_KEY(name));

    if (at == 0) {
        return false;
    }
    *out = (position){file, (uint32_t)(at - 1)};
    return true;
}

/* Where `name` is defined: on the line the token comes from, else elsewhere in that file or the user's. When
 * it is in a third file (a macro used by a macro), where the token itself stands. */
static position definition_of(lowering *l, const char *name, position use, position spelled)
{
    size_t length = strlen(name);
    position found;

    if (spelled.file != NULL && spelled.offset < spelled.file->size) {
        const source_file *f = spelled.file;
        size_t at = defined_name(f->text, f->size, line_start(f->text, spelled.offset));
        if (at < f->size && name_length(f->text + at, f->size - at) == length &&
            memcmp(f->text + at, name, length) == 0) {
            return (position){spelled.file, (uint32_t)at};
        }
        if (search(l, spelled.file, name, &found)) {
            return found;
        }
    }
    if (spelled.file != use.file && search(l, use.file, name, &found)) {
        return found;
    }
    return spelled.file != NULL ? spelled : use;
}

/* One object a definition, however often it is used. */
static ir_macro *macro_defined_at(lowering *l, const char *name, position at)
{
    uint64_t key = map_mix(map_mix(MAP_KEY(name), MAP_KEY(at.file)), ~(uint64_t)at.offset);
    ir_macro *macro = map_get(l->macros, key);
    unsigned line = 0;
    unsigned column = 0;

    if (macro != NULL && macro->name == name) {
        return macro;
    }
    macro = ARENA_NEW(l->memory, ir_macro);
    clang.getSpellingLocation(clang.getLocationForOffset(l->tu, at.file->handle, at.offset), NULL, &line,
                              &column, NULL);
    *macro = (ir_macro){.name = name, .file = at.file->index, .line = line, .column = column};
    map_set(l->macros, key, macro);
    return macro;
}

const ir_macro *macro_at(lowering *l, position use, position spelled)
{
    if (use.offset >= use.file->size) {
        return NULL;
    }
    const char *text = use.file->text + use.offset;
    size_t length = name_length(text, use.file->size - use.offset);
    if (length == 0) {
        return NULL;
    }
    const char *name = intern_n(l->names, text, length);
    uint64_t key = map_mix(map_mix(MAP_KEY(name), MAP_KEY(spelled.file)), spelled.offset);
    ir_macro *macro = map_get(l->macros, key);
    if (macro != NULL && macro->name == name) {
        return macro;
    }
    macro = macro_defined_at(l, name, definition_of(l, name, use, spelled));
    map_set(l->macros, key, macro);
    return macro;
}

size_t macro_use_length(const char *text, size_t size)
{
    size_t name = name_length(text, size);
    size_t i = name;
    int depth = 0;
    char quote = '\0';

    while (i < size && isspace((unsigned char)text[i])) {
        i++;
    }
    if (i >= size || text[i] != '(') {
        return name;
    }
    for (; i < size; i++) {
        if (quote != '\0') {
            i += text[i] == '\\';
            quote = i < size && text[i] == quote ? '\0' : quote;
        } else if (text[i] == '"' || text[i] == '\'') {
            quote = text[i];
        } else if (text[i] == '(') {
            depth++;
        } else if (text[i] == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return name;
}
