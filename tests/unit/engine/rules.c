/* The list of rules: in order, complete, documented, and told the same in the index of rules/README.md. With
 * WAND_GOLDEN=update the index is written anew. */
#include "tests/support/tap.h"

#include "analyzer/engine/engine.h"

#include <stdio.h>
#include <string.h>

#define README "rules/README.md"
#define BEGIN  "<!-- index -->\n"
#define END    "<!-- end of index -->\n"

enum { TEXT_BYTES_MAX = 64 * 1024 };

static void test_in_alphabetical_order(void **unused)
{
    (void)unused;
    assert_true(engine_rule_count() >= 5);
    for (size_t i = 1; i < engine_rule_count(); i++) {
        assert_true(strcmp(engine_rule_at(i - 1)->name, engine_rule_at(i)->name) < 0);
    }
    assert_null(engine_rule_at(engine_rule_count()));
}

static void test_found_by_name(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < engine_rule_count(); i++) {
        const engine_rule *r = engine_rule_at(i);
        assert_ptr_equal(engine_rule_named(r->name), r);
    }
    assert_null(engine_rule_named("no-such-rule"));
    assert_null(engine_rule_named(""));
}

static void has_line(const char *text, const char *key, const char *value)
{
    char line[200];

    snprintf(line, sizeof line, "\n- %s: %s\n", key, value);
    if (strstr(text, line) == NULL) {
        fail_msg("the document does not say '%s: %s'", key, value);
    }
}

/* The document begins with the rule's name and title and tells the facts that the rule has. */
static void test_documents_agree_with_rules(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < engine_rule_count(); i++) {
        const engine_rule *r = engine_rule_at(i);
        char heading[300];
        snprintf(heading, sizeof heading, "# %s: %s\n", r->name, r->title);
        assert_non_null(r->documentation);
        assert_true(strlen(heading) > strlen(r->name) + 10);
        if (strncmp(r->documentation, heading, strlen(heading)) != 0) {
            fail_msg("%s: the document begins otherwise than '%s'", r->name, heading);
        }
        has_line(r->documentation, "Severity", finding_severity_name(r->severity));
        has_line(r->documentation, "Dimension", finding_dimension_name(r->dimension));
    }
}

/* ---- the index ---- */

static char *read_readme(void)
{
    char *text = calloc(1, TEXT_BYTES_MAX);
    FILE *file = fopen(README, "r");

    assert_non_null(text);
    assert_non_null(file);
    assert_true(fread(text, 1, TEXT_BYTES_MAX - 1, file) < TEXT_BYTES_MAX - 1);
    fclose(file);
    return text;
}

static void print_index(FILE *to)
{
    fputs("| rule | dimension | severity | what is wrong |\n|---|---|---|---|\n", to);
    for (size_t i = 0; i < engine_rule_count(); i++) {
        const engine_rule *r = engine_rule_at(i);
        char path[100];
        snprintf(path, sizeof path, "%s", r->name);
        *strchr(path, '-') = '/';
        for (char *c = path; *c != 0; c++) {
            *c = *c == '-' ? '_' : *c;
        }
        fprintf(to, "| [%s](%s.md) | %s | %s%s | %s |\n", r->name, path, finding_dimension_name(r->dimension),
                finding_severity_name(r->severity), r->is_on ? "" : ", off", r->title);
    }
}

static char *index_text(void)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    print_index(to);
    fclose(to);
    return text;
}

static void write_readme(const char *before, size_t before_length, const char *index, const char *after)
{
    FILE *file = fopen(README, "w");

    assert_non_null(file);
    fprintf(file, "%.*s%s%s", (int)before_length, before, index, after);
    assert_int_equal(fclose(file), 0);
}

static void test_index(void **unused)
{
    const char *mode = getenv("WAND_GOLDEN");
    char *readme = read_readme(), *index = index_text();
    const char *begin = strstr(readme, BEGIN), *end = strstr(readme, END);

    (void)unused;
    assert_non_null(begin);
    assert_non_null(end);
    begin += strlen(BEGIN);
    assert_true(end >= begin);
    if (mode != NULL && strcmp(mode, "update") == 0) {
        write_readme(readme, (size_t)(begin - readme), index, end);
    } else {
        assert_int_equal(strlen(index), end - begin);
        assert_memory_equal(index, begin, strlen(index));
    }
    free(index);
    free(readme);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_in_alphabetical_order),
    cmocka_unit_test(test_found_by_name),
    cmocka_unit_test(test_documents_agree_with_rules),
    cmocka_unit_test(test_index),
};

TAP_MAIN(tests)
