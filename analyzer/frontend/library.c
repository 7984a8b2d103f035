/* analyzer/frontend/library.c
 * Finding and loading libclang, and the builtin headers that belong to it. */
#define _GNU_SOURCE

#include "analyzer/frontend/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

libclang clang;

/* The version this was measured with first, then newer, then older ones. */
static const int versions[] = {19, 20, 21, 22, 18, 17};
enum { VERSIONS = sizeof versions / sizeof versions[0] };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int result;
static char message_text[512];
static char version_text[32];
static char resource_text[PATH_MAX];

/* Names under which distributions ship a version: Debian's and Ubuntu's prefix, Fedora's and Arch's plain
 * one. */
static const char *const patterns[] = {
    "libclang-%d.so.%d", "/usr/lib/llvm-%d/lib/libclang-%d.so.%d", "libclang-%d.so",
    "libclang.so.%d",    "/usr/lib/llvm%d/lib/libclang.so",
};
enum { PATTERNS = sizeof patterns / sizeof patterns[0] };

static void *load_version(int version)
{
    char name[128];

    for (int i = 0; i < PATTERNS; i++) {
        /* Extra arguments are harmless: every %d is the same number. */
        snprintf(name, sizeof name, patterns[i], version, version, version);
        void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
        if (handle != NULL) {
            return handle;
        }
    }
    return NULL;
}

static bool resolve(void *handle)
{
#define X(name)                                                                                              \
    {                                                                                                        \
        void *symbol = dlsym(handle, "clang_" #name);                                                        \
        if (symbol == NULL) {                                                                                \
            return false;                                                                                    \
        }                                                                                                    \
        memcpy(&clang.name, &symbol, sizeof symbol);                                                         \
    }
    LIBCLANG_FUNCTIONS(X)
#undef X
    return true;
}

static void read_version(void)
{
    CXString text = clang.getClangVersion();
    const char *p = strstr(clang.getCString(text), "version ");

    if (p != NULL) {
        sscanf(p, "version %31[0-9.]", version_text);
    }
    clang.disposeString(text);
    clang.version = version_text;
}

static bool has_headers(const char *directory)
{
    char path[PATH_MAX + 32];
    struct stat info;

    snprintf(path, sizeof path, "%s/include/stddef.h", directory);
    return stat(path, &info) == 0;
}

/* The builtin headers stand beside the library; never look in the working directory, where a repository
 * could plant its own. */
static bool find_resources(void *handle, int version)
{
    struct link_map *map = NULL;
    char real[PATH_MAX];

    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || realpath(map->l_name, real) == NULL) {
        return false;
    }
    *strrchr(real, '/') = '\0';
    char prefix[2][32];
    snprintf(prefix[0], sizeof prefix[0], "/usr/lib/llvm-%d/lib", version);
    snprintf(prefix[1], sizeof prefix[1], "/usr/lib");
    const char *const places[] = {real, prefix[0], prefix[1]};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(resource_text, sizeof resource_text, "%.4000s/clang/%d", places[i], version);
        if (has_headers(resource_text)) {
            clang.resource_dir = resource_text;
            return true;
        }
    }
    return false;
}

static void open_library(void)
{
    int without_headers = 0;

    /* libclang's own threads have 8 MB of stack; ours has more (see thread.c). */
    setenv("LIBCLANG_NOTHREADS", "1", 1);
    for (int i = 0; i < VERSIONS; i++) {
        void *handle = load_version(versions[i]);
        if (handle == NULL) {
            continue;
        }
        if (resolve(handle)) {
            if (find_resources(handle, versions[i])) {
                read_version();
                return;
            }
            without_headers = versions[i];
        }
        dlclose(handle);
    }
    result = -ENOENT;
    if (without_headers != 0) {
        snprintf(message_text, sizeof message_text,
                 "libclang %d has no builtin headers (stddef.h): install the package libclang-common-%d-dev",
                 without_headers, without_headers);
    } else {
        snprintf(
            message_text, sizeof message_text,
            "libclang 17 or newer not found: install the packages libclang1-19 and libclang-common-19-dev");
    }
}

int library_open(const char **message)
{
    pthread_once(&once, open_library);
    if (result < 0) {
        *message = message_text;
    }
    return result;
}
