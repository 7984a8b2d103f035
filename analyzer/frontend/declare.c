/* analyzer/frontend/declare.c
 * Finding the one object of a declaration.
 *
 * Bodies: every definition of the main file is lowered, and every one with external linkage in the user's
 * own headers; other static and inline functions only when something that is lowered mentions them, so a
 * file pays for what it uses of its headers. */
#include "analyzer/frontend/declare.h"

#include <string.h>

#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/initialise.h"
#include "analyzer/frontend/source.h"
#include "analyzer/frontend/types.h"

static const char *key_of(lowering *l, const char *name, bool is_static, ir_loc loc)
{
    if (!is_static || loc.line == 0) {
        return name;
    }
    return intern(l->names, arena_printf(l->scratch, "%s:%s", l->unit->files[loc.file].path, name));
}

static void read_annotations(lowering *l, ir_function *f, CXCursor declaration)
{
    cursor_list children = cursor_children(l->scratch, declaration);
    size_t capacity = f->annotation_count;

    for (size_t i = 0; i < children.count; i++) {
        if (children.items[i].kind == CXCursor_AnnotateAttr) {
            const char *text = take_string(l, clang.getCursorSpelling(children.items[i]));
            ARENA_PUSH(l->memory, f->annotations, f->annotation_count, capacity, text);
        }
    }
}

bool is_builtin_name(const char *name)
{
    return strncmp(name, "__builtin_", 10) == 0 || strncmp(name, "__sync_", 7) == 0 ||
           strncmp(name, "__atomic_", 9) == 0;
}

static function_entry *new_function(lowering *l, CXCursor declaration)
{
    function_entry *e = ARENA_NEW(l->memory, function_entry);
    ir_function *f = &e->ir;

    f->name = take_string(l, clang.getCursorSpelling(declaration));
    e->is_builtin = is_builtin_name(f->name);
    f->loc = source_cursor_loc(l, declaration);
    f->is_static = clang.getCursorLinkage(declaration) == CXLinkage_Internal;
    f->key = key_of(l, f->name, f->is_static, f->loc);
    f->unit = l->unit;
    f->is_inline = clang.Cursor_isFunctionInlined(declaration) != 0;
    CXType type = clang.getCursorType(declaration);
    f->is_variadic = clang.Cursor_isVariadic(declaration) != 0;
    f->type = type_of(l, type);
    f->is_noreturn = declared_noreturn(l, declaration);
    f->is_system = f->loc.line > 0 && l->unit->files[f->loc.file].is_system;
    int count = clang.getNumArgTypes(clang.getCanonicalType(type));
    f->parameter_count = count > 0 ? (size_t)count : 0;
    read_annotations(l, f, declaration);
    return e;
}

static void enqueue(lowering *l, function_entry *e)
{
    if (!e->is_queued) {
        e->is_queued = true;
        ARENA_PUSH(l->scratch, l->queue, l->queue_count, l->queue_capacity, e);
    }
}

static bool is_in_main_file(lowering *l, CXCursor cursor)
{
    CXFile file = NULL;

    clang.getExpansionLocation(clang.getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return file != NULL && source_file_of(l, file, clang.getCursorLocation(cursor)) == l->main_file;
}

/* The definition replaces what an earlier declaration said about the place. */
static void adopt_definition(lowering *l, function_entry *e, CXCursor definition)
{
    e->definition = definition;
    e->ir.loc = source_cursor_loc(l, definition);
    e->ir.is_system = e->ir.loc.line > 0 && l->unit->files[e->ir.loc.file].is_system;
    e->ir.is_inline = e->ir.is_inline || clang.Cursor_isFunctionInlined(definition) != 0;
    e->ir.is_noreturn = e->ir.is_noreturn || declared_noreturn(l, definition);
    if (e->ir.is_static) {
        e->ir.key = key_of(l, e->ir.name, true, e->ir.loc);
    }
}

/* __builtin_memcpy is memcpy, where the C library's function is declared. */
static function_entry *library_function(lowering *l, CXCursor declaration)
{
    static const char *const names[] = {
        "abort",   "alloca",  "bcmp",    "bzero",   "calloc",  "exit",    "fprintf", "free",    "malloc",
        "memchr",  "memcmp",  "memcpy",  "memmove", "memset",  "printf",  "puts",    "realloc", "snprintf",
        "sprintf", "strcat",  "strchr",  "strcmp",  "strcpy",  "strcspn", "strdup",  "strlen",  "strncat",
        "strncmp", "strncpy", "strndup", "strpbrk", "strrchr", "strspn",  "strstr",  "vprintf",
    };
    static const char prefix[] = "__builtin_";
    const char *name = take_string(l, clang.getCursorSpelling(declaration));

    if (strncmp(name, prefix, sizeof prefix - 1) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name + sizeof prefix - 1, names[i]) == 0) {
            return function_by_name(l, names[i]);
        }
    }
    return NULL;
}

function_entry *function_of(lowering *l, CXCursor declaration)
{
    function_entry *e = map_get(l->functions, MAP_KEY(declaration.data[0]));

    if (e != NULL) {
        return e;
    }
    CXCursor canonical = clang.getCanonicalCursor(declaration);
    e = map_get(l->functions, MAP_KEY(canonical.data[0]));
    if (e == NULL) {
        e = library_function(l, declaration);
    }
    if (e == NULL) {
        e = new_function(l, declaration);
        CXCursor definition = clang.getCursorDefinition(declaration);
        e->definition = definition;
        if (!cursor_is_null(definition)) {
            adopt_definition(l, e, definition);
            if (e->ir.is_static || e->ir.is_inline) {
                enqueue(l, e);
            }
        }
        /* Declarations that are not linked to each other (in two blocks) still name one function. */
        function_entry *same = map_get(l->functions_by_key, MAP_KEY(e->ir.key));
        if (same != NULL) {
            e = same;
        } else {
            map_set(l->functions_by_key, MAP_KEY(e->ir.key), e);
            ARENA_PUSH(l->memory, l->unit->functions, l->unit->function_count, l->unit->capacity[1], &e->ir);
        }
        map_set(l->functions, MAP_KEY(canonical.data[0]), e);
    }
    map_set(l->functions, MAP_KEY(declaration.data[0]), e);
    return e;
}

void function_define(lowering *l, CXCursor definition)
{
    bool is_external = clang.getCursorLinkage(definition) == CXLinkage_External;
    bool is_main = is_in_main_file(l, definition);

    if (!is_main && (!is_external || clang.Cursor_isFunctionInlined(definition) != 0 ||
                     clang.Location_isInSystemHeader(clang.getCursorLocation(definition)) != 0)) {
        return;
    }
    function_entry *e = function_of(l, definition);
    if (cursor_is_null(e->definition)) {
        adopt_definition(l, e, definition);
    }
    enqueue(l, e);
}

static enum CXChildVisitResult remember_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
    lowering *l = data;

    (void)parent;
    if (cursor.kind == CXCursor_FunctionDecl) {
        const char *name = take_string(l, clang.getCursorSpelling(cursor));
        if (map_get(l->named_functions, MAP_KEY(name)) == NULL) {
            map_set(l->named_functions, MAP_KEY(name), arena_copy(l->scratch, &cursor, sizeof cursor));
        }
    }
    return CXChildVisit_Continue;
}

function_entry *function_by_name(lowering *l, const char *name)
{
    if (l->named_functions == NULL) {
        l->named_functions = map_new(l->scratch);
        clang.visitChildren(clang.getTranslationUnitCursor(l->tu), remember_name, l);
    }
    const CXCursor *declaration = map_get(l->named_functions, MAP_KEY(intern(l->names, name)));
    return declaration != NULL ? function_of(l, *declaration) : NULL;
}

static ir_variable *new_variable(lowering *l, CXCursor declaration, ir_variable_kind kind)
{
    ir_variable *v = ARENA_NEW(l->memory, ir_variable);

    v->kind = kind;
    v->name = take_string(l, clang.getCursorSpelling(declaration));
    v->type = type_of_cursor(l, declaration);
    v->loc = source_cursor_loc(l, declaration);
    v->is_thread_local = clang.getCursorTLSKind(declaration) != CXTLS_None;
    return v;
}

/* A definition with an initialiser gives place and value; a tentative one has none. */
static void define_global(lowering *l, ir_variable *v, CXCursor declaration)
{
    CXCursor definition = clang.getCursorDefinition(declaration);

    if (cursor_is_null(definition)) {
        v->is_defined = clang.Cursor_getStorageClass(declaration) != CX_SC_Extern;
        return;
    }
    v->is_defined = true;
    v->type = type_of_cursor(l, definition);
    v->loc = source_cursor_loc(l, definition);
    initialise_global(l, v, definition);
}

ir_variable *global_of(lowering *l, CXCursor declaration)
{
    ir_variable *v = map_get(l->variables, MAP_KEY(declaration.data[0]));

    if (v != NULL) {
        return v;
    }
    CXCursor canonical = clang.getCanonicalCursor(declaration);
    v = map_get(l->variables, MAP_KEY(canonical.data[0]));
    if (v == NULL) {
        v = new_variable(l, declaration, IR_GLOBAL);
        v->is_static = clang.getCursorLinkage(declaration) == CXLinkage_Internal;
        v->key = key_of(l, v->name, v->is_static, v->loc);
        ir_variable *same = map_get(l->globals_by_key, MAP_KEY(v->key));
        if (same == NULL) {
            v->index = (uint32_t)l->unit->global_count;
            map_set(l->globals_by_key, MAP_KEY(v->key), v);
            ARENA_PUSH(l->memory, l->unit->globals, l->unit->global_count, l->unit->capacity[2], v);
        } else {
            v = same;
        }
        map_set(l->variables, MAP_KEY(canonical.data[0]), v);
        map_set(l->variables, MAP_KEY(declaration.data[0]), v);
        if (same == NULL) {
            define_global(l, v, declaration);
        }
    }
    map_set(l->variables, MAP_KEY(declaration.data[0]), v);
    return v;
}

void global_define(lowering *l, CXCursor declaration)
{
    bool is_tentative = clang.Cursor_getStorageClass(declaration) != CX_SC_Extern;

    if (!is_in_main_file(l, declaration)) {
        bool is_users = is_tentative && clang.getCursorLinkage(declaration) == CXLinkage_External &&
                        clang.Location_isInSystemHeader(clang.getCursorLocation(declaration)) == 0;
        if (!is_users) {
            return; /* lowered when something mentions it */
        }
    }
    ir_variable *v = global_of(l, declaration);
    if (is_tentative && !v->is_defined) {
        v->is_defined = true;
        v->loc = source_cursor_loc(l, declaration);
    }
}

ir_variable *static_local_of(lowering *l, CXCursor declaration, ir_function *owner)
{
    ir_variable *v = map_get(l->variables, MAP_KEY(declaration.data[0]));

    if (v != NULL) {
        return v;
    }
    v = new_variable(l, declaration, IR_STATIC_LOCAL);
    map_set(l->variables, MAP_KEY(declaration.data[0]), v);
    v->function = owner;
    v->is_static = true;
    v->is_defined = true;
    const char *path = v->loc.line > 0 ? l->unit->files[v->loc.file].path : l->unit->path;
    const char *key = intern(l->names, arena_printf(l->scratch, "%s:%s:%s", path, owner->name, v->name));
    uintptr_t seen = (uintptr_t)map_get(l->static_names, MAP_KEY(key));
    map_set(l->static_names, MAP_KEY(key), (void *)(seen + 1));
    v->key = seen == 0 ? key : intern(l->names, arena_printf(l->scratch, "%s#%u", key, (unsigned)seen + 1));
    initialise_global(l, v, declaration);
    return v;
}
