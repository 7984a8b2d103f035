/* analyzer/engine/engine.h
 * Runs the rules over the units of a run: what the driver calls once all files are lowered. */
#ifndef WAND_ANALYZER_ENGINE_ENGINE_H
#define WAND_ANALYZER_ENGINE_ENGINE_H

#include "analyzer/finding/finding.h"
#include "analyzer/ir/ir.h"
#include "rules/model/model.h"

/* What a user can ask about a rule: the static facts, for listings, SARIF and the database. */
typedef struct engine_rule {
    const char *name;
    const char *title;
    finding_dimension dimension;
    finding_severity severity;
    bool is_on; /* by default */
    bool is_preview;
    const char *documentation; /* the rule's markdown file, whole */
} engine_rule;

size_t engine_rule_count(void);
const engine_rule *engine_rule_at(size_t i); /* in alphabetical order */
const engine_rule *engine_rule_named(const char *name);

typedef struct engine_statistics {
    size_t functions;         /* analysed */
    size_t partly_understood; /* of them, containing IR_UNKNOWN or cut by a budget */
    const char **reasons;     /* distinct, sorted, "reason" */
    size_t *reason_counts;    /* functions a reason */
    size_t reason_count;
    size_t states; /* explored */
} engine_statistics;

/* Analyses all units together and adds findings to `list`. rules_on[i] tells whether engine_rule_at(i) runs.
 * Units are read only. `a` holds what the analysis makes. Never fails: what can't be analysed is counted. */
void engine_run(ir_unit *const *units, size_t unit_count, const model *m, intern_table *names,
                const bool *rules_on, arena *a, finding_list *list, engine_statistics *statistics);

#endif
