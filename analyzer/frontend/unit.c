/* analyzer/frontend/unit.c
 * One translation unit: what it declares is walked over once, then the functions that were asked for are
 * lowered, which may ask for more. */
#include "analyzer/frontend/unit.h"

#include "analyzer/frontend/body.h"
#include "analyzer/frontend/declare.h"
#include "analyzer/frontend/diagnose.h"
#include "analyzer/frontend/lower.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A folder's real path with a slash at its end, or NULL. */
static const char *real_directory(arena *a, const char *path)
{
    char buffer[PATH_MAX];

    if (path == NULL || realpath(path, buffer) == NULL) {
        return NULL;
    }
    return arena_printf(a, "%s%s", buffer, strcmp(buffer, "/") == 0 ? "" : "/");
}

static enum CXChildVisitResult visit_top(CXCursor c, CXCursor parent, CXClientData data)
{
    lowering *l = data;

    (void)parent;
    if (c.kind == CXCursor_FunctionDecl) {
        if (clang.isCursorDefinition(c) != 0) {
            function_define(l, c);
        }
    } else if (c.kind == CXCursor_VarDecl) {
        global_define(l, c);
    }
    return CXChildVisit_Continue;
}

static void open_maps(lowering *l)
{
    map **const maps[] = {
        &l->files,     &l->macros,         &l->types,       &l->pointers,  &l->records,          &l->fields,
        &l->builtins,  &l->members,        &l->unnamed,     &l->functions, &l->functions_by_key, &l->noreturn,
        &l->variables, &l->globals_by_key, &l->static_names};

    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
        *maps[i] = map_new(l->scratch);
    }
}

static void open_initializer(lowering *l, body *b)
{
    ir_function *f = ARENA_NEW(l->memory, ir_function);
    CXCursor none = {.kind = CXCursor_InvalidCode};

    f->name = intern(l->names, "?initializer");
    f->key = f->name;
    f->unit = l->unit;
    f->type = type_basic(l, BASIC_FUNCTION);
    f->is_static = true;
    f->is_defined = true;
    body_open(b, l, f, none);
    b->is_global = true;
    l->initializer = b;
    l->unit->initializer = f;
}

static void lower_all(lowering *l)
{
    body initializer;

    open_initializer(l, &initializer);
    diagnose_errors(l);
    diagnose_text(l, l->main_file->text, l->main_file->size);
    clang.visitChildren(clang.getTranslationUnitCursor(l->tu), visit_top, l);
    while (l->queue_done < l->queue_count) {
        lower_function(l, l->queue[l->queue_done++]);
    }
    end_return(&initializer, ir_none(), (ir_loc){0}, true);
    body_finish(&initializer);
}

static int open_main_file(lowering *l, const char *path)
{
    CXFile file = clang.getFile(l->tu, path);

    if (file == NULL) {
        return -EINVAL;
    }
    l->main_file = source_file_of(l, file, clang.getLocationForOffset(l->tu, file, 0));
    l->unit->files[l->main_file->index].is_main = true;
    l->unit->path = l->unit->files[l->main_file->index].path;
    return 0;
}

int lower_unit(CXTranslationUnit tu, const frontend_request *request, const char *path, intern_table *names,
               arena *memory, ir_unit **out)
{
    lowering l = {.request = request, .memory = memory, .names = names, .tu = tu};

    l.scratch = arena_new();
    l.unit = ARENA_NEW(memory, ir_unit);
    l.unit->memory = memory;
    l.root = real_directory(l.scratch, request->root);
    l.wand_include = real_directory(l.scratch, request->wand_include);
    open_maps(&l);
    int result = open_main_file(&l, path);
    if (result == 0) {
        lower_all(&l);
        *out = l.unit;
    }
    arena_free(l.bodies);
    arena_free(l.scratch);
    return result;
}
