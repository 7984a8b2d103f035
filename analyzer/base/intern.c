/* analyzer/base/intern.c
 * Open addressing over FNV-1a; strings live in an arena of the table. */
#include "analyzer/base/intern.h"

#include "analyzer/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text;
    size_t length;
    uint64_t hash;
} slot;

struct intern_table {
    arena *strings;
    slot *slots;
    size_t capacity;
    size_t count;
};

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return hash;
}

static slot *slots_new(size_t capacity)
{
    slot *slots = calloc(capacity, sizeof *slots);

    if (slots == NULL) {
        abort();
    }
    return slots;
}

intern_table *intern_new(void)
{
    intern_table *table = calloc(1, sizeof *table);

    if (table == NULL) {
        abort();
    }
    table->strings = arena_new();
    table->capacity = 1024;
    table->slots = slots_new(table->capacity);
    return table;
}

void intern_free(intern_table *table)
{
    if (table == NULL) {
        return;
    }
    arena_free(table->strings);
    free(table->slots);
    free(table);
}

static slot *find(slot *slots, size_t capacity, uint64_t hash, const char *text, size_t length)
{
    size_t i = hash & (capacity - 1);

    while (slots[i].text != NULL &&
           (slots[i].hash != hash || slots[i].length != length || memcmp(slots[i].text, text, length) != 0)) {
        i = (i + 1) & (capacity - 1);
    }
    return &slots[i];
}

static void grow(intern_table *table)
{
    size_t capacity = table->capacity * 2;
    slot *slots = slots_new(capacity);

    for (size_t i = 0; i < table->capacity; i++) {
        slot *old = &table->slots[i];
        if (old->text != NULL) {
            *find(slots, capacity, old->hash, old->text, old->length) = *old;
        }
    }
    free(table->slots);
    table->slots = slots;
    table->capacity = capacity;
}

const char *intern_n(intern_table *table, const char *text, size_t length)
{
    uint64_t hash = hash_of(text, length);
    slot *s = find(table->slots, table->capacity, hash, text, length);

    if (s->text == NULL) {
        if (table->count * 4 >= table->capacity * 3) {
            grow(table);
            s = find(table->slots, table->capacity, hash, text, length);
        }
        *s = (slot){.text = arena_strndup(table->strings, text, length), .length = length, .hash = hash};
        table->count++;
    }
    return s->text;
}

const char *intern(intern_table *table, const char *text)
{
    return intern_n(table, text, strlen(text));
}
