/* rules/model/row.h
 * One row of a model file: what a function does, as a summary. Between document.h, which knows YAML, and
 * model.c, which keeps the rows. */
#ifndef WAND_RULES_MODEL_ROW_H
#define WAND_RULES_MODEL_ROW_H

#include "rules/model/document.h"
#include "rules/model/model.h"

/* What reading rows needs beside the document: the names, and which types of handles there are. */
typedef struct row_context {
    intern_table *names;
    const model_handle *handles;
    size_t handle_count;
} row_context;

/* The names and the summary of a row; each name gets its own copy of the summary. */
typedef struct row {
    const row_context *context;
    const yaml_node_t **name_nodes;
    const char **names; /* interned */
    size_t name_count;
    size_t capacity[2];
    effect_summary summary; /* without function */
} row;

/* Reads a row's mapping into *out, whose context is set. 0 or -EINVAL with d->message. */
int row_read(document *d, yaml_node_t *node, row *out);

#endif
