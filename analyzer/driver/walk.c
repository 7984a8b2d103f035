/* analyzer/driver/walk.c
 * Walking directories. */
#include "analyzer/driver/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct walker {
    arena *memory;
    problem_list *problems;
    source_list *found;
    map *seen;      /* files by device and number, so that two names of one file count once */
    size_t visited; /* .c files that were met, new or not */
} walker;

/* A file's place in `seen`; the device is part of it. */
typedef struct identity {
    dev_t device;
    ino_t number;
    struct identity *next;
} identity;

static bool is_new(walker *w, const struct stat *status)
{
    uint64_t key = map_mix((uint64_t)status->st_dev, (uint64_t)status->st_ino);
    identity *first = map_get(w->seen, key);
    identity *added;

    for (identity *i = first; i != NULL; i = i->next) {
        if (i->device == status->st_dev && i->number == status->st_ino) {
            return false;
        }
    }
    added = ARENA_NEW(w->memory, identity);
    *added = (identity){status->st_dev, status->st_ino, first};
    map_set(w->seen, key, added);
    return true;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t other = strlen(ending);

    return length > other && strcmp(name + length - other, ending) == 0;
}

/* Sources that a build made, and copies of other projects' that come with a tool. */
static bool is_build_tree(arena *a, const char *path, const char *name)
{
    static const char *const names[] = {"CMakeFiles", "node_modules", "autom4te.cache"};
    static const char *const marks[] = {"CMakeCache.txt", "build.ninja", "meson-info", "CACHEDIR.TAG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (access(arena_printf(a, "%s/%s", path, marks[i]), F_OK) == 0) {
            return true;
        }
    }
    return false;
}

static void add(walker *w, const char *path, const struct stat *status)
{
    if (is_new(w, status)) {
        ARENA_PUSH(w->memory, w->found->paths, w->found->count, w->found->capacity, path);
    }
}

static int only_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static const char *join(arena *a, const char *directory, const char *name)
{
    size_t length = strlen(directory);

    if (strcmp(directory, ".") == 0) {
        return arena_strdup(a, name);
    }
    return arena_printf(a, "%s%s%s", directory, directory[length - 1] == '/' ? "" : "/", name);
}

static void walk_directory(walker *w, const char *path);

static void visit(walker *w, const char *path, const char *name)
{
    struct stat status;

    if (lstat(path, &status) != 0) {
        return; /* went away */
    }
    if (S_ISDIR(status.st_mode)) {
        if (!is_build_tree(w->memory, path, name)) {
            walk_directory(w, path);
        }
    } else if (ends_with(name, ".c") && stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
        w->visited++;
        add(w, path, &status);
    }
}

static void walk_directory(walker *w, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, only_visible, alphasort);

    if (count < 0) {
        problem_about_file(w->problems, path, "cannot be read: %s", strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        visit(w, join(w->memory, path, entries[i]->d_name), entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

static bool is_cplusplus(const char *path)
{
    static const char *const endings[] = {".cc", ".cpp", ".cxx", ".C", ".hpp", ".hh", ".hxx"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (ends_with(path, endings[i])) {
            return true;
        }
    }
    return false;
}

static void add_directory(walker *w, const char *path)
{
    size_t visited = w->visited;
    size_t problems = w->problems->count;

    walk_directory(w, path);
    if (w->visited == visited && w->problems->count == problems) {
        problem_about_file(w->problems, path,
                           "no .c files in this directory; name the files or another directory");
    }
}

static void add_argument(walker *w, const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        problem_about_file(w->problems, path, "%s; is the name right?", strerror(errno));
    } else if (S_ISDIR(status.st_mode)) {
        add_directory(w, path);
    } else if (!S_ISREG(status.st_mode)) {
        problem_about_file(w->problems, path, "not a regular file; wand check takes files and directories");
    } else if (access(path, R_OK) != 0) {
        problem_about_file(w->problems, path, "cannot be read: %s", strerror(errno));
    } else if (is_cplusplus(path)) {
        problem_about_file(w->problems, path, "C++ is not read; name C files");
    } else {
        add(w, path, &status);
    }
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

source_list walk(arena *a, const option_list *arguments, problem_list *problems)
{
    source_list found = {0};
    walker w = {.memory = a, .problems = problems, .found = &found, .seen = map_new(a)};

    for (size_t i = 0; i < arguments->count; i++) {
        add_argument(&w, arguments->items[i]);
    }
    if (arguments->count == 0) {
        add_argument(&w, ".");
    }
    if (found.count > 1) {
        qsort(found.paths, found.count, sizeof *found.paths, compare);
    }
    return found;
}
