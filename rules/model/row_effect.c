/* rules/model/row_effect.c
 * Reads outcomes: {returns: zero, when: [...], do: [{send: "1"}], stores: [...]}. */
#include "rules/model/row_effect.h"

#include <errno.h>
#include <string.h>

enum { EFFECTS, CONDITIONS, STORES };

/* ---- paths and ranges ---- */

int row_read_path(document *d, const row_context *context, const yaml_node_t *node, const ir_path **out)
{
    const char *text;
    const char *error;
    int rc = document_text(d, node, "a path", &text);

    if (rc != 0) {
        return rc;
    }
    *out = ir_path_parse(d->memory, context->names, text, &error);
    return *out != NULL ? 0 : document_fail(d, node, "'%.60s' is not a path: %s", text, error);
}

static int read_range(document *d, yaml_node_t *node, effect_range *out)
{
    static const struct {
        const char *word;
        effect_range range;
    } ranges[] = {
        {"any", {INT64_MIN, INT64_MAX, false}},
        {"zero", {0, 0, false}},
        {"nonzero", {INT64_MIN, INT64_MAX, true}},
        {"negative", {INT64_MIN, -1, false}},
        {"nonnegative", {0, INT64_MAX, false}},
        {"positive", {1, INT64_MAX, false}},
        {"null", {0, 0, false}},
        {"nonnull", {INT64_MIN, INT64_MAX, true}},
        {"false", {0, 0, false}},
        {"true", {INT64_MIN, INT64_MAX, true}},
    };
    enum { COUNT = sizeof ranges / sizeof *ranges };
    const char *words[COUNT];
    const char *text;

    if (document_is_integer(node)) {
        int64_t value = 0;
        int rc = document_integer(d, node, &value);
        *out = (effect_range){.low = value, .high = value};
        return rc;
    }
    int rc = document_text(d, node, "a result", &text);
    for (size_t i = 0; rc == 0 && i < COUNT; i++) {
        if (strcmp(text, ranges[i].word) == 0) {
            *out = ranges[i].range;
            return 0;
        }
        words[i] = ranges[i].word;
    }
    return rc != 0 ? rc
                   : document_fail_word(d, node, "a result (or an integer, or {is: path})", words, COUNT);
}

static int read_returns_is(document *d, yaml_node_t *value, void *into)
{
    outcome_draft *draft = into;

    return row_read_path(d, draft->context, value, &draft->outcome.result_is);
}

int outcome_read_returns(document *d, yaml_node_t *value, void *into)
{
    static const document_key keys[] = {{"is", read_returns_is}};
    outcome_draft *draft = into;

    if (value->type != YAML_MAPPING_NODE) {
        return read_range(d, value, &draft->outcome.result);
    }
    int rc = document_map(d, value, "a result", DOCUMENT_KEYS(keys), draft);
    if (rc == 0 && draft->outcome.result_is == NULL) {
        rc = document_fail(d, value, "'is' is missing: {is: path}");
    }
    if (rc == 0 && draft->outcome.result_is->root == IR_ROOT_FRESH) {
        draft->outcome.result.nonzero = true; /* a new object is somewhere */
    }
    return rc;
}

/* ---- conditions ---- */

typedef struct {
    const row_context *context;
    effect_condition condition;
    bool has_range;
} condition_draft;

static int read_condition_value(document *d, yaml_node_t *value, void *into)
{
    condition_draft *draft = into;

    return row_read_path(d, draft->context, value, &draft->condition.value);
}

static int read_condition_is(document *d, yaml_node_t *value, void *into)
{
    condition_draft *draft = into;

    draft->has_range = true;
    return read_range(d, value, &draft->condition.range);
}

static int read_condition(document *d, yaml_node_t *item, void *into)
{
    static const document_key keys[] = {{"value", read_condition_value}, {"is", read_condition_is}};
    outcome_draft *draft = into;
    condition_draft one = {.context = draft->context};

    int rc = document_map(d, item, "a condition", DOCUMENT_KEYS(keys), &one);
    if (rc != 0) {
        return rc;
    }
    if (one.condition.value == NULL || !one.has_range) {
        return document_fail(d, item, "a condition needs both 'value' and 'is'");
    }
    ARENA_PUSH(d->memory, draft->conditions, draft->outcome.when_count, draft->capacity[CONDITIONS],
               one.condition);
    return 0;
}

int outcome_read_when(document *d, yaml_node_t *value, void *into)
{
    return document_list(d, value, "'when'", read_condition, into);
}

/* ---- effects ---- */

typedef struct {
    const row_context *context;
    effect effect;
} effect_draft;

static int read_role(document *d, yaml_node_t *value, void *into, effect_role role)
{
    effect_draft *draft = into;

    return row_read_path(d, draft->context, value, &draft->effect.role[role]);
}

static int read_object(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_OBJECT);
}

static int read_function(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_FUNCTION);
}

static int read_argument(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_ARGUMENT);
}

static int read_context(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_CONTEXT);
}

static int read_group(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_GROUP);
}

static int read_stop(document *d, yaml_node_t *value, void *into)
{
    return read_role(d, value, into, ROLE_STOP);
}

static int read_count(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((effect_draft *)into)->effect.count);
}

static int read_handle(document *d, yaml_node_t *value, void *into)
{
    effect_draft *draft = into;
    const row_context *context = draft->context;
    const char *text;
    int rc = document_text(d, value, "a type of handle", &text);

    if (rc != 0) {
        return rc;
    }
    const char **words = ARENA_ARRAY(d->memory, const char *, context->handle_count);
    for (size_t i = 0; i < context->handle_count; i++) {
        words[i] = context->handles[i].type;
        if (strcmp(words[i], text) == 0) {
            draft->effect.handle = words[i];
            return 0;
        }
    }
    if (context->handle_count == 0) {
        return document_fail(d, value, "'%.60s' is not a type of handle: 'handles' declares none", text);
    }
    return document_fail_word(d, value, "a type of handle", words, context->handle_count);
}

static int read_flag(document *d, yaml_node_t *value, void *into)
{
    static const char *const words[] = {"optional", "shared", "protected", "daemon",
                                        "atomic",   "may",    "deferred",  "in-loop"};
    enum { COUNT = sizeof words / sizeof *words };
    effect_draft *draft = into;
    const char *text;
    int rc = document_text(d, value, "a flag", &text);

    for (size_t i = 0; rc == 0 && i < COUNT; i++) {
        if (strcmp(words[i], text) == 0) {
            draft->effect.flags |= 1u << i;
            return 0;
        }
    }
    return rc != 0 ? rc : document_fail_word(d, value, "a flag", words, COUNT);
}

static int read_flags(document *d, yaml_node_t *value, void *into)
{
    return value->type == YAML_SCALAR_NODE ? read_flag(d, value, into)
                                           : document_list(d, value, "'flags'", read_flag, into);
}

/* The kinds a row may write; park, panic and select come from keys of the function. */
static int read_kind(document *d, const yaml_node_t *key, effect_kind *out)
{
    const char *words[EFFECT_KIND_COUNT];
    const char *text;
    size_t count = 0;
    int rc = document_text(d, key, "an effect", &text);

    for (int kind = EFFECT_NONE + 1; rc == 0 && kind < EFFECT_KIND_COUNT; kind++) {
        if (kind == EFFECT_PARK || kind == EFFECT_PANIC || kind == EFFECT_SELECT) {
            continue;
        }
        words[count++] = effect_kind_name((effect_kind)kind);
        if (strcmp(words[count - 1], text) == 0) {
            *out = (effect_kind)kind;
            return 0;
        }
    }
    return rc != 0 ? rc : document_fail_word(d, key, "an effect", words, count);
}

/* What an effect says nothing without. */
static int check_effect(document *d, const yaml_node_t *at, const effect *e)
{
    const char *name = effect_kind_name(e->kind);
    bool runs = e->kind == EFFECT_SPAWN || e->kind == EFFECT_CALL;

    if (runs && e->role[ROLE_FUNCTION] == NULL) {
        return document_fail(d, at, "'%s' needs 'function'", name);
    }
    if (!runs && e->role[ROLE_OBJECT] == NULL) {
        return document_fail(d, at, "'%s' needs 'object'", name);
    }
    if (e->kind == EFFECT_DERIVE && e->role[ROLE_CONTEXT] == NULL) {
        return document_fail(d, at, "'derive' needs 'context', the parent");
    }
    if (e->kind == EFFECT_ACQUIRE && e->handle == NULL) {
        return document_fail(d, at, "'acquire' needs 'handle', the type of what is acquired");
    }
    if (e->kind == EFFECT_ADD && (e->count == 0) == (e->role[ROLE_ARGUMENT] == NULL)) {
        return document_fail(d, at,
                             "'add' needs either 'count' or 'argument', the path that holds the count");
    }
    return 0;
}

static int read_effect(document *d, yaml_node_t *item, void *into)
{
    static const document_key keys[] = {
        {"object", read_object},   {"function", read_function}, {"argument", read_argument},
        {"context", read_context}, {"group", read_group},       {"stop", read_stop},
        {"handle", read_handle},   {"count", read_count},       {"flags", read_flags}};
    outcome_draft *draft = into;
    effect_draft one = {.context = draft->context};

    if (item->type != YAML_MAPPING_NODE ||
        item->data.mapping.pairs.top - item->data.mapping.pairs.start != 1) {
        return document_fail(d, item,
                             "an effect is a mapping of one key: {kind: path} or {kind: {object: path}}");
    }
    const yaml_node_t *key = yaml_document_get_node(&d->tree, item->data.mapping.pairs.start->key);
    yaml_node_t *value = yaml_document_get_node(&d->tree, item->data.mapping.pairs.start->value);
    int rc = read_kind(d, key, &one.effect.kind);
    if (rc == 0) {
        const char *what = arena_printf(d->memory, "the effect '%s'", effect_kind_name(one.effect.kind));
        rc = value->type == YAML_SCALAR_NODE ? read_object(d, value, &one)
                                             : document_map(d, value, what, DOCUMENT_KEYS(keys), &one);
    }
    if (rc == 0) {
        rc = check_effect(d, key, &one.effect);
    }
    if (rc == 0) {
        outcome_add(d, draft, one.effect);
    }
    return rc;
}

int outcome_read_do(document *d, yaml_node_t *value, void *into)
{
    return document_list(d, value, "'do'", read_effect, into);
}

/* ---- stores ---- */

typedef struct {
    const row_context *context;
    effect_store store;
} store_draft;

static int read_store_address(document *d, yaml_node_t *value, void *into)
{
    store_draft *draft = into;

    return row_read_path(d, draft->context, value, &draft->store.address);
}

/* A number without quotes is that number; in quotes it is the path of a parameter. */
static int read_store_value(document *d, yaml_node_t *value, void *into)
{
    store_draft *draft = into;

    draft->store.has_constant = document_is_integer(value);
    return draft->store.has_constant ? document_integer(d, value, &draft->store.constant)
                                     : row_read_path(d, draft->context, value, &draft->store.value);
}

static int read_store(document *d, yaml_node_t *item, void *into)
{
    static const document_key keys[] = {{"address", read_store_address}, {"value", read_store_value}};
    outcome_draft *draft = into;
    store_draft one = {.context = draft->context};

    int rc = document_map(d, item, "a store", DOCUMENT_KEYS(keys), &one);
    if (rc != 0) {
        return rc;
    }
    if (one.store.address == NULL) {
        return document_fail(d, item, "a store needs 'address'");
    }
    ARENA_PUSH(d->memory, draft->stores, draft->outcome.store_count, draft->capacity[STORES], one.store);
    return 0;
}

int outcome_read_stores(document *d, yaml_node_t *value, void *into)
{
    return document_list(d, value, "'stores'", read_store, into);
}

/* ---- building ---- */

void outcome_add(document *d, outcome_draft *draft, effect e)
{
    ARENA_PUSH(d->memory, draft->effects, draft->outcome.effect_count, draft->capacity[EFFECTS], e);
}

effect_outcome outcome_finish(const outcome_draft *draft)
{
    effect_outcome outcome = draft->outcome;

    outcome.effects = draft->effects;
    outcome.when = draft->conditions;
    outcome.stores = draft->stores;
    return outcome;
}
