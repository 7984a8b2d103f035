/* rules/model/model.c
 * Keeps the rows of all tables read so far. A file with a mistake adds nothing: its rows are kept apart until
 * its end is reached. */
#include "rules/model/model.h"

#include "analyzer/base/map.h"
#include "rules/model/builtin.h"
#include "rules/model/document.h"
#include "rules/model/row.h"

#include <errno.h>
#include <string.h>

enum { FORMAT_VERSION = 1 };

struct model {
    arena *memory;
    intern_table *names;
    effect_summary **rows;
    size_t row_count;
    size_t row_capacity;
    map *row_of; /* interned function name to row */
    model_handle *handles;
    size_t handle_count;
    size_t handle_capacity;
};

/* One file while it is read. */
typedef struct {
    model *model;
    row_context context; /* the handles of the model and those of this file */
    model_handle *handles;
    size_t handle_capacity;
    size_t own_handles; /* index of this file's first */
    effect_summary **rows;
    size_t row_count;
    size_t row_capacity;
    map *row_of;
    bool has_version;
} loader;

model *model_new(arena *a, intern_table *names)
{
    model *m = ARENA_NEW(a, model);

    m->memory = a;
    m->names = names;
    m->row_of = map_new(a);
    return m;
}

/* ---- handles ---- */

typedef struct {
    intern_table *names;
    model_handle handle;
} handle_draft;

static int read_word(document *d, yaml_node_t *value, const char *what, handle_draft *draft, const char **out)
{
    const char *text;
    int rc = document_text(d, value, what, &text);

    if (rc == 0) {
        *out = intern(draft->names, text);
    }
    return rc;
}

static int read_handle_type(document *d, yaml_node_t *value, void *into)
{
    return read_word(d, value, "a handle's type", into, &((handle_draft *)into)->handle.type);
}

static int read_handle_record(document *d, yaml_node_t *value, void *into)
{
    return read_word(d, value, "a record's tag", into, &((handle_draft *)into)->handle.record);
}

static int read_handle_release(document *d, yaml_node_t *value, void *into)
{
    return read_word(d, value, "a function's name", into, &((handle_draft *)into)->handle.release);
}

static int read_handle(document *d, yaml_node_t *item, void *into)
{
    static const document_key keys[] = {
        {"type", read_handle_type}, {"record", read_handle_record}, {"release", read_handle_release}};
    loader *l = into;
    handle_draft draft = {.names = l->model->names};
    int rc = document_map(d, item, "a handle", DOCUMENT_KEYS(keys), &draft);

    if (rc != 0) {
        return rc;
    }
    if (draft.handle.type == NULL) {
        return document_fail(d, item, "a handle needs 'type'");
    }
    for (size_t i = 0; i < l->context.handle_count; i++) {
        if (l->handles[i].type != draft.handle.type) {
            continue;
        }
        if (i >= l->own_handles) {
            return document_fail(d, item, "the handle '%s' is declared twice", draft.handle.type);
        }
        l->handles[i] = draft.handle;
        return 0;
    }
    ARENA_PUSH(d->memory, l->handles, l->context.handle_count, l->handle_capacity, draft.handle);
    l->context.handles = l->handles;
    return 0;
}

static int read_handles(document *d, yaml_node_t *value, void *into)
{
    return document_list(d, value, "'handles'", read_handle, into);
}

/* ---- functions ---- */

static int add_row(document *d, loader *l, const row *one, size_t i)
{
    const effect_summary *earlier = map_get(l->row_of, MAP_KEY(one->names[i]));

    if (earlier != NULL) {
        return document_fail(d, one->name_nodes[i], "'%s' has a row already, at line %u", one->names[i],
                             earlier->model_line);
    }
    effect_summary *summary = arena_copy(d->memory, &one->summary, sizeof *summary);
    summary->function = one->names[i];
    map_set(l->row_of, MAP_KEY(summary->function), summary);
    ARENA_PUSH(d->memory, l->rows, l->row_count, l->row_capacity, summary);
    return 0;
}

static int read_function(document *d, yaml_node_t *item, void *into)
{
    loader *l = into;
    row one = {.context = &l->context};
    int rc = row_read(d, item, &one);

    for (size_t i = 0; rc == 0 && i < one.name_count; i++) {
        rc = add_row(d, l, &one, i);
    }
    return rc;
}

static int read_functions(document *d, yaml_node_t *value, void *into)
{
    return document_list(d, value, "'functions'", read_function, into);
}

/* ---- files ---- */

static int read_version(document *d, yaml_node_t *value, void *into)
{
    int64_t version = 0;
    int rc = document_integer(d, value, &version);

    if (rc == 0 && version != FORMAT_VERSION) {
        rc = document_fail(d, value, "version %lld of the format is not known; this wand reads version %d",
                           (long long)version, FORMAT_VERSION);
    }
    ((loader *)into)->has_version = true;
    return rc;
}

static int read_file(document *d, loader *l)
{
    /* Handles come before the functions that name them, wherever they stand: document_map reads in this
     * order. */
    static const document_key keys[] = {
        {"wand-model", read_version}, {"handles", read_handles}, {"functions", read_functions}};
    yaml_node_t *root = document_root(d);
    int rc = document_map(d, root, "a model file", DOCUMENT_KEYS(keys), l);

    if (rc == 0 && !l->has_version) {
        rc = document_fail(d, root, "'wand-model: %d' is missing: this is not a model file", FORMAT_VERSION);
    }
    return rc;
}

static void keep_row(model *m, effect_summary *summary)
{
    effect_summary *earlier = map_get(m->row_of, MAP_KEY(summary->function));

    if (earlier != NULL) {
        *earlier = *summary;
        return;
    }
    map_set(m->row_of, MAP_KEY(summary->function), summary);
    ARENA_PUSH(m->memory, m->rows, m->row_count, m->row_capacity, summary);
}

static void keep(model *m, const loader *l)
{
    for (size_t i = 0; i < l->row_count; i++) {
        keep_row(m, l->rows[i]);
    }
    m->handles = l->handles;
    m->handle_count = l->context.handle_count;
    m->handle_capacity = l->handle_capacity;
}

int model_read(model *m, const char *path, const char *text, size_t length, const char **message)
{
    document d;
    loader l = {.model = m, .row_of = map_new(m->memory), .own_handles = m->handle_count};
    int rc = document_open(&d, m->memory, arena_strdup(m->memory, path), text, length);

    l.handle_capacity = m->handle_count;
    l.handles = arena_copy(m->memory, m->handles, sizeof *m->handles * m->handle_count);
    l.context = (row_context){.names = m->names, .handles = l.handles, .handle_count = m->handle_count};
    if (rc == 0) {
        rc = read_file(&d, &l);
    }
    if (rc == 0) {
        keep(m, &l);
    } else {
        *message = d.message != NULL ? d.message : "out of memory while reading a model file";
    }
    document_close(&d);
    return rc;
}

int model_read_builtin(model *m, const char **message)
{
    for (const model_table *table = model_builtin; table->path != NULL; table++) {
        int rc = model_read(m, table->path, table->text, table->length, message);
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

/* ---- looking up ---- */

const effect_summary *model_row(const model *m, const char *function)
{
    return map_get(m->row_of, MAP_KEY(function));
}

const model_handle *model_handle_of_record(const model *m, const char *tag)
{
    for (size_t i = 0; i < m->handle_count; i++) {
        if (m->handles[i].record != NULL && strcmp(m->handles[i].record, tag) == 0) {
            return &m->handles[i];
        }
    }
    return NULL;
}

const model_handle *model_handle_named(const model *m, const char *type)
{
    for (size_t i = 0; i < m->handle_count; i++) {
        if (strcmp(m->handles[i].type, type) == 0) {
            return &m->handles[i];
        }
    }
    return NULL;
}

size_t model_count(const model *m)
{
    return m->row_count;
}

const effect_summary *model_at(const model *m, size_t i)
{
    return m->rows[i];
}
