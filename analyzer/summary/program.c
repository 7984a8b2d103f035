/* analyzer/summary/program.c
 * From units to a program: one list of definitions, and the order of work on it. */
#include "analyzer/summary/program.h"

#include "analyzer/base/map.h"
#include "analyzer/summary/parts.h"

#include <string.h>

enum { ROUNDS_MAX = 4 };

/* An inline function of a header, seen from a second file. Two programs' mains are two functions, though. */
static bool is_seen_before(const program *p, const ir_function *f)
{
    const program_function *known = map_get(p->by_key, MAP_KEY(f->key));

    return known != NULL && known->function->loc.line == f->loc.line &&
           strcmp(known->function->unit->files[known->function->loc.file].real,
                  f->unit->files[f->loc.file].real) == 0;
}

static void add_definitions(program *p)
{
    size_t capacity = 0;

    for (size_t u = 0; u < p->unit_count; u++) {
        for (size_t i = 0; i < p->units[u]->function_count; i++) {
            const ir_function *f = p->units[u]->functions[i];
            if (!f->is_defined || is_seen_before(p, f)) {
                continue;
            }
            program_function *known = ARENA_NEW(p->memory, program_function);
            known->function = f;
            known->graph = cfg_build(p->memory, f);
            map_set(p->by_definition, MAP_KEY(f), known);
            if (map_get(p->by_key, MAP_KEY(f->key)) == NULL) {
                map_set(p->by_key, MAP_KEY(f->key), known);
            }
            ARENA_PUSH(p->memory, p->functions, p->function_count, capacity, known);
        }
    }
}

static void find_system_tags(program *p)
{
    p->system_tags = map_new(p->memory);
    for (size_t u = 0; u < p->unit_count; u++) {
        for (size_t i = 0; i < p->units[u]->record_count; i++) {
            const ir_record *r = p->units[u]->records[i];
            if (r->tag != NULL && r->loc.line > 0 && p->units[u]->files[r->loc.file].is_system) {
                map_set(p->system_tags, MAP_KEY(r->tag), (void *)r->tag);
            }
        }
    }
}

/* Functions of one component call each other: go round until their summaries stand. */
static void summarise_component(program *p, size_t from, size_t to)
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        bool is_changed = false;
        for (size_t i = from; i < to; i++) {
            is_changed |= program_summarise(p, p->functions[i]);
        }
        if (!is_changed || !p->functions[from]->is_recursive) {
            return;
        }
    }
}

static const effect_summary *summary_of(void *data, const ir_function *function)
{
    return program_summary(data, function);
}

program *program_analyse(arena *a, intern_table *names, const model *models, ir_unit *const *units,
                         size_t unit_count)
{
    program *p = ARENA_NEW(a, program);

    p->memory = a;
    p->names = names;
    p->models = models;
    p->units = units;
    p->unit_count = unit_count;
    p->by_key = map_new(a);
    p->by_definition = map_new(a);
    p->flow = (flow_program){.data = p,
                             .summary_of = summary_of,
                             .constant_at = program_constant_at,
                             .candidate_at = program_candidate_at};
    find_system_tags(p);
    add_definitions(p);
    program_order(p);
    program_find_constants(p);
    for (size_t i = 0; i < p->function_count;) {
        size_t end = i + 1;
        while (end < p->function_count && p->functions[end]->component == p->functions[i]->component) {
            end++;
        }
        summarise_component(p, i, end);
        i = end;
    }
    program_make_index(p);
    return p;
}

const program_function *program_find(const program *p, const ir_function *function)
{
    const program_function *own = map_get(p->by_definition, MAP_KEY(function));

    return own != NULL ? own : map_get(p->by_key, MAP_KEY(function->key));
}

bool program_is_api(const program *p, const ir_function *function)
{
    const program_function *known = program_find(p, function);

    return (known == NULL || known->function->is_system) && model_row(p->models, function->name) != NULL;
}

const effect_summary *program_summary(const program *p, const ir_function *function)
{
    const program_function *known = program_find(p, function);

    if (program_is_api(p, function)) {
        return model_row(p->models, function->name);
    }
    return known != NULL ? known->summary : NULL;
}
