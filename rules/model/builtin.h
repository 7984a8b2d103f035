/* rules/model/builtin.h
 * The built-in tables, as the build embeds them: every YAML file of rules/model in alphabetical order. */
#ifndef WAND_RULES_MODEL_BUILTIN_H
#define WAND_RULES_MODEL_BUILTIN_H

typedef struct model_table {
    const char *path; /* "rules/model/wand.yaml"; NULL ends the list */
    const char *text;
    unsigned long length;
} model_table;

extern const model_table model_builtin[];

#endif
