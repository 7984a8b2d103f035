/* analyzer/ir/path.c
 * Compares access paths, and reads and prints their text form.
 *
 * A text denotes either a value or the address of a place. "1->ctx" names the place &1->ctx first and reads
 * it at the end; '&' stops before that last read. Both directions keep that one bit (is_place):
 *
 *   path    = ["&"] unary
 *   unary   = "*" unary | postfix
 *   postfix = primary { "->" name | "[]" | "." name | ".[]" }     "." stays inside the object
 *   primary = number | "return" | "@" name | "#" name | "fresh:" number | "function:" name | "(" unary ")"
 *   name    = identifier | "#" identifier | '"' anything '"'       quoted: keys such as "src/a.c:count" */
#include "analyzer/ir/path.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/* ---- comparing ---- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *variable_key(const ir_path *path)
{
    return path->name != NULL || path->variable == NULL ? path->name : path->variable->key;
}

static const char *function_key(const ir_path *path)
{
    return path->name != NULL || path->function == NULL ? path->name : path->function->key;
}

static bool same_root(const ir_path *a, const ir_path *b)
{
    if (a->root != b->root) {
        return false;
    }
    switch (a->root) {
    case IR_ROOT_PARAMETER:
    case IR_ROOT_FRESH: return a->number == b->number;
    case IR_ROOT_RETURN: return true;
    case IR_ROOT_GHOST: return same_text(a->name, b->name);
    case IR_ROOT_VARIABLE:
        return (a->variable != NULL && a->variable == b->variable) ||
               (variable_key(a) != NULL && same_text(variable_key(a), variable_key(b)));
    case IR_ROOT_FUNCTION:
        return (a->function != NULL && a->function == b->function) ||
               (function_key(a) != NULL && same_text(function_key(a), function_key(b)));
    }
    return false;
}

static bool same_step(const ir_step *a, const ir_step *b)
{
    if (a->kind != b->kind || a->kind != IR_STEP_FIELD) {
        return a->kind == b->kind;
    }
    return same_text(a->field, b->field) && (a->tag == NULL || b->tag == NULL || same_text(a->tag, b->tag));
}

bool ir_path_equal(const ir_path *a, const ir_path *b)
{
    if (a == b) {
        return true;
    }
    if (a == NULL || b == NULL || a->step_count != b->step_count || !same_root(a, b)) {
        return false;
    }
    for (size_t i = 0; i < a->step_count; i++) {
        if (!same_step(&a->steps[i], &b->steps[i])) {
            return false;
        }
    }
    return true;
}

/* ---- reading ---- */

typedef struct {
    intern_table *names;
    const char *at;
    ir_path path;
    ir_step steps[IR_PATH_STEPS_MAX];
    bool is_place; /* what was read so far is the address of a place, not yet read from */
    int depth;     /* of '*' and '(' */
    const char *error;
} reader;

enum { NESTING_MAX = 2 * IR_PATH_STEPS_MAX };

static bool fail(reader *r, const char *error)
{
    if (r->error == NULL) {
        r->error = error;
    }
    return false;
}

static bool accept(reader *r, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(r->at, word, length) != 0) {
        return false;
    }
    r->at += length;
    return true;
}

static bool add_step(reader *r, ir_step_kind kind, const char *field)
{
    if (r->path.step_count == IR_PATH_STEPS_MAX) {
        return fail(r, "the path has more than 8 steps");
    }
    r->steps[r->path.step_count++] = (ir_step){.kind = kind, .field = field};
    return true;
}

/* Turns a place into the value that it holds. */
static bool read_from_place(reader *r)
{
    if (!r->is_place) {
        return true;
    }
    r->is_place = false;
    return add_step(r, IR_STEP_DEREF, NULL);
}

static const char *read_name(reader *r, bool ghosts)
{
    const char *start = r->at;

    if (*r->at == '"') {
        const char *end = strchr(start + 1, '"');
        if (end == NULL) {
            fail(r, "a quote is not closed");
            return NULL;
        }
        r->at = end + 1;
        return intern_n(r->names, start + 1, (size_t)(end - start - 1));
    }
    if (ghosts && *r->at == '#') {
        r->at++;
    }
    while (isalnum((unsigned char)*r->at) || *r->at == '_') {
        r->at++;
    }
    if (r->at == start || (r->at == start + 1 && *start == '#') || isdigit((unsigned char)*start)) {
        fail(r, "a name is expected");
        return NULL;
    }
    return intern_n(r->names, start, (size_t)(r->at - start));
}

static bool read_number(reader *r, uint32_t least, uint32_t *out)
{
    uint32_t number = 0;

    if (!isdigit((unsigned char)*r->at)) {
        return fail(r, "a number is expected");
    }
    for (; isdigit((unsigned char)*r->at); r->at++) {
        number = number * 10 + (uint32_t)(*r->at - '0');
        if (number > 1000) {
            return fail(r, "the number is too large");
        }
    }
    *out = number - least;
    return number >= least || fail(r, "parameters are counted from 1");
}

static bool read_unary(reader *r);

static bool read_nested(reader *r)
{
    return read_unary(r) && (accept(r, ")") || fail(r, "')' is expected"));
}

static bool read_primary(reader *r)
{
    ir_path *path = &r->path;

    if (accept(r, "(")) {
        return read_nested(r);
    }
    if (isdigit((unsigned char)*r->at)) {
        path->root = IR_ROOT_PARAMETER;
        return read_number(r, 1, &path->number);
    }
    if (accept(r, "fresh:")) {
        path->root = IR_ROOT_FRESH;
        return read_number(r, 0, &path->number);
    }
    if (*r->at == '#') {
        path->root = IR_ROOT_GHOST;
    } else if (accept(r, "@")) {
        path->root = IR_ROOT_VARIABLE;
        r->is_place = true;
    } else if (accept(r, "function:")) {
        path->root = IR_ROOT_FUNCTION;
    } else if (accept(r, "return")) {
        path->root = IR_ROOT_RETURN;
        return true;
    } else {
        return fail(r, "a path begins with a parameter's number, 'return', '@global' or '#ghost'");
    }
    path->name = read_name(r, path->root == IR_ROOT_GHOST);
    return path->name != NULL;
}

static bool read_field(reader *r)
{
    const char *name = read_name(r, true);

    return name != NULL && add_step(r, IR_STEP_FIELD, name);
}

static bool read_postfix(reader *r)
{
    if (!read_primary(r)) {
        return false;
    }
    for (;;) {
        bool goes_through = accept(r, "->");
        bool is_element = !goes_through && accept(r, "[]");
        if (!goes_through && !is_element) {
            if (!accept(r, ".")) {
                return true;
            }
            if (!r->is_place) {
                return fail(r, "'.' needs an object before it; through a pointer it is '->'");
            }
            is_element = accept(r, "[]");
        } else if (!read_from_place(r)) {
            return false;
        }
        if (!(is_element ? add_step(r, IR_STEP_ELEMENT, NULL) : read_field(r))) {
            return false;
        }
        r->is_place = true;
    }
}

static bool read_unary(reader *r)
{
    if (++r->depth > NESTING_MAX) {
        return fail(r, "the path is nested too deeply");
    }
    if (!accept(r, "*")) {
        return read_postfix(r);
    }
    if (!read_unary(r) || !read_from_place(r)) {
        return false;
    }
    r->is_place = true;
    return true;
}

static bool read_path(reader *r)
{
    bool is_address = accept(r, "&");

    if (!read_unary(r)) {
        return false;
    }
    if (*r->at != '\0') {
        return fail(r, "the path has something after its end");
    }
    if (is_address) {
        return r->is_place || fail(r, "'&' needs a place, such as '&1->field'");
    }
    return read_from_place(r);
}

const ir_path *ir_path_parse(arena *a, intern_table *names, const char *text, const char **error)
{
    reader r = {.names = names, .at = text};

    if (!read_path(&r)) {
        *error = r.error;
        return NULL;
    }
    r.path.steps = arena_copy(a, r.steps, sizeof *r.steps * r.path.step_count);
    return arena_copy(a, &r.path, sizeof r.path);
}

/* ---- printing ---- */

static bool is_identifier(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && *at != '_') {
            return false;
        }
    }
    return *text != '\0' && !isdigit((unsigned char)*text);
}

static const char *quoted(arena *a, const char *prefix, const char *name)
{
    const char *text = name != NULL ? name : "?";

    return arena_printf(a, is_identifier(text) ? "%s%s" : "%s\"%s\"", prefix, text);
}

static const char *print_variable(arena *a, const ir_path *path)
{
    const char *key = variable_key(path);

    return key == NULL && path->variable != NULL ? path->variable->name : quoted(a, "@", key);
}

static const char *print_root(arena *a, const ir_path *path)
{
    switch (path->root) {
    case IR_ROOT_PARAMETER: return arena_printf(a, "%" PRIu32, path->number + 1);
    case IR_ROOT_RETURN: return "return";
    case IR_ROOT_VARIABLE: return print_variable(a, path);
    case IR_ROOT_GHOST: return path->name;
    case IR_ROOT_FUNCTION: return quoted(a, "function:", function_key(path));
    case IR_ROOT_FRESH: return arena_printf(a, "fresh:%" PRIu32, path->number);
    }
    return "?";
}

const char *ir_path_print(arena *a, const ir_path *path)
{
    const char *text = print_root(a, path);
    bool is_place = path->root == IR_ROOT_VARIABLE;

    for (size_t i = 0; i < path->step_count; i++) {
        const ir_step *step = &path->steps[i];
        bool has_star = text[0] == '*';
        if (step->kind == IR_STEP_DEREF) {
            text = is_place ? text : arena_printf(a, "*%s", text);
            is_place = false;
            continue;
        }
        if (has_star) {
            text = arena_printf(a, "(%s)", text);
        }
        if (step->kind == IR_STEP_FIELD) {
            text = arena_printf(a, "%s%s%s", text, is_place ? "." : "->", step->field);
        } else {
            text = arena_printf(a, "%s%s[]", text, is_place ? "." : "");
        }
        is_place = true;
    }
    return is_place ? arena_printf(a, "&%s", text) : text;
}
