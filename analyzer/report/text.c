/* analyzer/report/text.c
 * The report for people: findings as compilers print them, the source, and the path that leads there. */
#include "analyzer/report/report.h"

#include "analyzer/report/escape.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/style.h"

#include <string.h>

typedef struct printer {
    FILE *to;
    const report_input *input;
    style style;
} printer;

static void print_head(const printer *p, finding_place place, finding_severity severity)
{
    fputs(p->style.place, p->to);
    escape_puts(p->to, place.file);
    fprintf(p->to, ":%u:%u: %s%s%s: %s", (unsigned)place.line, (unsigned)place.column, p->style.off,
            p->style.severity[severity], finding_severity_name(severity), p->style.off);
}

static void print_source(const printer *p, finding_place place, bool with_caret)
{
    size_t length;
    const char *line = source_line(source_get(p->input->sources, place.file), place.line, &length);

    if (line != NULL) {
        snippet_print(p->to, &p->style, line, length, place.line, with_caret ? place.column : 0);
    }
}

static void print_note(const printer *p, finding_place place, const char *message)
{
    print_head(p, place, FINDING_NOTE);
    escape_puts(p->to, message);
    putc('\n', p->to);
}

/* A step on the same line as the one before (or as the finding) doesn't show that line again. */
static void print_steps(const printer *p, const finding *f)
{
    finding_place last = f->place;

    for (size_t i = 0; i < f->step_count; i++) {
        const finding_step *step = &f->steps[i];

        print_head(p, step->place, FINDING_NOTE);
        fprintf(p->to, "(%zu) %*s", i + 1, (int)(2 * (step->depth < 20 ? step->depth : 20)), "");
        escape_puts(p->to, step->message);
        putc('\n', p->to);
        if (step->place.line != last.line || strcmp(step->place.file, last.file) != 0) {
            print_source(p, step->place, false);
        }
        last = step->place;
    }
}

static void print_finding(const printer *p, const finding *f)
{
    print_head(p, f->place, f->severity);
    fputs(p->style.message, p->to);
    escape_puts(p->to, f->message);
    fprintf(p->to, "%s%s %s[", p->style.off, f->is_preview ? " (preview)" : "", p->style.faint);
    escape_puts(p->to, f->rule);
    fprintf(p->to, "]%s\n", p->style.off);
    print_source(p, f->place, true);
    if (f->macro != NULL) {
        print_head(p, f->macro_place, FINDING_NOTE);
        fputs("macro '", p->to);
        escape_puts(p->to, f->macro);
        fputs("' is defined here\n", p->to);
    }
    print_steps(p, f);
    for (size_t i = 0; i < f->related_count; i++) {
        print_note(p, f->related[i].place, f->related[i].message);
        print_source(p, f->related[i].place, false);
    }
}

void report_text(FILE *to, const report_input *input)
{
    printer p = {.to = to, .input = input, .style = style_of(input->colour)};

    for (size_t i = 0; i < input->findings->count; i++) {
        if (input->findings->items[i]->suppressed == NULL) {
            print_finding(&p, input->findings->items[i]);
        }
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* Appends "2 warnings" to a list in brackets. */
static const char *add_count(arena *a, const char *list, size_t count, finding_severity severity)
{
    if (count == 0) {
        return list;
    }
    return arena_printf(a, "%s%s%zu %s%s", list, list[0] != '\0' ? ", " : "", count,
                        finding_severity_name(severity), plural(count));
}

const char *report_summary(arena *a, const report_input *input)
{
    size_t by_severity[3] = {0};
    size_t shown = 0;
    size_t suppressed = 0;
    size_t files = 0;
    const char *last = NULL;
    const char *list = "";

    for (size_t i = 0; i < input->findings->count; i++) {
        const finding *f = input->findings->items[i];

        if (f->suppressed != NULL) {
            suppressed++;
            continue;
        }
        shown++;
        by_severity[f->severity]++;
        files += last == NULL || strcmp(last, f->place.file) != 0;
        last = f->place.file;
    }
    for (int severity = FINDING_ERROR; severity >= FINDING_NOTE; severity--) {
        list = add_count(a, list, by_severity[severity], (finding_severity)severity);
    }
    if (suppressed > 0) {
        list = arena_printf(a, "%s%s%zu suppressed", list, list[0] != '\0' ? ", " : "", suppressed);
    }
    if (shown == 0) {
        return arena_printf(a, "no findings in %zu file%s%s%s%s", input->file_count,
                            plural(input->file_count), list[0] != '\0' ? " (" : "", list,
                            list[0] != '\0' ? ")" : "");
    }
    return arena_printf(a, "%zu finding%s in %zu of %zu file%s (%s)", shown, plural(shown), files,
                        input->file_count > files ? input->file_count : files, plural(input->file_count),
                        list);
}
