/* analyzer/summary/keep.c
 * Deep copies of outcomes, events and paths; a path that occurs often is copied once. */
#include "analyzer/summary/keep.h"

typedef struct keeper {
    arena *to;
    map *copied; /* path in scratch -> its copy */
} keeper;

static const ir_path *keep_path(keeper *k, const ir_path *path)
{
    if (path == NULL) {
        return NULL;
    }
    ir_path *copy = map_get(k->copied, MAP_KEY(path));
    if (copy == NULL) {
        copy = arena_copy(k->to, path, sizeof *path);
        copy->steps = arena_copy(k->to, path->steps, path->step_count * sizeof *path->steps);
        map_set(k->copied, MAP_KEY(path), copy);
    }
    return copy;
}

static const effect *keep_effects(keeper *k, const effect *from, size_t count)
{
    effect *effects = arena_copy(k->to, from, count * sizeof *effects);

    for (size_t i = 0; i < count; i++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            effects[i].role[role] = keep_path(k, effects[i].role[role]);
        }
        effects[i].spelled = keep_path(k, effects[i].spelled);
    }
    return effects;
}

static const effect_store *keep_stores(keeper *k, const effect_store *from, size_t count)
{
    effect_store *stores = arena_copy(k->to, from, count * sizeof *stores);

    for (size_t i = 0; i < count; i++) {
        stores[i].address = keep_path(k, stores[i].address);
        stores[i].value = keep_path(k, stores[i].value);
    }
    return stores;
}

static const effect_condition *keep_conditions(keeper *k, const effect_condition *from, size_t count)
{
    effect_condition *conditions = arena_copy(k->to, from, count * sizeof *conditions);

    for (size_t i = 0; i < count; i++) {
        conditions[i].value = keep_path(k, conditions[i].value);
    }
    return conditions;
}

effect_summary *summary_keep(const summary_work *w, arena *scratch)
{
    keeper k = {.to = w->program->memory, .copied = map_new(scratch)};
    effect_summary *summary = ARENA_NEW(k.to, effect_summary);
    effect_outcome *outcomes = arena_copy(k.to, w->outcomes, w->outcome_count * sizeof *outcomes);

    for (size_t i = 0; i < w->outcome_count; i++) {
        effect_outcome *o = &outcomes[i];
        o->result_is = keep_path(&k, o->result_is);
        o->when = keep_conditions(&k, o->when, o->when_count);
        o->effects = keep_effects(&k, o->effects, o->effect_count);
        o->stores = keep_stores(&k, o->stores, o->store_count);
    }
    summary->function = w->pass.function->name;
    summary->outcomes = outcomes;
    summary->outcome_count = w->outcome_count;
    summary->events = keep_effects(&k, w->events, w->event_count);
    summary->event_count = w->event_count;
    summary->holds = keep_stores(&k, w->holds, w->hold_count);
    summary->hold_count = w->hold_count;
    summary->parks = w->parks;
    summary->is_partial = w->pass.is_partial || w->is_cut;
    if (w->pass.cut != NULL && w->outcome_count == 0) { /* it may well return: nothing is known of how */
        effect_outcome *unknown = ARENA_NEW(k.to, effect_outcome);
        unknown->result = EFFECT_RANGE_ANY;
        summary->outcomes = unknown;
        summary->outcome_count = 1;
        summary->changes_numbers = true;
    }
    return summary;
}
