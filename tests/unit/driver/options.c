/* Options: what is understood, and what is said about the rest. */
#include "analyzer/driver/options.h"

#include "analyzer/driver/say.h"

#include "tests/unit/driver/tree.h"

#include "tests/support/tap.h"

#include <string.h>

/* Parses blank-separated words of `wand check`. */
static int parse(tree *t, option_command command, const char *line, options *out)
{
    char *words[32];
    size_t count = 0;
    char *rest = arena_strdup(t->memory, line);

    for (char *word = strtok(rest, " "); word != NULL; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    *out = (options){0};
    return options_parse(command, "check", words, count, t->memory, out);
}

static void test_understood(void **state)
{
    tree *t = tree_make();
    options o;

    (void)state;
    assert_int_equal(
        parse(t, COMMAND_CHECK,
              "a.c -p build --format=json -oout --db x.db --no-db --rules -a,+b --jobs 3 --stats"
              " --models m1 --models=m2 --dump ir --color never --fail-level error --exit-zero b - "
              "-- -DX -- -p",
              &o),
        0);
    assert_string_equal(o.build_directory, "build");
    assert_string_equal(o.format, "json");
    assert_string_equal(o.output, "out");
    assert_string_equal(o.database, "x.db");
    assert_true(o.no_database && o.stats && o.exit_zero && o.has_flags);
    assert_string_equal(o.rules, "-a,+b");
    assert_int_equal(o.jobs, 3);
    assert_int_equal(o.models.count, 2);
    assert_string_equal(o.models.items[1], "m2");
    assert_string_equal(o.dump, "ir");
    assert_int_equal(o.arguments.count, 3);
    assert_string_equal(o.arguments.items[2], "-");
    assert_int_equal(o.flags.count, 3);
    assert_string_equal(o.flags.items[1], "--");
    assert_int_equal(parse(t, COMMAND_FINDINGS, "--rule wg-* --since-run 7 --all --dimension start", &o), 0);
    assert_string_equal(o.rule, "wg-*");
    assert_int_equal(o.since_run, 7);
    assert_int_equal(parse(t, COMMAND_CHECK, "-pbuild -j2 -h", &o), 0);
    assert_string_equal(o.build_directory, "build");
    assert_true(o.help);
    tree_remove(t);
}

static void test_refused(void **state)
{
    static const struct {
        const char *line;
        const char *said;
    } cases[] = {
        {"--fromat json", "unknown option '--fromat' of check; did you mean '--format'?"},
        {"--rule=x", "unknown option '--rule' of check; did you mean '--rules'?"},
        {"--zzzzzzzz", "unknown option '--zzzzzzzz' of check; `wand check --help` lists them"},
        {"-z", "unknown option '-z' of check"},
        {"--all", "unknown option '--all' of check"},
        {"--format jsn", "'jsn' is no value of --format; did you mean 'json'?"},
        {"--format xyzzy", "'xyzzy' is no value of --format; form of the report: text, json or sarif"},
        {"--format", "'--format' needs a value: FORMAT"},
        {"--format=", "'' is no value of --format"},
        {"--db=", "--db needs a value"},
        {"-p", "'-p' needs a value: DIR"},
        {"--stats=yes", "--stats takes no value, but got 'yes'"},
        {"--jobs many", "'many' is no value of --jobs; it takes a number from 1"},
        {"--jobs 0", "'0' is no value of --jobs"},
        {"--jobs -3", "'-3' is no value of --jobs"},
        {"--jobs 99999999999999999999", "is no value of --jobs"},
        {"--fix", "--fix is not part of this version"},
        {"--baseline b", "--baseline is not part of this version"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tree *t = tree_make();
        options o;
        const char *said;
        int status;

        tree_listen();
        status = parse(t, COMMAND_CHECK, cases[i].line, &o);
        said = tree_said(t);
        assert_int_equal(status, 2);
        assert_non_null(strstr(said, cases[i].said));
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1); /* one line */
        tree_remove(t);
    }
}

static void test_nearest(void **state)
{
    static const char *const words[] = {"spawn-unbound", "wg-missing-done", "ir", "cfg"};

    (void)state;
    assert_string_equal(nearest("spawn-unbond", words, 4), "spawn-unbound");
    assert_string_equal(nearest("swapn-unbound", words, 4), "spawn-unbound");
    assert_string_equal(nearest("wg-mising-dnoe", words, 4), "wg-missing-done");
    assert_string_equal(nearest("cgf", words, 4), "cfg");
    assert_null(nearest("observe", words, 4));
    assert_null(nearest("xyz", words, 4));
    assert_null(nearest("x", words, 0));
    assert_null(nearest("a-word-that-is-much-longer-than-any-word-that-somebody-could-have-meant", words, 4));
}

/* Help names every option that parsing knows. */
static void test_help(void **state)
{
    static const char *const names[] = {
        "-p, --build-dir DIR", "--rules LIST", "--format FORMAT", "-o, --output FILE",
        "--db FILE",           "--no-db",      "--models FILE",   "--fail-level LEVEL",
        "--exit-zero",         "-j, --jobs N", "--stats",         "--dump WHAT",
        "--color WHEN",        "-h, --help"};
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    (void)state;
    options_help(stream, COMMAND_CHECK);
    fclose(stream);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_non_null(strstr(text, names[i]));
    }
    assert_null(strstr(text, "--fix"));
    free(text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_understood),
    cmocka_unit_test(test_refused),
    cmocka_unit_test(test_nearest),
    cmocka_unit_test(test_help),
};

TAP_MAIN(tests)
