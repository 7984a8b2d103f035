/* Mistakes in a table: each is told by path, line and column, with what to write instead. */
#include "tests/support/tap.h"

#include "rules/model/model.h"
#include "rules/model/words.h"

#include <stdio.h>
#include <string.h>

static void refused_bytes(const char *text, size_t length, const char *expected)
{
    arena *memory = arena_new();
    intern_table *names = intern_new();
    model *m = model_new(memory, names);
    const char *message = NULL;

    assert_true(model_read(m, "own.yaml", text, length, &message) < 0);
    assert_non_null(message);
    assert_string_equal(message, expected);
    assert_int_equal(model_count(m), 0);
    intern_free(names);
    arena_free(memory);
}

static void refused(const char *text, const char *expected)
{
    refused_bytes(text, strlen(text), expected);
}

/* A mistake in one row; its line is 4. */
static void refused_row(const char *row, const char *expected)
{
    char text[1024];
    char whole[1024];

    snprintf(text, sizeof text,
             "wand-model: 1\nhandles: [{type: channel}]\nfunctions:\n  - {function: f, %s}\n", row);
    snprintf(whole, sizeof whole, "own.yaml:4:%s", expected);
    refused(text, whole);
}

static void test_files(void **unused)
{
    (void)unused;
    refused("", "own.yaml:1:1: the file is empty; it must begin with 'wand-model: 1'");
    refused("- 1\n", "own.yaml:1:1: a model file is a mapping: {key: value}");
    refused("functions: []\n", "own.yaml:1:1: 'wand-model: 1' is missing: this is not a model file");
    refused("wand-model: 2\n",
            "own.yaml:1:13: version 2 of the format is not known; this wand reads version 1");
    refused("wand-model: one\n", "own.yaml:1:13: 'one' is not an integer of 64 bits");
    refused("wand-model: 1\nfunktions: []\n",
            "own.yaml:2:1: 'funktions' is not a key of a model file; did you mean 'functions'?");
    refused("wand-model: 1\nzebra: []\n",
            "own.yaml:2:1: 'zebra' is not a key of a model file: use wand-model, handles or functions");
    refused("wand-model: 1\nwand-model: 1\n", "own.yaml:2:1: the key 'wand-model' is given twice");
    refused("wand-model: 1\nfunctions: {}\n", "own.yaml:2:12: 'functions' is a list: [...]");
    refused("wand-model: 1\n---\nwand-model: 1\n",
            "own.yaml:3:1: a second document begins; a file holds one");
    refused("wand-model: 1\n? [a]\n: 1\n", "own.yaml:2:3: a key is a single word");
}

static void test_not_yaml(void **unused)
{
    static const char control[] = "wand-model: \x01";
    static const char escaped[] = "wand-model: 1\nfunctions: [{function: \"a\\0b\"}]\n";

    (void)unused;
    refused("wand-model: [1\n",
            "own.yaml:2:1: not YAML: while parsing a flow sequence, did not find expected "
            "',' or ']'");
    refused("wand-model: 1\n\tfunctions: []\n", "own.yaml:2:1: not YAML: while scanning a plain scalar, "
                                                "found a tab character that violates indentation");
    refused_bytes(control, sizeof control - 1, "own.yaml:1:13: not YAML: control characters are not allowed");
    refused("wand-model: 1\nfunctions: \xff\n", "own.yaml:2:12: not YAML: invalid leading UTF-8 octet");
    refused("wand-model: *x\n", "own.yaml:1:13: not YAML: found undefined alias");
    refused(escaped, "own.yaml:2:24: a function's name contains a NUL byte");
}

static void test_handles(void **unused)
{
    (void)unused;
    refused("wand-model: 1\nhandles: [{record: x}]\n", "own.yaml:2:11: a handle needs 'type'");
    refused("wand-model: 1\nhandles: [{type: a}, {type: a}]\n",
            "own.yaml:2:22: the handle 'a' is declared twice");
    refused("wand-model: 1\nhandles: [{type: a, tag: b}]\n",
            "own.yaml:2:21: 'tag' is not a key of a handle: use type, record or release");
    refused("wand-model: 1\nfunctions: [{function: f, do: [{release: {object: \"1\", handle: a}}]}]\n",
            "own.yaml:2:64: 'a' is not a type of handle: 'handles' declares none");
}

static void test_rows(void **unused)
{
    (void)unused;
    refused("wand-model: 1\nfunctions: [{do: []}]\n",
            "own.yaml:2:13: a row needs 'function', a name or a list of names");
    refused("wand-model: 1\nfunctions: [{function: [f, g]}, {function: g}]\n",
            "own.yaml:2:44: 'g' has a row already, at line 2");
    refused("wand-model: 1\nfunctions: [{function: {a: b}}]\n",
            "own.yaml:2:24: a function's name is a single word");
    refused("wand-model: 1\nfunctions: [{function: }]\n", "own.yaml:2:24: a function's name is missing");
    refused_row("paks: true", "19: 'paks' is not a key of a function; did you mean 'parks'?");
    refused_row("parks: yes", "26: 'yes' is not a truth value: use true or false");
    refused_row("outcomes: []", "29: 'outcomes' is empty; leave it out for a function without effects");
    refused_row("outcomes: [{}], do: []",
                "39: a function has either 'outcomes' or 'do', 'returns', 'when' and 'stores'");
    refused_row("noreturn: true, panics: true, outcomes: [{}]",
                "5: a function that only panics has no 'outcomes'");
    refused_row("outcomes: [{retruns: zero}]",
                "31: 'retruns' is not a key of an outcome; did you mean 'returns'?");
    refused_row("select: {cases: \"1\"}", "27: 'select' needs 'cases', 'count', 'kind' and 'channel'");
}

static void test_outcomes(void **unused)
{
    (void)unused;
    refused_row("returns: nul",
                "28: 'nul' is not a result (or an integer, or {is: path}); did you mean 'null'?");
    refused_row("returns: {}", "28: 'is' is missing: {is: path}");
    refused_row("returns: {is: job}",
                "33: 'job' is not a path: a path begins with a parameter's number, 'return', "
                "'@global' or '#ghost'");
    refused_row("when: [{value: \"1\"}]", "26: a condition needs both 'value' and 'is'");
    refused_row("stores: [{value: 1}]", "28: a store needs 'address'");
    refused_row("stores: [{address: \"1\", value: 99999999999999999999}]",
                "50: '99999999999999999999' is not a path: the number is too large");
}

static void test_effects(void **unused)
{
    (void)unused;
    refused_row("do: [{clos: \"1\"}]", "25: 'clos' is not an effect; did you mean 'close'?");
    refused_row("do: [{relaese: \"1\"}]", "25: 'relaese' is not an effect; did you mean 'release'?");
    refused_row("do: [{park: \"1\"}]",
                "25: 'park' is not an effect: use acquire, retain, release, take, free, use, "
                "close, send, receive, add, done, wait, lock, unlock, signal, cancel, observe, "
                "derive, spawn, stop, call, read, write or escape");
    refused_row("do: [close]",
                "24: an effect is a mapping of one key: {kind: path} or {kind: {object: path}}");
    refused_row("do: [{close: \"1\", use: \"1\"}]",
                "24: an effect is a mapping of one key: {kind: path} or {kind: {object: path}}");
    refused_row("do: [{close: {}}]", "25: 'close' needs 'object'");
    refused_row("do: [{close: {objekt: \"1\"}}]",
                "33: 'objekt' is not a key of the effect 'close'; did you mean 'object'?");
    refused_row("do: [{spawn: {object: \"1\"}}]", "25: 'spawn' needs 'function'");
    refused_row("do: [{derive: \"1\"}]", "25: 'derive' needs 'context', the parent");
    refused_row("do: [{acquire: return}]", "25: 'acquire' needs 'handle', the type of what is acquired");
    refused_row("do: [{add: \"1\"}]",
                "25: 'add' needs either 'count' or 'argument', the path that holds the count");
    refused_row("do: [{lock: {object: \"1\", flags: sharde}}]",
                "52: 'sharde' is not a flag; did you mean 'shared'?");
    refused_row(
        "do: [{lock: {object: \"1\", flags: [shared, x]}}]",
        "61: 'x' is not a flag: use optional, shared, protected, daemon, atomic, may, deferred or in-loop");
    refused_row("do: [{release: {object: \"1\", handle: chanel}}]",
                "56: 'chanel' is not a type of handle; did you mean 'channel'?");
    refused_row("do: [{add: {object: \"1\", count: many}}]", "51: 'many' is not an integer of 64 bits");
}

/* What a message quotes from the file can't reach the terminal raw or fill it. */
static void test_quoting(void **unused)
{
    (void)unused;
    refused_row("\"\\e[31m\": 1",
                "19: '?[31m' is not a key of a function: use function, parks, cancellable, noreturn, "
                "panics, outcomes, do, returns, when, stores or select");
    refused_row(
        "do: [{\"0123456789012345678901234567890123456789012345678901234567890123456789\": 1}]",
        "25: '012345678901234567890123456789012345678901234567890123456789...' is not an effect: use "
        "acquire, "
        "retain, release, take, free, use, close, send, receive, add, done, wait, lock, unlock, signal, "
        "cancel, observe, derive, spawn, stop, call, read, write or escape");
}

static void test_distance(void **unused)
{
    (void)unused;
    assert_int_equal(words_distance("", ""), 0);
    assert_int_equal(words_distance("abc", ""), 3);
    assert_int_equal(words_distance("close", "clsoe"), 1);
    assert_int_equal(words_distance("kitten", "sitting"), 3);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_files),   cmocka_unit_test(test_not_yaml), cmocka_unit_test(test_handles),
    cmocka_unit_test(test_rows),    cmocka_unit_test(test_outcomes), cmocka_unit_test(test_effects),
    cmocka_unit_test(test_quoting), cmocka_unit_test(test_distance),
};

TAP_MAIN(tests)
