/* analyzer/driver/catalog.c
 * The list of rules, and selecting from it. */
#include "analyzer/driver/catalog.h"

#include "analyzer/driver/say.h"
#include "analyzer/engine/engine.h"
#include "analyzer/finding/suppression.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    return strcmp(((const report_rule *)left)->name, ((const report_rule *)right)->name);
}

static report_rule of_engine(const engine_rule *rule)
{
    return (report_rule){
        .name = rule->name,
        .title = rule->title,
        .dimension = rule->dimension,
        .severity = rule->severity,
        .is_on = rule->is_on,
        .is_preview = rule->is_preview,
        .documentation = rule->documentation != NULL ? rule->documentation : rule->title,
    };
}

static report_rule of_suppressions(const suppression_fact *fact)
{
    return (report_rule){
        .name = fact->name,
        .title = fact->title,
        .dimension = DIMENSION_OBSERVATION,
        .severity = FINDING_WARNING,
        .is_on = true,
        .documentation = fact->documentation,
    };
}

catalog catalog_of(arena *a)
{
    catalog c = {.count = engine_rule_count() + suppression_fact_count};
    size_t at = 0;

    c.rules = ARENA_ARRAY(a, report_rule, c.count);
    c.is_selected = ARENA_ARRAY(a, bool, c.count);
    for (size_t i = 0; i < engine_rule_count(); i++) {
        c.rules[at++] = of_engine(engine_rule_at(i));
    }
    for (size_t i = 0; i < suppression_fact_count; i++) {
        c.rules[at++] = of_suppressions(&suppression_facts[i]);
    }
    qsort(c.rules, c.count, sizeof *c.rules, compare);
    for (size_t i = 0; i < c.count; i++) {
        c.is_selected[i] = c.rules[i].is_on;
    }
    return c;
}

static void refuse(const catalog *c, arena *a, const char *name)
{
    const char **names = ARENA_ARRAY(a, const char *, c->count);
    const char *meant;

    for (size_t i = 0; i < c->count; i++) {
        names[i] = c->rules[i].name;
    }
    meant = nearest(name, names, (unsigned)c->count);
    if (meant != NULL) {
        say("unknown rule '%s'; did you mean '%s'?", name, meant);
    } else {
        say("unknown rule '%s'; `wand rules` lists them", name);
    }
}

const report_rule *catalog_named(const catalog *c, arena *a, const char *name)
{
    for (size_t i = 0; i < c->count; i++) {
        if (strcmp(c->rules[i].name, name) == 0) {
            return &c->rules[i];
        }
    }
    refuse(c, a, name);
    return NULL;
}

static bool is_signed(const char *item)
{
    return item[0] == '+' || item[0] == '-';
}

/* The next item of the list without the blanks around it, or NULL at its end. */
static const char *next_item(arena *a, const char **list)
{
    size_t length = strcspn(*list, ",");
    const char *begin = *list;
    const char *end = begin + length;

    if (begin[0] == '\0') {
        return NULL;
    }
    *list = end + (*end == ',');
    begin += strspn(begin, " ");
    while (end > begin && end[-1] == ' ') {
        end--;
    }
    return begin < end ? arena_strndup(a, begin, (size_t)(end - begin)) : "";
}

static int apply(catalog *c, arena *a, const char *item)
{
    const char *pattern = item + is_signed(item);
    bool matched = false;

    for (size_t i = 0; i < c->count; i++) {
        if (fnmatch(pattern, c->rules[i].name, 0) == 0) {
            c->is_selected[i] = item[0] != '-';
            matched = true;
        }
    }
    if (!matched) {
        refuse(c, a, pattern);
        return 2;
    }
    return 0;
}

int catalog_select(catalog *c, arena *a, const char *list)
{
    const char *item;
    const char *rest = list;
    bool starts_empty = false;

    while ((item = next_item(a, &rest)) != NULL) {
        starts_empty = starts_empty || !is_signed(item);
    }
    for (size_t i = 0; starts_empty && i < c->count; i++) {
        c->is_selected[i] = false;
    }
    while ((item = next_item(a, &list)) != NULL) {
        int status = apply(c, a, item);

        if (status != 0) {
            return status;
        }
    }
    return 0;
}
