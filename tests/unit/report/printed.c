/* printed.c: see printed.h. */
#include "tests/unit/report/printed.h"

#include "tests/support/tap.h"

#include <string.h>

static const report_rule rules[] = {
    {.name = "p-rule-name",
     .title = "a title",
     .dimension = DIMENSION_LIFETIME,
     .severity = FINDING_WARNING,
     .is_on = true,
     .documentation =
         "# p-rule-name: a title\n- CWE: CWE-772\n## Why it matters\nFirst\nparagraph.\n\nSecond.\n"
         "## How to fix\nDo.\n"},
    {.name = "q",
     .title = "another",
     .dimension = DIMENSION_START,
     .severity = FINDING_ERROR,
     .is_preview = true,
     .documentation = "# q: another\n- CWE: none\n"},
};

void sample_make(sample *s)
{
    arena *a = arena_new();

    *s = (sample){.memory = a, .list = {.memory = a, .root = "/project", .directory = "/project"}};
    s->input = (report_input){.findings = &s->list,
                              .sources = source_cache_new(a),
                              .rules = rules,
                              .rule_count = 2,
                              .root = "/project",
                              .directory = "/project",
                              .version = "1.2.3",
                              .exit_status = 1};
}

void sample_drop(sample *s)
{
    source_cache_free(s->input.sources);
    arena_free(s->memory);
}

void sample_source(sample *s, const char *path, const char *text)
{
    source_put(s->input.sources, path, text, strlen(text));
}

finding *sample_finding(sample *s, const char *file, uint32_t line, uint32_t column, const char *message)
{
    finding_place place = {.file = file, .line = line, .column = column};

    return finding_add(&s->list, "p-rule-name", FINDING_WARNING, DIMENSION_LIFETIME, place, "f", "%s",
                       message);
}

static const char *line_of(void *data, finding_place place, size_t *length)
{
    return source_line(source_get(data, place.file), place.line, length);
}

const char *sample_print(sample *s, void (*report)(FILE *to, const report_input *input))
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    const char *copy;

    assert_non_null(stream);
    finding_list_finish(&s->list, line_of, s->input.sources);
    report(stream, &s->input);
    fclose(stream);
    copy = arena_strndup(s->memory, text, size);
    free(text);
    return copy;
}
