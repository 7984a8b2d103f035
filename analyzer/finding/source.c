/* analyzer/finding/source.c
 * Reading source files and finding their lines. */
#include "analyzer/finding/source.h"

#include "analyzer/base/intern.h"
#include "analyzer/base/map.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

struct source_cache {
    arena *memory;
    intern_table *names;
    map *files; /* by interned path; &unreadable for those that can't be read */
};

static source_file unreadable;

source_cache *source_cache_new(arena *a)
{
    source_cache *cache = ARENA_NEW(a, source_cache);

    cache->memory = a;
    cache->names = intern_new();
    cache->files = map_new(a);
    return cache;
}

void source_cache_free(source_cache *cache)
{
    if (cache != NULL) {
        intern_free(cache->names);
    }
}

static bool ends_line(const char *text, size_t size, size_t i)
{
    return text[i] == '\n' || (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'));
}

static void find_lines(arena *a, source_file *file)
{
    size_t count = 1;
    size_t *lines;

    for (size_t i = 0; i < file->size; i++) {
        count += ends_line(file->text, file->size, i);
    }
    lines = ARENA_ARRAY(a, size_t, count);
    file->line_count = 1;
    for (size_t i = 0; i < file->size; i++) {
        if (ends_line(file->text, file->size, i)) {
            lines[file->line_count++] = i + 1;
        }
    }
    file->lines = lines;
}

/* Returns the text of a regular file, or NULL. The file may change while it is read: what was read counts. */
static char *read_all(arena *a, const char *path, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *text = NULL;
    size_t used = 0;
    struct stat status;

    if (fd < 0) {
        return NULL;
    }
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        size_t limit = (size_t)status.st_size;
        ssize_t n = 1;

        text = arena_alloc(a, limit + 1);
        while (used < limit && (n = read(fd, text + used, limit - used)) > 0) {
            used += (size_t)n;
        }
        text = n < 0 ? NULL : text;
    }
    close(fd);
    *size = used;
    return text;
}

static source_file *make(source_cache *cache, const char *name, const char *text, size_t size)
{
    source_file *file = ARENA_NEW(cache->memory, source_file);

    file->path = name;
    file->text = text;
    file->size = size;
    find_lines(cache->memory, file);
    map_set(cache->files, MAP_KEY(name), file);
    return file;
}

const source_file *source_get(source_cache *cache, const char *path)
{
    const char *name = intern(cache->names, path);
    source_file *file = map_get(cache->files, MAP_KEY(name));

    if (file == NULL) {
        size_t size;
        const char *text = read_all(cache->memory, path, &size);

        if (text == NULL) {
            map_set(cache->files, MAP_KEY(name), &unreadable);
            return NULL;
        }
        file = make(cache, name, text, size);
    }
    return file == &unreadable ? NULL : file;
}

void source_put(source_cache *cache, const char *path, const char *text, size_t size)
{
    const char *name = intern(cache->names, path);

    make(cache, name, arena_strndup(cache->memory, text, size), size);
}

const char *source_line(const source_file *file, uint32_t line, size_t *length)
{
    size_t begin;
    size_t end;

    if (file == NULL || line == 0 || line > file->line_count) {
        return NULL;
    }
    begin = file->lines[line - 1];
    end = line == file->line_count ? file->size : file->lines[line];
    while (end > begin && (file->text[end - 1] == '\n' || file->text[end - 1] == '\r')) {
        end--;
    }
    *length = end - begin;
    return file->text + begin;
}
