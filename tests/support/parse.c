/* parse.c: texts go through a file of their own in a temporary directory, because the front end reads files.
 */
#include "tests/support/parse.h"

#include "tests/support/tap.h"

#include "analyzer/frontend/frontend.h"
#include "analyzer/ir/verify.h"

#include <stdio.h>
#include <string.h>

struct parse_session {
    frontend *front;
    intern_table *names;
};

parse_session *parse_open(void)
{
    parse_session *p = calloc(1, sizeof *p);
    const char *message = "";

    if (p == NULL) {
        return NULL;
    }
    p->names = intern_new();
    if (frontend_open(&p->front, p->names, &message) != 0) {
        print_error("%s\n", message);
        intern_free(p->names);
        free(p);
        return NULL;
    }
    return p;
}

void parse_close(parse_session *p)
{
    frontend_close(p->front);
    intern_free(p->names);
    free(p);
}

intern_table *parse_names(parse_session *p)
{
    return p->names;
}

static ir_unit *parse(parse_session *p, arena *memory, const char *path, const char *root)
{
    frontend_request request = {.path = path, .wand_include = "runtime/include", .root = root};
    const char *message = "";
    ir_unit *unit = NULL;

    if (frontend_parse(p->front, &request, memory, &unit, &message) != 0) {
        fail_msg("%s: %s", path, message);
    }
    for (size_t i = 0; i < unit->diagnostic_count; i++) {
        print_error("%s:%u: %s\n", path, unit->diagnostics[i].loc.line, unit->diagnostics[i].text);
    }
    assert_int_equal(unit->diagnostic_count, 0);
    message = ir_verify(unit, memory);
    if (message != NULL) {
        fail_msg("%s: %s", path, message);
    }
    return unit;
}

ir_unit *parse_file(parse_session *p, arena *memory, const char *path)
{
    return parse(p, memory, path, ".");
}

ir_unit *parse_text(parse_session *p, arena *memory, const char *name, const char *text)
{
    char folder[] = "/tmp/wand-parse-XXXXXX";

    assert_non_null(mkdtemp(folder));
    char *path = arena_printf(memory, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    ir_unit *unit = parse(p, memory, path, folder);
    assert_int_equal(remove(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return unit;
}
