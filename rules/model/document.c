/* rules/model/document.c
 * libyaml makes the tree, with a place for each node; this file turns mistakes into sentences. */
#include "rules/model/document.h"

#include "rules/model/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A word from the file as messages may show it: short, and nothing that a terminal would obey. */
static const char *shown(arena *a, const char *text, size_t length)
{
    enum { SHOWN_BYTES_MAX = 60 };
    size_t kept = length < SHOWN_BYTES_MAX ? length : SHOWN_BYTES_MAX;
    char *copy = arena_strndup(a, text, kept);

    for (size_t i = 0; i < kept; i++) {
        if (copy[i] < 0x20 || copy[i] > 0x7e) {
            copy[i] = '?';
        }
    }
    return length > kept ? arena_printf(a, "%s...", copy) : copy;
}

static const char *scalar_shown(document *d, const yaml_node_t *node)
{
    return shown(d->memory, (const char *)node->data.scalar.value, node->data.scalar.length);
}

/* ---- mistakes ---- */

static void note(document *d, yaml_mark_t mark, const char *text)
{
    if (d->message == NULL) {
        d->message = arena_printf(d->memory, "%s:%zu:%zu: %s", d->path, mark.line + 1, mark.column + 1, text);
    }
}

int document_fail(document *d, const yaml_node_t *at, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    note(d, at->start_mark, arena_vprintf(d->memory, format, arguments));
    va_end(arguments);
    return -EINVAL;
}

static const char *word_list(arena *a, const char *const *words, size_t count)
{
    const char *text = "";

    for (size_t i = 0; i < count; i++) {
        text = arena_printf(a, "%s%s%s", text, i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    }
    return text;
}

int document_fail_word(document *d, const yaml_node_t *at, const char *what, const char *const *words,
                       size_t count)
{
    const char *word = scalar_shown(d, at);
    words_search search = {.word = word};

    for (size_t i = 0; i < count; i++) {
        words_offer(&search, words[i]);
    }
    if (search.best != NULL) {
        return document_fail(d, at, "'%s' is not %s; did you mean '%s'?", word, what, search.best);
    }
    return document_fail(d, at, "'%s' is not %s: use %s", word, what, word_list(d->memory, words, count));
}

/* ---- opening ---- */

/* The place of a byte, for what fails before there are marks: bytes that are no text. */
static yaml_mark_t mark_of(const char *text, size_t offset)
{
    yaml_mark_t mark = {0};

    for (size_t i = 0; i < offset; i++) {
        mark.column = text[i] == '\n' ? 0 : mark.column + 1;
        mark.line += text[i] == '\n';
    }
    return mark;
}

static int fail_parse(document *d)
{
    const yaml_parser_t *p = &d->parser;
    bool is_byte = p->error == YAML_READER_ERROR && p->problem_offset <= d->length;
    yaml_mark_t mark = is_byte ? mark_of(d->text, p->problem_offset) : p->problem_mark;
    const char *problem = p->problem != NULL ? p->problem : "it cannot be read";

    note(d, mark,
         p->context != NULL ? arena_printf(d->memory, "not YAML: %s, %s", p->context, problem)
                            : arena_printf(d->memory, "not YAML: %s", problem));
    return -EINVAL;
}

/* Whether the text holds another document after the first. */
static int refuse_second(document *d)
{
    yaml_document_t second;

    if (!yaml_parser_load(&d->parser, &second)) {
        return fail_parse(d);
    }
    yaml_node_t *root = yaml_document_get_root_node(&second);
    int rc = root == NULL ? 0 : document_fail(d, root, "a second document begins; a file holds one");
    yaml_document_delete(&second);
    return rc;
}

int document_open(document *d, arena *memory, const char *path, const char *text, size_t length)
{
    *d = (document){.memory = memory, .path = path, .text = text, .length = length};
    if (!yaml_parser_initialize(&d->parser)) {
        return -ENOMEM;
    }
    yaml_parser_set_input_string(&d->parser, (const unsigned char *)text, length);
    if (!yaml_parser_load(&d->parser, &d->tree)) {
        memset(&d->tree, 0, sizeof d->tree);
        return fail_parse(d);
    }
    if (document_root(d) == NULL) {
        note(d, (yaml_mark_t){0}, "the file is empty; it must begin with 'wand-model: 1'");
        return -EINVAL;
    }
    return refuse_second(d);
}

void document_close(document *d)
{
    yaml_document_delete(&d->tree);
    yaml_parser_delete(&d->parser);
}

yaml_node_t *document_root(document *d)
{
    return yaml_document_get_root_node(&d->tree);
}

uint32_t document_line(const yaml_node_t *node)
{
    return (uint32_t)node->start_mark.line + 1;
}

/* ---- collections ---- */

/* The position of a mapping's key in the table. */
static int find_key(document *d, const yaml_node_t *key, const char *what, const document_key *keys,
                    size_t count, size_t *out)
{
    const char *name;
    int rc = document_text(d, key, "a key", &name);

    if (rc != 0) {
        return rc;
    }
    for (*out = 0; *out < count; (*out)++) {
        if (strcmp(keys[*out].name, name) == 0) {
            return 0;
        }
    }
    const char **words = ARENA_ARRAY(d->memory, const char *, count);
    for (size_t i = 0; i < count; i++) {
        words[i] = keys[i].name;
    }
    return document_fail_word(d, key, arena_printf(d->memory, "a key of %s", what), words, count);
}

int document_map(document *d, yaml_node_t *node, const char *what, const document_key *keys, size_t count,
                 void *into)
{
    yaml_node_t **values = ARENA_ARRAY(d->memory, yaml_node_t *, count);

    if (node->type != YAML_MAPPING_NODE) {
        return document_fail(d, node, "%s is a mapping: {key: value}", what);
    }
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
         pair++) {
        yaml_node_t *key = yaml_document_get_node(&d->tree, pair->key);
        size_t i;
        int rc = find_key(d, key, what, keys, count, &i);
        if (rc != 0) {
            return rc;
        }
        if (values[i] != NULL) {
            return document_fail(d, key, "the key '%s' is given twice", keys[i].name);
        }
        values[i] = yaml_document_get_node(&d->tree, pair->value);
    }
    for (size_t i = 0; i < count; i++) {
        int rc = values[i] == NULL ? 0 : keys[i].read(d, values[i], into);
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

int document_list(document *d, yaml_node_t *node, const char *what,
                  int (*read)(document *d, yaml_node_t *item, void *into), void *into)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        return document_fail(d, node, "%s is a list: [...]", what);
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top;
         item++) {
        int rc = read(d, yaml_document_get_node(&d->tree, *item), into);
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

/* ---- scalars ---- */

int document_text(document *d, const yaml_node_t *node, const char *what, const char **out)
{
    if (node->type != YAML_SCALAR_NODE) {
        return document_fail(d, node, "%s is a single word", what);
    }
    const char *text = (const char *)node->data.scalar.value;
    if (node->data.scalar.length == 0) {
        return document_fail(d, node, "%s is missing", what);
    }
    if (strlen(text) != node->data.scalar.length) {
        return document_fail(d, node, "%s contains a NUL byte", what);
    }
    *out = arena_strdup(d->memory, text);
    return 0;
}

int document_bool(document *d, const yaml_node_t *node, bool *out)
{
    static const char *const words[] = {"true", "false"};
    const char *text;
    int rc = document_text(d, node, "true or false", &text);

    if (rc != 0) {
        return rc;
    }
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0) {
        return document_fail_word(d, node, "a truth value", words, 2);
    }
    *out = strcmp(text, "true") == 0;
    return 0;
}

/* strtoll of a whole word; decimal, or hexadecimal after 0x. */
static bool parse_integer(const char *text, int64_t *out)
{
    char *end;

    errno = 0;
    long long value = strtoll(text, &end, strncmp(text, "0x", 2) == 0 ? 16 : 10);
    if (errno != 0 || end == text || *end != '\0') {
        return false;
    }
    *out = value;
    return true;
}

int document_integer(document *d, const yaml_node_t *node, int64_t *out)
{
    const char *text;
    int rc = document_text(d, node, "a number", &text);

    if (rc == 0 && !parse_integer(text, out)) {
        rc = document_fail(d, node, "'%s' is not an integer of 64 bits", scalar_shown(d, node));
    }
    return rc;
}

bool document_is_integer(const yaml_node_t *node)
{
    int64_t ignored;

    return node->type == YAML_SCALAR_NODE && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           parse_integer((const char *)node->data.scalar.value, &ignored);
}
