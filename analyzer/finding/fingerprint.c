/* analyzer/finding/fingerprint.c
 * Fingerprints: FNV-1a over what stays when a file is edited elsewhere. */
#include "analyzer/finding/fingerprint.h"

#include "analyzer/base/map.h"

#include <stdio.h>
#include <string.h>

typedef unsigned __int128 hash128;

#define FNV_OFFSET (((hash128)0x6c62272e07bb0142u << 64) | 0x62b821756295c58du)
#define FNV_PRIME  (((hash128)1 << 88) | 0x13bu)

/* How often a hash was seen; a chain, because the map's key is only half of the hash. */
typedef struct seen {
    hash128 hash;
    size_t count;
    struct seen *next;
} seen;

struct fingerprint_counter {
    arena *memory;
    const char *root;
    const char *directory;
    map *seen;
};

fingerprint_counter *fingerprint_counter_new(arena *a, const char *root, const char *directory)
{
    fingerprint_counter *counter = ARENA_NEW(a, fingerprint_counter);

    counter->memory = a;
    counter->root = root;
    counter->directory = directory;
    counter->seen = map_new(a);
    return counter;
}

static hash128 mix_byte(hash128 hash, unsigned char byte)
{
    return (hash ^ byte) * FNV_PRIME;
}

/* A field ends with a NUL, so that "ab","c" and "a","bc" differ. */
static hash128 mix_text(hash128 hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = mix_byte(hash, (unsigned char)*text);
    }
    return mix_byte(hash, 0);
}

static hash128 mix_line(hash128 hash, const char *line, size_t length)
{
    for (size_t i = 0; i < length && line[i] != '\n'; i++) {
        if (strchr(" \t\r\v\f", line[i]) == NULL) {
            hash = mix_byte(hash, (unsigned char)line[i]);
        }
    }
    return mix_byte(hash, 0);
}

static size_t count_seen(fingerprint_counter *counter, hash128 hash)
{
    uint64_t key = (uint64_t)hash;
    seen *first = map_get(counter->seen, key);
    seen *found = first;

    while (found != NULL && found->hash != hash) {
        found = found->next;
    }
    if (found == NULL) {
        found = ARENA_NEW(counter->memory, seen);
        found->hash = hash;
        found->next = first;
        map_set(counter->seen, key, found);
    }
    return found->count++;
}

static void write_hash(hash128 hash, char out[33])
{
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)(hash >> 64), (unsigned long long)hash);
}

void fingerprint_of_text(const char *text, size_t size, char out[33])
{
    hash128 hash = FNV_OFFSET;

    for (size_t i = 0; i < size; i++) {
        hash = mix_byte(hash, (unsigned char)text[i]);
    }
    write_hash(hash, out);
}

void fingerprint_of(fingerprint_counter *counter, const finding *f, const char *line, size_t length,
                    char out[33])
{
    hash128 hash = FNV_OFFSET;
    char number[24];

    hash = mix_text(hash, f->rule);
    hash =
        mix_text(hash, fingerprint_path(counter->memory, counter->root, counter->directory, f->place.file));
    hash = mix_text(hash, f->function);
    hash = mix_line(hash, line, length);
    snprintf(number, sizeof number, "%zu", count_seen(counter, hash));
    hash = mix_text(hash, number);
    write_hash(hash, out);
}

/* Removes "." and ".." and doubled slashes from an absolute path, in place. */
static void clean(char *path)
{
    char *out = path;
    const char *in = path;

    while (*in != '\0') {
        size_t length = strcspn(in + 1, "/");

        if (length == 2 && strncmp(in, "/..", 3) == 0) {
            while (out > path && *--out != '/') {
            }
        } else if (length > 0 && !(length == 1 && in[1] == '.')) {
            memmove(out, in, length + 1);
            out += length + 1;
        }
        in += length + 1;
    }
    if (out == path) {
        *out++ = '/';
    }
    *out = '\0';
}

const char *fingerprint_path(arena *a, const char *root, const char *directory, const char *file)
{
    char *path;
    size_t length;

    if (directory == NULL || root == NULL) {
        return file;
    }
    path = file[0] == '/' ? arena_strdup(a, file) : arena_printf(a, "%s/%s", directory, file);
    clean(path);
    length = strlen(root);
    if (length > 0 && root[length - 1] == '/') {
        length--;
    }
    if (strncmp(path, root, length) == 0 && path[length] == '/' && path[length + 1] != '\0') {
        return path + length + 1;
    }
    return path;
}
