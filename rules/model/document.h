/* rules/model/document.h
 * Walks a YAML document by tables of keys, so that every mistake is found once and named the same way:
 * path:line:column, what is wrong, and the nearest valid word. */
#ifndef WAND_RULES_MODEL_DOCUMENT_H
#define WAND_RULES_MODEL_DOCUMENT_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <yaml.h>

typedef struct document {
    arena *memory;
    const char *path; /* for messages */
    const char *text; /* the caller's */
    size_t length;
    yaml_parser_t parser;
    yaml_document_t tree;
    const char *message; /* the first mistake, NULL while there is none */
} document;

/* A key of a mapping and who reads its value into `into`. Returns 0 or a negative errno. */
typedef struct document_key {
    const char *name;
    int (*read)(document *d, yaml_node_t *value, void *into);
} document_key;

/* Parses a text of exactly one document; -EINVAL with d->message. Close it in any case. */
int document_open(document *d, arena *memory, const char *path, const char *text, size_t length);
void document_close(document *d);

/* The outermost node. */
yaml_node_t *document_root(document *d);

/* Notes what is wrong at a node, unless a mistake was noted before; always -EINVAL. */
int document_fail(document *d, const yaml_node_t *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a word that is none of `count` words; offers the nearest one and lists them when none is near.
 * `what` names what the word should be ("an effect"). */
int document_fail_word(document *d, const yaml_node_t *at, const char *what, const char *const *words,
                       size_t count);

/* Reads a mapping: every key must be in the table, and only once; the readers are called in the table's
 * order. */
int document_map(document *d, yaml_node_t *node, const char *what, const document_key *keys, size_t count,
                 void *into);

/* Reads a list item by item. */
int document_list(document *d, yaml_node_t *node, const char *what,
                  int (*read)(document *d, yaml_node_t *item, void *into), void *into);

/* The text of a scalar, in d->memory. */
int document_text(document *d, const yaml_node_t *node, const char *what, const char **out);
int document_bool(document *d, const yaml_node_t *node, bool *out);
int document_integer(document *d, const yaml_node_t *node, int64_t *out);

/* Whether a node is a number as written without quotes. */
bool document_is_integer(const yaml_node_t *node);

/* Line and column of a node, from 1. */
uint32_t document_line(const yaml_node_t *node);

#define DOCUMENT_KEYS(keys) (keys), sizeof(keys) / sizeof *(keys)

#endif
