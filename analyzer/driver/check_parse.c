/* analyzer/driver/check_parse.c
 * From the command line to lowered units. Nothing about one file stops the others. */
#include "analyzer/driver/check.h"

#include "analyzer/driver/compdb.h"
#include "analyzer/driver/walk.h"

#include <stdlib.h>
#include <string.h>

enum { ERRORS_SHOWN = 20 }; /* of one file */

/* The usual reason for a missing header is that nobody said where it is. */
static const char *with_advice(check *c, const char *text)
{
    static const char ending[] = "file not found";
    size_t length = strlen(text);
    bool is_missing = length >= sizeof ending - 1 && strcmp(text + length - (sizeof ending - 1), ending) == 0;

    return is_missing
               ? arena_printf(c->memory, "%s; say where it is: after --, as -I DIR, or with -p DIR", text)
               : text;
}

/* Prints a unit's errors, those of its headers once for all units. Returns whether there were any. */
static bool show_errors(check *c, const ir_unit *unit)
{
    size_t errors = 0;
    size_t shown = 0;

    for (size_t i = 0; i < unit->diagnostic_count; i++) {
        const ir_diagnostic *d = &unit->diagnostics[i];

        if (d->severity < IR_ERROR) {
            continue;
        }
        errors++;
        if (shown >= ERRORS_SHOWN) {
            continue;
        }
        if (d->loc.line == 0) {
            problem_about_file(&c->problems, unit->path, "%s", with_advice(c, d->text));
            shown++;
        } else {
            const char *file = unit->files[d->loc.file].path;
            finding_place place = {.file = file, .line = d->loc.line, .column = d->loc.column};

            shown += problem_at_place(&c->problems, place, with_advice(c, d->text));
        }
    }
    if (errors > ERRORS_SHOWN) {
        problem_about_file(&c->problems, unit->path, "%zu errors in all; analysed as far as it could be read",
                           errors);
    }
    return errors > 0;
}

static const char *text_of(check *c, int error, const char *message)
{
    return message != NULL ? message : arena_printf(c->memory, "%s", strerror(-error));
}

static void parse_file(check *c, frontend *f, compdb *database, const char *path)
{
    const compdb_entry *entry = c->options->has_flags ? NULL : compdb_find(database, path);
    arena *memory = arena_new();
    const char *message = NULL;
    ir_unit *unit = NULL;
    frontend_request request = {
        .path = path,
        .wand_include = c->place.wand_include,
        .root = c->place.directory,
        .flags = c->options->flags.items,
        .flag_count = c->options->flags.count,
    };
    int error;

    if (entry != NULL) {
        request.path =
            project_absolute(c->memory, &c->place, path); /* flags are relative to another directory */
        request.directory = entry->directory;
        request.flags = entry->flags;
        request.flag_count = entry->flag_count;
    }
    error = frontend_parse(f, &request, memory, &unit, &message);
    if (error != 0) {
        problem_about_file(&c->problems, path, "%s", text_of(c, error, message));
        c->failed_count++;
        arena_free(memory);
        return;
    }
    c->failed_count += show_errors(c, unit);
    ARENA_PUSH(c->memory, c->units, c->unit_count, c->unit_capacity, unit);
}

static bool has_errors(const ir_unit *unit)
{
    for (size_t i = 0; i < unit->diagnostic_count; i++) {
        if (unit->diagnostics[i].severity >= IR_ERROR) {
            return true;
        }
    }
    return false;
}

static int compare_files(const void *left, const void *right)
{
    return strcmp(((const check_file *)left)->path, ((const check_file *)right)->path);
}

/* Lists every unit's own files, then makes one of those that several units read. */
static void list_files(check *c)
{
    size_t capacity = 0;
    size_t kept = 0;

    for (size_t i = 0; i < c->unit_count; i++) {
        bool is_complete = !has_errors(c->units[i]);

        for (size_t k = 0; k < c->units[i]->file_count; k++) {
            const ir_file *file = &c->units[i]->files[k];
            check_file found = {file->path, file->is_main, is_complete};

            if (!file->is_system) {
                ARENA_PUSH(c->memory, c->files, c->file_count, capacity, found);
            }
        }
    }
    if (c->file_count > 1) {
        qsort(c->files, c->file_count, sizeof *c->files, compare_files);
    }
    for (size_t i = 0; i < c->file_count; i++) {
        if (kept > 0 && strcmp(c->files[kept - 1].path, c->files[i].path) == 0) {
            c->files[kept - 1].is_main = c->files[kept - 1].is_main || c->files[i].is_main;
            c->files[kept - 1].is_complete = c->files[kept - 1].is_complete || c->files[i].is_complete;
        } else {
            c->files[kept++] = c->files[i];
        }
    }
    c->file_count = kept;
}

void check_parse(check *c)
{
    int64_t start = check_clock();
    source_list sources = walk(c->memory, &c->options->arguments, &c->problems);
    compdb *database = compdb_new(c->memory, &c->place, c->options->build_directory, &c->problems);
    const char *message = NULL;
    frontend *f = NULL;
    int error;

    if (sources.count == 0) {
        return;
    }
    error = frontend_open(&f, c->names, &message);
    if (error != 0) {
        problem_about_file(&c->problems, "libclang", "%s", text_of(c, error, message));
        c->failed_count = sources.count;
        return;
    }
    c->libclang = arena_strdup(c->memory, frontend_version(f));
    for (size_t i = 0; i < sources.count; i++) {
        parse_file(c, f, database, sources.paths[i]);
    }
    frontend_close(f);
    list_files(c);
    c->parse_ns = check_clock() - start;
}
