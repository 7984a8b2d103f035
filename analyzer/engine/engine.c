/* analyzer/engine/engine.c
 * One run: the program is summarised once, then every rule walks the functions that can concern it. */
#include "analyzer/engine/engine.h"

#include "analyzer/rule/pass.h"
#include "rules/documentation.h"

#include <string.h>

#define RULE(subject, bad_pattern) extern const rule subject##_##bad_pattern;
#include "rules/rules.def"
#undef RULE

static const rule *const rules[] = {
#define RULE(subject, bad_pattern) &subject##_##bad_pattern,
#include "rules/rules.def"
#undef RULE
};

enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

size_t engine_rule_count(void)
{
    return RULE_COUNT;
}

const engine_rule *engine_rule_at(size_t i)
{
    static engine_rule facts[RULE_COUNT];

    if (i >= RULE_COUNT) {
        return NULL;
    }
    facts[i] = (engine_rule){
        .name = rules[i]->name,
        .title = rules[i]->title,
        .dimension = rules[i]->dimension,
        .severity = rules[i]->severity,
        .is_on = !rules[i]->is_off,
        .is_preview = rules[i]->is_preview,
        .documentation = rule_documentation(rules[i]->name),
    };
    return &facts[i];
}

const engine_rule *engine_rule_named(const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (strcmp(rules[i]->name, name) == 0) {
            return engine_rule_at(i);
        }
    }
    return NULL;
}

static void count_reason(arena *a, engine_statistics *s, const char *reason)
{
    size_t at = 0;

    while (at < s->reason_count && strcmp(s->reasons[at], reason) < 0) {
        at++;
    }
    if (at < s->reason_count && strcmp(s->reasons[at], reason) == 0) {
        s->reason_counts[at]++;
        return;
    }
    const char **reasons = ARENA_ARRAY(a, const char *, s->reason_count + 1);
    size_t *counts = ARENA_ARRAY(a, size_t, s->reason_count + 1);
    for (size_t from = 0, to = 0; to <= s->reason_count; to++) {
        bool is_new = to == at;
        reasons[to] = is_new ? reason : s->reasons[from];
        counts[to] = is_new ? 1 : s->reason_counts[from++];
    }
    s->reasons = reasons;
    s->reason_counts = counts;
    s->reason_count++;
}

static void count_function(arena *a, engine_statistics *s, const program_function *f)
{
    const ir_function *ir = f->function;

    s->functions++;
    s->states += f->visited;
    for (size_t i = 0; i < ir->not_understood_count; i++) {
        count_reason(a, s, ir->not_understood[i]);
    }
    if (f->cut != NULL) {
        count_reason(a, s, f->cut);
    }
    if (ir->not_understood_count > 0 || f->cut != NULL) {
        s->partly_understood++;
    }
}

void engine_run(ir_unit *const *units, size_t unit_count, const model *m, intern_table *names,
                const bool *rules_on, arena *a, finding_list *list, engine_statistics *statistics)
{
    const program *p = program_analyse(a, names, m, units, unit_count);

    *statistics = (engine_statistics){0};
    for (size_t i = 0; i < p->function_count; i++) {
        if (!p->functions[i]->function->is_system) {
            count_function(a, statistics, p->functions[i]);
        }
    }
    for (size_t r = 0; r < RULE_COUNT; r++) {
        for (size_t i = 0; rules_on[r] && i < p->function_count; i++) {
            rule_run(rules[r], p, p->functions[i], list);
        }
    }
}
