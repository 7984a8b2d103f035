/* Suppressions: what a comment silences, and what is said about comments. */
#include "analyzer/finding/suppression.h"

#include "tests/support/tap.h"

#include <stdio.h>
#include <string.h>

static const suppression_rule all_rules[] = {
    {"allow-malformed", true}, {"allow-unknown-rule", true},
    {"allow-unused", true},    {"allow-without-reason", true},
    {"chan-x", true},          {"off-x", false},
    {"spawn-x", true},         {"spawn-y", true},
};

enum { RULE_COUNT = sizeof all_rules / sizeof *all_rules };

static bool no_code(void *data, const char *path, uint32_t line)
{
    (void)path;
    return data != NULL && line == *(const uint32_t *)data;
}

/* One file with findings at "rule:line" places; the result lists what is silenced and what was added. */
typedef struct scene {
    arena *memory;
    finding_list list;
    suppression_file file;
    suppression_request request;
    char text[1024];
} scene;

static void set(scene *s, const char *source)
{
    *s = (scene){.memory = arena_new()};
    s->list.memory = s->memory;
    s->file = (suppression_file){.path = "a.c", .is_judged = true};
    s->request = (suppression_request){.sources = source_cache_new(s->memory),
                                       .files = &s->file,
                                       .file_count = 1,
                                       .rules = all_rules,
                                       .rule_count = RULE_COUNT,
                                       .is_compiled = no_code};
    source_put(s->request.sources, "a.c", source, strlen(source));
}

static finding *add(scene *s, const char *rule, uint32_t line)
{
    finding_place place = {.file = "a.c", .line = line, .column = 1};

    return finding_add(&s->list, rule, FINDING_WARNING, DIMENSION_START, place, "f", "m");
}

static const char *apply(scene *s)
{
    size_t used = 0;

    suppression_apply(&s->list, &s->request);
    s->text[0] = '\0';
    for (size_t i = 0; i < s->list.count; i++) {
        const finding *f = s->list.items[i];

        used += (size_t)snprintf(s->text + used, sizeof s->text - used, "%s:%u", f->rule, f->place.line);
        if (strncmp(f->rule, "allow-", 6) == 0) {
            used += (size_t)snprintf(s->text + used, sizeof s->text - used, ":%u", f->place.column);
        }
        used +=
            (size_t)snprintf(s->text + used, sizeof s->text - used, "%s%s|", f->suppressed != NULL ? "=" : "",
                             f->suppressed != NULL ? f->suppressed : "");
    }
    return s->text;
}

static void drop(scene *s)
{
    source_cache_free(s->request.sources);
    arena_free(s->memory);
}

/* Findings of spawn-x on the lines given by digits. */
static void expect(const char *source, const char *lines, const char *wanted)
{
    scene s;

    set(&s, source);
    for (; *lines != '\0'; lines++) {
        add(&s, "spawn-x", (uint32_t)(*lines - '0'));
    }
    assert_string_equal(apply(&s), wanted);
    drop(&s);
}

static void test_lines(void **state)
{
    (void)state;
    expect("go(); // wand:allow(spawn-x): why\n", "1", "spawn-x:1=why|");
    expect("// wand:allow(spawn-x): why\ngo();\n", "2", "spawn-x:2=why|");
    expect("/* wand:allow(spawn-x): why */ go();\n", "1", "spawn-x:1=why|");
    expect("/* wand:allow(spawn-x): why */\ngo();\n", "2", "spawn-x:2=why|");
    expect("go(a, // wand:allow(spawn-x): why\n   b);\n", "2", "spawn-x:2=why|");
    /* the first of two lines speaks for itself only */
    expect("go(); // wand:allow(spawn-x): why\ngo();\n", "12", "spawn-x:1=why|spawn-x:2|");
    expect("/* wand:allow(spawn-x): why */ go();\ngo();\n", "12", "spawn-x:1=why|spawn-x:2|");
    /* not farther than the line below, or above */
    expect("// wand:allow(spawn-x): why\n\ngo();\n", "3", "spawn-x:3|allow-unused:1:15|");
    expect("go();\n// wand:allow(spawn-x): why\n", "1", "spawn-x:1|allow-unused:2:15|");
    /* through other comments that stand alone */
    expect("// wand:allow(spawn-x): why\n// and\n/* more\n   of it */\ngo();\n", "5", "spawn-x:5=why|");
    expect("// wand:allow(spawn-x): why\nx; // more\ngo();\n", "3", "spawn-x:3|allow-unused:1:15|");
    /* anywhere in a block */
    expect("/* Text.\n * wand:allow(spawn-x): why\n * More. */\ngo();\n", "4", "spawn-x:4=why|");
}

static void test_grammar(void **state)
{
    (void)state;
    expect("go(); //wand:allow( spawn-x ):why\n", "1", "spawn-x:1=why|");
    expect("go(); // wand:allow(chan-x,spawn-x) :  why not  \n", "1", "spawn-x:1=why not|allow-unused:1:21|");
    expect("go(); // wand:allow(spawn-*): why\n", "1", "spawn-x:1=why|");
    expect("go(); // want x wand:allow(spawn-x): why\n", "1", "spawn-x:1=why|");
    expect("go(); /* wand:allow(spawn-x): why\n*/\n", "1", "spawn-x:1=why|");
    expect("go(); // wand:allow(spawn-x): ja, \xc3\xa4\n", "1", "spawn-x:1=ja, \xc3\xa4|");
    expect("go(); // wand:allow(spawn-x): a wand:allow(chan-x): b\n", "1", "spawn-x:1=a|allow-unused:1:44|");
    /* no comment, or prose */
    expect("go(\"// wand:allow(spawn-x): why\");\n", "1", "spawn-x:1|");
    expect("/* Write `wand:allow(spawn-x): why` there. */ go();\n", "1", "spawn-x:1|");
    expect("// a wand:allow comment\ngo();\n", "2", "spawn-x:2|");
    expect("// wand:allowed(spawn-x): why\ngo();\n", "2", "spawn-x:2|");
}

static void test_complaints(void **state)
{
    (void)state;
    expect("go(); // wand:allow(spawn-x)\n", "1", "spawn-x:1|allow-without-reason:1:10|");
    expect("go(); // wand:allow(spawn-x):\n", "1", "spawn-x:1|allow-without-reason:1:10|");
    expect("go(); // wand:allow(spawn-x): ...\n", "1", "spawn-x:1|allow-without-reason:1:10|");
    expect("go(); // wand:allow(spawn-z): why\n", "1", "spawn-x:1|allow-unknown-rule:1:21|");
    expect("go(); // wand:allow(spam-*): why\n", "1", "spawn-x:1|allow-unknown-rule:1:21|");
    expect("go(); // wand:allow spawn-x: why\n", "1", "spawn-x:1|allow-malformed:1:10|");
    expect("go(); // wand:allow\n", "1", "spawn-x:1|allow-malformed:1:10|");
    expect("go(); // wand:allow(): why\n", "1", "spawn-x:1|allow-malformed:1:10|");
    expect("go(); // wand:allow(spawn-x: why\n", "1", "spawn-x:1|allow-malformed:1:10|");
    expect("go(); // wand:allow(spawn-x,): why\n", "1", "spawn-x:1|allow-malformed:1:10|");
    expect("go(); // wand:allow(spawn-x): why\n", "", "allow-unused:1:21|");
    expect("/* x\n * wand:allow(spawn-x): why */\n", "", "allow-unused:2:15|");
}

static void test_not_judged(void **state)
{
    const char *source = "// wand:allow(spawn-x): why\n";
    uint32_t line = 3;
    scene s;

    (void)state;
    expect("// wand:allow(off-x): why\n", "", ""); /* doesn't run this time */
    expect("// wand:allow(o*): why\n", "", "");    /* nor do all of these */
    expect("// wand:allow(*): why\n", "", "");
    set(&s, source);
    s.file.is_judged = false; /* a header */
    assert_string_equal(apply(&s), "");
    drop(&s);
    set(&s, "#if X\n// wand:allow(spawn-x): why\ngo();\n#endif\n");
    assert_string_equal(apply(&s), "");
    drop(&s);
    set(&s, "#if X\n// wand:allow(spawn-x): why\ngo();\n#endif\n");
    s.request.data = &line;
    assert_string_equal(apply(&s), "allow-unused:2:15|");
    drop(&s);
}

static void test_complaints_can_be_off(void **state)
{
    suppression_rule rules[RULE_COUNT];
    scene s;

    (void)state;
    memcpy(rules, all_rules, sizeof rules);
    for (size_t i = 0; i < 4; i++) {
        rules[i].is_on = false;
    }
    set(&s, "// wand:allow(spawn-x)\n// wand:allow(spawn-x): why\n// wand:allow(zzz): why\n// wand:allow\n");
    s.request.rules = rules;
    assert_string_equal(apply(&s), "");
    drop(&s);
}

static void test_macro_definition(void **state)
{
    scene s;
    finding *f;

    (void)state;
    set(&s, "// wand:allow(spawn-x): why\n#define GO go()\nGO;\nGO;\n");
    for (uint32_t line = 3; line <= 4; line++) {
        f = add(&s, "spawn-x", line);
        f->macro = "GO";
        f->macro_place = (finding_place){.file = "a.c", .line = 2, .column = 9};
    }
    assert_string_equal(apply(&s), "spawn-x:3=why|spawn-x:4=why|");
    drop(&s);
}

static void test_other_file(void **state)
{
    scene s;
    finding_place place = {.file = "b.c", .line = 1, .column = 1};

    (void)state;
    set(&s, "go(); // wand:allow(spawn-x): why\n");
    finding_add(&s.list, "spawn-x", FINDING_WARNING, DIMENSION_START, place, "f", "m");
    assert_string_equal(apply(&s), "spawn-x:1|allow-unused:1:21|");
    drop(&s);
}

static void test_facts(void **state)
{
    (void)state;
    for (size_t i = 0; i < suppression_fact_count; i++) {
        assert_string_equal(suppression_facts[i].name, all_rules[i].name);
        assert_non_null(strstr(suppression_facts[i].documentation, "## How to fix"));
        assert_non_null(strstr(suppression_facts[i].documentation, suppression_facts[i].title));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lines),
    cmocka_unit_test(test_grammar),
    cmocka_unit_test(test_complaints),
    cmocka_unit_test(test_not_judged),
    cmocka_unit_test(test_complaints_can_be_off),
    cmocka_unit_test(test_macro_definition),
    cmocka_unit_test(test_other_file),
    cmocka_unit_test(test_facts),
};

TAP_MAIN(tests)
