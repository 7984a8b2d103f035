/* analyzer/frontend/frontend.c
 * One request: finding the file, parsing it with flags that can be trusted, saying what went wrong. */
#include "analyzer/frontend/frontend.h"

#include "analyzer/frontend/flags.h"
#include "analyzer/frontend/guard.h"
#include "analyzer/frontend/unit.h"

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
        result = lower_unit(tu, job->request, job->path, job->f->names, job->memory, &job->unit);
        clang.disposeTranslationUnit(tu);
    } else if (error == CXError_Crashed) {
        result = -EFAULT;
    }
    if (result == -EINVAL) {
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
