/* probe.c: everything of one run lives in one arena, freed by the next run. */
#include "tests/unit/rule/probe.h"

#include "tests/support/parse.h"
#include "tests/support/tap.h"

#include "analyzer/rule/pass.h"

static parse_session *session;
static arena *memory;

int probe_open(void **unused)
{
    (void)unused;
    session = parse_open();
    return session == NULL ? -1 : 0;
}

int probe_close(void **unused)
{
    (void)unused;
    if (memory != NULL) {
        arena_free(memory);
    }
    parse_close(session);
    return 0;
}

static const char *no_line(void *data, finding_place place, size_t *length)
{
    (void)data;
    (void)place;
    (void)length;
    return NULL;
}

static const char *text_of(const finding_list *list)
{
    const char *text = "";

    for (size_t i = 0; i < list->count; i++) {
        const finding *f = list->items[i];
        text = arena_printf(memory, "%s%u: %s\n", text, f->place.line, f->message);
        for (size_t k = 0; k < f->step_count; k++) {
            const finding_step *s = &f->steps[k];
            text = arena_printf(memory, "%s%*s%u: %s\n", text, 2 + 2 * (int)s->depth, "", s->place.line,
                                s->message);
        }
    }
    return text;
}

const char *probe_run(const rule *r, const char *text)
{
    const char *message = "";

    if (memory != NULL) {
        arena_free(memory);
    }
    memory = arena_new();
    arena *unit_memory = arena_new();
    ir_unit *unit =
        parse_text(session, unit_memory, "probe.c", arena_printf(memory, "#include <wand.h>\n%s\n", text));
    model *models = model_new(memory, parse_names(session));
    assert_int_equal(model_read_builtin(models, &message), 0);
    program *p = program_analyse(memory, parse_names(session), models, &unit, 1);
    finding_list list = {.memory = memory};
    for (size_t i = 0; i < p->function_count; i++) {
        rule_run(r, p, p->functions[i], &list);
    }
    finding_list_finish(&list, no_line, NULL);
    const char *found = text_of(&list);
    arena_free(unit_memory);
    return found;
}

void probe_expect(const rule *r, const char *text, const char *expected)
{
    assert_string_equal(probe_run(r, text), expected);
}
