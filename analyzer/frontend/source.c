/* analyzer/frontend/source.c
 * The table of files, and places as line and column. */
#include "analyzer/frontend/source.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/frontend/macro.h"

enum { EXCERPT_BYTES = 60 };

const char *take_string(lowering *l, CXString text)
{
    const char *c = clang.getCString(text);
    const char *name = intern(l->names, c != NULL ? c : "");

    clang.disposeString(text);
    return name;
}

static bool is_below(const char *path, const char *directory)
{
    return directory != NULL && strncmp(path, directory, strlen(directory)) == 0;
}

static const char *real_path(lowering *l, CXFile handle, const char *name)
{
    char buffer[PATH_MAX];
    const char *real = take_string(l, clang.File_tryGetRealPathName(handle));

    if (real[0] == '/' && realpath(real, buffer) != NULL) {
        return intern(l->names, buffer);
    }
    return realpath(name, buffer) != NULL ? intern(l->names, buffer) : name;
}

/* Two handles may mean the same file (a link, another spelling): the real path decides. */
static uint32_t file_index(lowering *l, CXFile handle, CXSourceLocation inside)
{
    ir_unit *u = l->unit;
    const char *name = take_string(l, clang.getFileName(handle));
    const char *real = real_path(l, handle, name);

    for (size_t i = 0; i < u->file_count; i++) {
        if (u->files[i].real == real) {
            return (uint32_t)i;
        }
    }
    ir_file file = {.path = real, .real = real};
    if (is_below(real, l->root)) {
        file.path = intern(l->names, real + strlen(l->root));
    }
    file.is_system = is_below(real, l->wand_include) || clang.Location_isInSystemHeader(inside) != 0;
    ARENA_PUSH(l->memory, u->files, u->file_count, u->capacity[0], file);
    return (uint32_t)(u->file_count - 1);
}

source_file *source_file_of(lowering *l, CXFile handle, CXSourceLocation inside)
{
    if (handle == l->last_handle) {
        return l->last_file;
    }
    source_file *file = map_get(l->files, MAP_KEY(handle));
    if (file == NULL) {
        file = ARENA_NEW(l->scratch, source_file);
        file->handle = handle;
        file->index = file_index(l, handle, inside);
        file->text = clang.getFileContents(l->tu, handle, &file->size);
        if (file->text == NULL) {
            file->text = "";
            file->size = 0;
        }
        map_set(l->files, MAP_KEY(handle), file);
    }
    l->last_handle = handle;
    l->last_file = file;
    return file;
}

position source_written(lowering *l, CXSourceLocation location)
{
    CXFile handle = NULL;
    unsigned offset = 0;

    clang.getFileLocation(location, &handle, NULL, NULL, &offset);
    return handle == NULL ? (position){0} : (position){source_file_of(l, handle, location), offset};
}

position source_spelled(lowering *l, CXSourceLocation location)
{
    CXFile handle = NULL;
    unsigned offset = 0;

    clang.getSpellingLocation(location, &handle, NULL, NULL, &offset);
    return handle == NULL ? (position){0} : (position){source_file_of(l, handle, location), offset};
}

bool source_in_macro(lowering *l, CXSourceLocation location)
{
    position written = source_written(l, location);
    position spelled = source_spelled(l, location);

    return written.file != spelled.file || written.offset != spelled.offset;
}

static ir_loc compute_loc(lowering *l, CXSourceLocation location)
{
    CXFile handle = NULL;
    CXFile spelled_handle = NULL;
    unsigned line = 0;
    unsigned column = 0;
    unsigned offset = 0;
    unsigned spelled = 0;

    clang.getFileLocation(location, &handle, &line, &column, &offset);
    if (handle == NULL) {
        return (ir_loc){0};
    }
    source_file *file = source_file_of(l, handle, location);
    ir_loc loc = {.file = file->index, .line = line, .column = column};
    clang.getSpellingLocation(location, &spelled_handle, NULL, NULL, &spelled);
    if (spelled != offset || spelled_handle != handle) {
        position use = {file, offset};
        position definition = {0};
        if (spelled_handle != NULL) {
            definition = (position){source_file_of(l, spelled_handle, location), spelled};
        }
        loc.macro = macro_at(l, use, definition);
    }
    return loc;
}

/* Neighbouring operations ask for the same places again and again. */
typedef struct recent_place {
    CXSourceLocation location;
    ir_loc loc;
} recent_place;

enum { RECENT = 1024 };

ir_loc source_loc(lowering *l, CXSourceLocation location)
{
    if (l->recent == NULL) {
        l->recent = ARENA_ARRAY(l->scratch, recent_place, RECENT);
    }
    recent_place *r = &l->recent[(location.int_data ^ location.int_data >> 10) % RECENT];
    if (r->location.int_data != location.int_data || !clang.equalLocations(r->location, location)) {
        r->loc = compute_loc(l, location);
        r->location = location;
    }
    return r->loc;
}

ir_loc source_cursor_loc(lowering *l, CXCursor cursor)
{
    return source_loc(l, clang.getCursorLocation(cursor));
}

ir_loc source_end_loc(lowering *l, CXCursor cursor)
{
    ir_loc loc = source_loc(l, clang.getRangeEnd(clang.getCursorExtent(cursor)));

    if (loc.macro == NULL && loc.column > 1) {
        loc.column--; /* the end is one past the last byte */
    }
    return loc;
}

static size_t identifier_length(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && (isalnum((unsigned char)text[n]) || text[n] == '_')) {
        n++;
    }
    return n;
}

const char *source_word(lowering *l, CXCursor cursor, char *buffer, size_t size)
{
    position at = source_spelled(l, clang.getRangeStart(clang.getCursorExtent(cursor)));
    size_t n = 0;

    if (at.file != NULL && at.offset < at.file->size) {
        n = identifier_length(at.file->text + at.offset, at.file->size - at.offset);
        n = n < size ? n : size - 1;
        memcpy(buffer, at.file->text + at.offset, n);
    }
    buffer[n] = '\0';
    return buffer;
}

/* Copies text with white space folded; cut texts end in "...". */
static const char *fold(lowering *l, const char *text, size_t size)
{
    char out[EXCERPT_BYTES + 1];
    size_t n = 0;
    bool space = false;

    for (size_t i = 0; i < size; i++) {
        if (isspace((unsigned char)text[i]) || (text[i] == '\\' && i + 1 < size && text[i + 1] == '\n')) {
            space = n > 0;
            continue;
        }
        if (n + space + 1 > EXCERPT_BYTES) {
            n = EXCERPT_BYTES - 3;
            while (n > 0 && ((unsigned char)out[n] & 0xC0) == 0x80) {
                n--; /* never in the middle of a UTF-8 sequence */
            }
            memcpy(out + n, "...", 3);
            return intern_n(l->names, out, n + 3);
        }
        if (space) {
            out[n++] = ' ';
            space = false;
        }
        out[n++] = text[i];
    }
    return intern_n(l->names, out, n);
}

/* Whether brackets close in the order in which they open: else a text starts or ends inside a macro's use. */
static bool is_balanced(const char *text, size_t size)
{
    int depth = 0;
    char quote = '\0';

    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (quote != '\0') {
            i += c == '\\';
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if ((c == ')' || c == ']' || c == '}') && --depth < 0) {
            return false;
        }
    }
    return depth == 0 && quote == '\0';
}

static position expanded(lowering *l, CXSourceLocation location)
{
    CXFile handle = NULL;
    unsigned offset = 0;

    clang.getExpansionLocation(location, &handle, NULL, NULL, &offset);
    return handle == NULL ? (position){0} : (position){source_file_of(l, handle, location), offset};
}

/* Between its ends, where both are written by the user; else the use of the macro it starts in. */
const char *source_excerpt(lowering *l, CXCursor cursor)
{
    CXSourceRange extent = clang.getCursorExtent(cursor);
    position start = source_written(l, clang.getRangeStart(extent));
    position end = source_written(l, clang.getRangeEnd(extent));

    if (start.file == NULL || start.offset >= start.file->size) {
        return NULL;
    }
    if (end.file == start.file && end.offset > start.offset && end.offset <= start.file->size) {
        const char *text = start.file->text + start.offset;
        size_t size = end.offset - start.offset;
        size_t use = source_in_macro(l, clang.getRangeStart(extent))
                         ? macro_use_length(text, start.file->size - start.offset)
                         : 0;
        size = size > use ? size : use;
        if (is_balanced(text, size)) {
            return fold(l, text, size);
        }
    }
    position use = expanded(l, clang.getRangeStart(extent));
    if (use.file == NULL || use.offset >= use.file->size) {
        return NULL;
    }
    const char *text = use.file->text + use.offset;
    size_t size = macro_use_length(text, use.file->size - use.offset);
    return size > 0 ? fold(l, text, size) : NULL;
}
