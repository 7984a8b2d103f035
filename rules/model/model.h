/* rules/model/model.h
 * Reads the tables that say what API functions do (the YAML files of rules/model) into summaries. */
#ifndef WAND_RULES_MODEL_MODEL_H
#define WAND_RULES_MODEL_MODEL_H

#include "rules/model/effect.h"

/* A type of handle: what is acquired must be released. */
typedef struct model_handle {
    const char *type;    /* "channel" */
    const char *record;  /* tag of the record that values of it point to ("wand_chan") */
    const char *release; /* function that gives it back, for messages and fixes */
} model_handle;

typedef struct model model;

/* An empty model; everything in it lives in `a`. */
model *model_new(arena *a, intern_table *names);

/* Adds the rows of a YAML text (path is for messages). A later row for the same function replaces the earlier
 * one. -EINVAL: *message is "path:line:column: what is wrong, and the nearest valid word", in the arena. */
int model_read(model *m, const char *path, const char *text, size_t length, const char **message);

/* Adds the rows of the built-in tables, which the build embeds. Never fails on a build whose tests pass. */
int model_read_builtin(model *m, const char **message);

/* The row of a function by (interned) name, or NULL. */
const effect_summary *model_row(const model *m, const char *function);

/* The type of handle whose values point to records with that tag; the type by name. NULL when there is none.
 */
const model_handle *model_handle_of_record(const model *m, const char *tag);
const model_handle *model_handle_named(const model *m, const char *type);

/* All rows, in order of reading, for tests and listings. */
size_t model_count(const model *m);
const effect_summary *model_at(const model *m, size_t i);

#endif
