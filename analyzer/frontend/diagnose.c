/* analyzer/frontend/diagnose.c
 * Diagnostics as data: the report decides how they are shown. */
#include "analyzer/frontend/diagnose.h"

#include "analyzer/frontend/source.h"

#include <stdlib.h>
#include <string.h>

static bool is_known(const lowering *l, const ir_diagnostic *d)
{
    for (size_t i = 0; i < l->unit->diagnostic_count; i++) {
        const ir_diagnostic *o = &l->unit->diagnostics[i];
        if (o->text == d->text && o->loc.file == d->loc.file && o->loc.line == d->loc.line &&
            o->loc.column == d->loc.column) {
            return true;
        }
    }
    return false;
}

static void add(lowering *l, ir_diagnostic d)
{
    enum { MOST = 1000 }; /* a file of junk has one for each line; comparing them all takes squared time */

    if (l->unit->diagnostic_count < MOST && !is_known(l, &d)) {
        ARENA_PUSH(l->memory, l->unit->diagnostics, l->unit->diagnostic_count, l->unit->capacity[4], d);
    }
}

static void copy(lowering *l, CXDiagnostic diagnostic)
{
    enum CXDiagnosticSeverity severity = clang.getDiagnosticSeverity(diagnostic);
    CXSourceLocation location = clang.getDiagnosticLocation(diagnostic);
    position at = source_written(l, location);

    /* Without a file it is about the flags, which the user can't see here. */
    if (severity < CXDiagnostic_Error || at.file == NULL) {
        return;
    }
    ir_diagnostic d = {.severity = severity == CXDiagnostic_Fatal ? IR_FATAL : IR_ERROR,
                       .loc = source_loc(l, location),
                       .text = take_string(l, clang.getDiagnosticSpelling(diagnostic))};
    add(l, d);
    error_place place = {.file = at.file->index, .offset = at.offset, .loc = d.loc};
    ARENA_PUSH(l->scratch, l->errors, l->error_count, l->error_capacity, place);
}

static int by_place(const void *x, const void *y)
{
    const error_place *a = x;
    const error_place *b = y;

    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    return (a->offset > b->offset) - (a->offset < b->offset);
}

void diagnose_errors(lowering *l)
{
    unsigned count = clang.getNumDiagnostics(l->tu);

    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang.getDiagnostic(l->tu, i);
        copy(l, diagnostic);
        clang.disposeDiagnostic(diagnostic);
    }
    if (l->error_count > 1) {
        qsort(l->errors, l->error_count, sizeof l->errors[0], by_place);
    }
}

/* The length of the valid UTF-8 sequence at p, or 0. */
static size_t sequence_length(const unsigned char *p, size_t size)
{
    size_t length = p[0] < 0x80                   ? 1
                    : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                    : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
                    : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                                  : 0;

    if (length == 0 || length > size) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool is_overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool is_surrogate = p[0] == 0xED && p[1] >= 0xA0;
    bool is_too_large = p[0] == 0xF4 && p[1] >= 0x90;
    return is_overlong || is_surrogate || is_too_large ? 0 : length;
}

static void add_at(lowering *l, const char *text, size_t offset, const char *message)
{
    ir_loc loc = {.file = l->main_file->index, .line = 1, .column = 1};

    for (size_t i = 0; i < offset; i++) {
        loc.column++;
        if (text[i] == '\n') {
            loc.line++;
            loc.column = 1;
        }
    }
    add(l, (ir_diagnostic){.severity = IR_ERROR, .loc = loc, .text = intern(l->names, message)});
}

void diagnose_text(lowering *l, const char *text, size_t size)
{
    const char *nul = memchr(text, '\0', size);

    if (nul != NULL) {
        add_at(l, text, (size_t)(nul - text), "NUL byte in the source");
    }
    for (size_t i = 0; i < size;) {
        size_t length = sequence_length((const unsigned char *)text + i, size - i);
        if (length == 0) {
            add_at(l, text, i, "invalid UTF-8 in the source");
            return;
        }
        i += length;
    }
}
