/* analyzer/base/arena.c
 * Chunked bump allocation: each chunk is twice the last, so a unit costs a few calls of malloc. */
#include "analyzer/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK_BYTES = 16 * 1024, LARGEST_CHUNK_BYTES = 1024 * 1024, ALIGNMENT = 16 };

typedef struct chunk {
    struct chunk *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
} chunk;

struct arena {
    chunk *newest;
    size_t used;
};

static void *must(void *memory)
{
    if (memory == NULL) {
        fputs("wand: out of memory\n", stderr);
        abort();
    }
    return memory;
}

arena *arena_new(void)
{
    return must(calloc(1, sizeof(arena)));
}

void arena_free(arena *a)
{
    if (a == NULL) {
        return;
    }
    for (chunk *c = a->newest; c != NULL;) {
        chunk *next = c->next;
        free(c);
        c = next;
    }
    free(a);
}

void arena_reset(arena *a)
{
    chunk *kept = a->newest;

    if (kept == NULL) {
        return;
    }
    for (chunk *c = kept->next; c != NULL;) {
        chunk *next = c->next;
        free(c);
        c = next;
    }
    kept->next = NULL;
    kept->used = 0;
    a->used = 0;
}

static chunk *chunk_new(arena *a, size_t at_least)
{
    size_t size = a->newest == NULL ? FIRST_CHUNK_BYTES : a->newest->size * 2;

    if (size > LARGEST_CHUNK_BYTES) {
        size = LARGEST_CHUNK_BYTES;
    }
    if (size < at_least) {
        size = at_least;
    }
    chunk *c = must(malloc(sizeof(chunk) + size));
    c->size = size;
    c->used = 0;
    c->next = a->newest;
    a->newest = c;
    return c;
}

/* Bytes of whatever content. */
static void *take(arena *a, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    chunk *c = a->newest;

    if (rounded < size) {
        must(NULL);
    }
    if (c == NULL || c->size - c->used < rounded) {
        c = chunk_new(a, rounded);
    }
    void *result = c->bytes + c->used;
    c->used += rounded;
    a->used += rounded;
    return result;
}

void *arena_alloc(arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

void *arena_copy(arena *a, const void *from, size_t size)
{
    void *to = take(a, size);

    if (size > 0) {
        memcpy(to, from, size);
    }
    return to;
}

char *arena_strndup(arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

char *arena_vprintf(arena *a, const char *format, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        return arena_strdup(a, "");
    }
    char *text = arena_alloc(a, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = arena_vprintf(a, format, arguments);
    va_end(arguments);
    return text;
}

void *arena_grow(arena *a, const void *items, size_t count, size_t *capacity, size_t item_size)
{
    size_t larger = *capacity < 8 ? 8 : *capacity * 2;
    void *grown = arena_alloc(a, larger * item_size);

    if (count > 0) {
        memcpy(grown, items, count * item_size);
    }
    *capacity = larger;
    return grown;
}

size_t arena_used(const arena *a)
{
    return a->used;
}
