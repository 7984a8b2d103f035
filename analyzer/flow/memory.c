/* analyzer/flow/memory.c
 * What memory holds in a state: bindings from regions to values, with defaults for whole objects.
 *
 * Memory behind two different symbols is taken to be different memory. Code that is not in sight is taken to
 * change numbers that it can reach, but not handles: the opposite choice would lose every handle at the
 * first call of a logging function. */
#include "analyzer/flow/state.h"

#include <string.h>

enum { COPY_DEPTH_MAX = 3, COPY_FIELDS_MAX = 64 };

/* Position of the region's binding, or where it belongs. */
static size_t position(const flow_state *s, const flow_region *region)
{
    size_t low = 0, high = s->binding_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->bindings[middle].region->id < region->id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const flow_binding *bound(const flow_state *s, const flow_region *region)
{
    size_t at = position(s, region);

    return at < s->binding_count && s->bindings[at].region == region ? &s->bindings[at] : NULL;
}

static void bind(flow_state *s, flow_binding binding)
{
    size_t at = position(s, binding.region);

    if (at < s->binding_count && s->bindings[at].region == binding.region) {
        s->bindings[at] = binding;
        return;
    }
    ARENA_PUSH(s->memory, s->bindings, s->binding_count, s->binding_capacity, binding);
    memmove(&s->bindings[at + 1], &s->bindings[at], (s->binding_count - 1 - at) * sizeof *s->bindings);
    s->bindings[at] = binding;
}

static void unbind_within(flow_state *s, const flow_region *region)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->binding_count; i++) {
        if (!flow_is_within(s->bindings[i].region, region)) {
            s->bindings[kept++] = s->bindings[i];
        }
    }
    s->binding_count = kept;
}

static bool is_number(const flow_region *region)
{
    return region->type != NULL &&
           (region->type->kind == IR_TYPE_INTEGER || region->type->kind == IR_TYPE_FLOAT);
}

/* What a region with no binding of its own or above it holds. */
static const flow_value *untouched(flow_state *s, const flow_region *region)
{
    bool is_stale = s->numbers_since != NULL && is_number(region) && flow_is_shared(s, region);

    return flow_initial(s->values, region, is_stale ? s->numbers_since : NULL);
}

static const flow_value *from_default(flow_state *s, const flow_region *region, const flow_binding *binding)
{
    if (binding->value->kind != FLOW_NOTHING) {
        return binding->value;
    }
    return binding->since == NULL ? binding->value : flow_initial(s->values, region, binding->since);
}

/* The same part of some element of the array that the region lies in; NULL when it lies in none. */
static const flow_region *of_any_element(flow_state *s, const flow_region *region)
{
    const flow_region *base;

    switch (region->kind) {
    case FLOW_FIELD:
        base = of_any_element(s, region->base);
        return base == NULL ? NULL
                            : flow_field(s->values, base, region->tag, region->field, region->offset_bits,
                                         region->type);
    case FLOW_ELEMENT:
        return region->is_any ? region : flow_element(s->values, region->base, true, 0, region->type);
    case FLOW_VARIABLE:
    case FLOW_POINTEE: /* its first element lies where the array does */
        return flow_element(s->values, region, true, 0, NULL);
    default: return NULL;
    }
}

static bool is_of_any_element(const flow_region *region)
{
    for (; region != NULL; region = region->base) {
        if (region->kind == FLOW_ELEMENT && region->is_any) {
            return true;
        }
    }
    return false;
}

/* What one or some element's part was bound to, where the very element has no binding; NULL when nothing was.
 */
static const flow_value *from_other_elements(flow_state *s, const flow_region *region)
{
    const flow_region *any = of_any_element(s, region);
    const flow_value *found = NULL;

    for (size_t i = 0; any != NULL && i < s->binding_count; i++) {
        const flow_binding *b = &s->bindings[i];
        if (b->is_default) {
            continue;
        }
        bool is_it = is_of_any_element(region) ? of_any_element(s, b->region) == any : b->region == any;
        if (is_it && found != NULL && found != b->value) {
            return flow_nothing(s->values);
        }
        found = is_it ? b->value : found;
    }
    return found;
}

size_t flow_candidates(flow_state *s, const flow_region *region, const flow_value **found, size_t max)
{
    const flow_region *any = of_any_element(s, region);
    size_t count = 0;

    for (size_t i = 0; any != NULL && is_of_any_element(region) && i < s->binding_count && count < max; i++) {
        const flow_binding *b = &s->bindings[i];
        bool is_new = !b->is_default && of_any_element(s, b->region) == any;
        for (size_t k = 0; k < count; k++) {
            is_new &= found[k] != b->value;
        }
        if (is_new) {
            found[count++] = b->value;
        }
    }
    return count;
}

const flow_value *flow_load(flow_state *s, const flow_region *region)
{
    const flow_binding *own = bound(s, region);

    if (own != NULL) {
        return own->is_default ? from_default(s, region, own) : own->value;
    }
    const flow_value *other = from_other_elements(s, region);
    if (other != NULL) {
        return other;
    }
    for (const flow_region *r = region->base; r != NULL; r = r->base) {
        const flow_binding *above = bound(s, r);
        if (above != NULL && above->is_default) {
            return from_default(s, region, above);
        }
    }
    return untouched(s, region);
}

static void unbind_other_elements(flow_state *s, const flow_region *array)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->binding_count; i++) {
        const flow_region *r = s->bindings[i].region;
        if (r->kind != FLOW_ELEMENT || r->base != array) {
            s->bindings[kept++] = s->bindings[i];
        }
    }
    s->binding_count = kept;
}

void flow_store(flow_state *s, const flow_region *region, const flow_value *value)
{
    if (region->kind == FLOW_ELEMENT && region->is_any) {
        unbind_other_elements(s, region->base);
    }
    unbind_within(s, region);
    bind(s, (flow_binding){.region = region, .value = value});
}

void flow_fill(flow_state *s, const flow_region *region, const flow_value *value)
{
    unbind_within(s, region);
    bind(s, (flow_binding){.region = region, .value = value, .is_default = true});
}

void flow_forget(flow_state *s, const flow_region *region, const ir_instruction *since)
{
    unbind_within(s, region);
    /* the symbols of the last time this was forgotten here are about other content */
    size_t kept = 0;
    for (size_t i = 0; i < s->fact_count; i++) {
        const flow_value *symbol = s->facts[i].symbol;
        if (symbol->kind != FLOW_INITIAL || symbol->since != since ||
            !flow_is_within(symbol->region, region)) {
            s->facts[kept++] = s->facts[i];
        }
    }
    s->fact_count = kept;
    bind(s, (flow_binding){
                .region = region, .value = flow_nothing(s->values), .is_default = true, .since = since});
}

static void copy_parts(flow_state *s, const flow_region *to, const flow_region *from, const ir_type *type,
                       int depth)
{
    for (size_t i = 0; i < type->record->field_count; i++) {
        const ir_field *f = &type->record->fields[i];
        if (f->name == NULL) {
            continue;
        }
        const flow_region *t = flow_field(s->values, to, type->record->tag, f->name, f->offset_bits, f->type);
        const flow_region *o =
            flow_field(s->values, from, type->record->tag, f->name, f->offset_bits, f->type);
        if (f->type->kind == IR_TYPE_RECORD && depth < COPY_DEPTH_MAX) {
            copy_parts(s, t, o, f->type, depth + 1);
        } else if (f->type->kind != IR_TYPE_ARRAY && f->type->kind != IR_TYPE_RECORD) {
            flow_store(s, t, flow_load(s, o));
        }
    }
}

void flow_copy(flow_state *s, const flow_region *to, const flow_region *from, const ir_type *type,
               const ir_instruction *since)
{
    if (to == from) {
        return;
    }
    flow_forget(s, to, since);
    if (type != NULL && type->kind == IR_TYPE_RECORD && type->record != NULL && type->record->is_complete &&
        type->record->field_count <= COPY_FIELDS_MAX) {
        copy_parts(s, to, from, type, 0);
    }
}

void flow_forget_shared_numbers(flow_state *s, const ir_instruction *since)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->binding_count; i++) {
        const flow_binding *b = &s->bindings[i];
        bool is_changed = is_number(b->region) && flow_is_shared(s, b->region);
        if (!is_changed) {
            s->bindings[kept++] = *b;
        }
    }
    s->binding_count = kept;
    kept = 0;
    for (size_t i = 0; i < s->fact_count; i++) {
        const flow_value *symbol = s->facts[i].symbol;
        if (symbol->kind != FLOW_INITIAL || symbol->since != since) {
            s->facts[kept++] = s->facts[i];
        }
    }
    s->fact_count = kept;
    s->numbers_since = since;
}

bool flow_is_shared(const flow_state *s, const flow_region *region)
{
    const flow_region *base = flow_base(region);

    switch (base->kind) {
    case FLOW_GHOST: return true;
    case FLOW_STRING: return false;
    case FLOW_POINTEE:
        if (base->pointer->kind != FLOW_MADE) {
            return true;
        }
        break;
    case FLOW_VARIABLE:
        if (base->variable->kind == IR_GLOBAL || base->variable->kind == IR_STATIC_LOCAL) {
            return true;
        }
        break;
    default: break;
    }
    for (size_t i = 0; i < s->shared_count; i++) {
        if (s->shared[i] == base) {
            return true;
        }
    }
    return false;
}

void flow_share(flow_state *s, const flow_value *value)
{
    const flow_region *region = flow_region_of(s->values, value);

    if (region == NULL || (region->kind == FLOW_POINTEE && region->pointer->kind == FLOW_EXPRESSION)) {
        return;
    }
    const flow_region *base = flow_base(region);
    for (size_t i = 0; i < s->shared_count; i++) {
        if (s->shared[i] == base) {
            return;
        }
    }
    ARENA_PUSH(s->memory, s->shared, s->shared_count, s->shared_capacity, base);
    for (size_t i = 0; i < s->binding_count; i++) {
        if (flow_is_within(s->bindings[i].region, base) && !s->bindings[i].is_default) {
            flow_share(s, s->bindings[i].value);
        }
    }
}

void flow_drop(flow_state *s, const flow_region *region)
{
    unbind_within(s, region);
}
