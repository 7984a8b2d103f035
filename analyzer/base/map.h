/* analyzer/base/map.h
 * A hash map from a 64-bit key (often a pointer or an interned string) to a pointer, in an arena. */
#ifndef WAND_ANALYZER_BASE_MAP_H
#define WAND_ANALYZER_BASE_MAP_H

#include "analyzer/base/arena.h"

#include <stdint.h>

typedef struct map map;

map *map_new(arena *a);

/* The value stored under `key`, or NULL. */
void *map_get(const map *m, uint64_t key);

/* Stores `value` (not NULL) under `key`, replacing what was there. */
void map_set(map *m, uint64_t key, void *value);

size_t map_count(const map *m);

#define MAP_KEY(pointer) ((uint64_t)(uintptr_t)(pointer))

/* Mixes two keys into one, for composite keys; collisions are the caller's to check. */
static inline uint64_t map_mix(uint64_t a, uint64_t b)
{
    uint64_t h = a * 0x9E3779B97F4A7C15u ^ (b + 0x7F4A7C15u + (a << 6) + (a >> 2));

    h ^= h >> 32;
    return h * 0xD6E8FEB86659FD93u;
}

#endif
