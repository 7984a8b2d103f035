/* analyzer/finding/allow.h
 * Reads the suppressions out of one comment: `wand:allow(name, name): reason`. */
#ifndef WAND_ANALYZER_FINDING_ALLOW_H
#define WAND_ANALYZER_FINDING_ALLOW_H

#include "analyzer/base/arena.h"
#include "analyzer/finding/comment.h"

/* One name of a suppression. */
typedef struct allow_name {
    const char *pattern; /* a rule's name, or one with "*" */
    uint32_t line;
    uint32_t column; /* bytes, from 1 */
    bool is_used;
} allow_name;

typedef struct allow {
    allow_name *names;
    size_t name_count;
    size_t name_capacity;
    const char *reason; /* "" when there is none */
    const char *error;  /* what can't be read, or NULL */
    uint32_t line;      /* where "wand:allow" stands */
    uint32_t column;
} allow;

typedef struct allow_list {
    allow *items;
    size_t count;
    size_t capacity;
} allow_list;

/* Appends the suppressions in a comment. Prose that only mentions them isn't one: the word must begin the
 * comment or follow white space, and be followed by "(" unless it begins the comment. */
void allow_read(arena *a, const comment *from, allow_list *out);

#endif
