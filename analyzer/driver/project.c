/* analyzer/driver/project.c
 * Directories. */
#include "analyzer/driver/project.h"

#include "analyzer/finding/fingerprint.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* The build sets both: libwand's headers in the source tree, and where they are installed. */
#ifndef WAND_SOURCE_INCLUDE
#define WAND_SOURCE_INCLUDE ""
#endif
#ifndef WAND_INSTALLED_INCLUDE
#define WAND_INSTALLED_INCLUDE ""
#endif

const char *project_parent(arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL) {
        return ".";
    }
    return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

static const char *find_root(arena *a, const char *directory)
{
    for (const char *at = directory;; at = project_parent(a, at)) {
        bool is_top = strcmp(at, "/") == 0;

        if (access(arena_printf(a, "%s/.git", is_top ? "" : at), F_OK) == 0) {
            return at;
        }
        if (is_top) {
            return directory;
        }
    }
}

static bool holds_header(arena *a, const char *directory)
{
    return directory[0] != '\0' && access(arena_printf(a, "%s/wand.h", directory), R_OK) == 0;
}

/* Beside the program comes first, so that an installed tree can be moved; then the tree that it was built
 * from, so that an older installation doesn't get in the way of a build. */
static const char *find_wand_include(arena *a)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

    if (length > 0) {
        const char *prefix;
        const char *candidate;

        program[length] = '\0';
        prefix = project_parent(a, project_parent(a, program));
        candidate = arena_printf(a, "%s/include", prefix);
        if (holds_header(a, candidate)) {
            return candidate;
        }
    }
    if (holds_header(a, WAND_SOURCE_INCLUDE)) {
        return WAND_SOURCE_INCLUDE;
    }
    return holds_header(a, WAND_INSTALLED_INCLUDE) ? WAND_INSTALLED_INCLUDE : NULL;
}

project project_find(arena *a)
{
    char directory[PATH_MAX];
    project p = {0};

    p.directory = getcwd(directory, sizeof directory) != NULL ? arena_strdup(a, directory) : "/";
    p.root = find_root(a, p.directory);
    p.wand_include = find_wand_include(a);
    return p;
}

const char *project_absolute(arena *a, const project *p, const char *path)
{
    const char *clean = fingerprint_path(a, "/", p->directory, path);

    return clean[0] == '/' ? clean : arena_printf(a, "/%s", clean);
}

const char *project_display(arena *a, const project *p, const char *path)
{
    project from_root = {.directory = p->root};

    return fingerprint_path(a, p->directory, p->root, project_absolute(a, &from_root, path));
}
