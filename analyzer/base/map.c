/* analyzer/base/map.c
 * Open addressing with linear probing; a NULL value marks an empty slot. */
#include "analyzer/base/map.h"

#include <stddef.h>

typedef struct {
    uint64_t key;
    void *value;
} slot;

struct map {
    arena *memory;
    slot *slots;
    size_t capacity;
    size_t count;
};

map *map_new(arena *a)
{
    map *m = ARENA_NEW(a, map);

    m->memory = a;
    m->capacity = 16;
    m->slots = ARENA_ARRAY(a, slot, m->capacity);
    return m;
}

static slot *find(slot *slots, size_t capacity, uint64_t key)
{
    size_t i = map_mix(key, 0) & (capacity - 1);

    while (slots[i].value != NULL && slots[i].key != key) {
        i = (i + 1) & (capacity - 1);
    }
    return &slots[i];
}

void *map_get(const map *m, uint64_t key)
{
    return find(m->slots, m->capacity, key)->value;
}

static void grow(map *m)
{
    size_t capacity = m->capacity * 2;
    slot *slots = ARENA_ARRAY(m->memory, slot, capacity);

    for (size_t i = 0; i < m->capacity; i++) {
        if (m->slots[i].value != NULL) {
            *find(slots, capacity, m->slots[i].key) = m->slots[i];
        }
    }
    m->slots = slots;
    m->capacity = capacity;
}

void map_set(map *m, uint64_t key, void *value)
{
    if (m->count * 4 >= m->capacity * 3) {
        grow(m);
    }
    slot *s = find(m->slots, m->capacity, key);
    if (s->value == NULL) {
        m->count++;
    }
    s->key = key;
    s->value = value;
}

size_t map_count(const map *m)
{
    return m->count;
}
