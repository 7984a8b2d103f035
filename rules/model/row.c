/* rules/model/row.c
 * Reads a row's outer keys and completes it: the outcomes, what the flags add to them, and their union. */
#include "rules/model/row.h"

#include "rules/model/row_effect.h"

#include <errno.h>
#include <string.h>

/* A row while it is read. */
typedef struct {
    row *row;
    outcome_draft sole;      /* of the short form, without `outcomes` */
    bool is_short;           /* a key of the short form is there */
    outcome_draft *outcomes; /* of `outcomes` */
    size_t outcome_count;
    size_t capacity;
    bool never_returns;
    bool panics;
    const ir_path *select_cases;
    const ir_path *select_count;
    effect_select *select;
} row_draft;

static outcome_draft new_outcome(const row_context *context)
{
    return (outcome_draft){.context = context,
                           .outcome = {.end = EFFECT_RETURNS, .result = EFFECT_RANGE_ANY}};
}

/* ---- the keys of a function ---- */

static int read_name(document *d, yaml_node_t *value, void *into)
{
    row *out = ((row_draft *)into)->row;
    const char *text;
    int rc = document_text(d, value, "a function's name", &text);

    if (rc != 0) {
        return rc;
    }
    size_t count = out->name_count;
    ARENA_PUSH(d->memory, out->name_nodes, count, out->capacity[0], value);
    ARENA_PUSH(d->memory, out->names, out->name_count, out->capacity[1], intern(out->context->names, text));
    return 0;
}

static int read_names(document *d, yaml_node_t *value, void *into)
{
    return value->type == YAML_SEQUENCE_NODE ? document_list(d, value, "'function'", read_name, into)
                                             : read_name(d, value, into);
}

static int read_outcome(document *d, yaml_node_t *item, void *into)
{
    static const document_key keys[] = {{"returns", outcome_read_returns},
                                        {"when", outcome_read_when},
                                        {"do", outcome_read_do},
                                        {"stores", outcome_read_stores}};
    row_draft *draft = into;
    outcome_draft one = new_outcome(draft->row->context);
    int rc = document_map(d, item, "an outcome", DOCUMENT_KEYS(keys), &one);

    if (rc == 0) {
        ARENA_PUSH(d->memory, draft->outcomes, draft->outcome_count, draft->capacity, one);
    }
    return rc;
}

static int read_outcomes(document *d, yaml_node_t *value, void *into)
{
    row_draft *draft = into;
    int rc = document_list(d, value, "'outcomes'", read_outcome, into);

    if (rc == 0 && draft->outcome_count == 0) {
        rc = document_fail(d, value, "'outcomes' is empty; leave it out for a function without effects");
    }
    return rc;
}

/* `do`, `returns`, `when` and `stores` beside `function` describe a single outcome. */
static int read_sole(document *d, yaml_node_t *value, row_draft *draft,
                     int (*read)(document *, yaml_node_t *, void *))
{
    if (draft->outcome_count > 0) {
        return document_fail(d, value,
                             "a function has either 'outcomes' or 'do', 'returns', 'when' and 'stores'");
    }
    return read(d, value, &draft->sole);
}

static int read_do(document *d, yaml_node_t *value, void *into)
{
    return read_sole(d, value, into, outcome_read_do);
}

static int read_returns(document *d, yaml_node_t *value, void *into)
{
    return read_sole(d, value, into, outcome_read_returns);
}

static int read_when(document *d, yaml_node_t *value, void *into)
{
    return read_sole(d, value, into, outcome_read_when);
}

static int read_stores(document *d, yaml_node_t *value, void *into)
{
    return read_sole(d, value, into, outcome_read_stores);
}

static int read_parks(document *d, yaml_node_t *value, void *into)
{
    return document_bool(d, value, &((row_draft *)into)->row->summary.parks);
}

static int read_cancellable(document *d, yaml_node_t *value, void *into)
{
    return document_bool(d, value, &((row_draft *)into)->row->summary.cancellable);
}

static int read_noreturn(document *d, yaml_node_t *value, void *into)
{
    return document_bool(d, value, &((row_draft *)into)->never_returns);
}

static int read_panics(document *d, yaml_node_t *value, void *into)
{
    return document_bool(d, value, &((row_draft *)into)->panics);
}

/* ---- select ---- */

static int read_select_cases(document *d, yaml_node_t *value, void *into)
{
    row_draft *draft = into;

    return row_read_path(d, draft->row->context, value, &draft->select_cases);
}

static int read_select_count(document *d, yaml_node_t *value, void *into)
{
    row_draft *draft = into;

    return row_read_path(d, draft->row->context, value, &draft->select_count);
}

static int read_select_field(document *d, yaml_node_t *value, const row_draft *draft, const char **out)
{
    const char *text;
    int rc = document_text(d, value, "a field's name", &text);

    if (rc == 0) {
        *out = intern(draft->row->context->names, text);
    }
    return rc;
}

static int read_select_kind(document *d, yaml_node_t *value, void *into)
{
    return read_select_field(d, value, into, &((row_draft *)into)->select->kind_field);
}

static int read_select_channel(document *d, yaml_node_t *value, void *into)
{
    return read_select_field(d, value, into, &((row_draft *)into)->select->channel_field);
}

static int read_select_context(document *d, yaml_node_t *value, void *into)
{
    return read_select_field(d, value, into, &((row_draft *)into)->select->context_field);
}

static int read_select_receive(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((row_draft *)into)->select->receive);
}

static int read_select_send(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((row_draft *)into)->select->send);
}

static int read_select_done(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((row_draft *)into)->select->done);
}

static int read_select_after(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((row_draft *)into)->select->after);
}

static int read_select_otherwise(document *d, yaml_node_t *value, void *into)
{
    return document_integer(d, value, &((row_draft *)into)->select->otherwise);
}

static int read_select(document *d, yaml_node_t *value, void *into)
{
    static const document_key keys[] = {
        {"cases", read_select_cases},     {"count", read_select_count},
        {"kind", read_select_kind},       {"channel", read_select_channel},
        {"context", read_select_context}, {"receive", read_select_receive},
        {"send", read_select_send},       {"done", read_select_done},
        {"after", read_select_after},     {"otherwise", read_select_otherwise}};
    row_draft *draft = into;

    draft->select = ARENA_NEW(d->memory, effect_select);
    *draft->select = (effect_select){.receive = -1, .send = -1, .done = -1, .after = -1, .otherwise = -1};
    int rc = document_map(d, value, "'select'", DOCUMENT_KEYS(keys), draft);
    if (rc == 0 && (draft->select_cases == NULL || draft->select_count == NULL ||
                    !draft->select->kind_field || !draft->select->channel_field)) {
        rc = document_fail(d, value, "'select' needs 'cases', 'count', 'kind' and 'channel'");
    }
    return rc;
}

/* ---- completing ---- */

static bool can_be_nonnegative(const effect_outcome *outcome)
{
    return outcome->result.high >= 0;
}

/* What the function's own keys add to each outcome: one of a select's cases runs unless the result says that
 * it was cancelled. Parking is a property of the whole function and stays in the summary. */
static effect_outcome complete_outcome(document *d, const row_draft *draft, outcome_draft whole)
{
    if (draft->select != NULL && can_be_nonnegative(&whole.outcome)) {
        effect select = {.kind = EFFECT_SELECT};
        select.role[ROLE_OBJECT] = draft->select_cases;
        select.role[ROLE_ARGUMENT] = draft->select_count;
        outcome_add(d, &whole, select);
    }
    if (draft->never_returns) {
        whole.outcome.end = EFFECT_NO_RETURN;
    }
    return outcome_finish(&whole);
}

/* A function that panics has one more way out; one that does nothing else has only that way. */
static outcome_draft panic_outcome(document *d, const row_draft *draft)
{
    outcome_draft panic = draft->never_returns ? draft->sole : new_outcome(draft->row->context);

    panic.outcome.end = EFFECT_PANICS;
    outcome_add(d, &panic, (effect){.kind = EFFECT_PANIC});
    return panic;
}

static void complete_outcomes(document *d, row_draft *draft)
{
    const outcome_draft *from = draft->outcome_count > 0 ? draft->outcomes : &draft->sole;
    size_t count = draft->outcome_count > 0 ? draft->outcome_count : 1;
    effect_outcome *outcomes = ARENA_ARRAY(d->memory, effect_outcome, count + 1);
    effect_summary *summary = &draft->row->summary;

    if (draft->panics && draft->never_returns) {
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        outcomes[i] = complete_outcome(d, draft, from[i]);
    }
    if (draft->panics) {
        outcome_draft panic = panic_outcome(d, draft);
        outcomes[count++] = outcome_finish(&panic);
    }
    summary->outcomes = outcomes;
    summary->outcome_count = count;
}

static bool same_effect(const effect *a, const effect *b)
{
    bool same = a->kind == b->kind && a->handle == b->handle && a->count == b->count &&
                ((a->flags ^ b->flags) & ~(uint32_t)EFFECT_MAY) == 0;

    for (int role = 0; same && role < ROLE_COUNT; role++) {
        same = ir_path_equal(a->role[role], b->role[role]);
    }
    return same;
}

static effect *find_effect(const effect *effects, size_t count, const effect *wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (same_effect(&effects[i], wanted)) {
            return (effect *)&effects[i];
        }
    }
    return NULL;
}

static bool is_everywhere(const effect_summary *summary, const effect *e)
{
    for (size_t i = 0; i < summary->outcome_count; i++) {
        const effect_outcome *outcome = &summary->outcomes[i];
        const effect *found = find_effect(outcome->effects, outcome->effect_count, e);
        if (found == NULL || (found->flags & EFFECT_MAY) != 0) {
            return false;
        }
    }
    return true;
}

/* The union of the outcomes' effects; what is missing from one of them only may happen. */
static void complete_events(document *d, effect_summary *summary)
{
    effect *events = NULL;
    size_t count = 0;
    size_t capacity = 0;

    for (size_t i = 0; i < summary->outcome_count; i++) {
        const effect_outcome *outcome = &summary->outcomes[i];
        for (size_t j = 0; j < outcome->effect_count; j++) {
            effect e = outcome->effects[j];
            if (find_effect(events, count, &e) != NULL) {
                continue;
            }
            if (!is_everywhere(summary, &e)) {
                e.flags |= EFFECT_MAY;
            }
            ARENA_PUSH(d->memory, events, count, capacity, e);
        }
    }
    summary->events = events;
    summary->event_count = count;
}

int row_read(document *d, yaml_node_t *node, row *out)
{
    /* `outcomes` comes before the keys that exclude it: document_map reads in this order. */
    static const document_key keys[] = {{"function", read_names},
                                        {"parks", read_parks},
                                        {"cancellable", read_cancellable},
                                        {"noreturn", read_noreturn},
                                        {"panics", read_panics},
                                        {"outcomes", read_outcomes},
                                        {"do", read_do},
                                        {"returns", read_returns},
                                        {"when", read_when},
                                        {"stores", read_stores},
                                        {"select", read_select}};
    row_draft draft = {.row = out, .sole = new_outcome(out->context)};
    int rc = document_map(d, node, "a function", DOCUMENT_KEYS(keys), &draft);

    if (rc != 0) {
        return rc;
    }
    if (out->name_count == 0) {
        return document_fail(d, node, "a row needs 'function', a name or a list of names");
    }
    if (draft.panics && draft.never_returns && draft.outcome_count > 0) {
        return document_fail(d, node, "a function that only panics has no 'outcomes'");
    }
    out->summary.is_model = true;
    out->summary.select = draft.select;
    out->summary.model_file = d->path;
    out->summary.model_line = document_line(node);
    complete_outcomes(d, &draft);
    complete_events(d, &out->summary);
    return 0;
}
