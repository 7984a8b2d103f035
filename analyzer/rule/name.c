/* analyzer/rule/name.c
 * Names objects as the source does: a value is called like the variable that holds it. */
#include "analyzer/rule/definition.h"

#include <string.h>

static const char *name_of_value(rule_pass *pass, flow_state *state, const flow_value *v, int depth);

static bool is_named(const ir_variable *variable)
{
    return variable->name != NULL && !variable->is_synthetic && variable->name[0] != '?';
}

/* A local that holds the value: the user's own name for it. */
static const ir_variable *holder(const flow_state *state, const flow_value *v)
{
    const ir_variable *found = NULL;

    for (size_t i = 0; state != NULL && i < state->binding_count; i++) {
        const flow_binding *b = &state->bindings[i];
        if (b->value == v && !b->is_default && b->region->kind == FLOW_VARIABLE &&
            is_named(b->region->variable) && b->region->variable->kind != IR_PARAMETER) {
            found = b->region->variable;
        }
    }
    return found;
}

static const char *name_of_region(rule_pass *pass, flow_state *state, const flow_region *r, int depth)
{
    arena *a = pass->memory;
    const char *base;

    if (depth > IR_PATH_STEPS_MAX) {
        return NULL;
    }
    switch (r->kind) {
    case FLOW_VARIABLE: return is_named(r->variable) ? r->variable->name : NULL;
    case FLOW_POINTEE:
        base = name_of_value(pass, state, r->pointer, depth + 1);
        return base == NULL ? NULL : arena_printf(a, "*%s", base);
    case FLOW_FIELD:
        if (r->field == NULL || r->field[0] == '#') {
            return NULL;
        }
        if (r->base->kind == FLOW_POINTEE) {
            base = name_of_value(pass, state, r->base->pointer, depth + 1);
            return base == NULL ? r->field
                                : arena_printf(a, base[0] == '&' ? "%s.%s" : "%s->%s",
                                               base + (base[0] == '&'), r->field);
        }
        base = name_of_region(pass, state, r->base, depth + 1);
        return base == NULL ? r->field : arena_printf(a, "%s.%s", base, r->field);
    case FLOW_ELEMENT:
        base = r->base->kind == FLOW_POINTEE ? name_of_value(pass, state, r->base->pointer, depth + 1)
                                             : name_of_region(pass, state, r->base, depth + 1);
        if (base == NULL) {
            return NULL;
        }
        return r->is_any ? arena_printf(a, "%s[...]", base)
                         : arena_printf(a, "%s[%lld]", base, (long long)r->index);
    case FLOW_STRING:
    case FLOW_GHOST: return NULL;
    }
    return NULL;
}

static const char *name_of_value(rule_pass *pass, flow_state *state, const flow_value *v, int depth)
{
    const ir_variable *variable = holder(state, v);

    if (variable != NULL) {
        return variable->name;
    }
    const char *spoken = pass->spoken == NULL ? NULL : map_get(pass->spoken, MAP_KEY(v));
    if (spoken != NULL) {
        return spoken;
    }
    switch (v->kind) {
    case FLOW_CODE: return v->function->name;
    case FLOW_INITIAL:
    case FLOW_MERGED: return name_of_region(pass, state, v->region, depth);
    case FLOW_ADDRESS: return name_of_region(pass, state, v->region, depth);
    default: return NULL;
    }
}

const char *rule_name_of_region(rule_pass *pass, flow_state *state, const flow_region *region)
{
    const char *name = name_of_region(pass, state, region, 0);

    return name != NULL ? name : "the variable";
}

const char *rule_name_of_value(rule_pass *pass, flow_state *state, const flow_value *value)
{
    const char *name = value == NULL ? NULL : name_of_value(pass, state, value, 0);

    if (name != NULL) {
        return name;
    }
    const ir_type *to = value != NULL && value->type != NULL && value->type->kind == IR_TYPE_POINTER
                            ? value->type->element
                            : NULL;
    const model_handle *handle = to != NULL && to->record != NULL
                                     ? model_handle_of_record(pass->program->models, to->record->tag)
                                     : NULL;
    return handle != NULL ? arena_printf(pass->memory, "the %s", handle->type) : "the object";
}

const char *rule_name_of(rule_pass *pass, flow_state *state, const flow_event *event)
{
    const char *name = event->source == NULL ? NULL : name_of_region(pass, state, event->source, 0);

    return name != NULL ? name : rule_name_of_value(pass, state, event->role[ROLE_OBJECT]);
}
