/* analyzer/frontend/frontend.c
 * Parsing one file and walking over what it declares. */
#include "analyzer/frontend/frontend.h"

#include "analyzer/frontend/body.h"
#include "analyzer/frontend/cursor.h"
#include "analyzer/frontend/declare.h"
#include "analyzer/frontend/diagnose.h"
#include "analyzer/frontend/flags.h"
#include "analyzer/frontend/guard.h"
#include "analyzer/frontend/lower.h"
#include "analyzer/frontend/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct frontend {
    intern_table *names;
};

int frontend_open(frontend **out, intern_table *names, const char **message)
{
    int result = library_open(message);

    if (result < 0) {
        return result;
    }
    frontend *f = calloc(1, sizeof *f);
    if (f == NULL) {
        *message = "out of memory";
        return -ENOMEM;
    }
    f->names = names;
    *out = f;
    return 0;
}

void frontend_close(frontend *f)
{
    free(f);
}

const char *frontend_version(const frontend *f)
{
    (void)f;
    return clang.version;
}

/* ---- one file ---- */

typedef struct {
    frontend *f;
    const frontend_request *request;
    arena *memory;
    ir_unit *unit;
    const char *message;
    const char *path;         /* absolute */
    const char *wand_include; /* absolute: relative flags would be relative to the request's directory */
} parse_job;

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

static void lower_unit(lowering *l)
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

static int lower_parsed(parse_job *job, CXTranslationUnit tu)
{
    lowering l = {.request = job->request, .memory = job->memory, .names = job->f->names, .tu = tu};

    l.scratch = arena_new();
    l.unit = ARENA_NEW(job->memory, ir_unit);
    l.unit->memory = job->memory;
    l.root = real_directory(l.scratch, job->request->root);
    l.wand_include = real_directory(l.scratch, job->request->wand_include);
    open_maps(&l);
    int result = open_main_file(&l, job->path);
    if (result == 0) {
        lower_unit(&l);
        job->unit = l.unit;
    } else {
        job->message =
            arena_printf(job->memory, "%s: libclang does not know the file it parsed", job->request->path);
    }
    arena_free(l.bodies);
    arena_free(l.scratch);
    return result;
}

/* Flags that choose a machine; libclang refuses to parse at all when it doesn't know the one named. */
static bool names_machine(const char *flag)
{
    return strncmp(flag, "-march=", 7) == 0 || strncmp(flag, "--target=", 9) == 0;
}

static void add_users_flags(const parse_job *job, flag_list *list, bool with_machine)
{
    const frontend_request *r = job->request;
    flag_list allowed = {.memory = list->memory};

    flags_add_allowed(&allowed, r->flags, r->flag_count, r->directory);
    for (size_t i = 0; i < allowed.count; i++) {
        if (with_machine || !names_machine(allowed.items[i])) {
            flags_add(list, allowed.items[i]);
        }
    }
    if (r->flag_count == 0) {
        flags_add(list, "-std=gnu11");
    }
}

static void build_flags(const parse_job *job, flag_list *list, bool with_machine)
{
    /* Warnings are compilers' work. What gcc lets pass with a warning is not an error here. */
    static const char *const always[] = {
        "-w",
        "-Wno-error=implicit-function-declaration",
        "-Wno-error=implicit-int",
        "-Wno-error=int-conversion",
        "-Wno-error=incompatible-function-pointer-types",
        "-Wno-error=return-mismatch",
        "-ferror-limit=0",
        "-Qunused-arguments",
        "-fbracket-depth=65536",
        "-xc",
    };
    const frontend_request *r = job->request;

    add_users_flags(job, list, with_machine);
    flags_add(list, "-D__WAND_ANALYZER__=1");
    if (r->wand_include != NULL) {
        flags_add(list, "-isystem");
        flags_add(list, job->wand_include);
    }
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        flags_add(list, always[i]);
    }
    flags_add(list, "-resource-dir");
    flags_add(list, clang.resource_dir);
    if (r->directory != NULL) {
        flags_add(list, arena_printf(list->memory, "-working-directory=%s", r->directory));
    }
}

static enum CXErrorCode parse(const parse_job *job, CXIndex index, bool with_machine, CXTranslationUnit *tu)
{
    arena *a = arena_new();
    flag_list flags = {.memory = a};

    build_flags(job, &flags, with_machine);
    enum CXErrorCode error = clang.parseTranslationUnit2(index, job->path, flags.items, (int)flags.count,
                                                         NULL, 0, CXTranslationUnit_KeepGoing, tu);
    arena_free(a);
    return error == CXError_Success && *tu == NULL ? CXError_Failure : error;
}

static int parse_and_lower(void *argument)
{
    parse_job *job = argument;
    CXTranslationUnit tu = NULL;
    int result = -EINVAL;

    CXIndex index = clang.createIndex(0, 0);
    clang.toggleCrashRecovery(0); /* guard.c does that, for every call and on a stack of its own */
    enum CXErrorCode error = parse(job, index, true, &tu);
    if (error == CXError_Failure) {
        error = parse(job, index, false, &tu);
    }
    if (error == CXError_Success) {
        result = lower_parsed(job, tu);
        clang.disposeTranslationUnit(tu);
    } else if (error == CXError_Crashed) {
        result = -EFAULT;
    } else {
        job->message = arena_printf(job->memory, "%s: libclang %s cannot parse it with these flags",
                                    job->request->path, clang.version);
    }
    clang.disposeIndex(index);
    return result;
}

/* Sees that there is a readable file, and finds its absolute path. */
static int check_file(parse_job *job)
{
    const frontend_request *r = job->request;
    struct stat info;
    int error = 0;

    const char *path = r->path[0] == '/' || r->directory == NULL
                           ? r->path
                           : arena_printf(job->memory, "%s/%s", r->directory, r->path);
    if (stat(path, &info) != 0) {
        error = errno;
    } else if (S_ISDIR(info.st_mode)) {
        error = EISDIR;
    } else if (!S_ISREG(info.st_mode)) {
        error = EINVAL;
    } else if (access(path, R_OK) != 0) {
        error = errno;
    }
    if (error != 0) {
        job->message = arena_printf(job->memory, "%s: %s", r->path, strerror(error));
        return -error;
    }
    char buffer[PATH_MAX];
    job->path = arena_strdup(job->memory, realpath(path, buffer) != NULL ? buffer : path);
    if (r->wand_include != NULL) {
        job->wand_include =
            arena_strdup(job->memory, realpath(r->wand_include, buffer) != NULL ? buffer : r->wand_include);
    }
    return 0;
}

int frontend_parse(frontend *f, const frontend_request *request, arena *a, ir_unit **out,
                   const char **message)
{
    parse_job job = {.f = f, .request = request, .memory = a};
    int result = check_file(&job);

    if (result == 0) {
        result = guard_run(parse_and_lower, &job);
    }
    if (result < 0) {
        if (job.message == NULL) {
            job.message =
                arena_printf(a,
                             result == -EFAULT ? "%s: libclang %s crashed on it"
                                               : "%s: no memory for a thread to parse it (libclang %s)",
                             request->path, clang.version);
        }
        *message = job.message;
        return result;
    }
    *out = job.unit;
    return 0;
}
