/* Whatever the file holds, the front end answers: with a unit and diagnostics, or with an error. */
#include "tests/unit/frontend/parse.h"

#include <errno.h>

static bool has_error(const ir_unit *u, const char *text, uint32_t line, uint32_t column)
{
    size_t found = 0;

    for (size_t i = 0; i < u->diagnostic_count; i++) {
        const ir_diagnostic *d = &u->diagnostics[i];
        found += strstr(d->text, text) != NULL && d->severity >= IR_ERROR && d->loc.line == line &&
                 d->loc.column == column;
    }
    return found == 1;
}

static const ir_function *function(const parsed *p, const char *name)
{
    const ir_function *f = ir_function_named(p->unit, name);

    assert_non_null(f);
    return f;
}

static void test_missing(void **unused)
{
    frontend *front = NULL;
    intern_table *names = intern_new();
    arena *a = arena_new();
    const char *message = "";
    ir_unit *unit = NULL;
    frontend_request request = {.path = "/nonexistent/x.c", .root = "."};

    (void)unused;
    assert_int_equal(frontend_open(&front, names, &message), 0);
    assert_int_equal(frontend_parse(front, &request, a, &unit, &message), -ENOENT);
    assert_non_null(strstr(message, "/nonexistent/x.c"));
    request.path = "/tmp";
    assert_int_equal(frontend_parse(front, &request, a, &unit, &message), -EISDIR);
    request.path = "/dev/null";
    assert_int_equal(frontend_parse(front, &request, a, &unit, &message), -EINVAL);
    assert_null(unit);
    frontend_close(front);
    arena_free(a);
    intern_free(names);
}

static void test_empty(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "");
    assert_int_equal(p.unit->diagnostic_count, 0);
    assert_int_equal(p.unit->function_count, 0);
    assert_int_equal(p.unit->initializer->block_count, 1);
    parse_done(&p);
}

static void test_nul_byte(void **unused)
{
    static const char text[] = "int f(void);\nint g(void)\n{\n    \0return f();\n}\n";
    parsed p;

    (void)unused;
    parse_bytes(&p, text, sizeof text - 1, NULL, 0);
    assert_int_equal(p.result, 0);
    assert_true(has_error(p.unit, "NUL byte", 4, 5));
    assert_true(function(&p, "g")->is_defined);
    parse_done(&p);
}

static void test_invalid_utf8(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "/* \xc3\xa9 */\n// \xe9 latin\nint g(void) { return 1; }\n");
    assert_true(has_error(p.unit, "UTF-8", 2, 4));
    assert_true(function(&p, "g")->is_defined);
    parse_done(&p);
    parse_text(&p, "/* \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 */\n");
    assert_int_equal(p.unit->diagnostic_count, 0);
    parse_done(&p);
}

static void test_binary(void **unused)
{
    enum { SIZE = 20000 };
    char *bytes = malloc(SIZE);
    unsigned state = 1;
    parsed p;

    (void)unused;
    for (size_t i = 0; i < SIZE; i++) {
        state = state * 1103515245u + 12345u;
        bytes[i] = (char)(state >> 16);
    }
    parse_bytes(&p, bytes, SIZE, NULL, 0);
    assert_true(p.result == 0 || p.result == -EFAULT || p.result == -EINVAL);
    if (p.result == 0) {
        assert_true(p.unit->diagnostic_count > 0);
    }
    free(bytes);
    parse_done(&p);
}

static void test_missing_include(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "#include <not_there.h>\nint f(int a) { return a; }\nint g(void) { return nope; }\n");
    assert_true(has_error(p.unit, "'not_there.h' file not found", 1, 10));
    assert_true(has_error(p.unit, "undeclared identifier 'nope'", 3, 22));
    assert_int_equal(function(&p, "f")->not_understood_count, 0);
    assert_int_equal(function(&p, "g")->not_understood_count, 1);
    assert_string_equal(function(&p, "g")->not_understood[0], "code with errors");
    parse_done(&p);
}

/* Errors in code that nothing reaches still show. */
static void test_error_in_dead_code(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "int g(void)\n{\n    return 1;\n    nope;\n}\n");
    assert_int_equal(function(&p, "g")->not_understood_count, 1);
    parse_done(&p);
}

static void test_bad_flags(void **unused)
{
    static const char *const flags[] = {"-fanalyzer", "-fconserve-stack", "-march=bogus", "-DX=1"};
    parsed p;

    (void)unused;
    parse_bytes(&p, "int x = X;\n", 11, flags, 2);
    assert_int_equal(p.result, 0);
    assert_int_equal(p.unit->diagnostic_count, 1); /* X; nothing about flags */
    parse_done(&p);
    parse_bytes(&p, "int x = X;\n", 11, flags, 4);
    assert_int_equal(p.result, 0); /* a machine that libclang doesn't know is left out */
    assert_int_equal(p.unit->diagnostic_count, 0);
    parse_done(&p);
}

/* A folder that the working directory holds must not stand in for clang's own headers. */
static void test_own_headers(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "#include <stddef.h>\n#include <stdarg.h>\nsize_t n = sizeof(max_align_t);\n");
    assert_int_equal(p.unit->diagnostic_count, 0);
    parse_done(&p);
}

/* deep.c goes further, and takes longer. */
static void test_nesting(void **unused)
{
    enum { LEVELS = 2000 };
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    parsed p;

    (void)unused;
    fputs("int f(int a)\n{\n    if (", to);
    for (int i = 0; i < LEVELS; i++) {
        fputs("!(", to);
    }
    fputs("a", to);
    for (int i = 0; i < LEVELS; i++) {
        fputs(")", to);
    }
    fputs(")\n        a = 1;\n", to);
    for (int i = 0; i < LEVELS; i++) {
        fprintf(to, "    else if (a == %d) a = %d;\n", i, i + 1);
    }
    fputs("    return a;\n}\n", to);
    fclose(to);
    parse_text(&p, text);
    assert_int_equal(p.unit->diagnostic_count, 0);
    assert_int_equal(function(&p, "f")->not_understood_count, 0);
    free(text);
    parse_done(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_nesting),         cmocka_unit_test(test_missing),
    cmocka_unit_test(test_empty),           cmocka_unit_test(test_nul_byte),
    cmocka_unit_test(test_invalid_utf8),    cmocka_unit_test(test_binary),
    cmocka_unit_test(test_missing_include), cmocka_unit_test(test_error_in_dead_code),
    cmocka_unit_test(test_bad_flags),       cmocka_unit_test(test_own_headers),
};

TAP_MAIN(tests)
