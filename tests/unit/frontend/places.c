/* Where things are said to be, and what they are called: places, macros, files, keys, excerpts. */
#include "tests/unit/frontend/parse.h"

static const ir_function *function(const parsed *p, const char *name)
{
    const ir_function *f = ir_function_named(p->unit, name);

    assert_non_null(f);
    return f;
}

/* The n-th call (from 0) of a function to `callee`. */
static const ir_instruction *call(const ir_function *f, const char *callee, int n)
{
    for (size_t i = 0; i < f->block_count; i++) {
        for (size_t j = 0; j < f->blocks[i]->count; j++) {
            const ir_instruction *in = &f->blocks[i]->instructions[j];
            if (in->op == IR_CALL && in->a.kind == IR_FUNCTION && strcmp(in->a.function->name, callee) == 0 &&
                n-- == 0) {
                return in;
            }
        }
    }
    fail_msg("no such call: %s", callee);
    return NULL;
}

static const char *condition(const ir_function *f)
{
    for (size_t i = 0; i < f->block_count; i++) {
        if (f->blocks[i]->end.kind == IR_BRANCH || f->blocks[i]->end.kind == IR_SWITCH) {
            return f->blocks[i]->end.text;
        }
    }
    return NULL;
}

static void assert_place(ir_loc loc, uint32_t line, uint32_t column)
{
    assert_int_equal(loc.line, line);
    assert_int_equal(loc.column, column);
}

static void test_macros(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "int f(int a); int ff(int a);\n"
                   "#define INNER(x) f(x)\n"
                   "  #  define OUTER(x) \\\n"
                   "    (INNER(x) + 1)\n"
                   "#define NAME f\n"
                   "#define CAT(a, b) a##b\n"
                   "int g(int a)\n"
                   "{\n"
                   "    f(1);\n"
                   "    INNER(2);\n"
                   "    OUTER(3);\n"
                   "    NAME(4);\n"
                   "    INNER(f(5));\n"
                   "\tCAT(f, f)(6);\n"
                   "    return 0;\n"
                   "}\n");
    const ir_function *g = function(&p, "g");
    const ir_instruction *plain = call(g, "f", 0);
    assert_place(plain->loc, 9, 5);
    assert_null(plain->loc.macro);
    const ir_instruction *inner = call(g, "f", 1);
    assert_place(inner->loc, 10, 5);
    assert_string_equal(inner->loc.macro->name, "INNER");
    assert_int_equal(inner->loc.macro->line, 2);
    assert_int_equal(inner->loc.macro->column, 9);
    const ir_instruction *outer = call(g, "f", 2); /* the macro that the user used, not the one inside it */
    assert_place(outer->loc, 11, 5);
    assert_string_equal(outer->loc.macro->name, "OUTER");
    assert_int_equal(outer->loc.macro->line, 3);
    assert_int_equal(outer->loc.macro->column, 13);
    assert_string_equal(call(g, "f", 3)->loc.macro->name, "NAME");
    const ir_instruction *argument = call(g, "f", 4); /* written by the user inside a macro's use */
    assert_place(argument->loc, 13, 11);
    assert_null(argument->loc.macro);
    assert_string_equal(call(g, "f", 5)->loc.macro->name, "INNER");
    const ir_instruction *pasted = call(g, "ff", 0);
    assert_place(pasted->loc, 14, 2);
    assert_string_equal(pasted->loc.macro->name, "CAT");
    assert_int_equal(pasted->loc.macro->line, 6);
    parse_done(&p);
}

/* The last definition before the use is the one that counts. */
static void test_redefined_macro(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p, "int f(int a);\n#define M f(1)\nint a(void) { return M; }\n#undef M\n#define M f(2)\n"
                   "int b(void) { return M; }\n");
    assert_int_equal(call(function(&p, "a"), "f", 0)->loc.macro->line, 2);
    assert_int_equal(call(function(&p, "b"), "f", 0)->loc.macro->line, 5);
    parse_done(&p);
}

static void test_excerpts(void **unused)
{
    static const struct {
        const char *code;
        const char *text;
    } rows[] = {
        {"if (a) f(a);", "a"},
        {"if (!(a)) f(a);", "a"},
        {"if (a   ==\n\t 3) f(a);", "a == 3"},
        {"if (POSITIVE(a)) f(a);", "POSITIVE(a)"},
        {"if (POSITIVE(a) && 1) f(a);", "POSITIVE(a)"},
        {"if (f(POSITIVE(a))) f(a);", "f(POSITIVE(a))"},
        {"if (a == LIMIT) f(a);", "a == LIMIT"},
        {"if (LIMIT < a) f(a);", "LIMIT < a"},
        {"switch ((a + 1)) { case 1: f(a); }", "a + 1"},
        {"if (a == 1000000001 + 1000000002 * 1000000003 - 1000000004 / f(5)) f(a);",
         "a == 1000000001 + 1000000002 * 1000000003 - 1000000004 / ..."},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        parsed p;
        snprintf(
            text, sizeof text,
            "#define POSITIVE(x) ((x) > 0)\n#define LIMIT (9)\nint f(int a);\nvoid g(int a)\n{\n    %s\n}\n",
            rows[i].code);
        parse_text(&p, text);
        assert_string_equal(condition(function(&p, "g")), rows[i].text);
        parse_done(&p);
    }
}

static void test_files_and_keys(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(
        &p, "#include <wand.h>\n"
            "#include <string.h>\n"
            "static int hidden(void) { static int once; return once++; }\n"
            "int shown(void) { static int twice; { static int twice; twice++; } return hidden() + twice; }\n"
            "static int count;\n"
            "int total;\n"
            "void *use(wand_chan *c) { wand_chan_close(c); return memset(c, count, total); }\n");
    assert_int_equal(p.unit->diagnostic_count, 0);
    assert_string_equal(p.unit->path, "main.c");
    assert_string_equal(function(&p, "hidden")->key, "main.c:hidden");
    assert_string_equal(function(&p, "shown")->key, "shown");
    assert_string_equal(function(&p, "hidden")->locals[0]->key, "main.c:hidden:once");
    assert_string_equal(function(&p, "shown")->locals[0]->key, "main.c:shown:twice");
    assert_string_equal(function(&p, "shown")->locals[1]->key, "main.c:shown:twice#2");
    assert_false(function(&p, "shown")->is_system);
    assert_true(function(&p, "memset")->is_system);
    assert_true(function(&p, "wand_chan_close")->is_system);
    size_t mains = 0;
    for (size_t i = 0; i < p.unit->file_count; i++) {
        mains += p.unit->files[i].is_main;
        assert_true(p.unit->files[i].real[0] == '/');
    }
    assert_int_equal(mains, 1);
    assert_string_equal(p.unit->globals[0]->key, "main.c:count");
    assert_string_equal(p.unit->globals[1]->key, "total");
    parse_done(&p);
}

static void test_system_inline(void **unused)
{
    parsed p;

    (void)unused;
    parse_text(&p,
               "# 1 \"main.c\"\n# 1 \"/usr/include/made_up.h\" 1 3\n"
               "static inline int used(int a) { return a; }\nstatic inline int unused(int a) { return a; }\n"
               "# 2 \"main.c\" 2\nint g(int a) { return used(a); }\n");
    assert_true(function(&p, "used")->is_defined);
    parse_done(&p);
}

/* No flags: gnu11, and libwand's headers are found. Flags of the user come first. */
static void test_defaults(void **unused)
{
    static const char *const flags[] = {"-std=c99", "-DX=2"};
    static const char text[] = "#include <wand.h>\nlong version = __STDC_VERSION__;\n"
                               "int analyzed = __WAND_ANALYZER__;\n#ifdef X\nint x = X;\n#endif\n";
    parsed p;

    (void)unused;
    parse_text(&p, text);
    assert_int_equal(p.unit->diagnostic_count, 0);
    assert_int_equal(p.unit->initializer->blocks[0]->instructions[0].b.integer, 201112L);
    assert_int_equal(p.unit->initializer->blocks[0]->instructions[1].b.integer, 1);
    parse_done(&p);
    parse_bytes(&p, text, sizeof text - 1, flags, 2);
    assert_int_equal(p.unit->initializer->blocks[0]->instructions[0].b.integer, 199901L);
    assert_int_equal(p.unit->initializer->blocks[0]->instructions[2].b.integer, 2);
    parse_done(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_macros),        cmocka_unit_test(test_redefined_macro),
    cmocka_unit_test(test_excerpts),      cmocka_unit_test(test_files_and_keys),
    cmocka_unit_test(test_system_inline), cmocka_unit_test(test_defaults),
};

TAP_MAIN(tests)
