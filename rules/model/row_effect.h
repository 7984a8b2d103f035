/* rules/model/row_effect.h
 * The inner parts of a row: an outcome, with its conditions, effects and stores. */
#ifndef WAND_RULES_MODEL_ROW_EFFECT_H
#define WAND_RULES_MODEL_ROW_EFFECT_H

#include "rules/model/row.h"

/* An outcome while it is read: the growing lists behind effect_outcome's fixed ones. */
typedef struct outcome_draft {
    const row_context *context;
    effect_outcome outcome;
    effect *effects;
    effect_condition *conditions;
    effect_store *stores;
    size_t capacity[3];
} outcome_draft;

/* Readers for document_map, into an outcome_draft: the keys `returns`, `when`, `do` and `stores`. */
int outcome_read_returns(document *d, yaml_node_t *value, void *into);
int outcome_read_when(document *d, yaml_node_t *value, void *into);
int outcome_read_do(document *d, yaml_node_t *value, void *into);
int outcome_read_stores(document *d, yaml_node_t *value, void *into);

/* A path from its text form. */
int row_read_path(document *d, const row_context *context, const yaml_node_t *node, const ir_path **out);

/* Adds an effect to the end of the draft. */
void outcome_add(document *d, outcome_draft *draft, effect e);

/* The finished outcome. */
effect_outcome outcome_finish(const outcome_draft *draft);

#endif
